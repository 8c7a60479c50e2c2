#include "support/catch.hpp"
#include "support/failure.hpp"

#include <array>
#include <cstdint>
#include <lendbuf/owner/allocator_memory.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;
using lb::none;
using lb::slice;

namespace {

std::string text_of(const bytearray& b) {
    return {b.begin(), b.end()};
}

// What `counting_allocator` has given out, and whether it refuses.
std::ptrdiff_t taken_bytes = 0;
bool refuses = false;

template <class T>
struct counting_allocator {
    using value_type = T;
    counting_allocator() = default;
    template <class U>
    counting_allocator(const counting_allocator<U>&) {}
    T* allocate(std::size_t n) {
        if (refuses) throw std::bad_alloc();
        taken_bytes += static_cast<std::ptrdiff_t>(n * sizeof(T));
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* p, std::size_t n) {
        taken_bytes -= static_cast<std::ptrdiff_t>(n * sizeof(T));
        std::allocator<T>().deallocate(p, n);
    }
};
using counted_bytearray = lb::basic_bytearray<counting_allocator<char>>;

// Assigns to a part of "0123456789", and gives what comes of it.
template <bool Stepped>
std::string assigned(const slice<Stepped>& part, lb::bytes_like source) {
    bytearray b("0123456789");
    b.assign(part, source);
    return text_of(b);
}
template <bool Stepped>
std::string erased(const slice<Stepped>& part) {
    bytearray b("0123456789");
    b.erase(part);
    return text_of(b);
}

// Describes itself as the array that it empties while it is asked.
struct shrinking_source {
    bytearray* target;
};

} // namespace

template <>
struct lb::exporter_traits<shrinking_source> {
    static auto describe(shrinking_source& s) {
        s.target->clear();
        return lb::describe(*s.target);
    }
};

TEST_CASE("a bytearray is made of zeros, bytes, a literal or any gapless bytes") {
    CHECK((bytearray().empty() && bytearray(3) == bytearray{0, 0, 0} && bytearray(0).size() == 0));
    CHECK((text_of(bytearray("abc")) == "abc" && bytearray("").empty() &&
           text_of(bytearray("a\0b")) == std::string("a\0b", 3)));
    const char unterminated[3] = {'a', 'b', 'c'};
    CHECK(bytearray(unterminated).size() == 3);
    const std::vector<std::byte> bytes{std::byte{1}, std::byte{255}};
    std::array<std::int8_t, 2> numbers{1, -1};
    CHECK((bytearray(bytes) == bytearray{1, 255} && bytearray(numbers) == bytearray{1, 255}));
    CHECK(text_of(bytearray(std::string_view("view"))) == "view");
    CHECK(text_of(bytearray(lb::bytes("shared"))) == "shared");
    CHECK(bytearray(std::vector<char>()).empty());
    STATIC_CHECK_FALSE(std::is_constructible_v<bytearray, std::vector<int>&>);
    const std::string spread("a.b.c");
    const lb::buffer_view view(spread);
    CHECK(text_of(bytearray(view[lb::slice(lb::none, lb::none, -2)])) == "cba");
    STATIC_CHECK_FALSE(std::is_convertible_v<int, bytearray>);
}

TEST_CASE("a bytearray copies its items, not its leases") {
    bytearray first("abc");
    const lb::buffer_view view(first);
    bytearray second = first;
    CHECK((second.leases() == 0 && second == first));
    second.append('d');
    second[0] = 'z';
    CHECK((text_of(first) == "abc" && text_of(second) == "zbcd"));
    second = first;
    CHECK(text_of(second) == "abc");
    second = *&second;
    CHECK(text_of(second) == "abc");
}

TEST_CASE("bytes are indexed from both ends and checked") {
    bytearray b("abc");
    CHECK((b[0] == 'a' && b[-1] == 'c' && b[-3] == 'a'));
    b[-1] = 255;
    CHECK(b[2] == 255);
    CHECK_THROWS_LB_AS(lb::index_error, b[3]);
    CHECK_THROWS_LB_AS(lb::index_error, b[-4]);
    CHECK_THROWS_LB_AS(lb::index_error, bytearray()[0]);
}

TEST_CASE("append takes one byte, and no number that is none") {
    bytearray b;
    b.append(0);
    b.append(255u);
    b.append('a');
    CHECK(b == bytearray{0, 255, 'a'});
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got 256", b.append(256));
    CHECK_THROWS_LB(lb::value_error, "byte must be in range(0, 256), got -1", b.append(-1));
    CHECK_THROWS_LB_AS(lb::value_error, b.append(std::numeric_limits<std::uint64_t>::max()));
    CHECK_THROWS_LB_AS(lb::value_error, b.append(std::numeric_limits<std::int64_t>::min()));
    CHECK(b.size() == 3);
}

TEST_CASE("extend takes any gapless bytes, itself and views of itself included") {
    bytearray b("ab");
    b.extend(b);
    b.extend({1, 2});
    b.extend(std::string("!"));
    b.extend(std::vector<std::byte>());
    CHECK(text_of(b) == "abab\1\2!");
    b.extend(lb::buffer_view<std::uint8_t, 1, lb::contiguous>(b)[lb::slice(0, 2)]); // a borrowed view locks nothing
    CHECK(text_of(b) == "abab\1\2!ab");
    for (int k = 0; k < 10; ++k) b.extend(b);
    CHECK((b.size() == 9 * 1024 && text_of(b).substr(9 * 1023) == "abab\1\2!ab"));
    const lb::buffer_view view(b);
    CHECK_THROWS_LB_AS(lb::buffer_error, b.extend(view));
    CHECK_THROWS_LB_AS(lb::buffer_error, b.extend(b));
    CHECK(b.size() == 9 * 1024);
}

TEST_CASE("extend with a source that shrinks the array, gh-91153 and gh-142882") {
    bytearray b("abc");
    b.extend(shrinking_source{&b});
    CHECK(b.empty());
}

TEST_CASE("resize grows with zeros and forgets what it cuts") {
    bytearray b("abc");
    b.resize(5);
    CHECK(b == bytearray{'a', 'b', 'c', 0, 0});
    b.resize(1);
    b.resize(3);
    CHECK(b == bytearray{'a', 0, 0});
    CHECK_THROWS_LB(lb::value_error, "bytearray: size -1 is negative", b.resize(-1));
    CHECK_THROWS_LB(lb::value_error, "bytearray: size -7 is negative", bytearray(-7));
    b.clear();
    CHECK((b.empty() && b.data() != nullptr));
}

TEST_CASE("a leased bytearray refuses to change its size, and says who holds it") {
    bytearray b("abc");
    const lb::buffer_view first(b);
    const auto second = first;
    CHECK_THROWS_LB(lb::buffer_error, "Existing exports of data: object cannot be re-sized (bytearray, 2 leases)",
                    b.append('d'));
    CHECK_THROWS_LB_AS(lb::value_error, b.append(256)); // the value is looked at first, as in Python
    CHECK((text_of(b) == "abc" && b.leases() == 2));
}

TEST_CASE("bytearrays compare by content") {
    CHECK((bytearray("abc") == bytearray{'a', 'b', 'c'} && bytearray("abc") != bytearray("abd")));
    CHECK((bytearray("ab") != bytearray("abc") && bytearray() == bytearray("")));
}

TEST_CASE("a slice of a bytearray is a copy, to which nothing can be assigned") {
    bytearray b("012345");
    bytearray part = b[slice(1, -1)];
    part[0] = 'X';
    CHECK((text_of(part) == "X234" && text_of(b) == "012345"));
    CHECK((b[slice(none, none, -1)] == "543210" && b[slice(none, none, 2)] == "024" && b[slice(4, 1, -2)] == "42"));
    CHECK((b[slice(5, 2)].empty() && b[lb::all] == b && b[slice(-100, 100)] == b && bytearray()[slice(0, 3)].empty()));
    CHECK_THROWS_LB_AS(lb::value_error, b[slice(0, 1, 0)]);
    STATIC_CHECK_FALSE(std::is_assignable_v<bytearray, bytearray>);
    STATIC_CHECK_FALSE(std::is_assignable_v<bytearray, const bytearray&>);
    STATIC_CHECK(std::is_move_assignable_v<bytearray&>);
}

TEST_CASE("a byte is set by its index") {
    bytearray b("abc");
    b.assign(0, 'X');
    b.assign(-1, 255);
    CHECK(b == bytearray{'X', 'b', 255});
    CHECK_THROWS_LB_AS(lb::index_error, b.assign(3, 0));
    CHECK_THROWS_LB_AS(lb::value_error, b.assign(0, 256));
    CHECK_THROWS_LB_AS(lb::value_error, b.assign(7, -1)); // the byte is looked at first, as in Python
    CHECK(b == bytearray{'X', 'b', 255});
}

TEST_CASE("any number of bytes takes the place of a slice") {
    CHECK((assigned(slice(2, 4), "ab") == "01ab456789" && assigned(slice(2, 4), "") == "01456789"));
    CHECK((assigned(slice(2, 4), "abcdef") == "01abcdef456789" && assigned(slice(0, 0), "ab") == "ab0123456789"));
    CHECK((assigned(slice(99, none), "ab") == "0123456789ab" && assigned(lb::all, {1, 2}) == "\1\2"));
    CHECK((assigned(slice(5, 2), "ab") == "01234ab56789" && assigned(slice(5, 2, 1), "ab") == "01234ab56789"));
    CHECK((assigned(slice(-3, -1), std::string("x")) == "0123456x9" && assigned(slice(none, none, 1), "x") == "x"));
}

TEST_CASE("a slice with a step takes as many bytes as it names, or none") {
    CHECK((assigned(slice(none, none, 2), "abcde") == "a1b3c5d7e9" && assigned(slice(8, 2, -3), "ab") == "01234b67a9"));
    CHECK((assigned(slice(none, none, -1), "abcdefghij") == "jihgfedcba" &&
           assigned(slice(3, 3, 2), "") == "0123456789"));
    CHECK((assigned(slice(none, none, 2), "") == "13579" && assigned(slice(none, none, -3), "") == "124578"));
    const lb::error_info failure = FAILURE_OF((void)assigned(slice(none, none, 2), "abc"));
    CHECK((failure.kind() == lb::error_kind::value && failure.need == 5 && failure.have == 3));
    CHECK_THROWS_LB_AS(lb::value_error, assigned(slice(3, 3, 2), "a"));
    CHECK_THROWS_LB_AS(lb::value_error, assigned(slice(0, 1, 0), "a"));
}

TEST_CASE("an array takes its own bytes, whichever way they lie") {
    const auto own = [](const auto& part, const auto& source) {
        bytearray b("0123456789");
        const lb::buffer_view<std::uint8_t, 1, lb::contiguous> view(b); // borrowed: it locks nothing
        b.assign(part, view[source]);
        return text_of(b);
    };
    CHECK((own(slice(0, 2), lb::all) == "012345678923456789" && own(slice(4, 6), slice(0, 5)) == "0123012346789"));
    CHECK((own(slice(0, 5), slice(3, 8)) == "3456756789" && own(slice(5, none), slice(0, 5)) == "0123401234"));
    CHECK((own(lb::all, slice(none, none, -1)) == "9876543210" &&
           own(slice(2, 3), slice(none, none, 5)) == "01053456789"));
    CHECK(own(slice(none, none, 2), slice(0, 5)) == "0113253749");
    CHECK(own(slice(none, none, -1), lb::all) == "9876543210");
    bytearray b("ab");
    b.assign(slice(1, 1), b);
    b += b;
    CHECK(text_of(b) == "aabbaabb");
}

TEST_CASE("bytes are erased by index, slice and step") {
    bytearray b("0123");
    b.erase(-1);
    b.erase(0);
    CHECK(text_of(b) == "12");
    CHECK_THROWS_LB_AS(lb::index_error, b.erase(2));
    CHECK((erased(slice(2, 5)) == "0156789" && erased(lb::all).empty() && erased(slice(5, 2)) == "0123456789"));
    CHECK((erased(slice(none, none, 2)) == "13579" && erased(slice(none, none, -2)) == "02468" &&
           erased(slice(1, 8, 3)) == "0235689"));
    CHECK((erased(slice(7, none, -100)) == "012345689" && erased(slice(none, none, -1)).empty() &&
           erased(slice(9, 0, 2)) == "0123456789"));
}

TEST_CASE("insert clamps its index") {
    bytearray b("bd");
    b.insert(1, 'c');
    b.insert(0, 'a');
    b.insert(100, 'e');
    b.insert(-1, 'D');
    b.insert(-100, '0');
    b.insert(std::numeric_limits<std::ptrdiff_t>::max(), '1');
    CHECK(text_of(b) == "0abcdDe1");
    CHECK_THROWS_LB_AS(lb::value_error, b.insert(0, 256));
}

TEST_CASE("pop and remove take out one byte") {
    bytearray b("abcabc");
    CHECK((b.pop() == 'c' && b.pop(0) == 'a' && b.pop(-2) == 'a' && text_of(b) == "bcb"));
    b.remove('b');
    CHECK(text_of(b) == "cb");
    CHECK_THROWS_LB_AS(lb::index_error, b.pop(2));
    CHECK_THROWS_LB(lb::value_error, "bytearray: item not found", b.remove('x'));
    CHECK_THROWS_LB_AS(lb::value_error, b.remove(256));
    CHECK(text_of(b) == "cb");
    b.clear();
    CHECK_THROWS_LB(lb::index_error, "pop from empty bytearray", b.pop());
}

TEST_CASE("an array is repeated and reversed in place") {
    bytearray b("abc");
    b *= 3;
    CHECK(text_of(b) == "abcabcabc");
    b *= 1;
    b.reverse();
    CHECK(text_of(b) == "cbacbacba");
    CHECK((b.copy() == b && b.copy().data() != b.data()));
    CHECK_THROWS_LB_AS(std::bad_alloc, b *= std::numeric_limits<std::ptrdiff_t>::max());
    CHECK(b.size() == 9);
    b *= -2;
    b *= 5;
    CHECK(b.empty());
}

TEST_CASE("taking all bytes copies none, and leaves an array that goes on") {
    bytearray b(std::string(100, 'x'));
    const auto* const items = b.data();
    const lb::bytes taken = b.take_bytes();
    CHECK((taken.data() == items && taken.size() == 100 && b.empty() && b.leases() == 0));
    b.append('y');
    CHECK((taken == std::string(100, 'x') && b == "y" && b.take_bytes(0).empty() && bytearray().take_bytes().empty()));
    bytearray moved = std::move(b);
    CHECK((b.take_bytes().empty() && moved.take_bytes() == "y")); // NOLINT: what was moved from is empty
}

TEST_CASE("some bytes are taken from the front") {
    bytearray b("0123456789");
    CHECK((b.take_bytes(2) == "01" && b == "23456789" && b.take_bytes(-2) == "234567" && b == "89"));
    CHECK((b.take_bytes(1) == "8" && b.take_bytes(-1).empty() && b == "9"));
    b.extend("abc");
    CHECK((b.take_bytes(4) == "9abc" && b.empty()));
    CHECK_THROWS_LB_AS(lb::index_error, b.take_bytes(1));
    CHECK_THROWS_LB_AS(lb::index_error, b.take_bytes(-1));
    b.extend("xyz");
    CHECK((FAILURE_OF(b.take_bytes(-5)).offset == -5 && FAILURE_OF(b.take_bytes(4)).have == 3 && b == "xyz"));
}

TEST_CASE("few bytes do not take much memory along") {
    bytearray b;
    b.reserve(1000);
    const auto* const items = b.data();
    b.extend("0123456789");
    CHECK((b.take_bytes() == "0123456789" && b.capacity() == 1000 && b.data() == items));
    for (int k = 0; k < 1000; ++k) b.append('x'); // room for twice as many is no reason to copy
    b.append('x');
    const auto* const grown = b.data();
    CHECK((b.capacity() >= 2000 && b.take_bytes().data() == grown));
}

TEST_CASE("bytes that were taken belong to their holders alone") {
    lb::bytes part;
    {
        bytearray b("one two three");
        const lb::bytes taken = b.take_bytes(8);
        part = taken[slice(4, 7)];
        b.extend(std::string(1000, '!'));
    }
    CHECK(part == "two");
}

TEST_CASE("what changes the size of a leased array refuses, and what does not is allowed") {
    bytearray b("0123456789");
    const lb::lease hold = b.lend();
    const auto refused = [&b](const auto& change) { return FAILURE_OF(change(b)).code == errc::resize_while_leased; };
    CHECK(refused([](bytearray& x) { x.append(0); }));
    CHECK(refused([](bytearray& x) { x.extend("a"); }));
    CHECK(refused([](bytearray& x) { x += "a"; }));
    CHECK(refused([](bytearray& x) { x *= 2; }));
    CHECK(refused([](bytearray& x) { x *= 0; }));
    CHECK(refused([](bytearray& x) { x.insert(0, 1); }));
    CHECK(refused([](bytearray& x) { x.pop(); }));
    CHECK(refused([](bytearray& x) { x.remove('3'); }));
    CHECK(refused([](bytearray& x) { x.clear(); }));
    CHECK(refused([](bytearray& x) { x.resize(11); }));
    CHECK(refused([](bytearray& x) { x.erase(0); }));
    CHECK(refused([](bytearray& x) { x.erase(slice(0, 1)); }));
    CHECK(refused([](bytearray& x) { x.erase(slice(0, 4, 2)); }));
    CHECK(refused([](bytearray& x) { x.erase(slice(3, 3, 2)); })); // although nothing would go: so does CPython
    CHECK(refused([](bytearray& x) { x.assign(slice(0, 2), "abc"); }));
    CHECK(refused([](bytearray& x) { x.assign(slice(0, 4, 2), ""); }));
    CHECK(refused([](bytearray& x) { (void)x.take_bytes(); }));
    CHECK(refused([](bytearray& x) { (void)x.take_bytes(3); }));
    CHECK(refused([](bytearray& x) { (void)x.take_bytes(0); }));
    CHECK(refused([](bytearray& x) { x = bytearray("new"); }));
    CHECK(text_of(b) == "0123456789");

    b.assign(slice(0, 2), "ab");
    b.assign(slice(none, none, 3), "wxyz");
    b.assign(slice(4, 4), "");
    b.erase(slice(4, 4));
    b.extend("");
    b += "";
    b *= 1;
    b.resize(10);
    b.reverse();
    CHECK(text_of(b) == "z87y54x2bw");
    CHECK((b.copy() == b && b.leases() == 1));
}

TEST_CASE("a leased array without bytes may be cleared and repeated") {
    bytearray b;
    const lb::lease hold = b.lend();
    b.clear();
    b *= 5;
    b.resize(0);
    b.erase(lb::all);
    CHECK((b.empty() && FAILURE_OF(b.append(1)).code == errc::resize_while_leased));
}

TEST_CASE("arrays that come from others take their memory from the same place") {
    {
        counted_bytearray b;
        b.extend(std::string(1000, 'x'));
        const std::ptrdiff_t one = taken_bytes;
        {
            const auto copy = b.copy();
            CHECK(taken_bytes >= one + 1000);
            const auto parts = b.partition("x");
            const auto sum = b + b;
            const auto joined = b[slice(0, 1)].join({b, b});
            CHECK((taken_bytes >= one + 1000 + 999 + 2000 + 2001 && sum.size() == 2000 && parts.after.size() == 999));
        }
        CHECK(taken_bytes == one);
        const lb::bytes taken = b.take_bytes();
        CHECK((taken.size() == 1000 && taken_bytes >= one));
        b.append('y');
        CHECK(taken_bytes > one);
    }
    CHECK(taken_bytes == 0);
}

#if LENDBUF_TEST_HAS_EXCEPTIONS
TEST_CASE("what runs out of memory changes nothing") {
    counted_bytearray b;
    b.extend(std::string(100, 'x'));
    b.shrink_to_fit();
    refuses = true;
    const lb::bytes before(b);
    CHECK_THROWS_AS(b.append('y'), std::bad_alloc);
    CHECK_THROWS_AS(b.extend("yy"), std::bad_alloc);
    CHECK_THROWS_AS(b.insert(0, 'y'), std::bad_alloc);
    CHECK_THROWS_AS(b *= 2, std::bad_alloc);
    CHECK_THROWS_AS(b.assign(slice(0, 1), "yyy"), std::bad_alloc);
    CHECK_THROWS_AS(b.assign(slice(0, 2), b), std::bad_alloc);
    CHECK_THROWS_AS(b.erase(slice(none, none, 2)), std::bad_alloc);
    CHECK_THROWS_AS(b.take_bytes(80), std::bad_alloc);
    CHECK_THROWS_AS(b.take_bytes(), std::bad_alloc);
    CHECK_THROWS_AS(b.copy(), std::bad_alloc);
    refuses = false;
    CHECK(b == before);
    b.pop();
    CHECK(b.size() == 99);
}
#endif
