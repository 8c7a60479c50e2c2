// The numbers in an array, as memory favours it, handed over in gapless pieces: what sums and extremes are made of.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/element/strided_items.hpp>
#include <lendbuf/element/value.hpp>
#include <lendbuf/kernel/byte_swap.hpp>
#include <lendbuf/kernel/copy.hpp>
#include <lendbuf/kernel/half.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/item_word.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class P>
struct number_of_plain {};
template <std::integral P>
    requires(sizeof(P) <= 8)
struct number_of_plain<P> {
    using type = P;
    static constexpr std::ptrdiff_t parts = 1;
};
template <>
struct number_of_plain<bool> : number_of_plain<std::uint8_t> {};
template <std::floating_point P>
    requires(sizeof(P) <= 8)
struct number_of_plain<P> {
    using type = P;
    static constexpr std::ptrdiff_t parts = 1;
};
template <complex_like P>
    requires(sizeof(P) <= 16)
struct number_of_plain<P> {
    using type = typename P::value_type;
    static constexpr std::ptrdiff_t parts = 2;
};

/// Says which numbers an item consists of: `type`, and `parts`, which is 2 for complex numbers.
template <class T>
struct item_numbers : number_of_plain<plain_type<T>> {
    /// Says where items of type `T` come from when an array is read at run time.
    enum class storage { as_numbers, swapped, halves, others };

    static constexpr std::endian order = [] {
        if constexpr (requires { T::byte_order; })
            return T::byte_order;
        else
            return std::endian::native;
    }();
    static constexpr storage kind = [] {
        using plain = plain_type<T>;
        if constexpr (requires { requires std::same_as<typename T::value_type, half>; } || std::same_as<T, half>)
            return storage::halves;
        else if constexpr (std::same_as<plain, bool> || sizeof(T) != sizeof(plain))
            return storage::others;
        else
            return sizeof(T) == 1 || order == std::endian::native ? storage::as_numbers : storage::swapped;
    }();
};
template <class T>
using number_type = typename item_numbers<T>::type;

} // namespace detail

/// Is satisfied by items that can be put in order: integers, floats, halves, enums and bytes, in any byte order.
template <class T>
concept numeric_item = requires { typename detail::number_type<std::remove_cv_t<T>>; } &&
                       detail::item_numbers<std::remove_cv_t<T>>::parts == 1;

/// Is satisfied by items that can be summed: numbers and complex numbers, in any byte order.
template <class T>
concept summable_item = requires { typename detail::number_type<std::remove_cv_t<T>>; };

namespace detail {

/// Tells whether `count` items are, in memory, the numbers themselves.
template <class T>
[[nodiscard]] constexpr bool are_numbers(std::ptrdiff_t stride) noexcept {
    using numbers = item_numbers<T>;
    return numbers::kind == numbers::storage::as_numbers && stride == static_cast<std::ptrdiff_t>(sizeof(T));
}

template <class To, class T>
constexpr void gather_one_by_one(To* to, const T* first, std::ptrdiff_t stride, std::ptrdiff_t count) noexcept {
    for (std::ptrdiff_t k = 0; k < count; ++k) {
        const auto value = byte_of_char(plain_value(*move_by_bytes(first, k * stride)));
        if constexpr (item_numbers<T>::parts == 2) {
            to[2 * k] = static_cast<To>(value.real());
            to[2 * k + 1] = static_cast<To>(value.imag());
        } else {
            to[k] = static_cast<To>(value);
        }
    }
}

/// Reads `count` items `stride` bytes apart into an array of numbers.
/// Requires: no more than fit 2048 bytes.
template <class To, class T>
constexpr void gather_numbers(To* to, const T* first, std::ptrdiff_t stride, std::ptrdiff_t count) noexcept {
    using numbers = item_numbers<T>;
    constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(T));
    if constexpr (numbers::kind != numbers::storage::others && std::same_as<To, typename numbers::type>) {
        if (!__builtin_is_constant_evaluated()) {
            // Safety: std::byte may look at any object's bytes, and write those of numbers.
            const auto* from = static_cast<const std::byte*>(static_cast<const void*>(first));
            auto* const out = static_cast<std::byte*>(static_cast<void*>(to));
            [[maybe_unused]] std::byte apart[numbers::kind == numbers::storage::halves ? 1024 : 1];
            if (stride != size) {
                std::byte* const side_by_side = numbers::kind == numbers::storage::halves ? apart : out;
                kernel::copy_run(side_by_side, size, from, stride, count, size);
                from = side_by_side;
            }
            if constexpr (numbers::kind == numbers::storage::halves)
                kernel::half_to_float<numbers::order>(out, from, count);
            else if constexpr (numbers::kind == numbers::storage::swapped)
                kernel::copy_swapped<sizeof(To)>(out, from, count * numbers::parts);
            else if (stride == size)
                std::memcpy(out, from, static_cast<std::size_t>(count * size));
            return;
        }
    }
    gather_one_by_one(to, first, stride, count);
}

/// Hands numbers to `sink(numbers, count)`: those that lie gapless in memory as bytes, others through a small array; long
/// strided runs to `sink.strided(bytes, stride, count)` where there is one.
template <class T, class Sink>
class number_feed {
    using numbers = item_numbers<T>;
    using number = typename numbers::type;
    static constexpr std::ptrdiff_t parts = numbers::parts;
    static constexpr std::ptrdiff_t most = 2048 / (static_cast<std::ptrdiff_t>(sizeof(number)) * parts);

public:
    explicit constexpr number_feed(Sink& sink) noexcept : sink_(sink) {}

    constexpr void add(const T* first, std::ptrdiff_t stride, std::ptrdiff_t count) noexcept {
        if (!__builtin_is_constant_evaluated() && are_numbers<T>(stride) && (count >= 32 || filled_ == 0)) {
            flush();
            // Safety: std::byte may look at any object's bytes.
            sink_(static_cast<const std::byte*>(static_cast<const void*>(first)), count * parts);
            return;
        }
        if constexpr (numbers::kind == numbers::storage::as_numbers && parts == 1 &&
                      requires { sink_.strided(nullptr, stride, count); }) {
            if (!__builtin_is_constant_evaluated() && count >= 32) {
                flush();
                return sink_.strided(static_cast<const std::byte*>(static_cast<const void*>(first)), stride, count);
            }
        }
        while (count > 0) {
            const std::ptrdiff_t items = count < most - filled_ ? count : most - filled_;
            gather_numbers(numbers_ + filled_ * parts, first, stride, items);
            filled_ += items;
            if (filled_ == most) flush();
            count -= items;
            if (count > 0) first = move_by_bytes(first, items * stride);
        }
    }

    constexpr void flush() noexcept {
        if (filled_ == 0) return;
        sink_(static_cast<const number*>(numbers_), filled_ * parts);
        filled_ = 0;
    }

private:
    Sink& sink_;
    std::ptrdiff_t filled_ = 0;
    number numbers_[static_cast<std::size_t>(most * parts)];
};

/// Hands the numbers of an array to `sink`, in the order of its memory: the smallest step innermost, forwards.
template <class T, std::size_t Rank, class Layout, class Sink>
constexpr void feed_numbers(const region<T, Rank, Layout>& memory, Sink&& sink) noexcept {
    using item_t = std::remove_cv_t<T>;
    const std::ptrdiff_t count = item_count_unchecked(memory.shape);
    if (count == 0) return;
    number_feed<item_t, std::remove_reference_t<Sink>> feed(sink);
    const item_t* const data = memory.data;
    if constexpr (!std::same_as<Layout, strided> || Rank == 0) {
        feed.add(data, static_cast<std::ptrdiff_t>(sizeof(T)), count);
    } else {
        const index_array<Rank> strides[] = {memory.strides};
        const auto joint = coalesce(memory.shape, strides, true);
        const std::size_t last = joint.rank - 1;
        for_each_run(joint, [&](const std::ptrdiff_t(&offsets)[1]) {
            feed.add(move_by_bytes(data, offsets[0]), joint.strides[0][last], joint.shape[last]);
        });
    }
    feed.flush();
}

} // namespace detail

} // namespace lendbuf::inline LENDBUF_ABI
