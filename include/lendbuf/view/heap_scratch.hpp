// Scratch memory from the heap, for every operation that needs some and is handed none (hosted).
#pragma once

#include <cstddef>
#include <lendbuf/base/scratch.hpp>
#include <new>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

inline void* take_from_heap(std::size_t bytes) noexcept {
    return ::operator new(bytes, std::nothrow);
}
inline void give_back_to_heap(void* memory, std::size_t) noexcept {
    ::operator delete(memory);
}
inline bool set_heap_scratch() noexcept {
    if (current_scratch_source.take == nullptr) current_scratch_source = {&take_from_heap, &give_back_to_heap};
    return true;
}

} // namespace detail

/// Makes the heap the source of scratch memory when the program starts, unless there is one already: including this
/// header in one file is enough.
inline const bool heap_scratch = detail::set_heap_scratch();

} // namespace lendbuf::inline LENDBUF_ABI
