// Input in pieces: a chain of byte runs that reads like one, for data that arrives in segments.
#pragma once

#include <cstddef>
#include <lendbuf/base/result.hpp>
#include <lendbuf/pack/byte_source.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Holds one piece of a chain.
struct segment {
    const std::byte* data = nullptr;
    std::ptrdiff_t size = 0;
};

/// Stands at a byte of a chain; indexes and moves like a pointer, across the seams.
class chain_cursor {
public:
    chain_cursor() = default;
    explicit constexpr chain_cursor(const segment* first) noexcept : segment_(first) {}

    /// Gives the byte `n` places on. Complexity: linear in the segments passed.
    [[nodiscard]] constexpr std::byte operator[](std::ptrdiff_t n) const noexcept {
        const chain_cursor there = *this + n;
        return there.segment_->data[there.offset_];
    }
    /// Moves forward; the end of a segment is the start of the next one that is not empty.
    [[nodiscard]] friend constexpr chain_cursor operator+(chain_cursor at, std::ptrdiff_t n) noexcept {
        at.offset_ += n;
        while (n > 0 && at.offset_ >= at.segment_->size && at.segment_->data != nullptr) {
            at.offset_ -= at.segment_->size;
            ++at.segment_;
        }
        return at;
    }

    /// Points to the next `size` bytes where they lie in one segment; null where they straddle a seam.
    [[nodiscard]] constexpr const std::byte* in_one_piece(std::ptrdiff_t size) const noexcept {
        return segment_->size - offset_ >= size ? segment_->data + offset_ : nullptr;
    }

private:
    const segment* segment_ = nullptr;
    std::ptrdiff_t offset_ = 0;
};

} // namespace detail

/// Strings up to `Capacity` runs of bytes together, without copying them and without a heap; reads as one buffer by
/// `unpack` and `unpack_from`. The runs must outlive it.
///
/// A field that straddles a seam is gathered byte by byte; strings come as copies (`string_copy`).
/// Python: no counterpart; struct needs one buffer.
template <std::size_t Capacity>
class buffer_chain {
public:
    constexpr buffer_chain() noexcept = default;

    /// Appends the bytes of a view or an owner that lives long enough. Empty ones take no place.
    ///
    /// Errors: `chain_full`, when all places are taken.
    template <viewable X>
    [[nodiscard]] result<void> try_append(X&& x) {
        auto source = detail::raw_bytes_behind(x);
        static_assert(std::is_pointer_v<decltype(source.bytes)>, "buffer_chain: the bytes must be gapless");
        if (source.size == 0) return {};
        if (count_ == Capacity) return error_info{.code = errc::chain_full, .need = Capacity};
        segments_[count_++] = {source.bytes, source.size};
        size_ += source.size;
        return {};
    }
    /// Appends the bytes of a view or an owner that lives long enough. Throws: value_error, when all places are taken.
    template <viewable X>
    void append(X&& x) {
        try_append(x).value();
    }

    /// Gives the number of bytes in all.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }
    /// Gives the number of runs that are not empty.
    [[nodiscard]] constexpr std::size_t segments() const noexcept { return count_; }
    /// Stands at the first byte.
    [[nodiscard]] constexpr detail::chain_cursor begin() const noexcept { return detail::chain_cursor(segments_); }

private:
    detail::segment segments_[Capacity + 1]{}; // the last one stays empty: it ends the chain
    std::size_t count_ = 0;
    std::ptrdiff_t size_ = 0;
};

namespace detail {

template <std::size_t Capacity>
[[nodiscard]] constexpr byte_source<chain_cursor> bytes_behind(const buffer_chain<Capacity>& chain) noexcept {
    return {chain.begin(), chain.size()};
}

template <std::size_t Capacity>
[[nodiscard]] constexpr bool has_plain_bytes(const buffer_chain<Capacity>&) noexcept {
    return true;
}

template <class X>
inline constexpr bool is_chain = false;
template <std::size_t Capacity>
inline constexpr bool is_chain<buffer_chain<Capacity>> = true;

template <class X>
    requires is_chain<std::remove_cvref_t<X>>
struct cursor_type<X> {
    using type = chain_cursor;
};

} // namespace detail

/// Is satisfied by whatever records can be read from: exporters and chains.
template <class X>
concept record_source = exporter<X> || detail::is_chain<std::remove_cvref_t<X>>;

} // namespace lendbuf::inline LENDBUF_ABI
