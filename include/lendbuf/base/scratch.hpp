// Memory for a moment: where an operation gets it that cannot do without, and that nobody handed any.
#pragma once

#include <cstddef>
#include <lendbuf/base/config.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Lends memory for the time of one operation. Both functions or none.
struct scratch_source {
    /// Gives `bytes` bytes of any alignment, or null when there are not so many.
    void* (*take)(std::size_t bytes) noexcept = nullptr;
    /// Takes back what `take(bytes)` gave.
    void (*give_back)(void* memory, std::size_t bytes) noexcept = nullptr;
};

namespace detail {
inline scratch_source current_scratch_source{};
} // namespace detail

/// Gives the source of scratch memory: none, until one is set. <lendbuf/view/heap_scratch.hpp>, which the hosted umbrella
/// includes, sets the heap.
[[nodiscard]] inline scratch_source current_scratch_source() noexcept {
    return detail::current_scratch_source;
}

/// Replaces the source of scratch memory and returns the one before.
///
/// Safety: set it before other threads start; its functions must be able to run in all of them.
inline scratch_source set_scratch_source(scratch_source source) noexcept {
    const scratch_source before = detail::current_scratch_source;
    detail::current_scratch_source = source;
    return before;
}

/// Points to scratch memory that the caller of an operation provides.
struct scratch_memory {
    std::byte* data = nullptr;
    std::ptrdiff_t size = 0;
};

namespace detail {

/// Holds memory of the current source until the end of the scope.
class taken_scratch {
public:
    explicit taken_scratch(std::size_t bytes) noexcept : source_(current_scratch_source), bytes_(bytes) {
        if (source_.take != nullptr) memory_ = source_.take(bytes);
    }
    taken_scratch(const taken_scratch&) = delete;
    taken_scratch& operator=(const taken_scratch&) = delete;
    ~taken_scratch() {
        if (memory_ != nullptr) source_.give_back(memory_, bytes_);
    }

    /// Gives the memory; null when there was none.
    [[nodiscard]] std::byte* data() const noexcept { return static_cast<std::byte*>(memory_); }

private:
    scratch_source source_;
    std::size_t bytes_;
    void* memory_ = nullptr;
};

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
