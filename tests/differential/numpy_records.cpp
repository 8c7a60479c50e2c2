// Answers numpy_records.py: reads fields of records by name and prints their offsets and values to the bit.
//
//   F format     a new format; D hex  the bytes of an array of it: answered by  S itemsize
//   P path       a field of the third record, its parts separated by tabs, "#2" an index: answered by  V offset value
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <lendbuf/lendbuf.hpp>
#include <string>
#include <string_view>

namespace lb = lendbuf;

namespace {

lb::bytearray from_hex(std::string_view hex) {
    lb::bytearray bytes;
    for (std::size_t k = 0; k + 1 < hex.size(); k += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + k, hex.data() + k + 2, byte, 16);
        bytes.append(byte);
    }
    return bytes;
}

// A signalling NaN turns quiet when a machine widens it; here it always does.
void print_bits(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    std::printf("%016llx", static_cast<unsigned long long>(value != value ? bits | std::uint64_t{1} << 51 : bits));
}

void print(const lb::item& value) {
    switch (value.type()) {
    case lb::item_type::bytes:
        std::printf("b");
        for (std::ptrdiff_t k = 0; k < value.bytes().size(); ++k)
            std::printf("%02x", std::to_integer<unsigned>(value.bytes()[k]));
        break;
    case lb::item_type::floating:
        std::printf("f");
        print_bits(value.real());
        break;
    case lb::item_type::complex:
        std::printf("c");
        print_bits(value.real());
        print_bits(value.imag());
        break;
    case lb::item_type::unsigned_integer:
        std::printf("i%llu", static_cast<unsigned long long>(value.as<std::uint64_t>()));
        break;
    default: std::printf("i%lld", static_cast<long long>(value.as<std::int64_t>()));
    }
    std::printf("\n");
}

template <class Row>
Row find(Row field, std::string_view path) {
    while (!path.empty()) {
        const std::string_view part = path.substr(0, path.find('\t'));
        path.remove_prefix(part.size() == path.size() ? part.size() : part.size() + 1);
        if (part.starts_with('#')) {
            int index = 0;
            std::from_chars(part.data() + 1, part.data() + part.size(), index);
            field = field[index];
        } else {
            field = field[part];
        }
    }
    return field;
}

} // namespace

int main() try {
    std::string format;
    lb::bytearray bytes;
    for (std::string line; std::getline(std::cin, line);) {
        const std::string rest = line.substr(2);
        if (line[0] == 'F') {
            format = rest;
        } else if (line[0] == 'D') {
            bytes = from_hex(rest);
            std::printf("S %td\n", lb::records(format, bytes).itemsize());
        } else {
            const auto row = lb::records(format, bytes)[2];
            const auto field = find(row, rest);
            std::printf("V %td ", field.data() - row.data());
            print(field.get());
        }
    }
} catch (const lb::error& error) {
    std::printf("error: %s\n", error.what());
    return 1;
}
