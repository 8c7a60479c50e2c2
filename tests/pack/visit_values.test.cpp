#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/structure.hpp>
#include <lendbuf/pack/visit_values.hpp>
#include <string>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::item;

namespace {

/// Writes a value as text.
struct to_text {
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(std::uint64_t value) const { return std::to_string(value) + "u"; }
    std::string operator()(double value) const { return std::to_string(value).substr(0, 4); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(const lb::complex_value<double>&) const { return "complex"; }
    std::string operator()(const lb::byte_run& value) const { return "'" + value.to<std::string>() + "'"; }
};

template <class X>
std::string values_of(const lb::structure& plan, X&& x, std::ptrdiff_t offset) {
    std::string text;
    lb::visit_values(plan, x, offset, [&](const auto& value) { text += to_text()(value) + " "; });
    return text;
}

} // namespace

TEST_CASE("all values of a record are visited in order") {
    std::vector<std::uint8_t> bytes(40);
    const lb::structure plan(">2H3sxdQ?");
    plan.pack_into(bytes, 3, 1, 2, "abc", 1.5, 7u, true);
    CHECK(values_of(plan, bytes, 3) == "1 2 'abc' 1.50 7u true ");
    CHECK(values_of(plan, bytes, 3 - 40) == "1 2 'abc' 1.50 7u true ");
    CHECK(values_of(lb::structure("4x"), bytes, 0).empty());
    CHECK(values_of(lb::structure(""), bytes, 40).empty());
}

TEST_CASE("a record that is not inside visits nothing") {
    std::vector<std::uint8_t> bytes(6);
    const lb::structure plan("<I");
    int calls = 0;
    const auto refusal = [&](std::ptrdiff_t offset) {
        return lb::try_visit_values(plan, bytes, offset, [&](const auto&) { ++calls; }).error().code;
    };
    CHECK(refusal(2) == errc::success);
    CHECK(calls == 1);
    CHECK(refusal(3) == errc::unpack_from_needs);
    CHECK(refusal(-3) == errc::not_enough_data);
    CHECK(refusal(-7) == errc::offset_out_of_range);
    CHECK(calls == 1);
    CHECK(lb::record_start(plan, bytes, -4, lb::transfer::unpack) == 2);
    CHECK(lb::try_record_start(plan, bytes, 3, lb::transfer::pack).error().code == errc::pack_into_needs);
    CHECK(lb::try_record_start(plan, bytes, -3, lb::transfer::pack).error().code == errc::no_space);
    CHECK_THROWS_LB(lb::struct_error, "offset -7 out of range for 6-byte buffer",
                    lb::record_start(plan, bytes, -7, lb::transfer::pack));
    CHECK_THROWS_LB_AS(lb::struct_error, lb::visit_values(plan, bytes, 3, [](const auto&) {}));
}

TEST_CASE("values are made one after the other") {
    std::vector<std::uint8_t> bytes(12, 0xAA);
    const lb::structure plan("<2HxB");
    const auto packed = lb::try_pack_made_values(plan, bytes, 1, [](const lb::plan_field& field, std::ptrdiff_t n) {
        return field.symbol == 'B' ? item(9) : item(n + 1);
    });
    CHECK(packed.has_value());
    CHECK(bytes == std::vector<std::uint8_t>{0xAA, 1, 0, 2, 0, 0, 9, 0xAA, 0xAA, 0xAA, 0xAA, 0xAA});
}

TEST_CASE("a value that does not fit is named") {
    std::vector<std::uint8_t> bytes(8);
    const lb::structure plan("<BH");
    const auto packed = lb::try_pack_made_values(
        plan, bytes, 0, [](const lb::plan_field&, std::ptrdiff_t n) { return item(n == 0 ? 1 : 70000); });
    CHECK(packed.error().code == errc::number_out_of_range);
    CHECK(packed.error().field == 1);
    CHECK(packed.error().offset == 1);
    CHECK(packed.error().need == 65535);
    const auto outside =
        lb::try_pack_made_values(plan, bytes, 6, [](const lb::plan_field&, std::ptrdiff_t) { return item(1); });
    CHECK(outside.error().code == errc::pack_into_needs);
}
