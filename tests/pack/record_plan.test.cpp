#include "support/catch.hpp"

#include <bit>
#include <lendbuf/pack/record_plan.hpp>

namespace lb = lendbuf;
using lb::value_kind;
using lb::detail::slots_of;

namespace {

// Gaps and values together cover the record, each byte once and in order.
template <lb::fixed_format Format>
constexpr bool covers_the_record() {
    const auto& slots = slots_of<Format>;
    std::ptrdiff_t end = 0;
    for (std::size_t k = 0; k < lb::detail::slot_count<Format>; ++k) {
        if (slots.values[k].gap < 0 || slots.values[k].offset != end + slots.values[k].gap) return false;
        end = slots.values[k].offset + slots.values[k].size * slots.values[k].count;
    }
    return slots.gap_at_end >= 0 && end + slots.gap_at_end == lb::format_facts<Format>::size;
}

} // namespace

TEST_CASE("a plan places each repeat on its own") {
    constexpr auto slots = slots_of<"<B3Hq">;
    CHECK_BOTH(lb::format_facts<"<B3Hq">::values == 5);
    CHECK_BOTH(slots.values[1].offset == 1 && slots.values[2].offset == 3 && slots.values[3].offset == 5);
    CHECK_BOTH(slots.values[3].symbol == 'H' && slots.values[3].size == 2 && slots.values[4].offset == 7);
    CHECK_BOTH(slots.values[4].byte_order == std::endian::little);
    CHECK_BOTH(slots_of<">q">.values[0].byte_order == std::endian::big);
}

TEST_CASE("a plan keeps strings whole") {
    constexpr auto slots = slots_of<"<4sB3p">;
    CHECK_BOTH(slots.values[0].kind == value_kind::string && slots.values[0].size == 4);
    CHECK_BOTH(slots.values[2].kind == value_kind::counted_string && slots.values[2].offset == 5 &&
               slots.values[2].size == 3);
    CHECK_BOTH(slots_of<"0s">.values[0].size == 0);
    CHECK_BOTH(lb::detail::points_into_buffer<"<B1s"> && lb::detail::points_into_buffer<"0p"> &&
               !lb::detail::points_into_buffer<"<cB3x">);
    CHECK_BOTH(!lb::detail::points_into_buffer<"">);
}

TEST_CASE("a plan keeps very many repeats together as one array") {
    CHECK_BOTH(lb::detail::slot_count<"256B"> == 256 && !slots_of<"256B">.values[0].is_array);
    CHECK_BOTH(lb::detail::slot_count<"<B257H"> == 2 && slots_of<"<B257H">.values[1].is_array);
    CHECK_BOTH(slots_of<"<B257H">.values[1].count == 257 && slots_of<"<B257H">.values[1].size == 2);
    CHECK_BOTH(lb::detail::points_into_buffer<"<B257H"> && !lb::detail::points_into_buffer<"256B">);
}

TEST_CASE("a plan knows the padding before, between and behind values") {
    CHECK_BOTH(slots_of<"<2xBxH3x">.values[0].gap == 2 && slots_of<"<2xBxH3x">.values[1].gap == 1);
    CHECK_BOTH(slots_of<"<2xBxH3x">.gap_at_end == 3);
    CHECK_BOTH(slots_of<"@bi">.values[1].gap == 3 && slots_of<"@ib0i">.gap_at_end == 3);
    CHECK_BOTH(slots_of<"5x">.gap_at_end == 5 && slots_of<"">.gap_at_end == 0);
}

TEST_CASE("a plan covers every byte of its record once") {
    CHECK_BOTH(covers_the_record<"">() && covers_the_record<"@bhilqnPdfe?c">() && covers_the_record<"@b0q">());
    CHECK_BOTH(covers_the_record<"@3s0i2h0d">() && covers_the_record<"<x2i0sx0p">() &&
               covers_the_record<"@cZdbZf0l">());
    CHECK_BOTH(covers_the_record<"@0q0i0h">() && covers_the_record<"x256Bi257hd">());
}
