#include <algorithm>
#include <lendbuf/base/errc.hpp>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::error_kind;

namespace {

constexpr std::string_view placeholders[] = {"dimension", "field",  "offset",  "column", "need",  "have",
                                             "total",     "symbol", "subject", "low",    "system"};

constexpr auto code_count = static_cast<unsigned>(errc::out_of_memory) + 1;

constexpr bool has_kind(error_kind kind, std::initializer_list<errc> codes) {
    for (const errc code : codes)
        if (lb::row_of(code).kind != kind) return false;
    return true;
}

} // namespace

TEST_CASE("every code has its own row and a text") {
    for (unsigned k = 0; k < code_count; ++k) {
        CAPTURE(k);
        const auto row = lb::row_of(static_cast<errc>(k));
        CHECK(static_cast<unsigned>(row.code) == k);
        CHECK_FALSE(std::string(row.text).empty());
    }
}

TEST_CASE("texts name only placeholders that exist") {
    for (unsigned k = 0; k < code_count; ++k) {
        const std::string text = lb::row_of(static_cast<errc>(k)).text;
        CAPTURE(text);
        for (auto at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
            const auto end = text.find('}', at);
            REQUIRE(end != std::string::npos);
            const std::string name(text, at + 1, end - at - 1);
            CAPTURE(name);
            CHECK(std::count(std::begin(placeholders), std::end(placeholders), name) == 1);
        }
    }
}

TEST_CASE("failures are of the kind that CPython raises") {
    CHECK_BOTH(has_kind(error_kind::index, {errc::index_out_of_bounds, errc::pop_from_empty}));
    CHECK_BOTH(has_kind(error_kind::value, {errc::zero_step, errc::negative_extent, errc::shape_overflow,
                                            errc::different_structure, errc::item_not_found, errc::closed,
                                            errc::negative_size, errc::byte_out_of_range, errc::bad_map_range}));
    CHECK_BOTH(has_kind(error_kind::type, {errc::length_not_multiple, errc::shape_not_length, errc::cast_not_contiguous,
                                           errc::resize_copy_on_write}));
    CHECK_BOTH(has_kind(error_kind::buffer, {errc::not_writable, errc::not_c_contiguous, errc::not_f_contiguous,
                                             errc::not_contiguous, errc::needs_suboffsets, errc::format_without_shape,
                                             errc::resize_while_leased, errc::close_while_leased}));
    CHECK_BOTH(has_kind(error_kind::structure,
                        {errc::bad_format_char, errc::count_without_code, errc::format_too_long,
                         errc::unpack_needs_exactly, errc::unpack_from_needs, errc::pack_into_needs,
                         errc::pack_needs_exactly, errc::not_enough_data, errc::no_space, errc::offset_out_of_range,
                         errc::number_out_of_range, errc::iterate_zero_size, errc::iterate_not_multiple}));
    CHECK_BOTH(has_kind(error_kind::overflow, {errc::float_too_large}));
    CHECK_BOTH(has_kind(error_kind::os, {errc::system_failure}));
    CHECK_BOTH(has_kind(error_kind::memory, {errc::out_of_memory}));
}
