#include <lendbuf/layout/index_array.hpp>
#include <type_traits>

#include "support/catch.hpp"

namespace lb = lendbuf;

TEST_CASE("an index array is an aggregate of its rank") {
    constexpr lb::index_array<3> shape{{2, 3, 4}};
    CHECK_BOTH(shape.size() == 3);
    CHECK_BOTH(shape[0] == 2 && shape[1] == 3 && shape[2] == 4);
    CHECK_BOTH(shape.end() - shape.begin() == 3);
    CHECK_BOTH(shape.data()[2] == 4);
    STATIC_CHECK(sizeof(lb::index_array<3>) == 3 * sizeof(std::ptrdiff_t));
    STATIC_CHECK(std::is_trivially_copyable_v<lb::index_array<3>>);
}

TEST_CASE("values that are not given are zero") {
    CHECK_BOTH(lb::index_array<2>{}[0] == 0 && lb::index_array<2>{}[1] == 0);
    CHECK_BOTH(lb::index_array<2>{{5}} == lb::index_array<2>{{5, 0}});
}

TEST_CASE("rank 0 has no values and equals itself") {
    CHECK_BOTH(lb::index_array<0>::size() == 0);
    CHECK_BOTH(lb::index_array<0>{} == lb::index_array<0>{});
    constexpr lb::index_array<0> none{};
    CHECK(none.begin() == none.end());
}

TEST_CASE("arrays are equal when all values are") {
    CHECK_BOTH(lb::index_array<2>{{1, 2}} == lb::index_array<2>{{1, 2}});
    CHECK_BOTH(lb::index_array<2>{{1, 2}} != lb::index_array<2>{{2, 1}});
}

TEST_CASE("loose integers of any type make an array") {
    constexpr auto made = lb::index_array_of(short{-1}, 2u, 3LL);
    CHECK_BOTH(made == lb::index_array<3>{{-1, 2, 3}});
    CHECK_BOTH(lb::index_array_of() == lb::index_array<0>{});
}

TEST_CASE("an axis can be left out") {
    constexpr lb::index_array<3> from{{2, 3, 4}};
    CHECK_BOTH(lb::without_axis(from, 0) == lb::index_array<2>{{3, 4}});
    CHECK_BOTH(lb::without_axis(from, 1) == lb::index_array<2>{{2, 4}});
    CHECK_BOTH(lb::without_axis(from, 2) == lb::index_array<2>{{2, 3}});
    CHECK_BOTH(lb::without_axis(lb::index_array<1>{{7}}, 0) == lb::index_array<0>{});
}
