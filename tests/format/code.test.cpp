#include <cstddef>
#include <lendbuf/format/code.hpp>
#include <string_view>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::value_kind;
using std::endian;

namespace {

constexpr std::string_view codes = "xcbB?hHiIlLqQnNefdFDspP";
constexpr std::string_view record_codes = "gGuwtO";

// The place a compiler gives a member behind a char.
template <class T>
struct probe {
    char before;
    T member;
};
template <class T>
constexpr bool native_is(char symbol) {
    const lb::format_code code = lb::find_code(symbol);
    return code.symbol == symbol && code.native_size == sizeof(T) &&
           code.native_alignment == offsetof(probe<T>, member);
}

constexpr bool standard_is(std::string_view symbols, unsigned size) {
    for (const char symbol : symbols)
        if (lb::find_code(symbol).standard_size != size) return false;
    return true;
}

constexpr bool kind_is(std::string_view symbols, value_kind kind) {
    for (const char symbol : symbols)
        if (lb::find_code(symbol).kind != kind) return false;
    return true;
}

constexpr bool mode_is(char prefix, endian order, bool native_sizes, bool aligned) {
    lb::format_mode mode{order == endian::big ? endian::little : endian::big, !native_sizes, !aligned};
    return lb::read_format_prefix(prefix, mode) && mode.byte_order == order && mode.native_sizes == native_sizes &&
           mode.aligned == aligned;
}

} // namespace

TEST_CASE("native sizes and alignments are those of the C types") {
    CHECK_BOTH(native_is<char>('x') && native_is<char>('c') && native_is<char>('s') && native_is<char>('p'));
    CHECK_BOTH(native_is<signed char>('b') && native_is<unsigned char>('B') && native_is<bool>('?'));
    CHECK_BOTH(native_is<short>('h') && native_is<unsigned short>('H'));
    CHECK_BOTH(native_is<int>('i') && native_is<unsigned>('I'));
    CHECK_BOTH(native_is<long>('l') && native_is<unsigned long>('L'));
    CHECK_BOTH(native_is<long long>('q') && native_is<unsigned long long>('Q'));
    CHECK_BOTH(native_is<std::ptrdiff_t>('n') && native_is<std::size_t>('N') && native_is<void*>('P'));
    CHECK_BOTH(native_is<float>('f') && native_is<double>('d'));
    CHECK_BOTH(lb::find_code('e').native_size == 2 && lb::find_code('e').native_alignment == 2);
}

TEST_CASE("native complex numbers are two floats, aligned as one") {
    CHECK_BOTH(lb::find_code('F').native_size == 8 && lb::find_code('D').native_size == 16);
    CHECK_BOTH(lb::find_code('F').native_alignment == lb::find_code('f').native_alignment);
    CHECK_BOTH(lb::find_code('D').native_alignment == lb::find_code('d').native_alignment);
}

TEST_CASE("standard sizes do not depend on the machine") {
    CHECK_BOTH(standard_is("xcbB?sp", 1));
    CHECK_BOTH(standard_is("hHe", 2));
    CHECK_BOTH(standard_is("iIlLf", 4));
    CHECK_BOTH(standard_is("qQdF", 8));
    CHECK_BOTH(standard_is("D", 16));
    CHECK_BOTH(standard_is("nNP", 0)); // native only
}

TEST_CASE("codes of PEP 3118 have the sizes that NumPy gives them") {
    CHECK_BOTH(native_is<long double>('g') && lb::find_code('g').standard_size == 0);
    CHECK_BOTH(lb::find_code('G').native_size == 2 * sizeof(long double));
    CHECK_BOTH(native_is<char16_t>('u') && native_is<char32_t>('w') && native_is<void*>('O'));
    CHECK_BOTH(standard_is("u", 2) && standard_is("w", 4));
    CHECK_BOTH(kind_is("g", value_kind::long_floating) && kind_is("uw", value_kind::text));
}

TEST_CASE("every code stands for one kind of value") {
    CHECK_BOTH(kind_is("x", value_kind::padding));
    CHECK_BOTH(kind_is("c", value_kind::character));
    CHECK_BOTH(kind_is("bhilqn", value_kind::signed_integer));
    CHECK_BOTH(kind_is("BHILQN", value_kind::unsigned_integer));
    CHECK_BOTH(kind_is("?", value_kind::boolean));
    CHECK_BOTH(kind_is("efd", value_kind::floating));
    CHECK_BOTH(kind_is("FD", value_kind::complex));
    CHECK_BOTH(kind_is("s", value_kind::string));
    CHECK_BOTH(kind_is("p", value_kind::counted_string));
    CHECK_BOTH(kind_is("P", value_kind::pointer));
}

TEST_CASE("the count of x, s and p is a length") {
    for (const char symbol : codes) {
        CAPTURE(symbol);
        const bool is_length = symbol == 'x' || symbol == 's' || symbol == 'p';
        CHECK(lb::find_code(symbol).counts_bytes() == is_length);
    }
}

TEST_CASE("no other character is a code") {
    for (int k = 0; k < 256; ++k) {
        const auto symbol = static_cast<char>(static_cast<unsigned char>(k));
        const lb::format_code code = lb::find_code(symbol);
        const bool in_struct = codes.find(symbol) != std::string_view::npos;
        const bool in_records = record_codes.find(symbol) != std::string_view::npos;
        if ((code.kind != value_kind::unknown) != (in_struct || in_records)) FAIL_CHECK("character " << k);
        if (code.only_in_records != in_records) FAIL_CHECK("character " << k);
    }
    CHECK_BOTH(lb::find_code('\0') == lb::format_code{});
    CHECK_BOTH(lb::find_code('\xFF') == lb::format_code{});
}

TEST_CASE("prefixes select order, sizes and alignment") {
    CHECK_BOTH(mode_is('@', endian::native, true, true));
    CHECK_BOTH(mode_is('^', endian::native, true, false));
    CHECK_BOTH(mode_is('=', endian::native, false, false));
    CHECK_BOTH(mode_is('<', endian::little, false, false));
    CHECK_BOTH(mode_is('>', endian::big, false, false));
    CHECK_BOTH(mode_is('!', endian::big, false, false));
}

TEST_CASE("what is no prefix leaves the mode alone") {
    for (int k = 0; k < 256; ++k) {
        const auto symbol = static_cast<char>(static_cast<unsigned char>(k));
        if (std::string_view("@^=<>!").find(symbol) != std::string_view::npos) continue;
        lb::format_mode mode{endian::big, false, true};
        if (lb::read_format_prefix(symbol, mode)) FAIL_CHECK("character " << k);
        if (mode.byte_order != endian::big || mode.native_sizes || !mode.aligned) FAIL_CHECK("character " << k);
    }
}

TEST_CASE("a mode gives the size and the alignment of a code") {
    constexpr lb::format_mode native;
    constexpr lb::format_mode packed{endian::native, true, false};
    constexpr lb::format_mode standard{endian::little, false, false};
    constexpr lb::format_code code = lb::find_code('l');
    CHECK_BOTH(native.size_of(code) == sizeof(long) && native.alignment_of(code) == code.native_alignment);
    CHECK_BOTH(packed.size_of(code) == sizeof(long) && packed.alignment_of(code) == 1);
    CHECK_BOTH(standard.size_of(code) == 4 && standard.alignment_of(code) == 1);
    CHECK_BOTH(standard.size_of(lb::find_code('P')) == 0);
}
