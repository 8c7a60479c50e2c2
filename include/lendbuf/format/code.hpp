// The codes of struct: one table of what each letter means and how large it is.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <lendbuf/base/config.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Says what kind of value a code stands for.
enum class value_kind : std::uint8_t {
    unknown,          ///< not a code
    padding,          ///< `x`: no value
    character,        ///< `c`: one byte
    signed_integer,   ///< `b h i l q n`
    unsigned_integer, ///< `B H I L Q N`
    boolean,          ///< `?`: any non-zero byte is true
    floating,         ///< `e f d`
    complex,          ///< `Zf Zd`, also `F D`: real part, then imaginary part
    string,           ///< `s`: the count is its length
    counted_string,   ///< `p`: a length byte, then at most count - 1 bytes
    pointer,          ///< `P`: an address
    long_floating,    ///< `g`: long double (records only, as all below)
    long_complex,     ///< `Zg`
    text,             ///< `u w`: the count is a number of 2- or 4-byte characters
    bits,             ///< `t`: the count is a number of bits
    object,           ///< `O`, `&...`, `X{}`: addresses of other things
    record,           ///< `T{...}`
};

/// Holds one row of the table of codes; sizes and alignment in bytes.
struct format_code {
    char symbol = '\0';
    value_kind kind = value_kind::unknown;
    std::uint8_t native_size = 0;
    std::uint8_t native_alignment = 0;
    std::uint8_t standard_size = 0; ///< 0: the code exists in native mode only
    bool only_in_records = false;   ///< belongs to PEP 3118 and not to struct

    /// Tells whether the count is a length in bytes and not a number of values.
    [[nodiscard]] constexpr bool counts_bytes() const noexcept {
        return kind == value_kind::padding || kind == value_kind::string || kind == value_kind::counted_string;
    }

    friend constexpr bool operator==(const format_code&, const format_code&) noexcept = default;
};

namespace detail {

// What a compiler gives a member of a struct: on i386 it is less than alignof says.
template <class T>
struct alignment_probe {
    char before;
    T member;
};

template <class T>
constexpr format_code code_row(char symbol, value_kind kind, std::uint8_t standard_size,
                               bool only_in_records = false) noexcept {
    return {symbol, kind, sizeof(T), sizeof(alignment_probe<T>) - sizeof(T), standard_size, only_in_records};
}

inline constexpr format_code code_table[] = {
    code_row<char>('x', value_kind::padding, 1),
    code_row<char>('c', value_kind::character, 1),
    code_row<signed char>('b', value_kind::signed_integer, 1),
    code_row<unsigned char>('B', value_kind::unsigned_integer, 1),
    code_row<bool>('?', value_kind::boolean, 1),
    code_row<short>('h', value_kind::signed_integer, 2),
    code_row<unsigned short>('H', value_kind::unsigned_integer, 2),
    code_row<int>('i', value_kind::signed_integer, 4),
    code_row<unsigned int>('I', value_kind::unsigned_integer, 4),
    code_row<long>('l', value_kind::signed_integer, 4),
    code_row<unsigned long>('L', value_kind::unsigned_integer, 4),
    code_row<long long>('q', value_kind::signed_integer, 8),
    code_row<unsigned long long>('Q', value_kind::unsigned_integer, 8),
    code_row<std::ptrdiff_t>('n', value_kind::signed_integer, 0),
    code_row<std::size_t>('N', value_kind::unsigned_integer, 0),
    code_row<std::uint16_t>('e', value_kind::floating, 2),
    code_row<float>('f', value_kind::floating, 4),
    code_row<double>('d', value_kind::floating, 8),
    {'F', value_kind::complex, 2 * sizeof(float), code_row<float>(0, {}, 0).native_alignment, 8},
    {'D', value_kind::complex, 2 * sizeof(double), code_row<double>(0, {}, 0).native_alignment, 16},
    code_row<char>('s', value_kind::string, 1),
    code_row<char>('p', value_kind::counted_string, 1),
    code_row<void*>('P', value_kind::pointer, 0),
    code_row<long double>('g', value_kind::long_floating, 0, true),
    {'G', value_kind::long_complex, 2 * sizeof(long double), code_row<long double>(0, {}, 0).native_alignment, 0, true},
    code_row<char16_t>('u', value_kind::text, 2, true),
    code_row<char32_t>('w', value_kind::text, 4, true),
    code_row<char>('t', value_kind::bits, 1, true),
    code_row<void*>('O', value_kind::object, 0, true),
};

/// Maps characters to rows of the table.
struct code_lookup {
    std::uint8_t row_plus_one[128] = {};

    constexpr code_lookup() noexcept {
        std::uint8_t number = 0;
        for (const format_code& row : code_table) row_plus_one[static_cast<unsigned char>(row.symbol)] = ++number;
    }
};
inline constexpr code_lookup code_rows{};

} // namespace detail

/// Finds the row of `symbol`; its kind is `unknown` when that is not a code. By value: see `row_of`.
/// Complexity: two array accesses.
[[nodiscard]] constexpr format_code find_code(char symbol) noexcept {
    const auto place = static_cast<unsigned char>(symbol);
    const unsigned row = place < 128 ? detail::code_rows.row_plus_one[place] : 0u;
    return row == 0 ? format_code{} : detail::code_table[row - 1];
}

/// Says how the items of a format are laid out: what its prefix selects.
struct format_mode {
    std::endian byte_order = std::endian::native;
    bool native_sizes = true;
    bool aligned = true;

    /// Gives the bytes of one item of `code`; 0 when the code does not exist in this mode.
    [[nodiscard]] constexpr std::ptrdiff_t size_of(const format_code& code) const noexcept {
        return native_sizes ? code.native_size : code.standard_size;
    }

    /// Gives the alignment of `code` in bytes.
    [[nodiscard]] constexpr std::ptrdiff_t alignment_of(const format_code& code) const noexcept {
        return aligned ? code.native_alignment : 1;
    }
};

/// Reads a prefix into `mode`. Returns false, and leaves `mode` alone, when `symbol` is not a prefix.
///
/// `@` native; `=` native order, standard sizes; `<` little; `>` and `!` big; `^` native sizes without alignment.
/// Python: struct's prefixes; also `^` of PEP 3118.
[[nodiscard]] constexpr bool read_format_prefix(char symbol, format_mode& mode) noexcept {
    switch (symbol) {
    case '@': mode = {std::endian::native, true, true}; return true;
    case '^': mode = {std::endian::native, true, false}; return true;
    case '=': mode = {std::endian::native, false, false}; return true;
    case '<': mode = {std::endian::little, false, false}; return true;
    case '>':
    case '!': mode = {std::endian::big, false, false}; return true;
    default: return false;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
