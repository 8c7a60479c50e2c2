#include "support/catch.hpp"
#include "support/failure.hpp"

#include <algorithm>
#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <lendbuf/element/fixed_string.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::buffer_view;
using lb::errc;
using lb::none;
using lb::slice;
using lb::strided;

namespace {

struct point {
    float x;
    double y;
};
struct trade {
    std::uint32_t id;
    double price;
    char symbol[6];
    std::array<std::int16_t, 2> sizes;
    point where;
    point path[3];
    float grid[2][3];
    lb::be<std::uint16_t> code;
};
struct nameless {
    int x;
    int y;
};
struct holder {
    int number;
    nameless inner;
};
struct with_const {
    const int fixed;
    int free;
    mutable int hidden;
};
struct base {
    int id;
};
struct derived : base {
    double value;
};
struct wire {
    lb::be<std::uint32_t> length;
    lb::fixed_string<4> type;
    lb::bool8 last;
    std::complex<float> center;
    lb::half weight;
    std::array<std::array<std::uint8_t, 2>, 2> table;
};
struct [[gnu::packed]] tight {
    char tag;
    double value;
    point inner;
    const std::int32_t last;
};

struct alignas(8) [[gnu::packed]] misplaced {
    char tag;
    double value;
};

std::vector<trade> some_trades(std::size_t count) {
    std::vector<trade> trades(count);
    for (std::size_t k = 0; k < count; ++k) {
        const auto n = static_cast<std::int16_t>(k);
        trades[k].id = static_cast<std::uint32_t>(k);
        trades[k].price = 1.5 * n;
        trades[k].symbol[1] = static_cast<char>('a' + n);
        trades[k].sizes = {n, static_cast<std::int16_t>(-n)};
        trades[k].where = {1.0f * static_cast<float>(n), 2.0 * n};
        trades[k].path[2] = {3.0f * static_cast<float>(n), 4.0 * n};
        trades[k].grid[1][2] = 5.0f * static_cast<float>(n);
        trades[k].code = static_cast<std::uint16_t>(n + 256);
    }
    return trades;
}

template <class View>
std::ptrdiff_t distance_from(const void* start, const View& column) {
    return static_cast<const char*>(static_cast<const void*>(column.data())) - static_cast<const char*>(start);
}

} // namespace

template <>
inline constexpr auto lendbuf::member_names<point> = lendbuf::names("x", "y");
template <>
inline constexpr auto lendbuf::member_names<trade> =
    lendbuf::names("id", "price", "symbol", "sizes", "where", "path", "grid", "code");
template <>
inline constexpr auto lendbuf::member_names<holder> = lendbuf::names("number", "inner");
template <>
inline constexpr auto lendbuf::member_names<wire> =
    lendbuf::names("length", "type", "last", "center", "weight", "table");

// ---- by pointer to member ---------------------------------------------------------------------------------------

TEST_CASE("a column is a strided view of one member") {
    auto trades = some_trades(4);
    const auto prices = buffer_view(trades).field<&trade::price>();
    STATIC_CHECK(std::is_same_v<decltype(prices), const buffer_view<double, 1, strided>>);
    CHECK((prices.size() == 4 && prices.strides()[0] == sizeof(trade) && prices[-1] == 4.5));
    CHECK(distance_from(trades.data(), prices) == offsetof(trade, price));
    prices[1] = 100.0;
    CHECK(trades[1].price == 100.0);
    for (double& price : prices) price *= 2;
    CHECK((trades[1].price == 200.0 && trades[3].price == 9.0));
    CHECK(buffer_view(trades).field<&trade::code>()[2] == 258);
}

TEST_CASE("columns follow the view's constness, and a member's own") {
    const auto trades = some_trades(2);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(trades).field<&trade::price>())::element_type, const double>);
    std::array<with_const, 1> items{{{1, 2, 3}}};
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(items).field<&with_const::fixed>())::element_type, const int>);
    STATIC_CHECK(std::is_same_v<decltype(buffer_view(items).field<&with_const::free>())::element_type, int>);
    const auto& constant = items;
    STATIC_CHECK(decltype(buffer_view(constant).field<&with_const::hidden>())::readonly());
    CHECK(buffer_view(constant).field<&with_const::hidden>()[0] == 3);
}

TEST_CASE("columns go through members of members and of bases") {
    auto trades = some_trades(3);
    const auto y = buffer_view(trades).field<&trade::where, &point::y>();
    CHECK((y.ndim() == 1 && y[2] == 4.0 && distance_from(&trades[0].where.y, y) == 0));
    CHECK(buffer_view(trades).field<&trade::where>().field<&point::y>() == y);
    std::array<derived, 2> items{{{{1}, 0.5}, {{2}, 1.5}}};
    const auto ids = buffer_view(items).field<&base::id>();
    CHECK((ids[1] == 2 && ids.strides()[0] == sizeof(derived)));
}

TEST_CASE("members that are arrays add axes") {
    auto trades = some_trades(4);
    const buffer_view view(trades);
    const auto sizes = view.field<&trade::sizes>();
    STATIC_CHECK(std::is_same_v<decltype(sizes), const buffer_view<std::int16_t, 2, strided>>);
    CHECK((sizes.shape() == lb::index_array<2>{{4, 2}} && sizes(3, 1) == -3));
    const auto grid = view.field<&trade::grid>();
    CHECK((grid.shape() == lb::index_array<3>{{4, 2, 3}} && grid(2, 1, 2) == 10.0f));
    CHECK(grid.strides() == lb::index_array<3>{{static_cast<std::ptrdiff_t>(sizeof(trade)), 12, 4}});
    const auto paths = view.field<&trade::path, &point::y>();
    CHECK((paths.shape() == lb::index_array<2>{{4, 3}} && paths(3, 2) == 12.0));
    CHECK(paths.strides()[1] == sizeof(point));
    CHECK(view.field<&trade::symbol>()(3, 1) == 'd');
    const auto& constant = trades;
    STATIC_CHECK(decltype(buffer_view(constant).field<&trade::sizes>())::readonly());
    const std::array<wire, 2> wires{};
    CHECK(buffer_view(wires).field<&wire::table>().shape() == lb::index_array<3>{{2, 2, 2}});
}

TEST_CASE("columns of any rank and layout") {
    auto trades = some_trades(6);
    const auto grid = buffer_view(trades).cast<trade>(2, 3);
    CHECK(grid.field<&trade::id>()(1, 2) == 5);
    CHECK(grid.transpose().field<&trade::id>()(2, 1) == 5);
    const auto back = grid(1, slice(none, none, -1)).field<&trade::sizes>();
    CHECK((back.shape() == lb::index_array<2>{{3, 2}} && back(0, 0) == 5 && back(2, 0) == 3));
    CHECK(back.strides()[0] == -static_cast<std::ptrdiff_t>(sizeof(trade)));
    const auto one = grid(0, 1, lb::ellipsis).field<&trade::sizes>();
    CHECK((one.ndim() == 1 && one[0] == 1 && one[1] == -1));
    CHECK(grid(0, 1, lb::ellipsis).field<&trade::price>()() == 1.5);
}

TEST_CASE("columns of views without items are empty") {
    const buffer_view<trade> nothing;
    const auto prices = nothing.field<&trade::price>();
    CHECK((prices.empty() && prices.data() == nullptr && prices.begin() == prices.end()));
    CHECK(nothing.field<&trade::grid>().shape() == lb::index_array<3>{{0, 2, 3}});
    CHECK(nothing.field<double>("price").empty());
    auto trades = some_trades(2);
    CHECK(buffer_view(trades)[slice(2, none)].field<&trade::where, &point::x>().empty());
}

TEST_CASE("columns share the lease") {
    lb::static_memory<point, 3> memory;
    const auto y = buffer_view(memory).field<&point::y>();
    STATIC_CHECK(std::is_same_v<decltype(y)::hold_type, lb::leased>);
    CHECK(memory.leases() == 1);
    const auto x = buffer_view(memory).field<float>("x");
    CHECK((x.size() == 3 && memory.leases() == 2));
}

TEST_CASE("columns of packed structs hold unaligned items") {
    std::array<tight, 3> items{{{'a', 1.0, {2.0f, 3.0}, 4}, {'b', 5.0, {6.0f, 7.0}, 8}, {'c', 9.0, {10.0f, 11.0}, 12}}};
    const auto values = buffer_view(items).field<&tight::value>();
    STATIC_CHECK(std::is_same_v<decltype(values)::element_type, lb::unaligned<double>>);
    CHECK((values[1] == 5.0 && values.strides()[0] == sizeof(tight)));
    values[2] = 90.0;
    CHECK((items[2].value == 90.0));
    CHECK(buffer_view(items).field<&tight::inner, &point::y>()[2] == 11.0);
    const auto last = buffer_view(items).field<&tight::last>();
    STATIC_CHECK(std::is_same_v<decltype(last)::element_type, const lb::unaligned<std::int32_t>>);
    CHECK((last[0] == 4 && buffer_view(items).field<&tight::tag>()[1] == 'b'));
}

TEST_CASE("columns of packed structs that alignas hides are refused, not misaligned") {
    std::array<misplaced, 2> items{};
    const auto error = FAILURE_OF(buffer_view(items).field<&misplaced::value>());
    CHECK((error.code == errc::address_misaligned && error.have == 1 && error.need == alignof(double)));
    CHECK(buffer_view(items).field<&misplaced::tag>().size() == 2);
    CHECK(buffer_view(items)[slice(0, 0)].field<&misplaced::value>().empty());
}

TEST_CASE("algorithms work on columns") {
    auto trades = some_trades(5);
    const auto ids = buffer_view(trades).field<&trade::id>();
    std::ranges::sort(ids, std::ranges::greater());
    CHECK((trades[0].id == 4 && trades[4].id == 0 && trades[0].price == 0.0));
    CHECK(std::ranges::find(ids, 3u) - ids.begin() == 1);
    const auto prices = buffer_view(trades).field<&trade::price>();
    CHECK(*std::ranges::max_element(prices) == 6.0);
}

// ---- by name ----------------------------------------------------------------------------------------------------

TEST_CASE("columns are found by the names of their members") {
    auto trades = some_trades(4);
    const buffer_view view(trades);
    const auto prices = view.field<double>("price");
    STATIC_CHECK(std::is_same_v<decltype(prices), const buffer_view<double, 1, strided>>);
    CHECK((prices.data() == &trades[0].price && prices == view.field<&trade::price>()));
    CHECK(view.field<std::uint32_t>(std::string("id")).data() == &trades[0].id);
    CHECK(view.field<lb::be<std::uint16_t>>(std::string_view("codes", 4)).data() == &trades[0].code);
    CHECK(view.field<point>("where").data() == &trades[0].where);
    CHECK(view.field<double>("where.y").data() == &trades[0].where.y);
    const auto& constant = trades;
    STATIC_CHECK(decltype(buffer_view(constant).field<double>("price"))::readonly());
    const std::array<wire, 2> wires{};
    CHECK(buffer_view(wires).field<lb::fixed_string<4>>("type").data() == &wires[0].type);
    CHECK(buffer_view(wires).field<lb::bool8>("last").data() == &wires[0].last);
    CHECK(buffer_view(wires).field<std::complex<float>>("center").data() == &wires[0].center);
    CHECK(buffer_view(wires).field<lb::half>("weight").data() == &wires[0].weight);
}

TEST_CASE("named members that are arrays add the axes that were asked for") {
    auto trades = some_trades(4);
    const buffer_view view(trades);
    const auto grid = view.field<float, 2>("grid");
    CHECK((grid == view.field<&trade::grid>() && grid.strides() == view.field<&trade::grid>().strides()));
    CHECK(view.field<std::int16_t, 1>("sizes") == view.field<&trade::sizes>());
    CHECK(view.field<std::array<std::int16_t, 2>>("sizes")[3][1] == -3);
    CHECK(view.field<char, 1>("symbol")(2, 1) == 'c');
    const auto paths = view.field<double, 1>("path.y");
    CHECK((paths == view.field<&trade::path, &point::y>() && paths.data() == &trades[0].path[0].y));
    CHECK(view.field<point, 1>("path")(1, 2).y == 4.0);
}

TEST_CASE("unknown names and wrong types are told apart") {
    auto trades = some_trades(1);
    const buffer_view view(trades);
    const char* const unknown[] = {"prize", "pric", "prices", "", ".", "where.z", "where.", "price.x", "x", "where..y"};
    for (const char* const name : unknown) CHECK(view.try_field<double>(name).error().code == errc::no_such_field);
    CHECK_THROWS_LB_AS(lb::index_error, view.field<double>("prize"));
    const auto error = view.try_field<float>("price").error();
    CHECK((error.code == errc::wrong_type && error.field == 1 && error.symbol == 'd'));
    CHECK(error.subject == std::string_view("price"));
    CHECK_THROWS_LB_AS(lb::type_error, view.field<float>("price"));
    const auto inner = view.try_field<double>("where.x").error();
    CHECK((inner.code == errc::wrong_type && inner.field == 0 && inner.subject == std::string_view("x")));
    CHECK(view.try_field<double>("where").error().code == errc::wrong_type);
    CHECK(view.try_field<float>("grid").error().code == errc::wrong_type);
    CHECK(view.try_field<float, 1>("grid").error().code == errc::wrong_type);
    CHECK(view.try_field<float, 3>("grid").error().code == errc::wrong_type);
    CHECK(view.try_field<double>("path.y").error().code == errc::wrong_type);
    CHECK(view.try_field<double, 1>("price").error().code == errc::wrong_type);
    CHECK(view.try_field<std::uint16_t>("code").error().symbol == 'H');
}

TEST_CASE("members of members without names have none") {
    std::array<holder, 1> items{{{1, {2, 3}}}};
    const buffer_view view(items);
    CHECK((view.field<int>("number")[0] == 1 && view.field<nameless>("inner")[0].y == 3));
    CHECK(view.try_field<int>("inner.x").error().code == errc::no_such_field);
}
