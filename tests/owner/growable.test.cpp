#include "support/catch.hpp"

#include <array>
#include <atomic>
#include <functional>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
#include <limits>
#include <memory>
#include <new>
#include <thread>
#include <utility>
#include <vector>

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;
using array = lb::typed_array<int>;

namespace {

constexpr auto most = std::numeric_limits<std::ptrdiff_t>::max();

struct change {
    const char* name;
    std::function<void(array&)> apply;
};

const change size_changes[] = {
    {"resize to more", [](array& a) { a.resize(4); }},
    {"resize to fewer", [](array& a) { a.resize(2); }},
    {"clear", [](array& a) { a.clear(); }},
    {"push_back", [](array& a) { a.push_back(4); }},
    {"append", [](array& a) { a.append(a[0]); }},
    {"extend by items",
     [](array& a) {
         a.extend({4, 5});
     }},
    {"extend by itself", [](array& a) { a.extend(a); }},
    {"reserve", [](array& a) { a.reserve(1000); }},
    {"shrink_to_fit", [](array& a) { a.shrink_to_fit(); }},
    {"copy assignment", [](array& a) { a = static_cast<const array&>(array{7}); }},
    {"move assignment",
     [](array& a) {
         a = array{7, 8, 9};
     }},
};

const change changes_of_nothing[] = {
    {"resize to the same", [](array& a) { a.resize(3); }},
    {"extend by nothing", [](array& a) { a.extend(std::vector<int>()); }},
    {"extend by an empty list", [](array& a) { a.extend(std::initializer_list<int>{}); }},
    {"reserve what there is", [](array& a) { a.reserve(a.capacity()); }},
    {"reserve less", [](array& a) { a.reserve(0); }},
    {"assignment of itself", [](array& a) { a = *&a; }},
};

// A number whose conversion tries to resize the owner.
struct meddling_number {
    array* owner;
    operator int() const {
        owner->resize(1000);
        return 7;
    }
};

struct meddling_item {
    static inline std::function<void()> meddle;
    int number;
    friend bool operator==(const meddling_item& a, const meddling_item& b) {
        try {
            if (meddle) meddle();
        } catch (const lb::buffer_error&) {}
        return a.number == b.number;
    }
};

} // namespace

TEST_CASE("every change of size is refused while leased and changes nothing") {
    for (const auto& [name, apply] : size_changes) {
        INFO(name);
        array a{1, 2, 3};
        a.reserve(100);
        const int* const data = a.data();
        {
            const lb::buffer_view view(a);
            CHECK_THROWS_AS(apply(a), lb::buffer_error);
            CHECK((a == array{1, 2, 3} && a.data() == data && a.capacity() == 100 && a.leases() == 1));
            CHECK((view.size() == 3 && view[2] == 3));
        }
        CHECK_NOTHROW(apply(a));
    }
}

TEST_CASE("changes of nothing pass while leased") {
    for (const auto& [name, apply] : changes_of_nothing) {
        INFO(name);
        array a{1, 2, 3};
        const lb::buffer_view view(a);
        CHECK_NOTHROW(apply(a));
        CHECK((a == array{1, 2, 3} && a.data() == view.data()));
    }
    array empty;
    const lb::buffer_view view(empty);
    CHECK_NOTHROW(empty.clear());
    CHECK_THROWS_AS(empty.push_back(1), lb::buffer_error);
}

TEST_CASE("items may change while leased") {
    array a{1, 2, 3};
    const lb::buffer_view view(a);
    a[0] = 9;
    view[1] = 8;
    CHECK((view[0] == 9 && a[1] == 8));
}

TEST_CASE("leases end in any order, and then the size may change") {
    array a{1, 2, 3};
    auto first = lb::buffer_view(a)[lb::slice(0, 2)];
    auto second = first;
    first = {};
    CHECK_THROWS_AS(a.clear(), lb::buffer_error);
    second = {};
    CHECK(a.leases() == 0);
    CHECK_NOTHROW(a.clear());
}

TEST_CASE("the storage outlives its owner until the last lease ends, gh-77894 and msgpack 677") {
    auto owner = std::make_unique<array>(array{1, 2, 3});
    auto view = lb::buffer_view(*owner)[lb::slice(1, 3)];
    owner.reset();
    view[0] = 20;
    const auto copy = view;
    view = {};
    CHECK((copy[0] == 20 && copy[1] == 3));
}

TEST_CASE("moving takes the storage and its leases along") {
    array first{1, 2, 3};
    const lb::buffer_view view(first);
    array second = std::move(first);
    CHECK((second == array{1, 2, 3} && second.data() == view.data() && second.leases() == 1));
    CHECK_THROWS_AS(second.push_back(4), lb::buffer_error);
    CHECK((first.empty() && first.size() == 0 && first.capacity() == 0 && first.leases() == 0 && first == array{}));
    array third;
    third = std::move(second); // the other one may be leased
    CHECK((third.data() == view.data() && second.empty()));
}

TEST_CASE("an array that was moved from can be used again") {
    array first{1, 2, 3};
    const array second = std::move(first);
    CHECK_NOTHROW(first.resize(0));
    CHECK_NOTHROW(first.shrink_to_fit());
    CHECK(lb::buffer_view(first).empty());
    first.extend({4, 5});
    first.push_back(6);
    const lb::buffer_view view(first);
    CHECK((first == array{4, 5, 6} && first.leases() == 1));
    CHECK_THROWS_AS(first.clear(), lb::buffer_error);
    CHECK_THROWS_AS(array{}[0], lb::index_error);
}

TEST_CASE("move assignment to a leased array leaves both alone") {
    array leased{1, 2};
    const lb::buffer_view view(leased);
    array other{3};
    CHECK_THROWS_AS(leased = std::move(other), lb::buffer_error);
    CHECK((leased == array{1, 2} && other == array{3} && view[1] == 2));
    array& same = leased;
    CHECK_NOTHROW(leased = std::move(same));
    CHECK(leased == array{1, 2});
}

TEST_CASE("room grows by half, so that appending stays cheap") {
    array a;
    int moves = 0;
    for (int k = 0; k < 100000; ++k) {
        const auto before = a.capacity();
        a.push_back(k);
        moves += a.capacity() != before;
    }
    CHECK((moves < 30 && a.capacity() >= a.size() && a[99999] == 99999 && a[0] == 0));
    a.resize(10);
    a.shrink_to_fit();
    CHECK((a.capacity() == 10 && a[9] == 9));
    a.clear();
    a.shrink_to_fit();
    CHECK((a.capacity() == 0 && a.empty()));
    a.push_back(1);
    CHECK(a == array{1});
}

TEST_CASE("sizes beyond the memory are out of memory and change nothing") {
    CHECK_THROWS_AS(array(most), std::bad_alloc);
    CHECK_THROWS_AS(bytearray(most), std::bad_alloc);
    CHECK_THROWS_AS(array(most / 4), std::bad_alloc);
    array a{1, 2, 3};
    CHECK_THROWS_AS(a.resize(most), std::bad_alloc);
    CHECK_THROWS_AS(a.resize(most / 4), std::bad_alloc);
    CHECK_THROWS_AS(a.reserve(most), std::bad_alloc);
    CHECK((a == array{1, 2, 3} && a.leases() == 0));
    CHECK_NOTHROW(a.push_back(4)); // the lock is open again
}

TEST_CASE("a conversion that resizes the owner during an assignment, gh-92888") {
    array a{1, 2, 3};
    const lb::buffer_view view(a);
    CHECK_THROWS_AS(view[1] = (meddling_number{&a}), lb::buffer_error);
    CHECK((a == array{1, 2, 3} && view[1] == 2));
}

TEST_CASE("a comparison that resizes the owner, gh-142663") {
    lb::typed_array<meddling_item> items{{1}, {2}};
    const lb::buffer_view view(items);
    int attempts = 0;
    meddling_item::meddle = [&] {
        ++attempts;
        items.clear();
    };
    const bool equal = view == lb::buffer_view(items);
    meddling_item::meddle = nullptr;
    CHECK((equal && attempts == 2 && items.size() == 2));
}

TEST_CASE("threads copy, slice and drop views while the owner wants to resize, gh-127085 and gh-132565") {
    constexpr int rounds = 2000;
    bytearray owner(1000);
    for (int k = 0; k < 1000; ++k) owner[k] = static_cast<std::uint8_t>(k);
    std::atomic<long> wrong = 0;
    std::atomic<int> started = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < 8; ++n)
        threads.emplace_back([&wrong, &started, n, view = lb::buffer_view(owner)]() mutable {
            ++started;
            for (int k = 0; k < rounds; ++k) {
                const auto copy = view;
                const auto part = copy[lb::slice(n, n + 100)];
                const auto other = part.toreadonly();
                if (other[k % 100] != static_cast<std::uint8_t>(n + k % 100)) ++wrong;
                view = lb::buffer_view(copy);
            }
            view = {};
        });
    while (started < 8) std::this_thread::yield();
    // Succeeds when the last thread has dropped its view, before it is joined: the count alone orders the accesses.
    long refused = 0;
    bool resized = false;
    while (!resized) {
        try {
            owner.resize(100000);
            resized = true;
        } catch (const lb::buffer_error& e) {
            refused += e.code() == errc::resize_while_leased;
        }
    }
    for (int k = 0; k < 1000; ++k) owner[k] = 0xFF;
    for (auto& thread : threads) thread.join();
    INFO("refused " << refused << " times");
    CHECK((wrong == 0 && owner.leases() == 0 && owner.size() == 100000));
}

TEST_CASE("the last of many threads frees the storage of an owner that is gone") {
    for (int repeat = 0; repeat < 20; ++repeat) {
        auto owner = std::make_unique<array>(array{1, 2, 3});
        std::vector<std::thread> threads;
        std::array<int, 4> sums{};
        for (int& sum : sums)
            threads.emplace_back([&sum, view = lb::buffer_view(*owner)]() mutable {
                for (const int item : view) sum += item;
                view = {};
            });
        owner.reset();
        for (auto& thread : threads) thread.join();
        CHECK(sums == std::array<int, 4>{6, 6, 6, 6});
    }
}
