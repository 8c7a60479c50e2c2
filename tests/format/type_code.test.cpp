#include <complex>
#include <cstdint>
#include <lendbuf/format/type_code.hpp>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

enum class color : std::uint16_t {};
enum class shade : signed char {};
struct point {
    int x, y;
};
// Complex integers have no code.
struct fraction {
    using value_type = int;
    int parts[2];
    constexpr int real() const { return parts[0]; }
    constexpr int imag() const { return parts[1]; }
};
#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 unsigned_wide;
#endif

template <class T>
constexpr bool has_format(std::string_view expected) {
    return lb::format_of<T>() == expected;
}

// A format says how many bytes an item has and what they mean: both must be true of the type.
template <class T>
constexpr bool describes_itself() {
    const lb::format_code code = lb::find_code(lb::format_of<T>()[0]);
    const auto wanted = std::is_signed_v<T> ? lb::value_kind::signed_integer : lb::value_kind::unsigned_integer;
    return code.native_size == sizeof(T) && code.kind == wanted && lb::format_of<T>()[1] == '\0';
}

} // namespace

TEST_CASE("the C types have the codes of struct") {
    CHECK_BOTH(has_format<char>("c") && has_format<signed char>("b") && has_format<unsigned char>("B"));
    CHECK_BOTH(has_format<bool>("?") && has_format<std::byte>("B"));
    CHECK_BOTH(has_format<short>("h") && has_format<unsigned short>("H"));
    CHECK_BOTH(has_format<int>("i") && has_format<unsigned>("I"));
    CHECK_BOTH(has_format<long>("l") && has_format<unsigned long>("L"));
    CHECK_BOTH(has_format<long long>("q") && has_format<unsigned long long>("Q"));
    CHECK_BOTH(has_format<float>("f") && has_format<double>("d") && has_format<lb::half>("e"));
    CHECK_BOTH(has_format<long double>("g"));
    CHECK_BOTH(has_format<std::complex<float>>("Zf") && has_format<std::complex<double>>("Zd"));
    CHECK_BOTH(has_format<std::complex<long double>>("Zg"));
    CHECK_BOTH(has_format<void*>("P") && has_format<const point*>("P"));
}

TEST_CASE("a format has the size and the sign of its type") {
    CHECK_BOTH(describes_itself<std::int8_t>() && describes_itself<std::uint8_t>());
    CHECK_BOTH(describes_itself<std::int16_t>() && describes_itself<std::uint16_t>());
    CHECK_BOTH(describes_itself<std::int32_t>() && describes_itself<std::uint32_t>());
    CHECK_BOTH(describes_itself<std::int64_t>() && describes_itself<std::uint64_t>());
    CHECK_BOTH(describes_itself<long>() && describes_itself<unsigned long>());
    CHECK_BOTH(describes_itself<std::ptrdiff_t>() && describes_itself<std::size_t>());
    CHECK_BOTH(describes_itself<wchar_t>() && describes_itself<char8_t>());
    CHECK_BOTH(describes_itself<char16_t>() && describes_itself<char32_t>());
}

TEST_CASE("const does not change a format, an enum has that of its integer") {
    CHECK_BOTH(has_format<const int>("i"));
    CHECK_BOTH(has_format<color>("H") && has_format<shade>("b") && has_format<const color>("H"));
}

TEST_CASE("types that struct cannot describe have no format") {
    STATIC_CHECK_FALSE(lb::formatted<point>);
    STATIC_CHECK_FALSE(lb::formatted<fraction>);
    STATIC_CHECK_FALSE(lb::formatted<std::string>);
    STATIC_CHECK_FALSE(lb::formatted<void>);
    STATIC_CHECK_FALSE(lb::formatted<int[2]>);
#ifdef __SIZEOF_INT128__
    STATIC_CHECK_FALSE(lb::formatted<wide>);
    STATIC_CHECK_FALSE(lb::formatted<unsigned_wide>);
#endif
}

namespace {
struct celsius {
    float degrees;
};
} // namespace
template <>
struct lendbuf::type_format<celsius> {
    static constexpr format_text value{{'f'}};
};

TEST_CASE("own types can be given a format") {
    STATIC_CHECK(lb::formatted<celsius>);
    CHECK_BOTH(has_format<celsius>("f"));
}
