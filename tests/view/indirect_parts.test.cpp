#include <lendbuf/view/indirect_parts.hpp>
#include <span>
#include <vector>

#include <lendbuf/owner/standard.hpp>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::detail::first_axis;
using lb::detail::first_axis_after;

namespace {
using part = lb::slice<false>;
using steps = lb::slice<true>;
using dots = lb::ellipsis_t;
using added = lb::newaxis_t;

struct alignas(8) aligned_number {
    double value;
};
} // namespace

TEST_CASE("a subscript keeps the first axis, shifts it or drops it") {
    STATIC_CHECK(first_axis_after<2>() == first_axis::stays_first);
    STATIC_CHECK(first_axis_after<2, part>() == first_axis::stays_first);
    STATIC_CHECK(first_axis_after<2, steps, int>() == first_axis::stays_first);
    STATIC_CHECK(first_axis_after<2, dots, int>() == first_axis::stays_first);
    STATIC_CHECK(first_axis_after<2, part, added>() == first_axis::stays_first);
    STATIC_CHECK(first_axis_after<2, dots, added>() == first_axis::stays_first);
    STATIC_CHECK(first_axis_after<2, added>() == first_axis::stays);
    STATIC_CHECK(first_axis_after<2, lb::none_t, dots, int>() == first_axis::stays);
    STATIC_CHECK(first_axis_after<2, added, added, steps>() == first_axis::stays);
    STATIC_CHECK(first_axis_after<2, int>() == first_axis::dropped);
    STATIC_CHECK(first_axis_after<2, unsigned char, part>() == first_axis::dropped);
    STATIC_CHECK(first_axis_after<2, added, int>() == first_axis::dropped);
    STATIC_CHECK(first_axis_after<2, dots, int, part>() == first_axis::dropped);
    STATIC_CHECK(first_axis_after<1, dots, int>() == first_axis::dropped);
}

TEST_CASE("exporters of pointers are rows of what the pointers lead to") {
    using lb::detail::row_exporter;
    STATIC_CHECK(row_exporter<std::vector<int*>&, int> && row_exporter<std::vector<int*>&, const int>);
    STATIC_CHECK(row_exporter<const std::vector<int*>&, int> && row_exporter<int* const(&)[3], int>);
    STATIC_CHECK(row_exporter<std::span<const int* const>, const int>);
    STATIC_CHECK(!row_exporter<std::vector<const int*>&, int> && !row_exporter<std::vector<int*>, int>);
    STATIC_CHECK(!row_exporter<std::vector<int>&, int> && !row_exporter<std::vector<char*>&, int>);
    STATIC_CHECK(!row_exporter<int*(&)[2][2], int> && !row_exporter<int**, int>);
}

TEST_CASE("pointers are read from any address") {
    int target = 0;
    int* const pointer = &target;
    std::byte memory[sizeof pointer + 1];
    std::memcpy(memory + 1, &pointer, sizeof pointer);
    CHECK(lb::detail::load_pointer(memory + 1) == lb::detail::bytes_at(&target));
}

TEST_CASE("items are found at aligned addresses only") {
    aligned_number numbers[2] = {};
    lb::error_info failure;
    const auto note = [&](const lb::error_info& e) { failure = e; };
    CHECK(lb::detail::item_address<aligned_number>(lb::detail::bytes_at(numbers + 1), note) == numbers + 1);
    CHECK(lb::detail::item_address<aligned_number>(lb::detail::bytes_at(numbers) + 4, note) == nullptr);
    CHECK((failure.code == errc::address_misaligned && failure.need == 8 && failure.have == 4));
}
