#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/failure.hpp"
#include "view/memory_model.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::memoryview;
using lb::order;
using lb::slice;
using test_support::extents;

TEST_CASE("any format is cast to any other of a size that divides the memory") {
    const char* const formats[] = {"B",
                                   "b",
                                   "c",
                                   "?",
                                   "<h",
                                   ">H",
                                   "i",
                                   ">i",
                                   "q",
                                   "e",
                                   "f",
                                   ">d",
                                   "Zf",
                                   "P",
                                   "4s",
                                   "8p",
                                   "hh",
                                   "(2,2)h",
                                   "T{<i:a:<i:b:}",
                                   "@l",
                                   "2x2B",
                                   "n"};
    alignas(8) std::array<unsigned char, 48> memory{};
    for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<unsigned char>(k);
    const memoryview bytes(memory);
    for (const char* const from : formats)
        for (const char* const to : formats) {
            CAPTURE(from, to);
            const memoryview m = bytes.cast(from).cast(to);
            const std::ptrdiff_t size = lb::try_whole_item(to).value().nbytes;
            CHECK(
                (m.format() == std::string_view(to) && m.itemsize() == size && m.ndim() == 1 && m.size() == 48 / size));
            CHECK((m.strides()[0] == size && m.data() == bytes.data() && m.item_type().is_readable()));
            CHECK(m.cast("B") == bytes);
        }
}

TEST_CASE("a cast reads the same bytes as what they are now") {
    lb::bytearray owner("\x01\x02\x03\x04\x05\x06\x07\x08");
    const memoryview m(owner);
    CHECK((m.cast(">H")[0] == 0x0102 && m.cast("<H")[3] == 0x0807 && m.cast(">I")[1] == 0x05060708));
    CHECK((m.cast("2s")[1] == "\x03\x04" && m.cast("T{>H:a:>H:b:}")[1]["b"].as<int>() == 0x0708));
    m.cast("<I")[0] = 0x11223344;
    CHECK((m[0] == 0x44 && owner[3] == 0x11));
    CHECK(m[slice(1, 5)].cast("<I")[0] == 0x05112233); // at any address
    CHECK(FAILURE_OF(owner.append(1)).code == errc::resize_while_leased);
}

TEST_CASE("a cast into a shape is in C or in Fortran order") {
    std::vector<unsigned char> memory{0, 1, 2, 3, 4, 5};
    const memoryview m(memory);
    const memoryview c = m.cast("B", {2, 3});
    const memoryview f = m.cast("B", {2, 3}, order::f);
    CHECK((c.strides() == lb::index_array<2>{{3, 1}} && c(1, 0) == 3 && f.strides() == lb::index_array<2>{{1, 2}}));
    CHECK((f(1, 0) == 1 && f(0, 1) == 2 && f.is_contiguous(order::f) && !f.is_contiguous(order::c)));
    CHECK((c.cast("B", {3, 2})(2, 1) == 5 && f.cast("B", {3, 2}, order::f)(2, 1) == 5)); // N axes to N axes
    CHECK((f.cast("B")[3] == 3 && f.cast("<H").size() == 3));                            // as the bytes lie
    CHECK(m.cast("<H", {1, 3, 1})(0, 2, 0) == 0x0504);
    const extents ones(64, 1);
    CHECK(m[slice(0, 1)].cast("B", ones.data(), 64).ndim() == 64);
}

TEST_CASE("single items and no items are cast, too") {
    std::vector<int> items{258};
    const memoryview one = memoryview(items).cast("<i", nullptr, 0);
    CHECK((one.ndim() == 0 && one() == 258 && one.cast("B").size() == 4 && one.cast("<H", {2, 1})(0, 0) == 258));
    CHECK((one.cast("<I", nullptr, 0)() == 258));
    // CPython: "cannot cast view with zeros in shape or strides"
    std::vector<int> nothing;
    const memoryview empty(nothing);
    CHECK((empty.cast("q").empty() && empty.cast("q", {2, 0}).shape() == lb::index_array<2>{{2, 0}}));
    CHECK((empty.cast("q", {0, 5}, order::f).cast("B").size() == 0));
    const memoryview none_left = memoryview(items)[slice(5, 9)];
    CHECK((none_left.cast("d").empty() && none_left.cast("3s", {1, 0, 2}).empty()));
    CHECK(FAILURE_OF(empty.cast("B", nullptr, 0)).code == errc::shape_not_length);
}

TEST_CASE("casts that cannot be are refused") {
    std::vector<std::uint16_t> items(6);
    const memoryview m(items);
    const memoryview gaps = m[slice(lb::none, lb::none, 2)];
    const memoryview back = m[slice(lb::none, lb::none, -1)];
    const memoryview turned = m.cast("H", {2, 3}, order::f);
    constexpr auto most = lb::number_limits<std::ptrdiff_t>::max();
    const extents many(65, 1);
    CHECK((FAILURE_OF(gaps.cast("B")).code == errc::cast_not_contiguous));
    CHECK((FAILURE_OF(back.cast("H")).code == errc::cast_not_contiguous));
    CHECK((FAILURE_OF(turned.cast("B", {12})).code == errc::cast_not_contiguous));
    CHECK((FAILURE_OF(m.cast("B", {2, 6}).cast("B", {12}, order::f)).code == errc::cast_not_contiguous));
    CHECK((FAILURE_OF(m.cast("q")).code == errc::length_not_multiple));
    CHECK((FAILURE_OF(m.cast("H", {5})).code == errc::shape_not_length));
    CHECK((FAILURE_OF(m.cast("q", {1})).need == 8 && FAILURE_OF(m.cast("q", {1})).have == 12));
    CHECK((FAILURE_OF(m.cast("H", {-6})).code == errc::negative_extent));
    CHECK((FAILURE_OF(m.cast("H", {-2, -3})).code == errc::negative_extent));
    CHECK((FAILURE_OF(m.cast("H", {most, 2})).code == errc::shape_overflow));
    CHECK((FAILURE_OF(m.cast("H", {most, 2, 0})).code == errc::shape_overflow));
    CHECK((FAILURE_OF(m.cast("H", {0})).code == errc::shape_not_length));
    CHECK((FAILURE_OF(m.cast("y")).code == errc::bad_format_char &&
           FAILURE_OF(m.cast("2")).kind() == lb::error_kind::structure));
    CHECK((FAILURE_OF(m.cast("")).code == errc::itemsize_mismatch &&
           FAILURE_OF(m.cast("0s")).code == errc::itemsize_mismatch));
#if LENDBUF_TEST_HAS_EXCEPTIONS // memory on the heap is freed by a destructor
    CHECK((FAILURE_OF(m.cast("H", many.data(), 65)).code == errc::too_many_axes));
#endif
    CHECK_THROWS_LB(lb::type_error, "memoryview: casts are restricted to C-contiguous views", gaps.cast("B"));
    CHECK(m.size() == 6);
}

TEST_CASE("a long format is kept as long as any view has it") {
    std::vector<unsigned char> memory(32);
    memoryview part;
    {
        std::string format = "T{<i:first name:<i:second name:}";
        const memoryview m = memoryview(memory).cast(format.c_str());
        part = m[slice(1, lb::none)].toreadonly();
        format.assign(format.size(), '?');
    }
    CHECK((part.format() == std::string_view("T{<i:first name:<i:second name:}")));
    const memoryview single = part.part(0);
    part.release();
    CHECK(single()["second name"].as<int>() == 0);
    const memoryview short_one = single.cast("<q");
    CHECK((short_one.format() == std::string_view("<q") && short_one[0] == 0));
}

TEST_CASE("typed views of what the items are") {
    std::vector<float> items{0, 1, 2, 3, 4, 5};
    const memoryview m = memoryview(items).cast("f", {2, 3});
    const lb::buffer_view<float, 2, lb::strided, lb::leased> v = m.as<float, 2>();
    v(1, 2) = 50;
    CHECK((items[5] == 50 && m.part(lb::all, 1).as<float>()[1] == 4 && m.part(1, 1).as<const float, 0>()() == 4));
    CHECK((m(lb::all, slice(lb::none, lb::none, -2)).as<const float, 2>()(1, 0) == 50));
    CHECK((memoryview(items).cast("=f").as<float>()[1] == 1 && memoryview(items).cast("@f").as<float>()[1] == 1));
    lb::bytearray owner("abc");
    const auto kept = memoryview(owner).as<unsigned char>();
    CHECK((kept[1] == 'b' && FAILURE_OF(owner.clear()).code == errc::resize_while_leased));
}

TEST_CASE("typed views are refused with the reason") {
    alignas(8) std::array<unsigned char, 32> memory{};
    const memoryview bytes(memory);
    const memoryview m = bytes.cast("i");
    CHECK((m.toreadonly().try_as<int>().error().code == errc::not_writable));
    CHECK((m.toreadonly().try_as<const int>().has_value()));
    const auto ranks = m.try_as<int, 2>().error();
    CHECK((ranks.code == errc::different_structure && ranks.need == 2 && ranks.have == 1));
    CHECK((m.try_as<unsigned>().error().code == errc::wrong_type && m.try_as<unsigned>().error().symbol == 'i'));
    CHECK((m.try_as<float>().error().code == errc::wrong_type && m.try_as<short>().error().code == errc::wrong_type));
    CHECK((m.try_as<lb::be<int>>().error().code == errc::wrong_type && m.try_as<lb::le<int>>().has_value()));
    const auto address = bytes[slice(1, 29)].cast("i").try_as<int>().error();
    CHECK((address.code == errc::address_misaligned && address.need == alignof(int) && address.have == 1));
    CHECK((bytes[slice(1, 29)].cast("i").try_as<lb::unaligned<int>>().has_value()));
    const extents shape{3};
    const extents strides{6};
    const memoryview odd(test_support::described(memory.data(), shape, strides, "i", 4));
    const auto stride = odd.try_as<int>().error();
    CHECK((stride.code == errc::stride_misaligned && stride.field == 0 && stride.offset == 6));
    CHECK((odd.try_as<lb::unaligned<int>>().has_value() && odd[slice(0, 1)].try_as<int>().has_value()));
}

namespace {

// The type that visit chooses, by its format.
std::string chosen(const memoryview& m) {
    return m.visit([](const auto& v) -> std::string {
        using item_t = std::remove_cv_t<typename std::remove_cvref_t<decltype(v)>::element_type>;
        const std::string text = std::remove_cvref_t<decltype(v)>::format();
        return alignof(item_t) == 1 && sizeof(item_t) > 1 ? text + " anywhere" : text;
    });
}

} // namespace

TEST_CASE("visitors get the type of the items, as they lie") {
    alignas(16) std::array<unsigned char, 64> memory{};
    const memoryview aligned = memoryview(memory)[slice(0, 48)];
    const memoryview moved = memoryview(memory)[slice(1, 49)];
    for (const char* code : {"b", "B", "c", "?"})
        CHECK((chosen(aligned.cast(code)) == code && chosen(moved.cast(code)) == code));
    for (const char* code : {"h", "H", "i", "I", "e", "f", "d", "Zf", "Zd"}) {
        CAPTURE(code);
        const std::string other = (std::endian::native == std::endian::little ? ">" : "<") + std::string(code);
        CHECK(lb::equivalent_formats(chosen(aligned.cast(code)).c_str(), code));
        CHECK(chosen(moved.cast(code)).ends_with(" anywhere"));
        CHECK(chosen(moved.cast(other.c_str())) == other + " anywhere");
        CHECK(chosen(aligned.cast(other.c_str())) == other + " anywhere");
    }
    CHECK(chosen(aligned.cast("P")) == chosen(aligned.cast("N")));
    CHECK(chosen(aligned.cast("n")) == chosen(aligned.cast(sizeof(std::ptrdiff_t) == 8 ? "q" : "i")));
}

TEST_CASE("visitors see the values, in any layout and rank") {
    std::vector<short> items{1, 2, 3, 4, 5, 6};
    const memoryview m(items);
    const auto first_and_last = [](const auto& v) {
        if constexpr (requires { static_cast<double>(lb::plain_value(v[0])); })
            return static_cast<double>(lb::plain_value(v[0])) * 100 + static_cast<double>(lb::plain_value(v[-1]));
        else
            return -1.0;
    };
    CHECK(m.visit(first_and_last) == 106);
    CHECK(m[slice(lb::none, lb::none, -1)].visit(first_and_last) == 601);
    CHECK(m.cast("h", {2, 3}).part(lb::all, 1).visit(first_and_last) == 205);
    CHECK((m.cast("h", {2, 3}).visit<2>([](const auto& v) { return v.size(); }) == 2));
    CHECK((m.part(3).visit<0>([](const auto& v) { return v.item_count(); }) == 1));
    CHECK((FAILURE_OF(m.visit<2>([](const auto&) {})).code == errc::different_structure));
    for (const char* format : {"hh", "2s", "T{h:x:}", "2h", "2p", "w", "O", "t"}) {
        CAPTURE(format);
        const memoryview other = m.cast("B")[slice(0, 8)].cast(format);
        const bool is_address = format[0] == 'O';
        CHECK(FAILURE_OF(other.visit([](const auto&) {})).code == (is_address ? errc::success : errc::wrong_type));
    }
    const memoryview bad = m.reinterpreted(m.mutable_data(), lb::any_axes<64>(1), lb::item_format("oops", 2), 2, {});
    CHECK((FAILURE_OF(bad.visit([](const auto&) {})).code == errc::wrong_type));
}
