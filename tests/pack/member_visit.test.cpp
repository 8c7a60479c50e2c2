#include "pack/hex.hpp"
#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/pack.hpp>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using test_support::hex;
using test_support::same_bytes;

namespace {

struct point {
    std::int16_t x;
    std::int16_t y;
};
struct lone {
    std::int16_t x;
};
struct person {
    unsigned id;
    point place;
    char name[3];
    short grid[2][3];
};

// Lists what a walk meets: offsets of values as they are, of padding as negative numbers.
struct listing {
    std::array<std::ptrdiff_t, 16> met{};
    std::size_t count = 0;
};
struct lister {
    listing& list;
    std::int32_t field = 0;

    template <lb::detail::value_slot, class V>
    constexpr bool value(std::ptrdiff_t offset, const V&) const {
        list.met[list.count++] = offset;
        return true;
    }
    template <class V, class Run, class Shape>
    constexpr bool run(std::ptrdiff_t, const Run& run, const Shape& needed) const {
        return run.shape[0] == needed[0];
    }
    template <lb::detail::value_slot, class T>
    constexpr bool takes(std::ptrdiff_t, const T*, std::ptrdiff_t) const {
        return false;
    }
    constexpr bool padding(std::ptrdiff_t offset, std::ptrdiff_t count) const {
        list.met[list.count++] = -100 * offset - count;
        return true;
    }
};

template <lb::fixed_format Format, class... V>
constexpr auto walked(const V&... value) {
    listing list;
    lister visit{list};
    lb::detail::visit_members<Format, lb::detail::outer_scope<Format>(), lb::calcsize<Format>()>(visit, 0, value...);
    return list.met;
}

template <lb::fixed_format Format, class... V>
inline constexpr bool whole = lb::detail::is_whole_record<Format, V...>;

} // namespace

TEST_CASE("the walk meets every value and all padding, in the order of the bytes") {
    using places = std::array<std::ptrdiff_t, 16>;
    CHECK_BOTH(walked<"T{<b:a:h:x:3xT{b:p:2xb:q:}:r:}">(1, 2, std::pair(3, 4)) == places{0, 1, -303, 6, -702, 9});
    CHECK_BOTH(walked<"T{<(2)T{b:p:xb:q:}:r:(2,2)h:g:}">(std::array{std::pair(1, 2), std::pair(3, 4)},
                                                         std::array{1, 2, 3, 4}) ==
               places{0, -101, 2, 3, -401, 5, 6, 8, 10, 12});
    CHECK_BOTH(walked<"T{i:a:b:b:}">(1, 2) == places{0, 4, -503});
    CHECK_BOTH(walked<"T{<(3)b:a:}">(std::string_view("ab")) == places{});
}

TEST_CASE("one tuple or struct of all values is a whole record") {
    STATIC_CHECK(whole<"<hh", point> && whole<"<hh", std::tuple<int, int>> && whole<"<hh", std::array<int, 2>>);
    STATIC_CHECK(whole<"T{h:x:h:y:}", point> && whole<"T{I:id:T{h:x:h:y:}:p:3s:n:(2,3)h:g:}", person>);
    STATIC_CHECK(whole<"<h", std::tuple<int>> && whole<"T{h:x:}", lb::values<int>>);
    STATIC_CHECK_FALSE(whole<"<hh", int> || whole<"<hh", std::tuple<int>> || whole<"<hh", point, int>);
    STATIC_CHECK_FALSE(whole<"<h", int> || whole<"<2s", std::array<char, 2>> || whole<"<1s", std::array<char, 1>>);
    STATIC_CHECK_FALSE(whole<"<hh"> || whole<""> || whole<"<4s", std::string_view>);
}

TEST_CASE("a lone argument is the lone field's, if it may be") {
    using inner = lb::values<short>;
    STATIC_CHECK(whole<"T{T{h:x:}:in:}", lb::values<inner>>);
    STATIC_CHECK_FALSE(whole<"T{T{h:x:}:in:}", inner> || whole<"T{T{h:x:}:in:}", lone>);
    STATIC_CHECK(whole<"T{T{h:x:h:y:}:in:}", std::tuple<point>> && !whole<"T{T{h:x:h:y:}:in:}", point>);
    STATIC_CHECK(whole<"T{(2)h:a:}", std::tuple<std::array<int, 2>>> && !whole<"T{(1)h:a:}", std::array<int, 1>>);
    STATIC_CHECK(whole<"T{T{T{h:x:}:in:}:in:}", lb::values<lb::values<inner>>>);
    STATIC_CHECK_FALSE(whole<"T{T{T{h:x:}:in:}:in:}", lb::values<inner>>);
}

TEST_CASE("a whole record is packed from a struct or a tuple") {
    constexpr person ann{1, {2, -2}, {'a', 'n', 'n'}, {{5, 6, 7}, {8, 9, 10}}};
    CHECK_BOTH(same_bytes(lb::pack<"T{<I:id:T{>h:x:>h:y:}:p:3s:n:>(2,3)h:g:}">(ann),
                          hex("010000000002fffe616e6e00050006000700080009000a")));
    CHECK_BOTH(same_bytes(lb::pack<"<IHd">(std::tuple(1, 2, 2.5)), hex("0100000002000000000000000440")));
    CHECK_BOTH(same_bytes(lb::pack<"<hh">(point{2, 3}), hex("02000300")));
    CHECK_BOTH(lb::try_pack<"<hh">(std::pair(1, 70000)).error().field == 1);
    CHECK_THROWS_LB(lb::struct_error, "'h' format requires -32768 <= number <= 32767 (field 1, byte offset 2)",
                    lb::pack<"<hh">(std::pair(1, 70000)));
    std::vector<std::uint8_t> bytes(4);
    CHECK(lb::try_pack_into<"<hh">(bytes, 0, point{1, 2}).has_value());
    CHECK(same_bytes(bytes, hex("01000200")));
    CHECK(lb::try_pack_into<"<hh">(bytes, 1, point{1, 2}).error().code == lb::errc::pack_into_needs);
}
