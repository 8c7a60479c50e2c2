#include <lendbuf/pack/array_slice.hpp>

#include "support/catch.hpp"
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <vector>

namespace lb = lendbuf;

TEST_CASE("an array slice is a range, an exporter and no owner", "[array_slice]") {
    const std::vector<lb::be<std::uint16_t>> items{std::uint16_t{1}, std::uint16_t{2}, std::uint16_t{3}};
    lb::array_slice<lb::be<std::uint16_t>> slice(items.data(), items.size());
    CHECK(slice.size() == 3);
    CHECK(slice[-1] == 3);
    CHECK_THROWS_LB_AS(lb::index_error, slice[3]);
    unsigned sum = 0;
    for (const auto& item : slice) sum += item;
    CHECK(sum == 6);
    slice.remove_prefix(2);
    CHECK(slice[0] == 3);

    // A temporary may be viewed: the items belong to somebody else.
    const lb::buffer_view view(lb::array_slice<lb::be<std::uint16_t>>(items.data(), 2));
    CHECK(view.size() == 2);
    CHECK(view.readonly());
    CHECK(view.data() == items.data());
}
