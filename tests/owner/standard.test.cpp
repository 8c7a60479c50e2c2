#include "support/catch.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;

namespace {

template <class X, class T, std::size_t Rank = 1>
inline constexpr bool lends = std::is_same_v<lb::region_t<X>, lb::region<T, Rank, lb::contiguous>>;

struct resource {
    resource() = default;
    resource(const resource&) {}
    resource& operator=(const resource&) { return *this; }
};

constexpr int numbers[2][3] = {{0, 1, 2}, {3, 4, 5}};

} // namespace

TEST_CASE("containers lend their items, const ones for reading only") {
    STATIC_CHECK(lends<std::vector<int>&, int> && lends<const std::vector<int>&, const int>);
    STATIC_CHECK(lends<std::array<double, 3>&, double> && lends<const std::array<double, 3>&, const double>);
    STATIC_CHECK(lends<std::string&, char> && lends<const std::u16string&, const char16_t>);
    STATIC_CHECK(lends<std::vector<std::array<int, 3>>&, std::array<int, 3>>);
}

TEST_CASE("spans and string views lend what they point to, whatever they are themselves") {
    STATIC_CHECK(lends<std::span<int>&, int> && lends<const std::span<int>&, int> && lends<std::span<int>, int>);
    STATIC_CHECK(lends<std::span<const int, 4>, const int> && lends<std::string_view, const char>);
    STATIC_CHECK(lb::viewable<std::span<int>> && lb::viewable<const std::span<int>> && lb::viewable<std::string_view>);
}

TEST_CASE("C arrays lend one or two axes") {
    STATIC_CHECK(lends<int(&)[4], int> && lends<const int(&)[4], const int> && lends<int(&)[2][3], int, 2>);
    STATIC_CHECK(lends<const char(&)[4], const char>);
    constexpr auto region = lb::describe(numbers);
    CHECK_BOTH(region.data == &numbers[0][0] && region.shape == lb::index_array<2>{{2, 3}});
    CHECK_BOTH(lb::buffer_view(numbers)(0, 2) == 2);
    CHECK(lb::buffer_view(numbers)(1, 0) == 3); // to clang's constant evaluation a row ends where the next begins
}

TEST_CASE("temporary containers cannot be viewed") {
    STATIC_CHECK_FALSE(lb::viewable<std::vector<int>> || lb::viewable<std::string> || lb::viewable<const std::string>);
    STATIC_CHECK_FALSE(lb::viewable<std::array<int, 3>> || lb::viewable<int[3]>);
    STATIC_CHECK(lb::viewable<std::vector<int>&> && lb::viewable<const std::string&>);
}

TEST_CASE("what has no contiguous plain items lends nothing") {
    STATIC_CHECK_FALSE(lb::exporter<std::list<int>&> || lb::exporter<std::vector<bool>&> || lb::exporter<int&>);
    STATIC_CHECK_FALSE(lb::exporter<std::vector<std::string>&> || lb::exporter<std::vector<resource>&>);
    STATIC_CHECK_FALSE(lb::exporter<resource(&)[2]> || lb::exporter<int(&)[2][2][2]>);
}

TEST_CASE("standard containers hold no leases") {
    STATIC_CHECK_FALSE(lb::leasing_exporter<std::vector<int>&> || lb::leasing_exporter<std::string_view>);
    std::vector<int> items{1, 2};
    CHECK_FALSE(lb::lend(items));
    CHECK(lb::describe(items).shape[0] == 2);
}

TEST_CASE("empty containers lend nothing, somewhere") {
    const std::vector<int> nothing;
    CHECK((lb::buffer_view(nothing).empty() && lb::buffer_view(nothing).nbytes() == 0));
    CHECK((lb::buffer_view(std::span<int>()).data() == nullptr && lb::buffer_view(std::string_view()).empty()));
}
