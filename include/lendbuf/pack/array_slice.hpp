// A run of equal fields inside a buffer, seen in place: the value of `1000000I`.
#pragma once

#include <cstddef>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/layout/layout.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Sees items of a fixed byte order inside a buffer, which must outlive it. An exporter, so `buffer_view(slice)` does
/// the rest.
template <class T>
class array_slice {
public:
    using value_type = T;

    constexpr array_slice() noexcept = default;
    constexpr array_slice(const T* data, std::size_t size) noexcept : data_(data), size_(size) {}

    [[nodiscard]] constexpr const T* data() const noexcept { return data_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const T* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr const T* end() const noexcept { return data_ + size_; }

    /// Gives an item; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr const T& operator[](std::ptrdiff_t index) const {
        return data_[checked_index(index, static_cast<std::ptrdiff_t>(size_), 0)];
    }

    /// Forgets the first `count` (<= size()) items.
    constexpr void remove_prefix(std::size_t count) noexcept {
        data_ += count;
        size_ -= count;
    }

private:
    const T* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI
