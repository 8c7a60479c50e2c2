// Sums of all items of an array, and of the products of two arrays.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/result.hpp>
#include <lendbuf/kernel/exact_sum.hpp>
#include <lendbuf/kernel/lane_sum.hpp>
#include <lendbuf/view/numbers.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

template <class N>
using integer_total = std::conditional_t<std::is_signed_v<N>, std::int64_t, std::uint64_t>;

template <class T>
struct sum_of_items {
    using type = plain_type<T>;
};
template <class T>
    requires std::integral<plain_type<T>>
struct sum_of_items<T> {
    using type = integer_total<number_type<T>>;
};

template <class A, class B>
struct sum_of_products {
    using type = std::conditional_t<std::same_as<A, float> && std::same_as<B, float>, float, double>;
};
template <std::integral A, std::integral B>
struct sum_of_products<A, B> {
    using type = std::conditional_t<std::is_signed_v<A>, integer_total<A>, integer_total<B>>;
};

template <std::integral R>
[[nodiscard]] constexpr result<R> total_as(const kernel::exact_sum& sum, const char* subject) noexcept {
    if (!sum.template fits<R>())
        return error_info{
            .code = errc::item_out_of_range, .symbol = std::is_signed_v<R> ? 'q' : 'Q', .subject = subject};
    return sum.template value<R>();
}

/// Feeds a sum of floats.
template <class F, std::ptrdiff_t Parts>
struct lane_sink {
    kernel::lane_sum<F, Parts> sum;

    template <class Source>
    constexpr void operator()(const Source* numbers, std::ptrdiff_t count) noexcept {
        sum.add(numbers, count);
    }
    void strided(const std::byte* first, std::ptrdiff_t stride, std::ptrdiff_t count) noexcept {
        sum.add_strided(first, stride, count);
    }
};

/// Hands runs of two arrays to `sink(a, b, count)`, both gapless and as numbers of type `X` and `Y`.
template <class X, class Y, class A, class B, class Sink>
class number_pair_feed {
    static constexpr std::ptrdiff_t most =
        2048 / static_cast<std::ptrdiff_t>(sizeof(X) > sizeof(Y) ? sizeof(X) : sizeof(Y));

public:
    explicit constexpr number_pair_feed(Sink& sink) noexcept : sink_(sink) {}

    constexpr void add(const A* a, std::ptrdiff_t a_stride, const B* b, std::ptrdiff_t b_stride,
                       std::ptrdiff_t count) noexcept {
        if (!__builtin_is_constant_evaluated() && (count >= 32 || filled_ == 0)) {
            const bool direct_a = std::same_as<X, number_type<A>> && are_numbers<A>(a_stride);
            const bool direct_b = std::same_as<Y, number_type<B>> && are_numbers<B>(b_stride);
            if (direct_a && direct_b) {
                flush();
                return sink_(kernel::detail::bytes_of(a), kernel::detail::bytes_of(b), count);
            }
        }
        while (count > 0) {
            const std::ptrdiff_t items = count < most - filled_ ? count : most - filled_;
            gather_numbers(a_ + filled_, a, a_stride, items);
            gather_numbers(b_ + filled_, b, b_stride, items);
            filled_ += items;
            if (filled_ == most) flush();
            count -= items;
            if (count == 0) return;
            a = move_by_bytes(a, items * a_stride);
            b = move_by_bytes(b, items * b_stride);
        }
    }

    constexpr void flush() noexcept {
        if (filled_ != 0) sink_(static_cast<const X*>(a_), static_cast<const Y*>(b_), filled_);
        filled_ = 0;
    }

private:
    Sink& sink_;
    std::ptrdiff_t filled_ = 0;
    X a_[static_cast<std::size_t>(most)];
    Y b_[static_cast<std::size_t>(most)];
};

/// Hands the numbers of two arrays of one shape to `sink`, in the order of the first one's memory.
template <class X, class Y, class First, class Second, class Sink>
constexpr void feed_number_pairs(const First& first, const Second& second, Sink&& sink) noexcept {
    using a_item = std::remove_cv_t<typename First::element_type>;
    using b_item = std::remove_cv_t<typename Second::element_type>;
    constexpr std::size_t rank = First::rank;
    if (item_count_unchecked(first.shape) == 0) return;
    const a_item* const a = first.data;
    const b_item* const b = second.data;
    number_pair_feed<X, Y, a_item, b_item, std::remove_reference_t<Sink>> feed(sink);
    const index_array<rank> strides[] = {second.byte_strides(), first.byte_strides()};
    const auto joint = coalesce(first.shape, strides, true);
    const std::size_t last = joint.rank - 1;
    for_each_run(joint, [&](const std::ptrdiff_t(&offsets)[2]) {
        feed.add(move_by_bytes(a, offsets[1]), joint.strides[1][last], move_by_bytes(b, offsets[0]),
                 joint.strides[0][last], joint.shape[last]);
    });
    feed.flush();
}

} // namespace detail

/// Names the type of `sum(x)`: 64 bits for integers, signed if they are; float for halves; else the items' plain type.
template <exporter X>
    requires summable_item<typename region_t<X>::element_type>
using sum_t = typename detail::sum_of_items<std::remove_cv_t<typename region_t<X>::element_type>>::type;

/// Names the type of `dot(a, b)`: 64 bits for integers, signed if one of them is; float where both are float or half;
/// else double.
template <exporter A, exporter B>
    requires numeric_item<typename region_t<A>::element_type> && numeric_item<typename region_t<B>::element_type>
using dot_t =
    typename detail::sum_of_products<detail::number_type<std::remove_cv_t<typename region_t<A>::element_type>>,
                                     detail::number_type<std::remove_cv_t<typename region_t<B>::element_type>>>::type;

/// Sums all items, whatever the layout and the byte order; the sum of none is 0, bytes and bools count as numbers.
///
/// Integers are summed exactly, in 128 bits. Floats are summed by lanes (`kernel::lane_sum`) in the order of their
/// memory, the smallest step innermost: a view's transpose or flip has the same sum to the last bit, on every machine
/// and at compile time. That is many times faster than a loop, and more precise: errors grow as those of pairwise sums.
/// Errors: `item_out_of_range`, when a sum of integers does not fit 64 bits.
/// Complexity: linear; gapless numbers of the machine's byte order by vectors, others through a small array.
/// Python: numpy.sum, which wraps round instead; sum
template <exporter X>
    requires summable_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr result<sum_t<X>> try_sum(X&& x) noexcept {
    using item_t = std::remove_cv_t<typename region_t<X>::element_type>;
    using number = detail::number_type<item_t>;
    const auto memory = lendbuf::describe(x);
    if constexpr (std::integral<number>) {
        kernel::exact_sum sum;
        detail::feed_numbers(
            memory, [&sum](const auto* numbers, std::ptrdiff_t count) { sum.template add<number>(numbers, count); });
        return detail::total_as<sum_t<X>>(sum, "sum");
    } else {
        constexpr std::ptrdiff_t parts = detail::item_numbers<item_t>::parts;
        detail::lane_sink<number, parts> sink;
        detail::feed_numbers(memory, sink);
        if constexpr (parts == 2)
            return sum_t<X>(sink.sum.value(0), sink.sum.value(1));
        else
            return sink.sum.value();
    }
}

/// Sums all items. Throws: overflow_error; see `try_sum`. Python: numpy.sum, sum
template <exporter X>
    requires summable_item<typename region_t<X>::element_type>
[[nodiscard]] constexpr sum_t<X> sum(X&& x) {
    return lendbuf::try_sum(x).value();
}

/// Sums the products of the items of two arrays of one shape, at the same places.
///
/// Integers are multiplied and summed exactly. Products of floats are rounded, each for itself (no fused operations), and
/// summed as by `sum`, in the order of the memory of `a`: the same result on every machine. Integers meet floats as
/// doubles.
/// Errors: `different_structure` with the dimension; `item_out_of_range`, when a sum of integers does not fit 64 bits.
/// Complexity: linear; gapless numbers of the machine's byte order by vectors, others through small arrays.
/// Python: numpy.dot, of arrays of one axis; numpy.vdot
template <exporter A, exporter B>
    requires numeric_item<typename region_t<A>::element_type> && numeric_item<typename region_t<B>::element_type>
[[nodiscard]] constexpr result<dot_t<A, B>> try_dot(A&& a, B&& b) noexcept {
    using total = dot_t<A, B>;
    static_assert(region_t<A>::rank == region_t<B>::rank, "dot: these views must have the same number of dimensions");
    const auto first = lendbuf::describe(a);
    const auto second = lendbuf::describe(b);
    for (std::size_t k = 0; k < region_t<A>::rank; ++k)
        if (first.shape[k] != second.shape[k])
            return error_info{.code = errc::different_structure,
                              .field = static_cast<std::int32_t>(k),
                              .need = static_cast<std::uint64_t>(first.shape[k]),
                              .have = static_cast<std::uint64_t>(second.shape[k])};
    if constexpr (std::integral<total>) {
        using x_number = detail::number_type<std::remove_cv_t<typename region_t<A>::element_type>>;
        using y_number = detail::number_type<std::remove_cv_t<typename region_t<B>::element_type>>;
        kernel::exact_sum sum;
        detail::feed_number_pairs<x_number, y_number>(first, second,
                                                      [&sum](const auto* x, const auto* y, std::ptrdiff_t count) {
                                                          sum.template add_products<x_number, y_number>(x, y, count);
                                                      });
        return detail::total_as<total>(sum, "dot");
    } else {
        kernel::lane_sum<total> sum;
        detail::feed_number_pairs<total, total>(
            first, second,
            [&sum](const auto* x, const auto* y, std::ptrdiff_t count) { sum.add_products(x, y, count); });
        return sum.value();
    }
}

/// Sums products. Throws: value_error, overflow_error; see `try_dot`. Python: numpy.dot
template <exporter A, exporter B>
    requires numeric_item<typename region_t<A>::element_type> && numeric_item<typename region_t<B>::element_type>
[[nodiscard]] constexpr dot_t<A, B> dot(A&& a, B&& b) {
    return lendbuf::try_dot(a, b).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
