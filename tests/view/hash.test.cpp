#include "support/catch.hpp"
#include "view/model.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/hash.hpp>
#include <string_view>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::none;
using lb::slice;

namespace {

template <class T>
struct plain {
    using type = T;
};
template <class T, std::endian Order>
struct plain<lb::endian_value<T, Order>> {
    using type = T;
};
template <class T, class... V>
constexpr auto items(V... v) {
    return std::array<T, sizeof...(V)>{static_cast<typename plain<std::remove_const_t<T>>::type>(v)...};
}

enum class colour : std::uint16_t { red = 1, green = 2 };

} // namespace

TEST_CASE("equal items have the same hash, others most likely not") {
    CHECK_BOTH(lb::hash(items<const int>(1, 2, 3)) == lb::hash(items<const int>(1, 2, 3)));
    CHECK_BOTH(lb::hash(items<const int>(1, 2, 3)) != lb::hash(items<const int>(1, 2, 4)));
    CHECK_BOTH(lb::hash(items<const int>(1, 2, 3)) != lb::hash(items<const int>(1, 3, 2)));
    CHECK_BOTH(lb::hash(items<const std::uint8_t>(0)) != lb::hash(items<const std::uint8_t>(0, 0)));
}

TEST_CASE("hashes agree wherever equality crosses types of one size") {
    CHECK_BOTH(lb::hash(items<const lb::be<std::uint32_t>>(1, 500)) == lb::hash(items<const std::int32_t>(1, 500)));
    CHECK_BOTH(lb::hash(items<const lb::le<std::uint32_t>>(1, 500)) == lb::hash(items<const std::uint32_t>(1, 500)));
    CHECK_BOTH(lb::hash(items<const char>('a', '\xff')) == lb::hash(items<const std::uint8_t>('a', 255)));
    CHECK_BOTH(lb::hash(items<const std::byte>(7)) == lb::hash(items<const std::int8_t>(7)));
    CHECK_BOTH(lb::hash(items<const colour>(1, 2)) == lb::hash(items<const std::uint16_t>(1, 2)));
}

TEST_CASE("the hash is the same on all machines") {
    CHECK_BOTH(lb::hash(std::string_view("a")) == 0x87bc5d39b50c8e3a);
    CHECK_BOTH(lb::hash(items<const std::uint32_t>(0x64636261)) == lb::hash(std::string_view("abcd")));
    CHECK_BOTH(lb::hash(items<const lb::be<std::uint64_t>>(0x6867666564636261)) ==
               lb::hash(std::string_view("abcdefgh")));
}

TEST_CASE("layouts and ranks do not matter, the order of items does") {
    static constexpr std::array<int, 6> rows{0, 1, 2, 3, 4, 5};
    static constexpr std::array<int, 6> columns{0, 3, 1, 4, 2, 5};
    constexpr buffer_view<const int, 2, lb::contiguous> c(rows.data(), {{2, 3}});
    constexpr buffer_view<const int, 2, lb::f_contiguous> f(columns.data(), {{2, 3}});
    CHECK_BOTH(c == f && lb::hash(c) == lb::hash(f) && lb::hash(c) == lb::hash(rows));
    CHECK_BOTH(lb::hash(c.transpose()) != lb::hash(c) && lb::hash(c.transpose()) == lb::hash(columns));
    CHECK_BOTH(lb::hash(c.flip(0).flip(0)) == lb::hash(c) &&
               lb::hash(c(0, 1, lb::ellipsis)) == lb::hash(c(0, slice(1, 2))));
}

TEST_CASE("empty views have one hash") {
    constexpr auto empty = [](std::ptrdiff_t a, std::ptrdiff_t b) {
        return buffer_view<const int, 2, lb::contiguous>(nullptr, {{a, b}});
    };
    CHECK_BOTH(empty(0, 3) == empty(0, 5) && lb::hash(empty(0, 3)) == lb::hash(empty(0, 5)));
    CHECK_BOTH(lb::hash(buffer_view<const std::uint8_t>()) == 0xf7e834f5c486cd7a);
}

TEST_CASE("views and owners that are read-only are hashed alike") {
    const std::vector<std::uint8_t> memory{1, 2, 3};
    CHECK(lb::hash(memory) == lb::hash(buffer_view(memory)));
    std::vector<std::uint8_t> writable = memory;
    CHECK(lb::hash(buffer_view(writable).toreadonly()) == lb::hash(memory));
}

TEST_CASE("random views of equal items have equal hashes") {
    test_support::random_numbers next(14);
    for (int k = 0; k < 200; ++k) {
        const test_support::random_view<3> random(next);
        const auto model = test_support::model_of(random.view);
        CHECK(lb::hash(random.view.toreadonly()) == lb::hash(model.items));
        const std::vector<lb::be<int>> big(model.items.begin(), model.items.end());
        CHECK(lb::hash(big) == lb::hash(model.items));
    }
}
