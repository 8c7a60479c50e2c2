// Record after record: a random-access range of unpacked values over a whole buffer.
#pragma once

#include <cstddef>
#include <lendbuf/element/position_iterator.hpp>
#include <lendbuf/pack/unpack.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Gives the records of a buffer one by one, unpacked when asked for. Holds a lease where the buffer gives one.
template <fixed_format Format, class Cursor>
class record_range {
    static constexpr std::ptrdiff_t record_bytes = format_facts<Format>::size;

    struct records {
        using value_type = decltype(detail::read_record<Format>(std::declval<Cursor>()));
        [[nodiscard]] constexpr value_type at_unchecked(std::ptrdiff_t position) const noexcept {
            return detail::read_record<Format>(first + position * record_bytes);
        }
        Cursor first{};
    };

public:
    using value_type = typename records::value_type;
    using iterator = position_iterator<records>;

    constexpr record_range() noexcept = default;
    constexpr record_range(Cursor first, std::ptrdiff_t count, lease hold) noexcept
        : records_{first}, count_(count), hold_(std::move(hold)) {}

    [[nodiscard]] constexpr iterator begin() const noexcept { return {records_, 0}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {records_, count_}; }

    /// Gives the number of records.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return count_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }

    /// Gives a record; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr value_type operator[](std::ptrdiff_t index) const {
        return records_.at_unchecked(checked_index(index, count_, 0));
    }

private:
    records records_{};
    std::ptrdiff_t count_ = 0;
    lease hold_{};
};

/// Divides `x` into records of `Format`, or says why not.
///
/// Errors: `iterate_not_multiple` with need and have; `not_c_contiguous`.
template <fixed_format Format, viewable X>
[[nodiscard]] constexpr auto try_iter_unpack(X&& x) -> result<record_range<Format, detail::cursor_of<X>>> {
    constexpr std::ptrdiff_t size = calcsize<Format>();
    static_assert(size > 0, "iter_unpack: cannot iteratively unpack with a struct of length 0");
    lease hold = lendbuf::lend(x);
    if (!detail::has_plain_bytes(x)) return error_info{.code = errc::not_c_contiguous};
    auto source = detail::bytes_behind(x);
    if (source.size % size != 0)
        return error_info{.code = errc::iterate_not_multiple,
                          .need = static_cast<std::uint64_t>(size),
                          .have = static_cast<std::uint64_t>(source.size)};
    return record_range<Format, detail::cursor_of<X>>(source.bytes, source.size / size, std::move(hold));
}

/// Divides `x` into records of `Format`: `for (auto [id, x, y] : iter_unpack<"<Idd">(mapped))`.
///
/// Throws: struct_error, when the bytes are no multiple of the record's.
/// Complexity: constant; each record is unpacked when the iterator is read.
/// Python: struct.iter_unpack; also random access, and from strided bytes.
template <fixed_format Format, viewable X>
[[nodiscard]] constexpr auto iter_unpack(X&& x) {
    return try_iter_unpack<Format>(std::forward<X>(x)).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
