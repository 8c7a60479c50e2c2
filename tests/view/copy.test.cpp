#include "support/catch.hpp"
#include "support/failure.hpp"
#include "view/model.hpp"

#include <algorithm>
#include <array>
#include <complex>
#include <cstdint>
#include <cstring>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/copy.hpp>
#include <new>
#include <vector>

namespace lb = lendbuf;
using lb::all;
using lb::buffer_view;
using lb::errc;
using lb::index_array;
using lb::none;
using lb::slice;

namespace {

template <class T, std::size_t Size>
constexpr auto counted() {
    std::array<T, Size> items{};
    for (std::size_t k = 0; k < Size; ++k) items[k] = static_cast<T>(k);
    return items;
}

} // namespace

TEST_CASE("copy moves items between layouts of one shape") {
    constexpr auto test = [] {
        auto source = counted<int, 6>();
        std::array<int, 6> target{};
        const buffer_view<const int, 2, lb::contiguous> from(source.data(), {{2, 3}});
        lb::copy(from.transpose(), buffer_view<int, 2, lb::contiguous>(target.data(), {{3, 2}}));
        return target == std::array<int, 6>{0, 3, 1, 4, 2, 5};
    };
    CHECK_BOTH(test());
}

TEST_CASE("copy takes containers, arrays, owners and parts of them") {
    std::vector<int> source{1, 2, 3};
    std::array<int, 3> target{};
    lb::copy(source, target);
    CHECK(target == std::array<int, 3>{1, 2, 3});
    lb::copy(std::vector<int>{4, 5, 6}, target); // a temporary lives long enough to be read
    CHECK(target == std::array<int, 3>{4, 5, 6});
    lb::static_memory<int, 4> owner;
    lb::copy(target, buffer_view(owner)[slice(1, none)]);
    CHECK((owner[0] == 0 && owner[1] == 4 && owner[3] == 6 && owner.leases() == 0));
    int square[2][2] = {{1, 2}, {3, 4}};
    lb::copy(buffer_view(square).flip(0), buffer_view<int, 2, lb::f_contiguous>(owner.data(), {{2, 2}}));
    CHECK((owner[0] == 3 && owner[1] == 1 && owner[2] == 4 && owner[3] == 2));
}

TEST_CASE("copy needs the same shape, and says which dimension differs, gh-143737") {
    // Python: memoryview(bytearray(4))[:] = b'123'
    auto source = counted<std::uint8_t, 12>();
    std::array<std::uint8_t, 12> target{};
    const buffer_view<std::uint8_t, 2, lb::contiguous> from(source.data(), {{3, 4}});
    const buffer_view<std::uint8_t, 2, lb::contiguous> to(target.data(), {{3, 3}});
    CHECK_THROWS_LB(lb::value_error,
                    "memoryview assignment: lvalue and rvalue have different structures (dimension 2: need 3, have 4)",
                    lb::copy(from, to));
    const auto failure = lb::try_copy(from, to).error();
    CHECK((failure.code == errc::different_structure && failure.field == 1 && failure.need == 3 && failure.have == 4));
    CHECK(target == std::array<std::uint8_t, 12>{});
    CHECK(lb::try_copy(from(all, slice(0, 0)), to).error().need == 3);
}

TEST_CASE("copy of nothing does nothing") {
    CHECK(lb::try_copy(buffer_view<int>(), buffer_view<int>()).has_value());
    CHECK(lb::try_copy(buffer_view<int, 2, lb::contiguous>(nullptr, {{0, 3}}),
                       buffer_view<int, 2, lb::f_contiguous>(nullptr, {{0, 3}}))
              .has_value());
}

TEST_CASE("copy of rank 0 is one item") {
    constexpr auto test = [] {
        int a = 1, b = 2;
        lb::copy(buffer_view<int, 0, lb::contiguous>(&a, index_array<0>{}),
                 buffer_view<int, 0, lb::contiguous>(&b, index_array<0>{}));
        return b;
    };
    CHECK_BOTH(test() == 1);
}

TEST_CASE("copy turns items from one byte order to another") {
    constexpr auto test = [] {
        std::array<lb::be<std::uint32_t>, 3> big{1u, 2u, 0x01020304u};
        std::array<std::uint32_t, 3> plain{};
        std::array<lb::le<std::uint32_t>, 3> little{};
        lb::copy(big, plain);
        lb::copy(plain, buffer_view(little).flip(0));
        lb::copy(buffer_view(little), buffer_view(big)[slice(none, none, -1)]);
        return plain[2] == 0x01020304u && little[0] == plain[2] && little[2] == 1u && big[0] == 1u &&
               big[2] == plain[2];
    };
    CHECK_BOTH(test());
}

TEST_CASE("copy turns gapless, transposed and scattered items of all sizes") {
    const auto check = [](auto zero) {
        using T = decltype(zero);
        std::vector<T> plain(40 * 50);
        for (std::size_t k = 0; k < plain.size(); ++k) plain[k] = static_cast<T>(k * 41 + 3);
        std::vector<lb::be<T>> big(plain.size());
        std::vector<T> back(plain.size());
        const buffer_view<T, 2, lb::contiguous> from(plain.data(), {{40, 50}});
        const buffer_view<lb::be<T>, 2, lb::contiguous> to(big.data(), {{50, 40}});
        lb::copy(from.transpose(), to);
        CHECK((big[1].value() == plain[50] && big[40].value() == plain[1]));
        lb::copy(to(all, slice(none, none, 2)), buffer_view<T, 2, lb::f_contiguous>(back.data(), {{50, 20}}));
        CHECK((back[1] == plain[1] && back[50] == plain[100]));
        lb::copy(to, buffer_view<lb::unaligned<T>, 2, lb::contiguous>(reinterpret_cast<lb::unaligned<T>*>(back.data()),
                                                                      {{50, 40}}));
        CHECK((back[1] == plain[50] && back[1999] == plain[1999]));
    };
    check(std::uint16_t{});
    check(std::int32_t{});
    check(std::uint64_t{});
    check(float{});
    check(double{});
}

TEST_CASE("copy turns complex numbers part by part") {
    using complex = std::complex<float>;
    std::vector<complex> plain(30);
    for (std::size_t k = 0; k < plain.size(); ++k) plain[k] = {static_cast<float>(k), -1};
    std::vector<lb::be<complex>> big(plain.size());
    lb::copy(plain, big);
    CHECK((big[7].value() == plain[7] && big[29].value() == plain[29]));
    std::vector<complex> back(plain.size());
    lb::copy(buffer_view(big).flip(0), back);
    CHECK((back[0] == plain[29] && back[29] == plain[0]));
}

TEST_CASE("copy onto the same memory turns items where they are") {
    std::vector<lb::be<std::uint32_t>> big{1u, 2u, 3u, 4u, 5u};
    const buffer_view<lb::le<std::uint32_t>, 1, lb::contiguous> same(
        reinterpret_cast<lb::le<std::uint32_t>*>(big.data()), 5);
    lb::copy(big, same);
    CHECK((same[0] == 1u && same[4] == 5u));
    lb::copy(same[slice(none, none, 2)], buffer_view(big)[slice(none, none, 2)]);
    CHECK((big[0] == 1u && big[2] == 3u && big[4] == 5u && same[1] == 2u));
    lb::copy(big, big);
    CHECK((big[0] == 1u && big[2] == 3u && big[4] == 5u && same[1] == 2u));
}

TEST_CASE("copy moves bytes of any type, and integers of one size and sign") {
    constexpr auto test = [] {
        const std::array<char, 2> text{'A', 'z'};
        std::array<std::byte, 2> bytes{};
        std::array<unsigned char, 2> numbers{};
        lb::copy(text, bytes);
        lb::copy(bytes, numbers);
        const std::array<long long, 1> wide{-5};
        std::array<std::int64_t, 1> same{};
        lb::copy(wide, same);
        return numbers[0] == 'A' && numbers[1] == 'z' && same[0] == -5;
    };
    CHECK_BOTH(test());
}

TEST_CASE("copy within one memory is as if by way of another") {
    constexpr auto moved = [](std::ptrdiff_t from, std::ptrdiff_t to, std::ptrdiff_t step) {
        auto items = counted<int, 8>();
        const buffer_view v(items);
        const std::ptrdiff_t count = step == 2 ? 3 : 5;
        lb::copy(v[slice(from, none, step)][slice(0, count)], v[slice(to, none, step)][slice(0, count)]);
        return items;
    };
    CHECK_BOTH(moved(0, 2, 1) == std::array<int, 8>{0, 1, 0, 1, 2, 3, 4, 7});
    CHECK_BOTH(moved(2, 0, 1) == std::array<int, 8>{2, 3, 4, 5, 6, 5, 6, 7});
    CHECK_BOTH(moved(0, 1, 2) == std::array<int, 8>{0, 0, 2, 2, 4, 4, 6, 7});
    CHECK_BOTH(moved(0, 2, 2) == std::array<int, 8>{0, 1, 0, 3, 2, 5, 4, 7});
    CHECK_BOTH(moved(3, 3, 1) == counted<int, 8>());
    constexpr auto turned_round = [] {
        auto items = counted<int, 7>();
        lb::copy(buffer_view(items).flip(0), items);
        return items;
    };
    CHECK_BOTH(turned_round() == std::array<int, 7>{6, 5, 4, 3, 2, 1, 0});
    constexpr auto transposed = [] {
        auto items = counted<int, 9>();
        const buffer_view<int, 2, lb::contiguous> v(items.data(), {{3, 3}});
        lb::copy(v.transpose(), v);
        return items;
    };
    CHECK_BOTH(transposed() == std::array<int, 9>{0, 3, 6, 1, 4, 7, 2, 5, 8});
}

TEST_CASE("where items of the destination share memory, the last in C order stays") {
    constexpr auto test = [] {
        const auto source = counted<int, 6>();
        std::array<int, 4> target{};
        const buffer_view<const int, 2, lb::contiguous> from(source.data(), {{2, 3}});
        // Python: numpy.copyto(as_strided(target, (2, 3), (0, 4)), source)
        lb::copy(from, buffer_view<int, 2>(target, {{2, 3}}, {{0, 4}}));
        const bool broadcast = target == std::array<int, 4>{3, 4, 5, 0};
        lb::copy(from, buffer_view<int, 2>(target, {{2, 3}}, {{4, 4}}));
        const bool windows = target == std::array<int, 4>{0, 3, 4, 5};
        lb::copy(from, buffer_view<int, 2>(target, {{2, 3}}, {{-4, -4}}, 12));
        return broadcast && windows && target == std::array<int, 4>{5, 4, 3, 0};
    };
    CHECK_BOTH(test());
}

namespace {

int taken = 0;

lb::scratch_source counting_source() {
    return {[](std::size_t bytes) noexcept -> void* { return ++taken, ::operator new(bytes, std::nothrow); },
            [](void* memory, std::size_t) noexcept {
                --taken;
                ::operator delete(memory);
            }};
}

// Sets a source until the end of the scope.
struct source_for_a_test {
    explicit source_for_a_test(lb::scratch_source source) : before(lb::set_scratch_source(source)) {}
    ~source_for_a_test() { lb::set_scratch_source(before); }
    source_for_a_test(const source_for_a_test&) = delete;
    source_for_a_test& operator=(const source_for_a_test&) = delete;
    lb::scratch_source before;
};

} // namespace

TEST_CASE("overlapping layouts that no order can cope with need scratch memory above 512 bytes") {
    const source_for_a_test no_source{{}};
    auto few = counted<std::uint16_t, 256>();
    lb::copy(buffer_view(few).flip(0), few);
    CHECK((few[0] == 255 && few[255] == 0));

    auto many = counted<std::uint16_t, 257>();
    const auto before = many;
    const buffer_view all_of_them(many);
    CHECK_THROWS_LB(lb::buffer_error, "copying there needs 514 bytes of scratch memory (got 0)",
                    lb::copy(all_of_them.flip(0), many));
    CHECK(many == before);
    std::array<unsigned char, 514> scratch{};
    const auto failure = lb::try_copy(all_of_them.flip(0), many, buffer_view(scratch)[slice(0, 513)]).error();
    CHECK((failure.code == errc::overlap_needs_scratch && failure.need == 514 && failure.have == 513));
    CHECK(many == before);
    lb::copy(all_of_them.flip(0), many, scratch);
    CHECK((many[0] == 256 && many[256] == 0));
}

TEST_CASE("scratch memory comes from the current source, and goes back there") {
    const source_for_a_test source{counting_source()};
    auto many = counted<std::uint16_t, 300>();
    lb::copy(buffer_view(many).flip(0), many);
    CHECK((many[0] == 299 && many[299] == 0 && taken == 0));
    const source_for_a_test exhausted{
        {[](std::size_t) noexcept -> void* { return nullptr; }, [](void*, std::size_t) noexcept { taken = 99; }}};
    CHECK(lb::try_copy(buffer_view(many).flip(0), many).error().code == errc::overlap_needs_scratch);
    CHECK((many[0] == 299 && taken == 0));
}

TEST_CASE("one layout that moves, and columns side by side, need no scratch memory") {
    const source_for_a_test no_source{{}};
    auto many = counted<int, 1000>();
    const buffer_view v(many);
    lb::copy(v[slice(0, 999)], v[slice(1, none)]);
    CHECK((many[0] == 0 && many[1] == 0 && many[999] == 998));
    const buffer_view<int, 2, lb::contiguous> table(many.data(), {{250, 4}});
    lb::copy(table(all, 0).flip(0), table(all, 1));
    CHECK((table(0, 1) == table(249, 0) && table(249, 1) == table(0, 0)));
    lb::copy(table(slice(0, 249), slice(0, 3)), table(slice(1, 250), slice(1, 4)));
    CHECK((table(1, 1) == 0 && table(249, 3) == 993));
}

TEST_CASE("scratch memory may be given in a constant expression, and is not used") {
    constexpr auto test = [] {
        auto items = counted<int, 5>();
        std::array<unsigned char, 1> scratch{};
        lb::copy(buffer_view(items).flip(0), items, scratch);
        return lb::try_copy(items, items, scratch).has_value() ? items[0] : -1;
    };
    CHECK_BOTH(test() == 4);
}

namespace {

// An item of any size and of alignment 1.
template <std::size_t Size>
struct blob {
    unsigned char bytes[Size];
};

// Copies between two random layouts of one memory with the library and by way of a vector, and compares all bytes.
template <std::size_t Size, std::size_t Rank>
void check_random_copies(test_support::random_numbers& next, int times) {
    constexpr auto size = static_cast<std::ptrdiff_t>(Size);
    for (int n = 0; n < times; ++n) {
        index_array<Rank> shape;
        const std::ptrdiff_t most = Rank == 1 ? 90 : Rank == 2 ? 20 : 5;
        for (std::size_t k = 0; k < Rank; ++k) shape[k] = next(0, 40) == 0 ? 0 : next(1, most);
        const auto random_layout = [&](const index_array<Rank>& like) {
            index_array<Rank> strides;
            const auto kind = next(0, 9);
            if (kind == 0) { // anything, with items that share bytes
                for (std::size_t k = 0; k < Rank; ++k) strides[k] = next(-2 * size, 2 * size);
                return strides;
            }
            if (kind <= 3) return like;
            std::ptrdiff_t stride = size * next(1, next(0, 1) == 0 ? 1 : 3);
            const std::size_t turn = static_cast<std::size_t>(next(0, 3));
            for (std::size_t k = 0; k < Rank; ++k) { // gapless or not, in some order of the axes
                const std::size_t axis = (turn & 1) != 0 ? k : Rank - 1 - k;
                strides[axis] = next(0, 3) == 0 ? -stride : stride;
                if (next(0, 15) == 0) strides[axis] = 0;
                stride *= shape[axis] == 0 ? 1 : shape[axis];
                if (next(0, 3) == 0) stride += next(0, 1) == 0 ? size : 1;
            }
            return strides;
        };
        const auto from_strides = random_layout(contiguous_strides(shape, size));
        const auto to_strides = random_layout(from_strides);
        const auto from_reach = *lb::try_byte_reach(Rank, shape.data(), from_strides.data(), size);
        const auto to_reach = *lb::try_byte_reach(Rank, shape.data(), to_strides.data(), size);
        // Close together, or apart.
        std::ptrdiff_t from_start = -from_reach.lowest;
        std::ptrdiff_t to_start = -to_reach.lowest;
        const auto distance = next(0, 3) == 0 ? from_reach.end - from_reach.lowest : next(0, 3) * size + next(0, 2);
        (next(0, 1) == 0 ? from_start : to_start) += distance;
        std::vector<unsigned char> memory(
            static_cast<std::size_t>(std::max(from_start + from_reach.end, to_start + to_reach.end)));
        for (std::size_t k = 0; k < memory.size(); ++k) memory[k] = static_cast<unsigned char>(next(0, 255));

        std::vector<unsigned char> expected = memory;
        std::vector<std::ptrdiff_t> from_places, to_places;
        test_support::for_each_index({shape.begin(), shape.end()}, [&](const std::vector<std::ptrdiff_t>& index) {
            std::ptrdiff_t from = from_start, to = to_start;
            for (std::size_t k = 0; k < Rank; ++k) {
                from += index[k] * from_strides[k];
                to += index[k] * to_strides[k];
            }
            from_places.push_back(from);
            to_places.push_back(to);
        });
        for (std::size_t k = 0; k < to_places.size(); ++k)
            std::memcpy(expected.data() + to_places[k], memory.data() + from_places[k], Size);

        using item = blob<Size>;
        auto* const first = reinterpret_cast<item*>(memory.data());
        const auto from = buffer_view<const item, Rank>::from_parts_unchecked(
            lb::move_by_bytes(first, from_places.empty() ? 0 : from_start), {shape, from_strides}, lb::borrowed());
        const auto to = buffer_view<item, Rank>::from_parts_unchecked(
            lb::move_by_bytes(first, to_places.empty() ? 0 : to_start), {shape, to_strides}, lb::borrowed());
        std::vector<std::byte> scratch(to_places.size() * Size);
        CAPTURE(Size, Rank, n, from_strides.values, to_strides.values, shape.values, from_start, to_start);
        lb::copy(from, to, scratch);
        REQUIRE(memory == expected);
    }
}

template <std::size_t Size>
void check_all_ranks(unsigned seed) {
    test_support::random_numbers next(seed);
    check_random_copies<Size, 0>(next, 20);
    check_random_copies<Size, 1>(next, 300);
    check_random_copies<Size, 2>(next, 300);
    check_random_copies<Size, 3>(next, 200);
    check_random_copies<Size, 4>(next, 100);
}

} // namespace

TEST_CASE("random layouts within one memory are copied as if by way of another, items of 1 to 4 bytes") {
    check_all_ranks<1>(1);
    check_all_ranks<2>(2);
    check_all_ranks<3>(3);
    check_all_ranks<4>(4);
}
TEST_CASE("random layouts within one memory are copied as if by way of another, items of 8 to 24 bytes") {
    check_all_ranks<8>(5);
    check_all_ranks<16>(6);
    check_all_ranks<24>(7);
}
