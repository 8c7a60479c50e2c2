// Foreign code in the middle of a call: conversions, iterators, comparisons and descriptions of others that change the
// very owner that the call works on. The call is done on what the owner is then, or refused; nothing else is touched.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <lendbuf/owner/any_array.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/count.hpp>
#include <lendbuf/view/equal.hpp>
#include <lendbuf/view/find.hpp>
#include <lendbuf/view/for_each.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <lendbuf/view/transform.hpp>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;
using array = lb::typed_array<int>;

namespace {

/// Empties an owner, and frees its memory.
template <class Owner>
void move_away(Owner& owner) {
    owner.clear();
    owner.shrink_to_fit();
}

/// Is a number whose conversion empties an array.
struct emptying_number {
    array* target;
    int value;
    operator int() const {
        move_away(*target);
        return value;
    }
};

/// Is a range whose second item empties an array, or makes it longer.
struct meddling_range {
    array* target;
    bool grows;
    struct iterator {
        using value_type = int;
        using difference_type = std::ptrdiff_t;
        const meddling_range* range = nullptr;
        int at = 0;
        int operator*() const {
            if (at == 1) range->grows ? range->target->resize(100) : move_away(*range->target);
            return 10 + at;
        }
        iterator& operator++() {
            ++at;
            return *this;
        }
        iterator operator++(int) { return {range, at++}; }
        friend bool operator==(const iterator& a, const iterator& b) { return a.at == b.at; }
    };
    [[nodiscard]] iterator begin() const { return {this, 0}; }
    [[nodiscard]] iterator end() const { return {this, 3}; }
};

/// Is bytes that empty an array when somebody looks at them.
struct emptying_bytes {
    bytearray* target;
};

/// Is an item whose comparison does something.
struct meddling_item {
    static inline std::function<void()> meddle;
    int number;
    friend bool operator==(const meddling_item& a, const meddling_item& b) {
        const meddling_item mine = a;
        const meddling_item other = b;
        if (meddle) meddle();
        return mine.number == other.number;
    }
};
using meddling_items = lb::typed_array<meddling_item>;

/// Sets what comparisons do, as long as it lives.
struct meddling {
    explicit meddling(std::function<void()> what) { meddling_item::meddle = std::move(what); }
    meddling(const meddling&) = delete;
    meddling& operator=(const meddling&) = delete;
    ~meddling() { meddling_item::meddle = nullptr; }
};

std::string text_of(const bytearray& b) {
    return {b.begin(), b.end()};
}

} // namespace

template <>
struct lb::exporter_traits<const emptying_bytes> {
    static auto describe(const emptying_bytes& s) {
        move_away(*s.target);
        return lb::region<const char>{"x", {{1}}, {}};
    }
};
template <>
struct lb::exporter_traits<emptying_bytes> : lb::exporter_traits<const emptying_bytes> {};

TEST_CASE("a conversion empties the array while its item is assigned, gh-142555") {
    array a{1, 2, 3};
    const emptying_number five{&a, 5};
    CHECK_THROWS_LB_AS(lb::index_error, a.assign(1, five));
    CHECK(a.empty());
    a.extend({1, 2, 3});
    CHECK_THROWS_LB_AS(lb::index_error, a.assign(five, 7)); // an index is a number, too
    CHECK(a.empty());
    a.extend({1, 2, 3});
    a.append(five);
    CHECK(a == array{5});
    a.insert(0, five);
    CHECK(a == array{5});
    a.extend({1, 2, 3});
    CHECK_THROWS_LB_AS(lb::index_error, a.pop(five));
    CHECK_THROWS_LB_AS(lb::index_error, a.erase(five));
}

TEST_CASE("a conversion empties an array of a type known at run time, gh-142555") {
    lb::any_array a("i");
    a.extend({1, 2, 3});
    struct emptying_item {
        lb::any_array* target;
        operator lb::item() const {
            move_away(*target);
            return 5;
        }
    };
    CHECK_THROWS_LB_AS(lb::index_error, a.assign(1, emptying_item{&a}));
    a.append(emptying_item{&a});
    a.insert(0, emptying_item{&a});
    CHECK((a.size() == 1 && a[0] == 5));
}

TEST_CASE("a range empties the array that it extends, gh-142882 and gh-144128") {
    array a{1, 2, 3};
    a.extend(meddling_range{&a, false});
    CHECK(a == array{10, 11, 12});
    a.fromlist(meddling_range{&a, false});
    CHECK(a == array{10, 11, 12});
    a.assign(lb::slice(1, 3), meddling_range{&a, false});
    CHECK(a == array{10, 11, 12});
    const lb::buffer_view view(a);
    CHECK_THROWS_LB_AS(lb::buffer_error, a.extend(meddling_range{&a, false}));
    CHECK(a == array{10, 11, 12});
}

TEST_CASE("a range makes the array longer that it extends, gh-152166") {
    array a{1, 2, 3};
    a.fromlist(meddling_range{&a, true});
    CHECK((a.size() == 103 && a[2] == 3 && a[3] == 0 && a[99] == 0 && a[100] == 10 && a[102] == 12));
}

TEST_CASE("comparisons that change the arrays are refused, gh-142663") {
    meddling_items items{{1}, {2}, {3}};
    const meddling_items same{{1}, {2}, {3}};
    long refused = 0;
    const meddling scope([&] {
        const auto failure = FAILURE_OF(items.resize(1000));
        refused += failure.code == errc::resize_while_leased;
    });
    CHECK((items == same && same == items));
    CHECK((items.find(meddling_item{3}) == 2 && items.count(meddling_item{2}) == 1 &&
           items.index(meddling_item{1}) == 0));
    CHECK((lb::find(items, meddling_item{3}) == 2 && lb::rfind(items, meddling_item{1}) == 0));
    CHECK((lb::count(items, meddling_item{2}) == 1 && lb::index(items, meddling_item{2}) == 1));
    CHECK(lb::buffer_view(items) == lb::buffer_view(same));
    CHECK((refused == 6 + 3 + 3 + 1 + 3 + 3 + 3 + 2 + 3 && items.size() == 3));
    items.remove(meddling_item{2});
    CHECK(items.size() == 2);
}

TEST_CASE("functions applied to items cannot take them away, gh-142663") {
    array a{1, 2, 3};
    array out{0, 0, 0};
    long refused = 0;
    const auto meddle = [&](array& which) {
        const auto failure = FAILURE_OF(which.resize(1000));
        refused += failure.code == errc::resize_while_leased;
    };
    lb::for_each(a, [&](int& item) {
        meddle(a);
        ++item;
    });
    const int sum = lb::reduce(a, 0, [&](int value, int item) {
        meddle(a);
        return value + item;
    });
    lb::transform(a, out, [&](int item) {
        meddle(a);
        meddle(out);
        return 2 * item;
    });
    CHECK((a == array{2, 3, 4} && sum == 9 && out == array{4, 6, 8} && refused == 12));
}

TEST_CASE("what is searched for empties the array, gh-142558, gh-142559 and gh-142560") {
    const auto full = [](bytearray& b) -> bytearray& {
        b.clear();
        b.extend(std::string(100, 'x'));
        return b;
    };
    bytearray b;
    const emptying_bytes x{&b};
    CHECK((lb::count(full(b), x) == 0 && b.empty()));
    CHECK((lb::find(full(b), x) == -1 && lb::rfind(full(b), x) == -1));
    CHECK_THROWS_LB_AS(lb::value_error, lb::index(full(b), x));
    CHECK_THROWS_LB_AS(lb::value_error, lb::rindex(full(b), x));
    CHECK((!full(b).contains(x) && !full(b).startswith(x) && !full(b).endswith(x)));
    CHECK((full(b).split(x).size() == 1 && full(b).rsplit(x).size() == 1));
    CHECK((full(b).partition(x).before.empty() && full(b).rpartition(x).after.empty()));
    CHECK((full(b).replace(x, "yy").empty() && full(b).replace("x", x).empty()));
    CHECK((full(b).strip(x).empty() && full(b).lstrip(x).empty() && full(b).rstrip(x).empty()));
    CHECK((full(b).removeprefix(x).empty() && full(b).removesuffix(x).empty()));
    CHECK(b.empty());
}

TEST_CASE("what is assigned or added empties the array, gh-91153 and gh-153578") {
    bytearray b("abcdef");
    const emptying_bytes x{&b};
    b.assign(lb::slice(2, 4), x);
    CHECK(text_of(b) == "x");
    b.extend("abcdef");
    b.extend(x);
    CHECK(text_of(b) == "x");
    b.extend("abcdef");
    b += x;
    CHECK(text_of(b) == "x");
    b.extend("abcdef");
    CHECK(text_of(b + x) == "x");
    const lb::buffer_view view(b);
    CHECK_THROWS_LB_AS(lb::buffer_error, b.extend("more"));
}

TEST_CASE("a number of bytes to take is converted before the array is looked at, gh-153570") {
    bytearray b(std::string(1000, 'x'));
    struct emptying_count {
        bytearray* target;
        operator lb::slice_bound() const {
            move_away(*target);
            return 500;
        }
    };
    CHECK_THROWS_LB_AS(lb::index_error, (void)b.take_bytes(emptying_count{&b}));
    CHECK(b.empty());
}

TEST_CASE("bounds of a slice are converted before the view is looked at, gh-142665") {
    array a{1, 2, 3, 4};
    struct emptying_bound {
        array* target;
        operator lb::slice_bound() const {
            const auto failure = FAILURE_OF(target->clear());
            CHECK(failure.code == errc::resize_while_leased);
            return 1;
        }
    };
    const emptying_bound one{&a};
    const lb::memoryview m(a);
    CHECK((m[lb::slice(lb::slice_bound(one), lb::none)].size() == 3 && a.size() == 4));
    CHECK((lb::buffer_view(a)[lb::slice(lb::slice_bound(one), lb::none)].size() == 3));
}

TEST_CASE("a value that is assigned to an item cannot move the memory, gh-92888") {
    array a{1, 2, 3};
    lb::memoryview m(a);
    struct emptying_item {
        array* target;
        operator lb::item() const {
            const auto failure = FAILURE_OF(target->clear());
            CHECK(failure.code == errc::resize_while_leased);
            return 7;
        }
    };
    m[1] = lb::item(emptying_item{&a});
    CHECK(m[1] == 7);
    (void)m[1].try_set(emptying_item{&a});
    CHECK(a == array{1, 7, 3});
    CHECK_THROWS_LB_AS(lb::value_error, m[1] = 1ll << 40); // nothing is written
    CHECK(a == array{1, 7, 3});
}
