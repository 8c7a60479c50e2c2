#include "support/catch.hpp"

#include "support/failure.hpp"

#include <cstddef>
#include <lendbuf/element/field_ref.hpp>

using lendbuf::errc;
using lendbuf::field_ref;
using lendbuf::try_whole_item;

namespace {

template <class Byte>
field_ref<Byte> item_at(const char* format, Byte* at) {
    return {format, try_whole_item(format).value(), at};
}

} // namespace

TEST_CASE("a whole item is the only member, or a record of all") {
    CHECK(try_whole_item("<i").value().code.symbol == 'i');
    CHECK(try_whole_item("T{<i:a:<d:b:}").value().nbytes == 12);
    CHECK(try_whole_item("<ih").value().code.symbol == 'T');
    CHECK(try_whole_item("<i:named:").value().code.symbol == 'T');
    CHECK(try_whole_item("T{<i").error().code == errc::unclosed);
}

TEST_CASE("fields are found by name and by index, read and written") {
    std::byte bytes[14] = {};
    const auto row = item_at("T{<h:id:(2,3)<h:grid:}", bytes);
    row["id"] = -2;
    row["grid"][1][2] = 300;
    CHECK(row["id"].as<int>() == -2);
    CHECK(row["grid"][-1][-1].as<int>() == 300);
    CHECK(row["grid"].ndim() == 2);
    CHECK(row["grid"].extent(1) == 3);
    CHECK(bytes[0] == std::byte{0xFE});
    CHECK(row.try_field("none").error().code == errc::no_such_field);
    CHECK(row["id"].try_field("x").error().code == errc::wrong_type);
    CHECK(row["grid"].try_get().error().code == errc::wrong_type);
    CHECK(row["id"].try_set(40000).error().code == errc::number_out_of_range);
    CHECK(row["id"].as<int>() == -2);
}
