#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/weak_view.hpp>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;
using lb::observed;
using array = lb::typed_array<int>;

namespace {

template <class Weak>
bool sees(const Weak& weak, const std::vector<int>& items) {
    const auto view = weak.try_lock();
    if (!view || view->size() != static_cast<std::ptrdiff_t>(items.size())) return false;
    for (std::ptrdiff_t k = 0; k < view->size(); ++k)
        if ((*view)[k] != items[static_cast<std::size_t>(k)]) return false;
    return true;
}

} // namespace

TEST_CASE("a weak view gives its items while nothing has moved them") {
    array owner{1, 2, 3};
    const lb::weak_view weak(owner);
    STATIC_CHECK(std::is_same_v<decltype(weak), const lb::weak_view<int, 1, lb::contiguous>>);
    CHECK((owner.leases() == 0 && sees(weak, {1, 2, 3}) && weak.shape()[0] == 3));
    owner[1] = 7; // items may change
    CHECK((sees(weak, {1, 7, 3}) && weak.state() == observed::unchanged));
    {
        const auto view = weak.lock();
        view[0] = 9;
        CHECK((owner[0] == 9 && owner.leases() == 1));
        CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
    }
    owner.push_back(4);
    CHECK((weak.state() == observed::changed && !weak.try_lock() && !weak.expired()));
    CHECK(weak.try_lock().error().code == errc::observed_changed);
    CHECK_THROWS_LB_AS(lb::buffer_error, weak.lock());
}

TEST_CASE("a weak view outlives its owner") {
    lb::weak_view<const int> weak;
    CHECK((weak.state() == observed::gone && !weak.try_lock()));
    {
        const array owner{1, 2, 3};
        weak = lb::weak_view(owner);
        CHECK(sees(weak, {1, 2, 3}));
    }
    CHECK((weak.expired() && !weak.try_lock()));
}

TEST_CASE("weak views of parts, kept while their owner grows") {
    array owner{0, 1, 2, 3, 4, 5};
    std::vector<lb::weak_view<int, 1, lb::strided>> parts;
    {
        const lb::buffer_view view(owner);
        parts.push_back(lb::weak_view(owner, view[lb::slice(lb::none, lb::none, 2)]));
        parts.push_back(lb::weak_view(owner, view[lb::slice(lb::none, lb::none, -1)]));
    }
    CHECK((sees(parts[0], {0, 2, 4}) && sees(parts[1], {5, 4, 3, 2, 1, 0})));
    owner.append(6); // the weak views are in nobody's way
    CHECK((parts[0].state() == observed::changed && parts[1].state() == observed::changed));
    parts[1] = lb::weak_view(owner, lb::buffer_view(owner)[lb::slice(5, lb::none, 1)]);
    CHECK((sees(parts[1], {5, 6}) && !parts[0].try_lock()));
}

TEST_CASE("weak views of rows, casts and borrowed views") {
    bytearray owner{1, 0, 2, 0, 3, 0};
    const auto table = lb::buffer_view(owner).cast<std::uint8_t>(3, 2);
    const lb::weak_view rows(owner, table(lb::slice(1, 3), lb::all));
    CHECK((rows.lock()(1, 0) == 3 && rows.shape()[0] == 2));
    const lb::weak_view numbers(owner, table.as_bytes().cast<lb::le<std::uint16_t>>().borrow());
    CHECK(numbers.lock()[2] == 3);
    const lb::weak_view nothing(owner, lb::buffer_view(owner)[lb::slice(3, 3)]);
    CHECK((nothing.lock().empty() && nothing.state() == observed::unchanged));
}

#if LENDBUF_TEST_HAS_EXCEPTIONS // the lease that was looked through is given back by a destructor
TEST_CASE("a weak view of another owner's items is refused") {
    array owner{1, 2, 3};
    array other{4, 5, 6};
    CHECK(FAILURE_OF(lb::weak_view(owner, lb::buffer_view(other))).code == errc::layout_outside_memory);
    CHECK(owner.leases() == 0);
    array empty;
    CHECK(FAILURE_OF(lb::weak_view(empty, lb::buffer_view(other))).code == errc::layout_outside_memory);
    // A view that is older than the last move of its owner is one of something else.
    const auto stale = lb::buffer_view(owner).borrow();
    other.reserve(1000);
    owner.resize(100000);
    CHECK((stale.data() == owner.data() || FAILURE_OF(lb::weak_view(owner, stale)).code != errc::success));
}
#endif

TEST_CASE("a weak view costs an observer and a layout") {
    STATIC_CHECK(sizeof(lb::weak_view<int, 1, lb::strided>) == 5 * sizeof(void*));
    STATIC_CHECK(std::is_nothrow_move_constructible_v<lb::weak_view<int>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<array&, lb::weak_view<int>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<lb::weak_view<int>, const array&>);
    STATIC_CHECK_FALSE(std::is_constructible_v<lb::weak_view<int>, array>);
}
