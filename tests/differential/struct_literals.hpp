// What the program that struct_literals.py writes needs: every check takes the format as a literal.
#pragma once

#include "case_text.hpp"

#include <array>
#include <limits>

namespace struct_literals {

using namespace case_text;
using namespace std::string_view_literals;

inline constexpr std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max();
inline constexpr std::ptrdiff_t least = std::numeric_limits<std::ptrdiff_t>::min();

constexpr double real(std::uint64_t bits) {
    return std::bit_cast<double>(bits);
}

/// Spells a value by its type. A float's NaN is quiet: a machine that widens it sees to that.
template <class T>
std::string typed_token(const T& value) {
    if constexpr (std::same_as<T, char>)
        return "s" + hex(std::string_view(&value, 1));
    else if constexpr (requires { value.data(); })
        return "s" + hex(std::string_view(value));
    else
        return token(lb::item(value));
}

template <class Record>
std::string record_text(const Record& record) {
    std::string text;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        ((text += (I == 0 ? "" : ",") + typed_token(get<I>(record))), ...);
    }(std::make_index_sequence<std::tuple_size_v<Record>>{});
    return text;
}

template <std::size_t Size>
constexpr bool holds(const lb::packed_bytes<Size>& packed, const std::array<std::uint8_t, Size>& expected) {
    for (std::size_t k = 0; k < Size; ++k)
        if (packed.data()[k] != expected[k]) return false;
    return true;
}

/// Tells whether unpacking and packing again, by the compiler, gives the same bytes.
template <lb::fixed_format Format, std::size_t Size>
constexpr bool survives(const std::array<std::uint8_t, Size>& bytes) {
    const auto record = lb::unpack<Format>(bytes);
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return holds(lb::pack<Format>(get<I>(record)...), bytes);
    }(std::make_index_sequence<std::tuple_size_v<std::remove_const_t<decltype(record)>>>{});
}

class checker {
public:
    template <lb::fixed_format Format, class... V>
    void pack(std::string_view expected, const V&... value) {
        const auto packed = lb::try_pack<Format>(value...);
        compare<Format>("pack", expected, packed ? "bytes:" + hex(*packed) : error_text(packed.error()));
        const byte_vector before(static_cast<std::size_t>(lb::calcsize<Format>()) + 2, 0xA5);
        byte_vector bytes = before;
        const std::string got = caught([&] {
            lb::pack_into<Format>(bytes, 1, value...);
            return "bytes:" + hex(byte_vector(bytes.begin() + 1, bytes.end() - 1));
        });
        compare<Format>("pack_into", expected, got);
        if (bytes.front() != 0xA5 || bytes.back() != 0xA5 || (got.starts_with("error") && bytes != before))
            compare<Format>("pack_into", "other bytes unchanged", "changed");
    }

    template <lb::fixed_format Format>
    void unpack(std::string_view buffer, std::string_view expected) {
        const byte_vector bytes = from_hex(buffer);
        compare<Format>("unpack", expected, caught([&] { return "values:" + record_text(lb::unpack<Format>(bytes)); }));
    }

    template <lb::fixed_format Format>
    void unpack_from(std::string_view buffer, std::ptrdiff_t offset, std::string_view expected) {
        const byte_vector bytes = from_hex(buffer);
        const auto record = lb::try_unpack_from<Format>(bytes, offset);
        compare<Format>("unpack_from", expected,
                        record ? "values:" + record_text(*record) : error_text(record.error()));
        byte_vector memory(3 * bytes.size() + 3, 0xA5);
        for (std::size_t k = 0; k < bytes.size(); ++k) memory[3 * k + 1] = bytes[k];
        const lb::buffer_view<const std::uint8_t> third(memory, {{static_cast<std::ptrdiff_t>(bytes.size())}}, {{3}},
                                                        1);
        compare<Format>("every third byte", expected,
                        caught([&] { return "values:" + record_text(lb::unpack_from<Format>(third, offset)); }));
    }

    template <lb::fixed_format Format>
    void iter_unpack(std::string_view buffer, std::string_view expected) {
        const byte_vector bytes = from_hex(buffer);
        compare<Format>("iter_unpack", expected, caught([&] {
                            const auto records = lb::iter_unpack<Format>(bytes);
                            std::string text;
                            for (const auto& record : records) text += ";" + record_text(record);
                            return "records:" + std::to_string(records.size()) + ":" +
                                   (text.empty() ? text : text.substr(1));
                        }));
    }

    /// Says the last word; gives the program's status.
    [[nodiscard]] int finish() const {
        std::cout << cases_ << " cases, " << mismatches_ << " mismatches" << std::endl;
        return mismatches_ == 0 && cases_ > 0 ? 0 : 1;
    }

private:
    template <lb::fixed_format Format>
    void compare(const char* way, std::string_view expected, const std::string& got) {
        report(Format.text, Format.size(), way, expected, got);
    }
    void report(const char* format, std::size_t length, const char* way, std::string_view expected,
                const std::string& got) {
        ++cases_;
        if (agrees(expected, got)) return;
        ++mismatches_;
        std::cout << way << " of the format (in hex) " << hex(std::string_view(format, length)) << "\n    expected "
                  << expected << "\n    got      " << got << '\n';
    }

    std::size_t cases_ = 0;
    std::size_t mismatches_ = 0;
};

} // namespace struct_literals
