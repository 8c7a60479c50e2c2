#include "support/catch.hpp"
#include "support/failure.hpp"

#include <cstdint>
#include <lendbuf/owner/byte_edit.hpp>
#include <limits>
#include <new>
#include <string>
#include <vector>

namespace lb = lendbuf;
using lb::bytes_like;

namespace {

// Writes into as many bytes as the change says it needs at most, so that a sanitizer sees one too many.
template <class Change>
std::string written(const Change& change) {
    std::vector<std::uint8_t> out(static_cast<std::size_t>(change.size()));
    const std::ptrdiff_t count = change(out.data());
    return {out.begin(), out.begin() + count};
}

std::string reversed(std::string text) {
    lb::detail::reverse_bytes(static_cast<std::uint8_t*>(static_cast<void*>(text.data())),
                              static_cast<std::ptrdiff_t>(text.size()));
    return text;
}

} // namespace

TEST_CASE("every byte is mapped alone, in place too") {
    std::string text;
    for (int k = 0; k < 100; ++k) {
        std::string copy = text;
        auto* const bytes = static_cast<std::uint8_t*>(static_cast<void*>(copy.data()));
        lb::detail::map_bytes(bytes, {bytes, k}, [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte + 1); });
        bool right = true;
        for (std::size_t i = 0; i < text.size(); ++i) right = right && copy[i] == static_cast<char>(text[i] + 1);
        CHECK(right);
        text += static_cast<char>(k);
    }
    std::uint8_t out[3];
    const std::uint8_t spread[5] = {1, 9, 2, 9, 3};
    lb::detail::map_bytes(out, {spread, 3, 2}, [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte * 2); });
    CHECK((out[0] == 2 && out[1] == 4 && out[2] == 6));
}

TEST_CASE("translations map bytes and leave some out") {
    const lb::byte_table table = lb::maketrans("ab", "xy");
    CHECK(written(lb::detail::translation(bytes_like("abc").run(), table, {})) == "xyc");
    CHECK(written(lb::detail::translation(bytes_like("abcab").run(), table, bytes_like("b").run())) == "xcx");
    CHECK(written(lb::detail::translation(bytes_like("aaa").run(), table, bytes_like("a").run())).empty());
    CHECK(written(lb::detail::translation({}, table, bytes_like("a").run())).empty());
}

TEST_CASE("bytes are repeated") {
    std::uint8_t bytes[7] = {1, 2, 3, 9, 9, 9, 9};
    lb::detail::repeat_bytes(bytes, 3, 7);
    CHECK((bytes[3] == 1 && bytes[4] == 2 && bytes[5] == 3 && bytes[6] == 1));
    lb::detail::repeat_bytes(bytes, 1, 6);
    CHECK((bytes[5] == 1 && bytes[6] == 1 && bytes[1] == 1));
    bytes[0] = 5;
    lb::detail::repeat_bytes(bytes, 0, 0);
    CHECK((bytes[0] == 5 && bytes[1] == 1));
}

TEST_CASE("bytes are turned round, whatever their number") {
    std::string text;
    for (int k = 0; k < 70; ++k) {
        CHECK(reversed(text) == std::string(text.rbegin(), text.rend()));
        text += static_cast<char>('0' + k);
    }
}

TEST_CASE("what lies between bytes that are a step apart is gathered") {
    const bytes_like text("0123456789");
    const auto between = [&text](std::ptrdiff_t start, std::ptrdiff_t step, std::ptrdiff_t length) {
        return lb::detail::bytes_between(text.run().first, lb::slice_indices{start, step, length});
    };
    CHECK((written(between(1, 3, 3)) == "2356" && between(1, 3, 3).start() == 1));
    CHECK((written(between(9, -2, 3)) == "68" && between(9, -2, 3).start() == 5));
    CHECK((written(between(4, 100, 1)).empty() && between(4, -100, 1).start() == 4));
}

TEST_CASE("a size that no memory has is refused") {
    constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();
    CHECK((lb::detail::grown_size(5, 3, -1) == 2 && lb::detail::grown_size(0, 1, most) == most));
    CHECK_THROWS_LB_AS(std::bad_alloc, lb::detail::grown_size(1, 1, most));
    CHECK_THROWS_LB_AS(std::bad_alloc, lb::detail::grown_size(0, most, 2));
}

TEST_CASE("it is known whether bytes lie in others") {
    const std::string text("abcdef");
    const bytes_like whole(text);
    const auto* const first = whole.run().first;
    CHECK((lb::detail::lies_in(whole.run(), first, 6) && lb::detail::lies_in({first + 5, 1}, first, 6)));
    CHECK_FALSE(lb::detail::lies_in({first + 5, 1}, first, 5));
    CHECK_FALSE(lb::detail::lies_in({first, 1}, first + 1, 5));
    CHECK_FALSE(lb::detail::lies_in({first, 0}, first, 6));
    CHECK_FALSE(lb::detail::lies_in(whole.run(), nullptr, 0));
}
