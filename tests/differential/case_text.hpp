// Values, bytes and errors as the words of the case protocol; see struct_reference.py.
#pragma once

#include <bit>
#include <cfloat>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace case_text {

namespace lb = lendbuf;
using byte_vector = std::vector<std::uint8_t>;

template <class Bytes>
std::string hex(const Bytes& bytes) {
    std::string text;
    for (const auto element : bytes) {
        const auto byte = static_cast<std::uint8_t>(element);
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}
inline std::string hex(const lb::byte_run& run) {
    return hex(run.to<byte_vector>());
}

template <class T>
T number(std::string_view text, int base = 10) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) {
        std::cout << "not a number: " << text << std::endl;
        std::exit(2);
    }
    return value;
}

inline byte_vector from_hex(std::string_view text) {
    byte_vector bytes;
    if (text == "-") return bytes;
    for (std::size_t k = 0; k + 1 < text.size(); k += 2) bytes.push_back(number<std::uint8_t>(text.substr(k, 2), 16));
    return bytes;
}

inline std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

// 32-bit x86 returns doubles through the x87, which makes NaNs quiet; when depends on the compiler.
inline constexpr bool quiet_doubles = FLT_EVAL_METHOD == 2;

inline std::string bits_of(double value) {
    auto bits = std::bit_cast<std::uint64_t>(value);
    if (quiet_doubles && value != value) bits |= std::uint64_t{1} << 51;
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(bits >> shift) & 15];
    return text;
}

/// Spells a value; floats by their bits.
inline std::string token(const lb::item& value) {
    switch (value.type()) {
    case lb::item_type::empty: return "n";
    case lb::item_type::boolean: return value.truth() ? "b1" : "b0";
    case lb::item_type::signed_integer: return "i" + std::to_string(static_cast<std::int64_t>(value.integer_bits()));
    case lb::item_type::unsigned_integer: return "i" + std::to_string(value.integer_bits());
    case lb::item_type::floating: return "d" + bits_of(value.real());
    case lb::item_type::complex: return "z" + bits_of(value.real()) + bits_of(value.imag());
    case lb::item_type::bytes: return "s" + hex(value.bytes());
    }
    return "?";
}

/// Reads a value; an item of bytes points into `storage`, which must outlive it.
inline lb::item item_of(std::string_view text, byte_vector& storage) {
    const auto real = [text](std::size_t at) {
        return std::bit_cast<double>(number<std::uint64_t>(text.substr(at, 16), 16));
    };
    switch (text[0]) {
    case 'b': return text[1] == '1';
    case 'd': return real(1);
    case 'z': return lb::complex_value<double>{real(1), real(17)};
    case 's': storage = from_hex(text.substr(1)); return storage;
    case 'i': break;
    default: return {};
    }
    if (text[1] == '-') return number<std::int64_t>(text.substr(1));
    return number<std::uint64_t>(text.substr(1));
}

template <class Items>
std::string tokens(const Items& items) {
    std::string text;
    for (const lb::item& value : items) text += (text.empty() ? "" : ",") + token(value);
    return text;
}

inline std::string error_text(const lb::error_info& info) {
    const char* kind = info.kind() == lb::error_kind::structure  ? "struct.error"
                       : info.kind() == lb::error_kind::overflow ? "OverflowError"
                                                                 : "another kind";
    char message[216];
    write_message(info, message, sizeof message);
    return std::string("error:") + kind + ":" + hex(std::string_view(message));
}

/// Runs `f`, which throws; checks that the exception is of the kind it claims to be.
template <class F>
std::string caught(F f) {
    try {
        return f();
    } catch (const lb::struct_error& e) {
        return e.info().kind() == lb::error_kind::structure ? error_text(e.info()) : "a struct_error of another kind";
    } catch (const lb::overflow_error& e) {
        return e.info().kind() == lb::error_kind::overflow ? error_text(e.info()) : "an overflow_error of another kind";
    } catch (const lb::error& e) {
        return std::string("another exception: ") + e.what();
    }
}

/// Compares an answer with the expected one: messages only where one is expected, and then up to its end.
inline bool agrees(std::string_view expected, std::string_view got) {
    return expected.starts_with("error:") ? got.starts_with(expected) : got == expected;
}

} // namespace case_text
