// Records whose format is known at run time only: fields by name, read and written in place.
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>
#include <string>

namespace lb = lendbuf;

struct trade {
    unsigned id;
    double price;
    char symbol[6];
};

// One line makes the struct a record with names, for everyone who asks for its format.
template <>
inline constexpr auto lendbuf::member_names<trade> = lendbuf::names("id", "price", "symbol");

int main() {
    lb::typed_array<trade> trades{{1, 10.5, "AAA"}, {2, 20.25, "BBB"}, {3, 30.0, "CCC"}};
    const auto granted = lb::get_buffer(trades);
    fmt::print("format {} of {} bytes\n", granted->format, granted->itemsize);

    // As a reader that has only bytes and a format, from a file or another language, would see them:
    for (const auto& row : lb::records(granted->format, trades)) {
        row["price"] = row["price"].as<double>() * 2;
        fmt::print("{} {} {}\n", row["id"].as<int>(), row["price"].as<double>(),
                   row["symbol"].get().bytes().to<std::string>().c_str());
    }
    fmt::print("the array sees it: {}\n", trades[0].price);

    const auto row = lb::record_at(granted->format, trades);
    try {
        row["id"] = -1;
    } catch (const lb::struct_error& error) {
        fmt::print("{}\n", error.what());
    }
    try {
        row["prize"] = 1;
    } catch (const lb::index_error& error) {
        fmt::print("{}\n", error.what());
    }

    // The same layout as a struct format, with a byte order: known to the compiler, or read from a string.
    const auto packed = lb::pack<">Id6s">(4u, 40.0, "DDD");
    const lb::structure layout(">Id6s");
    unsigned id = 0;
    double price = 0;
    std::string symbol;
    layout.unpack_into(packed, 0, id, price, symbol);
    fmt::print("{} {} {} ({} bytes)\n", id, price, symbol.c_str(), layout.size());
}
