#include <cstdint>
#include <initializer_list>
#include <lendbuf/layout/slice.hpp>
#include <type_traits>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::all;
using lb::none;
using lb::slice;

namespace {

constexpr std::ptrdiff_t most = PTRDIFF_MAX;
constexpr std::ptrdiff_t least = PTRDIFF_MIN;

// A bound of the model: an integer or left out.
struct bound {
    bool given;
    std::ptrdiff_t value;
    constexpr operator lb::slice_bound() const { return given ? lb::slice_bound(value) : lb::slice_bound(none); }
};
constexpr bound out{false, 0};

// What Python's language reference says of s[i:j:k], walked item by item.
lb::slice_indices model(bound i, bound j, bound k, std::ptrdiff_t n) {
    const std::ptrdiff_t step = k.given ? k.value : 1;
    const auto place = [&](bound b, std::ptrdiff_t left_out) {
        if (!b.given) return left_out;
        std::ptrdiff_t at = b.value < 0 ? b.value + n : b.value;
        if (step > 0) {
            while (at < 0) ++at;
            while (at > n) --at;
        } else {
            while (at < -1) ++at;
            while (at > n - 1) --at;
        }
        return at;
    };
    const std::ptrdiff_t start = place(i, step > 0 ? 0 : n - 1);
    const std::ptrdiff_t stop = place(j, step > 0 ? n : -1);
    std::ptrdiff_t length = 0;
    for (std::ptrdiff_t at = start; step > 0 ? at < stop : at > stop; at += step) ++length;
    return {start, step, length};
}

constexpr bool equal(const lb::slice_indices& a, const lb::slice_indices& b) {
    return a.start == b.start && a.step == b.step && a.length == b.length;
}

// Mixes a number into a digest (FNV-1a on whole words).
constexpr std::uint64_t mix(std::uint64_t digest, std::ptrdiff_t number) {
    return (digest ^ static_cast<std::uint64_t>(std::int64_t{number})) * 0x100000001B3u;
}
constexpr std::uint64_t mix(std::uint64_t digest, const lb::slice_indices& at) {
    return mix(mix(mix(digest, at.start), at.step), at.length);
}
constexpr std::uint64_t seed = 0xCBF29CE484222325u;

// Left out, then -7 to 7.
constexpr bound small_bound(int number) {
    return number == 0 ? out : bound{true, number - 8};
}

constexpr bool gives(slice<true> s, std::ptrdiff_t extent, lb::slice_indices expected) {
    return equal(s.indices(extent), expected);
}

} // namespace

TEST_CASE("all slices of small axes are those of a walk by Python's rules") {
    for (std::ptrdiff_t n = 0; n <= 5; ++n)
        for (int i = 0; i < 16; ++i)
            for (int j = 0; j < 16; ++j)
                for (int k = 0; k < 16; ++k) {
                    const bound start = small_bound(i), stop = small_bound(j), step = small_bound(k);
                    if (step.given && step.value == 0) continue;
                    const auto expected = model(start, stop, step, n);
                    if (!equal(slice(start, stop, step).indices(n), expected))
                        FAIL_CHECK(n << ' ' << i << ' ' << j << ' ' << k);
                    if (!step.given && !equal(slice(start, stop).indices(n), expected))
                        FAIL_CHECK(n << ' ' << i << ' ' << j << " without a step");
                }
}

TEST_CASE("all slices of small axes are those of CPython") {
    // Digests of slice(start, stop, step).indices(n) and the length, made with CPython, for n from 0.
    constexpr std::uint64_t digests[] = {0x47D5E1E0DB994125u, 0x67445E5EC1F2A4A1u, 0xDF8C00A27B7F6AA9u,
                                         0xF574E4B7014F93ABu, 0xB3561E3CBB7DF961u, 0xA52C3AA62D7D8643u};
    for (std::ptrdiff_t n = 0; n <= 5; ++n) {
        std::uint64_t digest = seed;
        for (int i = 0; i < 16; ++i)
            for (int j = 0; j < 16; ++j)
                for (int k = 0; k < 16; ++k)
                    if (k != 8) digest = mix(digest, slice(small_bound(i), small_bound(j), small_bound(k)).indices(n));
        CHECK(digest == digests[n]);
    }
}

TEST_CASE("the largest bounds, steps and axes are those of CPython") {
    if (sizeof(std::ptrdiff_t) != 8) SKIP("the digests are for 64-bit sizes");
    struct row {
        std::ptrdiff_t extent;
        std::uint64_t digest;
    };
    constexpr row rows[] = {
        {0, 0x0E537025D32931CDu}, {1, 0x1DB1BFEE364B6029u}, {5, 0x69DDFFFC6986A5EEu}, {most, 0x02ABA730EFE707C5u}};
    constexpr bound low{true, least}, high{true, most}, minus_one{true, -1};
    for (const row& r : rows) {
        std::uint64_t digest = seed;
        for (const bound start : {low, high, out, minus_one, bound{true, 0}})
            for (const bound stop : {low, high, out, minus_one})
                for (const bound step : {low, high, out, minus_one, bound{true, 2}})
                    digest = mix(digest, slice(start, stop, step).indices(r.extent));
        CHECK(digest == r.digest);
    }
}

TEST_CASE("steps and bounds at the ends of the number range do not overflow") {
    CHECK_BOTH(gives(slice(least, none, 1), 5, {0, 1, 5}));
    CHECK_BOTH(gives(slice(none, most, 1), 5, {0, 1, 5}));
    CHECK_BOTH(gives(slice(most, none, -1), 5, {4, -1, 5}));
    CHECK_BOTH(gives(slice(none, least, -1), 5, {4, -1, 5}));
    CHECK_BOTH(gives(slice(none, none, most), 5, {0, most, 1}));
    CHECK_BOTH(gives(slice(none, none, least), 5, {4, -most, 1})); // CPython clamps the step as well
    CHECK_BOTH(gives(slice(none, none, least), 0, {-1, -most, 0}));
    CHECK_BOTH(gives(slice(none, none, -1), most, {most - 1, -1, most}));
    CHECK_BOTH(gives(slice(none, none, 2), most, {0, 2, most / 2 + 1}));
    CHECK_BOTH(gives(slice(-1, least, -2), most, {most - 1, -2, most / 2 + 1}));
}

TEST_CASE("bounds of any integer type clamp instead of wrapping") {
    CHECK_BOTH(gives(slice(none, SIZE_MAX, 1), 5, {0, 1, 5}));
    CHECK_BOTH(gives(slice(std::uint64_t{1} << 63, none, 1), 5, {5, 1, 0}));
    CHECK_BOTH(gives(slice(none, UINT64_MAX, 1), 5, {0, 1, 5}));
    CHECK_BOTH(gives(slice(INT64_MIN, INT64_MAX, 1), 5, {0, 1, 5}));
    CHECK_BOTH(gives(slice(short{-2}, static_cast<unsigned char>(255), 1), 5, {3, 1, 2}));
}

TEST_CASE("a bound knows whether it was given") {
    CHECK_BOTH(!lb::slice_bound(none).given() && lb::slice_bound(none).value_or(3) == 3);
    CHECK_BOTH(lb::slice_bound(7).given() && lb::slice_bound(7).value_or(3) == 7);
    CHECK_BOTH(lb::slice_bound(SIZE_MAX).value_or(0) == most);
}

TEST_CASE("one argument is the stop, two are start and stop") {
    CHECK_BOTH(equal(slice(3).indices(5), {0, 1, 3}));
    CHECK_BOTH(equal(slice(-1).indices(5), {0, 1, 4}));
    CHECK_BOTH(equal(slice(1, 3).indices(5), {1, 1, 2}));
    CHECK_BOTH(equal(slice(none, -4).indices(5), {0, 1, 1}));
    CHECK_BOTH(equal(all.indices(5), {0, 1, 5}));
}

TEST_CASE("the type of a slice says whether it has a step") {
    STATIC_CHECK(std::is_same_v<decltype(slice(2)), slice<false>>);
    STATIC_CHECK(std::is_same_v<decltype(slice(1, none)), slice<false>>);
    STATIC_CHECK(std::is_same_v<decltype(slice(none, none, -1)), slice<true>>);
    STATIC_CHECK(std::is_convertible_v<slice<false>, slice<true>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<slice<true>, slice<false>>);
    STATIC_CHECK_FALSE(std::is_constructible_v<slice<false>, int, int, int>);
    CHECK_BOTH(gives(slice(1, 4), 5, {1, 1, 3}));
}

TEST_CASE("a step of zero is refused, also on an empty axis") {
    CHECK_THROWS_LB(lb::value_error, "slice step cannot be zero", slice(none, none, 0).indices(5));
    CHECK(FAILURE_OF(slice(none, none, 0).indices(5)).code == lb::errc::zero_step);
    CHECK(FAILURE_OF(slice(1, 2, 0).indices(0)).code == lb::errc::zero_step);
}
