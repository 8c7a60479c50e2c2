#include <cstddef>
#include <cstdint>
#include <lendbuf/protocol/descriptor.hpp>
#include <string_view>
#include <type_traits>

#include "support/failure.hpp"
#include "support/python.hpp"

namespace lb = lendbuf;
using lb::descriptor;
using lb::errc;
using lb::exporter_rules;
using lb::request;

namespace {

constexpr std::ptrdiff_t item = 4;
constexpr std::ptrdiff_t size_6[] = {6}, size_3[] = {3}, size_2x3[] = {2, 3}, size_2x2[] = {2, 2}, size_0[] = {0};
constexpr std::ptrdiff_t gapless[] = {4}, every_other[] = {8}, c_2x3[] = {12, 4}, f_2x3[] = {4, 8}, gaps[] = {24, 4};
constexpr std::ptrdiff_t indirection[] = {0, -1};

constexpr descriptor described(int ndim, const std::ptrdiff_t* shape, const std::ptrdiff_t* strides, bool readonly,
                               const std::ptrdiff_t* suboffsets = nullptr) {
    descriptor d;
    d.itemsize = item;
    d.len = item;
    for (int k = 0; k < ndim; ++k) d.len *= shape[k];
    d.readonly = readonly ? 1 : 0;
    d.ndim = ndim;
    d.format = "i";
    d.shape = shape;
    d.strides = strides;
    d.suboffsets = suboffsets;
    return d;
}

constexpr descriptor writable = described(1, size_6, gapless, false);
constexpr descriptor readonly = described(1, size_6, gapless, true);

// One letter for each answer: a digit tells which of format (1), shape (2) and strides (4) were given.
constexpr char answer(descriptor d, request asked, exporter_rules rules) {
    const auto trimmed = lb::try_trim(d, asked, rules);
    switch (trimmed.error().code) {
    case errc::success:
        return static_cast<char>('0' + (d.format != nullptr) + 2 * (d.shape != nullptr) + 4 * (d.strides != nullptr));
    case errc::not_writable: return 'w';
    case errc::not_c_contiguous: return 'c';
    case errc::not_f_contiguous: return 'f';
    case errc::not_contiguous: return 'a';
    case errc::needs_suboffsets: return 's';
    case errc::format_without_shape: return 'm';
    case errc::bad_request: return 'r';
    default: return '?';
    }
}

// What CPython 3.13 answers to every combination of flags (bit 1 is none): rows of 16, from SIMPLE upwards. The
// general answers are those of memoryview objects, asked by _testbuffer; the simple ones those of bytes and array.
struct answers {
    const char* name;
    descriptor full;
    exporter_rules rules;
    std::string_view rows[16]; // an empty row repeats the one four before it
};

constexpr answers table[] = {
    {"writable, gapless",
     writable,
     exporter_rules::general,
     {"00mm223300mm6677", "00mm223300mm6677", "00mm223300mm6677", "00mm223300mm6677", "", "", "", "",
      "r0mm223300mm6677", "", "", "", "00mm223300mm6677", "", "", ""}},
    {"read-only, gapless",
     readonly,
     exporter_rules::general,
     {"0wmw2w3w0wmw6w7w", "0wmw2w3w0wmw6w7w", "0wmw2w3w0wmw6w7w", "0wmw2w3w0wmw6w7w", "", "", "", "",
      "rwmw2w3w0wmw6w7w", "", "", "", "0wmw2w3w0wmw6w7w", "", "", ""}},
    {"writable, every other item",
     described(1, size_3, every_other, false),
     exporter_rules::general,
     {"cccccccccccc6677", "cccccccccccccccc", "ccccccccccccffff", "cccccccccccccccc", "ccccccccccccaaaa", "", "", "",
      "rccccccccccc6677", "", "", "", "ccccccccccccaaaa", "", "", ""}},
    {"read-only, every other item",
     described(1, size_3, every_other, true),
     exporter_rules::general,
     {"cwcwcwcwcwcw6w7w", "cwcwcwcwcwcwcwcw", "cwcwcwcwcwcwfwfw", "cwcwcwcwcwcwcwcw", "cwcwcwcwcwcwawaw", "", "", "",
      "rwcwcwcwcwcw6w7w", "", "", "", "cwcwcwcwcwcwawaw", "", "", ""}},
    {"C order",
     described(2, size_2x3, c_2x3, false),
     exporter_rules::general,
     {"00mm223300mm6677", "00mm223300mm6677", "00mm223300mmffff", "00mm223300mmffff", "", "", "", "",
      "r0mm223300mm6677", "", "", "", "00mm223300mm6677", "", "", ""}},
    {"Fortran order",
     described(2, size_2x3, f_2x3, false),
     exporter_rules::general,
     {"cccccccccccc6677", "cccccccccccccccc", "cccccccccccc6677", "cccccccccccccccc", "", "", "", "",
      "rccccccccccc6677", "", "", "", "cccccccccccc6677", "", "", ""}},
    {"neither order",
     described(2, size_2x2, gaps, false),
     exporter_rules::general,
     {"cccccccccccc6677", "cccccccccccccccc", "ccccccccccccffff", "cccccccccccccccc", "ccccccccccccaaaa", "", "", "",
      "rccccccccccc6677", "", "", "", "ccccccccccccaaaa", "", "", ""}},
    {"indirect",
     described(2, size_2x3, c_2x3, false, indirection),
     exporter_rules::general,
     {"ssssssssssssssss", "sssssssssssscccc", "ssssssssssssffff", "sssssssssssscccc", "ssssssssssssaaaa", "", "", "",
      "rsssssssssss6677", "", "", "", "ssssssssssssaaaa", "", "", ""}},
    {"a single item",
     described(0, nullptr, nullptr, false),
     exporter_rules::general,
     {"00mm001100mm0011", "00mm001100mm0011", "00mm001100mm0011", "00mm001100mm0011", "", "", "", "",
      "r0mm001100mm0011", "", "", "", "00mm001100mm0011", "", "", ""}},
    {"simple, writable",
     writable,
     exporter_rules::simple,
     {"0011223300116677", "0011223300116677", "0011223300116677", "0011223300116677", "", "", "", "",
      "r011223300116677", "", "", "", "0011223300116677", "", "", ""}},
    {"simple, read-only",
     readonly,
     exporter_rules::simple,
     {"0w1w2w3w0w1w6w7w", "0w1w2w3w0w1w6w7w", "0w1w2w3w0w1w6w7w", "0w1w2w3w0w1w6w7w", "", "", "", "",
      "rw1w2w3w0w1w6w7w", "", "", "", "0w1w2w3w0w1w6w7w", "", "", ""}},
};

constexpr char expected_answer(const answers& a, unsigned number) {
    std::size_t row = number / 16;
    while (a.rows[row].empty()) row -= 4;
    return a.rows[row][number % 16];
}

// Number 0 to 255 of a combination, without the bit that is no flag.
constexpr request combination(unsigned number) {
    return static_cast<request>((number & 1u) | (number & ~1u) << 1);
}

constexpr bool answers_agree() {
    for (const answers& a : table)
        for (unsigned number = 0; number < 256; ++number)
            if (answer(a.full, combination(number), a.rules) != expected_answer(a, number)) return false;
    return true;
}

constexpr bool same(const descriptor& a, const descriptor& b) {
    return a.buf == b.buf && a.obj == b.obj && a.len == b.len && a.itemsize == b.itemsize && a.readonly == b.readonly &&
           a.ndim == b.ndim && a.format == b.format && a.shape == b.shape && a.strides == b.strides &&
           a.suboffsets == b.suboffsets && a.internal == b.internal;
}

constexpr descriptor trimmed(descriptor d, request asked, exporter_rules rules = exporter_rules::general) {
    static_cast<void>(lb::try_trim(d, asked, rules));
    return d;
}

} // namespace

TEST_CASE("a descriptor has the members of a Py_buffer in their order and widths") {
    constexpr std::size_t word = sizeof(void*);
    STATIC_CHECK(offsetof(descriptor, buf) == 0);
    STATIC_CHECK(offsetof(descriptor, obj) == word);
    STATIC_CHECK(offsetof(descriptor, len) == 2 * word);
    STATIC_CHECK(offsetof(descriptor, itemsize) == 3 * word);
    STATIC_CHECK(offsetof(descriptor, readonly) == 4 * word);
    STATIC_CHECK(offsetof(descriptor, ndim) == 4 * word + sizeof(int));
    STATIC_CHECK(offsetof(descriptor, format) == 4 * word + 2 * sizeof(int));
    STATIC_CHECK(offsetof(descriptor, shape) == 5 * word + 2 * sizeof(int));
    STATIC_CHECK(offsetof(descriptor, strides) == 6 * word + 2 * sizeof(int));
    STATIC_CHECK(offsetof(descriptor, suboffsets) == 7 * word + 2 * sizeof(int));
    STATIC_CHECK(offsetof(descriptor, internal) == 8 * word + 2 * sizeof(int));
    STATIC_CHECK(sizeof(descriptor) == 9 * word + 2 * sizeof(int));
    STATIC_CHECK(std::is_standard_layout_v<descriptor> && std::is_trivially_copyable_v<descriptor>);
}

#if LENDBUF_TEST_HAS_PYTHON
TEST_CASE("a descriptor is laid out as the Py_buffer of this CPython") {
    STATIC_CHECK(sizeof(descriptor) == sizeof(Py_buffer) && alignof(descriptor) == alignof(Py_buffer));
    STATIC_CHECK(offsetof(descriptor, buf) == offsetof(Py_buffer, buf));
    STATIC_CHECK(offsetof(descriptor, obj) == offsetof(Py_buffer, obj));
    STATIC_CHECK(offsetof(descriptor, len) == offsetof(Py_buffer, len));
    STATIC_CHECK(offsetof(descriptor, itemsize) == offsetof(Py_buffer, itemsize));
    STATIC_CHECK(offsetof(descriptor, readonly) == offsetof(Py_buffer, readonly));
    STATIC_CHECK(offsetof(descriptor, ndim) == offsetof(Py_buffer, ndim));
    STATIC_CHECK(offsetof(descriptor, format) == offsetof(Py_buffer, format));
    STATIC_CHECK(offsetof(descriptor, shape) == offsetof(Py_buffer, shape));
    STATIC_CHECK(offsetof(descriptor, strides) == offsetof(Py_buffer, strides));
    STATIC_CHECK(offsetof(descriptor, suboffsets) == offsetof(Py_buffer, suboffsets));
    STATIC_CHECK(offsetof(descriptor, internal) == offsetof(Py_buffer, internal));
}
#endif

TEST_CASE("every combination of flags is answered as CPython answers it") {
    for (const answers& a : table) {
        CAPTURE(a.name);
        for (unsigned number = 0; number < 256; ++number) {
            const char got = answer(a.full, combination(number), a.rules);
            if (got != expected_answer(a, number))
                FAIL_CHECK("combination " << static_cast<int>(combination(number)) << " gives " << got);
        }
    }
    STATIC_CHECK(answers_agree());
}

TEST_CASE("what is refused stays as it was") {
    for (const answers& a : table)
        for (unsigned number = 0; number < 256; ++number) {
            const char got = answer(a.full, combination(number), a.rules);
            if (got < '0' || got > '7') CHECK(same(trimmed(a.full, combination(number), a.rules), a.full));
        }
}

TEST_CASE("trimming leaves length, item size and read-only as they are") {
    constexpr descriptor d = trimmed(readonly, request::simple);
    CHECK_BOTH(d.len == 24 && d.itemsize == 4 && d.readonly == 1);
    CHECK_BOTH(d.ndim == 1 && d.format == nullptr && d.shape == nullptr && d.strides == nullptr);
}

TEST_CASE("without a shape everything is one axis of bytes") {
    CHECK_BOTH(trimmed(described(2, size_2x3, c_2x3, false), request::simple).ndim == 1);
    CHECK_BOTH(trimmed(described(0, nullptr, nullptr, false), request::writable).ndim == 1);
    CHECK_BOTH(trimmed(described(2, size_2x3, c_2x3, false), request::nd).ndim == 2);
    CHECK_BOTH(trimmed(described(0, nullptr, nullptr, false), request::nd).ndim == 0);
}

TEST_CASE("reading and writing are no requests") {
    for (const auto rules : {exporter_rules::general, exporter_rules::simple})
        for (const auto asked : {request::read, request::write}) {
            CHECK(answer(writable, asked, rules) == 'r');
            CHECK(answer(readonly, asked, rules) == 'r');
        }
    CHECK_BOTH(answer(writable, request::read | request::write, exporter_rules::general) == '0');
}

TEST_CASE("an empty array is gapless in every order") {
    constexpr descriptor empty = described(1, size_0, every_other, false);
    CHECK_BOTH(answer(empty, request::c_contiguous, exporter_rules::general) == '6');
    CHECK_BOTH(answer(empty, request::f_contiguous, exporter_rules::general) == '6');
    CHECK_BOTH(answer(empty, request::simple, exporter_rules::general) == '0');
}

TEST_CASE("a simple exporter with gaps never passes as gapless memory") {
    // Whoever asks without strides, or for a contiguous buffer, may touch all `len` bytes behind `buf`.
    constexpr descriptor rows = described(2, size_2x2, gaps, false);
    constexpr descriptor columns = described(2, size_2x3, f_2x3, false);
    CHECK_BOTH(answer(rows, request::simple, exporter_rules::simple) == 'c');
    CHECK_BOTH(answer(rows, request::nd, exporter_rules::simple) == 'c');
    CHECK_BOTH(answer(rows, request::c_contiguous, exporter_rules::simple) == 'c');
    CHECK_BOTH(answer(rows, request::f_contiguous, exporter_rules::simple) == 'f');
    CHECK_BOTH(answer(rows, request::any_contiguous, exporter_rules::simple) == 'a');
    CHECK_BOTH(answer(rows, request::strided, exporter_rules::simple) == '6');
    CHECK_BOTH(answer(columns, request::simple, exporter_rules::simple) == 'c');
    CHECK_BOTH(answer(columns, request::f_contiguous, exporter_rules::simple) == '6');
}

TEST_CASE("refusals are those of CPython in words") {
    const auto message = [](descriptor d, request asked) {
        return test_support::message_of(lb::try_trim(d, asked, exporter_rules::general).error());
    };
    CHECK(message(readonly, request::writable) == "Object is not writable.");
    CHECK(message(described(2, size_2x3, f_2x3, false), request::simple) ==
          "memoryview: underlying buffer is not C-contiguous");
    CHECK(message(writable, request::format) ==
          "memoryview: cannot cast to unsigned bytes if the format flag is present");
}
