#include "pack/hex.hpp"
#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/pack/value_writer.hpp>
#include <string_view>

namespace lb = lendbuf;
using lb::errc;
using lb::value_kind;
using lb::detail::value_slot;

namespace {

constexpr value_slot big_short{value_kind::signed_integer, 'h', std::endian::big, 0, 2};
constexpr value_slot half_slot{value_kind::floating, 'e', std::endian::little, 0, 2};
constexpr value_slot five_bytes{value_kind::string, 's', std::endian::little, 0, 5};
constexpr value_slot five_counted{value_kind::counted_string, 'p', std::endian::little, 0, 5};

template <value_slot Slot, std::size_t Size, class V>
constexpr bool writes(const char (&digits)[Size], const V& value) {
    std::array<std::uint8_t, Size / 2> bytes{};
    for (auto& byte : bytes) byte = 0xEE;
    lb::detail::write_as<Slot>(bytes.data(), value);
    return bytes == test_support::hex(digits);
}

} // namespace

TEST_CASE("a value is checked against its slot and written into it") {
    CHECK_BOTH(lb::detail::check_as<big_short>(-32768) == errc::success && writes<big_short>("8000ee", -32768));
    CHECK_BOTH(lb::detail::check_as<big_short>(32768) == errc::number_out_of_range);
    CHECK_BOTH(lb::detail::check_as<half_slot>(1e6) == errc::float_too_large && writes<half_slot>("003cee", 1));
}

TEST_CASE("strings fill their slot, cut or padded") {
    CHECK_BOTH(writes<five_bytes>("6162000000ee", "ab") && writes<five_bytes>("6162636465ee", "abcdef"));
    CHECK_BOTH(writes<five_counted>("0261620000ee", std::string_view("ab")));
    CHECK_BOTH(writes<five_counted>("0461626364ee", std::string_view("abcdef")));
    CHECK_BOTH(lb::detail::check_as<five_bytes>("abcdef") == errc::success);
}

TEST_CASE("a misfit tells range, field and place") {
    constexpr auto error = lb::detail::misfit_at(value_kind::signed_integer, 'h', 2, 3, 7);
    CHECK_BOTH(error.code == errc::number_out_of_range && error.symbol == 'h' && error.need == 32767);
    CHECK_BOTH(error.field == 3 && error.offset == 7);
    CHECK_BOTH(lb::detail::misfit_at(value_kind::complex, 'F', 8, 0, 0).code == errc::float_too_large);
}
