#include <bit>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/byte_order.hpp>
#include <limits>

#include "support/catch.hpp"

namespace lb = lendbuf;
using std::endian;

namespace {

enum class color : std::uint16_t { red = 0x0102 };
enum class answer : bool { no, yes };

// Bytes 1, 2, 3, ... wherever one looks.
struct counting {
    constexpr std::uint8_t operator[](std::ptrdiff_t k) const { return static_cast<std::uint8_t>(k + 1); }
};

// Every third byte of a pointer: a strided run.
template <class Byte>
struct every_third {
    Byte* first;
    constexpr Byte& operator[](std::ptrdiff_t k) const { return first[3 * k]; }
};

template <class U>
constexpr U big = static_cast<U>(0x0102030405060708u >> (8 * (8 - sizeof(U))));
template <class U>
constexpr U little = lb::byteswap(big<U>);

template <class U, endian Order, class Byte>
constexpr bool stores_and_loads() {
    constexpr U value = Order == endian::big ? big<U> : little<U>;
    Byte bytes[sizeof(U)] = {};
    lb::store_bits<Order>(static_cast<Byte*>(bytes), value);
    for (std::size_t k = 0; k < sizeof(U); ++k)
        if (static_cast<unsigned char>(bytes[k]) != k + 1) return false;
    return lb::load_bits<U, Order>(static_cast<const Byte*>(bytes)) == value;
}

template <class U, class Byte>
constexpr bool both_orders() {
    return stores_and_loads<U, endian::big, Byte>() && stores_and_loads<U, endian::little, Byte>();
}

template <class U>
bool at_every_address() {
    alignas(16) unsigned char memory[48];
    for (std::size_t start = 0; start < 16; ++start) {
        std::memset(memory, 0xEE, sizeof memory);
        lb::store_bits<endian::big>(memory + start, big<U>);
        for (std::size_t k = 0; k < sizeof memory; ++k) {
            const bool inside = k >= start && k < start + sizeof(U);
            if (memory[k] != (inside ? k - start + 1 : 0xEE)) return false;
        }
        if (lb::load_bits<U, endian::big>(memory + start) != big<U>) return false;
        if (lb::load_bits<U, endian::little>(memory + start) != little<U>) return false;
    }
    return true;
}

} // namespace

TEST_CASE("byteswap reverses the bytes") {
    CHECK_BOTH(lb::byteswap(std::uint8_t{0x12}) == 0x12);
    CHECK_BOTH(lb::byteswap(std::uint16_t{0x1234}) == 0x3412);
    CHECK_BOTH(lb::byteswap(std::uint32_t{0x12345678}) == 0x78563412);
    CHECK_BOTH(lb::byteswap(std::uint64_t{0x123456789ABCDEF0}) == 0xF0DEBC9A78563412);
}

TEMPLATE_TEST_CASE("words keep their bytes in order, through every type of byte", "", std::uint8_t, std::uint16_t,
                   std::uint32_t, std::uint64_t) {
    CHECK_BOTH(both_orders<TestType, std::byte>());
    CHECK_BOTH(both_orders<TestType, char>());
    CHECK_BOTH(both_orders<TestType, signed char>());
    CHECK_BOTH(both_orders<TestType, unsigned char>());
}

TEMPLATE_TEST_CASE("words stand at every address and touch nothing beside", "", std::uint8_t, std::uint16_t,
                   std::uint32_t, std::uint64_t) {
    CHECK(at_every_address<TestType>());
}

TEST_CASE("bytes of 128 and more keep their value, whether char is signed or not") {
    constexpr char raw[] = {'\xFF', '\x80', '\xFE', '\x81'};
    CHECK_BOTH(lb::load_bits<std::uint32_t, endian::big>(static_cast<const char*>(raw)) == 0xFF80FE81u);
    CHECK_BOTH(lb::load_bits<std::uint32_t, endian::little>(static_cast<const char*>(raw)) == 0x81FE80FFu);
}

TEST_CASE("the native order is that of the machine") {
    const std::uint32_t value = 0x01020304;
    unsigned char bytes[4];
    std::memcpy(bytes, &value, sizeof value);
    CHECK(lb::load<std::uint32_t>(static_cast<const unsigned char*>(bytes)) == value);
    CHECK(bytes[0] == (endian::native == endian::big ? 1 : 4));
}

TEST_CASE("a source may be anything with a subscript") {
    CHECK_BOTH(lb::load_bits<std::uint16_t, endian::big>(counting{}) == 0x0102);
    CHECK_BOTH(lb::load_bits<std::uint64_t, endian::little>(counting{}) == 0x0807060504030201u);
    std::uint8_t memory[12] = {};
    lb::store_bits<endian::big>(every_third<std::uint8_t>{memory}, std::uint32_t{0x0A0B0C0D});
    CHECK(memory[0] == 0x0A);
    CHECK(memory[3] == 0x0B);
    CHECK(memory[9] == 0x0D);
    CHECK(memory[1] + memory[2] + memory[10] + memory[11] == 0);
    CHECK(lb::load_bits<std::uint32_t, endian::big>(every_third<std::uint8_t>{memory}) == 0x0A0B0C0D);
}

TEST_CASE("signed integers, enums and characters come back as they went") {
    constexpr auto survives = []<class T>(T value) {
        std::byte bytes[sizeof(T)] = {};
        lb::store<endian::big>(static_cast<std::byte*>(bytes), value);
        if (lb::load<T, endian::big>(static_cast<const std::byte*>(bytes)) != value) return false;
        lb::store<endian::little>(static_cast<std::byte*>(bytes), value);
        return lb::load<T, endian::little>(static_cast<const std::byte*>(bytes)) == value;
    };
    CHECK_BOTH(survives(std::int8_t{-1}) && survives(std::int16_t{-32768}) && survives(std::int32_t{-2}));
    CHECK_BOTH(survives(std::numeric_limits<std::int64_t>::min()));
    CHECK_BOTH(survives(color::red) && survives('\xE4') && survives(u'\xE4') && survives(U'\xE4'));
    CHECK_BOTH(survives(1.5f) && survives(-2.25) && survives(true) && survives(false));
    CHECK(survives(answer::yes)); // clang 14 has no constant bit_cast of it
}

TEST_CASE("floats move as bits") {
    std::byte bytes[8] = {};
    lb::store<endian::big>(static_cast<std::byte*>(bytes), 1.0);
    CHECK(lb::load_bits<std::uint64_t, endian::big>(static_cast<const std::byte*>(bytes)) == 0x3FF0000000000000u);
    // A quiet NaN; a signalling one would not pass an x87 register.
    lb::store_bits<endian::little>(static_cast<std::byte*>(bytes), std::uint64_t{0xFFF8123456789ABCu});
    const auto nan = lb::load<double, endian::little>(static_cast<const std::byte*>(bytes));
    CHECK(std::bit_cast<std::uint64_t>(nan) == 0xFFF8123456789ABCu);
    lb::store<endian::big>(static_cast<std::byte*>(bytes), nan);
    CHECK(lb::load_bits<std::uint64_t, endian::big>(static_cast<const std::byte*>(bytes)) == 0xFFF8123456789ABCu);
}

TEST_CASE("any byte but zero is true") {
    int wrong = 0;
    for (unsigned byte = 0; byte < 256; ++byte) {
        const auto raw = static_cast<std::byte>(byte);
        if (lb::load<bool>(&raw) != (byte != 0)) ++wrong;
        if (lb::load<answer>(&raw) != (byte != 0 ? answer::yes : answer::no)) ++wrong;
    }
    CHECK(wrong == 0);
    constexpr std::byte odd{0x20};
    CHECK_BOTH(lb::load<bool>(&odd));
}

TEST_CASE("scalars are arithmetic types and enums of the size of a word") {
    STATIC_CHECK(lb::scalar<bool> && lb::scalar<char> && lb::scalar<long long> && lb::scalar<double>);
    STATIC_CHECK(lb::scalar<color> && lb::scalar<std::byte>);
    STATIC_CHECK_FALSE(lb::scalar<void*> || lb::scalar<counting>);
    STATIC_CHECK(lb::scalar<long double> == (sizeof(long double) == 8));
}
