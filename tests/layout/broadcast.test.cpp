// Examples from NumPy; then all small layouts to all small shapes.
#include <cstdint>
#include <lendbuf/layout/broadcast.hpp>

#include "layout/model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::index_array;
using lb::layout;
using test_support::for_each_index;
using test_support::for_each_layout;
using test_support::item_bytes;
using test_support::leads_to;
using test_support::text_of;

namespace {

constexpr layout<1> row{{{6}}, {{4}}};
constexpr layout<1> single{{{1}}, {{4}}};
constexpr layout<2> column{{{3, 1}}, {{4, 4}}};
constexpr layout<2> nothing{{{0, 3}}, {{12, 4}}};

template <std::size_t Rank, class... I>
constexpr auto broadcast(const layout<Rank>& from, I... extents) {
    return lb::try_broadcast_to(from, lb::index_array_of(extents...), item_bytes);
}

template <class... I>
constexpr auto shape(I... extents) {
    return lb::index_array_of(extents...);
}

// Compares `from` broadcast to all shapes of rank `To` with the rule, axis by axis. Counts the shapes that fit.
template <std::size_t To, std::size_t From>
void check_targets(const layout<From>& from, std::size_t& fitting, std::size_t& refused) {
    index_array<To> extents;
    for (std::size_t k = 0; k < To; ++k) extents[k] = 4;
    for_each_index(extents, [&](const index_array<To>& target) {
        const auto got = lb::try_broadcast_to(from, target, item_bytes);
        const auto both = lb::try_broadcast_shape(from.shape, target);
        std::int32_t wrong = -1;
        for (std::size_t k = From; k-- > 0;)
            if (from.shape[k] != target[To - From + k] && from.shape[k] != 1)
                wrong = static_cast<std::int32_t>(To - From + k);
        const auto model = [&](const index_array<To>& index) {
            index_array<From> source;
            for (std::size_t k = 0; k < From; ++k) source[k] = from.shape[k] == 1 ? 0 : index[To - From + k];
            return source;
        };
        bool good = wrong < 0 ? got.has_value() && leads_to(*got, target, from, model) && *both == target
                              : got.error().code == errc::broadcast_mismatch && got.error().field == wrong;
        // Where an extent of the target is 1, the common shape is another one.
        bool common = true;
        for (std::size_t k = 0; k < From; ++k)
            common =
                common && (from.shape[k] == target[To - From + k] || from.shape[k] == 1 || target[To - From + k] == 1);
        good = good && both.has_value() == common &&
               both.has_value() == lb::try_broadcast_shape(target, from.shape).has_value();
        if (good && common) {
            const index_array<To> result = *both;
            for (std::size_t k = 0; k < To; ++k) {
                const std::ptrdiff_t extent = k < To - From ? 1 : from.shape[k - (To - From)];
                good = good && result[k] == (target[k] == 1 ? extent : target[k]);
            }
        }
        if (!good) FAIL_CHECK(text_of(from) << "to " << text_of(layout<To>{target, {}}));
        ++(wrong < 0 ? fitting : refused);
    });
}

} // namespace

TEST_CASE("axes of one item and missing ones are repeated, as in numpy") {
    CHECK_BOTH(*broadcast(row, 2, 6) == layout<2>{{{2, 6}}, {{0, 4}}});
    CHECK_BOTH(*broadcast(single, 4, 1) == layout<2>{{{4, 1}}, {{0, 4}}});
    CHECK_BOTH(*broadcast(single, 5) == layout<1>{{{5}}, {{0}}});
    CHECK_BOTH(*broadcast(column, 2, 3, 7) == layout<3>{{{2, 3, 7}}, {{0, 4, 0}}});
    CHECK_BOTH(*broadcast(layout<0>{}, 2, 3) == layout<2>{{{2, 3}}, {{0, 0}}});
    CHECK_BOTH(lb::try_broadcast_to(layout<0>{}, index_array<0>{}, item_bytes).has_value());
}

TEST_CASE("one item can be repeated no time, and nothing stays nothing") {
    CHECK_BOTH(*broadcast(single, 0) == layout<1>{{{0}}, {{0}}});
    CHECK_BOTH(*broadcast(nothing, 4, 0, 3) == layout<3>{{{4, 0, 3}}, {{0, 12, 4}}});
    CHECK_BOTH(broadcast(nothing, 1, 3).error().code == errc::broadcast_mismatch);
}

TEST_CASE("an extent that does not match is refused with its dimension") {
    constexpr auto failure = broadcast(column, 2, 4, 7).error();
    CHECK_BOTH(failure.code == errc::broadcast_mismatch && failure.field == 1 && failure.need == 4);
    CHECK_BOTH(failure.have == 3 && broadcast(row, 2, 1).error().field == 1);
    CHECK_BOTH(broadcast(single, -1).error().code == errc::negative_extent);
    CHECK_BOTH(broadcast(single, 2, -7).error().field == 1);
    CHECK_THROWS_LB(lb::value_error, "cannot broadcast dimension 2 from 3 items to 4",
                    broadcast(column, 2, 4, 7).value());
}

TEST_CASE("shapes too large to count are refused though they need no memory") {
    CHECK_BOTH(broadcast(single, PTRDIFF_MAX).error().code == errc::shape_overflow);
    CHECK_BOTH(broadcast(single, PTRDIFF_MAX / 4).has_value());
    CHECK_BOTH(broadcast(single, PTRDIFF_MAX / 4, 2).error().code == errc::shape_overflow);
    CHECK_BOTH(broadcast(single, 0, PTRDIFF_MAX / 4, 2).error().code == errc::shape_overflow);
}

TEST_CASE("two shapes broadcast to a common one") {
    CHECK_BOTH(*lb::try_broadcast_shape(shape(2, 1, 4), shape(3, 1)) == shape(2, 3, 4));
    CHECK_BOTH(*lb::try_broadcast_shape(shape(3, 1), shape(2, 1, 4)) == shape(2, 3, 4));
    CHECK_BOTH(*lb::try_broadcast_shape(shape(0, 3), shape(1, 1)) == shape(0, 3));
    CHECK_BOTH(*lb::try_broadcast_shape(shape(5), index_array<0>{}) == shape(5));
    CHECK_BOTH(*lb::try_broadcast_shape(index_array<0>{}, index_array<0>{}) == index_array<0>{});
}

TEST_CASE("two shapes without a common one are refused with the dimension") {
    constexpr auto failure = lb::try_broadcast_shape(shape(2, 3, 4), shape(2, 4)).error();
    CHECK_BOTH(failure.code == errc::broadcast_mismatch && failure.field == 1 && failure.need == 3);
    CHECK_BOTH(failure.have == 2 && lb::try_broadcast_shape(shape(2, 4), shape(2, 3, 4)).error().need == 3);
    CHECK_BOTH(lb::try_broadcast_shape(shape(0, 3), shape(2, 3)).error().field == 0);
}

TEST_CASE("every small layout broadcasts to the shapes that the rule names, and to its own items") {
    std::size_t fitting = 0;
    std::size_t refused = 0;
    for_each_layout<0>([&](const layout<0>& from) {
        check_targets<0>(from, fitting, refused);
        check_targets<3>(from, fitting, refused);
    });
    for_each_layout<1>([&](const layout<1>& from) {
        check_targets<1>(from, fitting, refused);
        check_targets<2>(from, fitting, refused);
        check_targets<4>(from, fitting, refused);
    });
    for_each_layout<2>([&](const layout<2>& from) {
        check_targets<2>(from, fitting, refused);
        check_targets<3>(from, fitting, refused);
    });
    for_each_layout<3>([&](const layout<3>& from) { check_targets<3>(from, fitting, refused); });
    CHECK(fitting > 20000);
    CHECK(refused > 20000);
}
