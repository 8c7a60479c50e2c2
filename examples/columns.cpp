// An array of structs read from bytes, used by its columns: summed, changed in place, sorted by one of them.
#include <algorithm>
#include <fmt/core.h>
#include <lendbuf/element/fixed_string.hpp>
#include <lendbuf/lendbuf.hpp>
#include <numeric>
#include <string>
#include <string_view>

namespace lb = lendbuf;

// As the bytes have it: big-endian, without padding. Every member has alignment 1, so any address will do.
struct trade {
    lb::fixed_string<4> symbol;
    lb::be<std::uint32_t> amount;
    lb::be<double> price;
    lb::bool8 is_sale;
};

template <>
inline constexpr auto lendbuf::member_names<trade> = lendbuf::names("symbol", "amount", "price", "is_sale");

template <class View>
void print(const View& trades) {
    for (const trade& t : trades)
        fmt::print("  {:4} {:4} x {:.2f}{}\n", std::string_view(t.symbol), t.amount.value(), t.price.value(),
                   t.is_sale ? " sold" : "");
}

int main() {
    lb::bytearray file(3 * sizeof(trade));
    lb::pack_into<">4sId?4sId?4sId?">(file, 0, "PEAR", 10u, 2.5, false, "FIG", 200u, 0.25, true, "PLUM", 30u, 1.5,
                                      false);

    const auto trades = lb::buffer_view(file).cast<trade>(); // no copy: the bytes are the trades
    fmt::print("{} trades of format {}\n", trades.size(), trades.format());
    print(trades);

    const auto amounts = trades.field<&trade::amount>(); // a strided view of big-endian integers
    const auto prices = trades.field<lb::be<double>>("price");
    fmt::print("{} pieces for {:.2f}\n", std::accumulate(amounts.begin(), amounts.end(), 0u),
               std::inner_product(amounts.begin(), amounts.end(), prices.begin(), 0.0));

    for (auto& price : prices) price *= 2;
    amounts[-1] = 7;
    std::ranges::sort(trades, std::ranges::less(), &trade::price);
    fmt::print("doubled and sorted by price:\n");
    print(trades);
    const auto [symbol, amount] = lb::unpack_from<">4sI">(file); // the bytes are sorted, too
    fmt::print("first in the file: {} x {}\n", std::string(symbol).c_str(), amount);
}
