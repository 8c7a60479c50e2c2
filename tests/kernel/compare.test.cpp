#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/compare.hpp>
#include <limits>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

template <std::size_t Size>
void check_swapped() {
    for (std::size_t count = 0; count < 700; count += count < 70 ? 1 : 97) {
        std::vector<std::byte> a(count * Size);
        for (std::size_t k = 0; k < a.size(); ++k) a[k] = static_cast<std::byte>(3 * k + 1);
        std::vector<std::byte> b(a.size());
        for (std::size_t k = 0; k < a.size(); ++k) b[k / Size * Size + Size - 1 - k % Size] = a[k];
        const auto equal = [&] {
            return kernel::equal_swapped<Size>(a.data(), b.data(), static_cast<std::ptrdiff_t>(count));
        };
        CAPTURE(Size, count);
        bool right = equal();
        for (std::size_t k = 0; k < a.size(); k += 1 + k / 50) {
            b[k] ^= std::byte{0x40};
            right = right && !equal();
            b[k] ^= std::byte{0x40};
        }
        CHECK(right);
    }
}

template <class F>
void check_floats() {
    for (std::size_t count = 0; count < 140; ++count) {
        std::vector<F> a(count);
        for (std::size_t k = 0; k < count; ++k) a[k] = static_cast<F>(k) - F(20);
        std::vector<F> b = a;
        const auto raw = [](const std::vector<F>& v) { return reinterpret_cast<const std::byte*>(v.data()); };
        const auto equal = [&] { return kernel::equal_floats<F>(raw(a), raw(b), static_cast<std::ptrdiff_t>(count)); };
        CAPTURE(count);
        bool right = equal();
        for (std::size_t k = 0; k < count; ++k) {
            const F value = a[k];
            a[k] = F(0);
            b[k] = -F(0);
            right = right && equal();
            b[k] = F(1);
            right = right && !equal();
            a[k] = b[k] = std::numeric_limits<F>::quiet_NaN();
            right = right && !equal();
            a[k] = b[k] = value;
        }
        CHECK(right);
    }
}

constexpr kernel::byte_run<char> run_of(std::string_view text, std::ptrdiff_t stride = 1) {
    return {text.data(), (static_cast<std::ptrdiff_t>(text.size()) + stride - 1) / stride, stride};
}

} // namespace

TEST_CASE("words are compared with the same words in the other byte order") {
    check_swapped<2>();
    check_swapped<4>();
    check_swapped<8>();
}

TEST_CASE("floats are compared as floats, by vectors and behind them") {
    check_floats<float>();
    check_floats<double>();
}

TEST_CASE("blocks notice a difference at every place") {
    constexpr auto differs_at = [](std::ptrdiff_t place) { return [place](std::ptrdiff_t k) { return k == place; }; };
    CHECK_BOTH(kernel::none_differs<int>(0, differs_at(0)) && kernel::none_differs<int>(100, differs_at(100)));
    bool noticed = true;
    for (std::ptrdiff_t count = 0; count < 100; ++count)
        for (std::ptrdiff_t place = 0; place < count; ++place)
            noticed = noticed && !kernel::none_differs<int>(count, differs_at(place));
    CHECK(noticed);
    CHECK_BOTH(!kernel::none_differs<int>(40, differs_at(31)) && !kernel::none_differs<int>(40, differs_at(39)));
}

TEST_CASE("byte strings are ordered by the first difference, then by length") {
    CHECK_BOTH(kernel::compare_runs(run_of("abc"), run_of("abd")) < 0);
    CHECK_BOTH(kernel::compare_runs(run_of("abc"), run_of("ab")) > 0 &&
               kernel::compare_runs(run_of(""), run_of("a")) < 0);
    CHECK_BOTH(kernel::compare_runs(run_of("abc"), run_of("abc")) == 0 &&
               kernel::compare_runs(run_of(""), run_of("")) == 0);
    CHECK_BOTH(kernel::compare_runs(run_of("\xff"), run_of("a")) > 0);
    CHECK_BOTH(kernel::compare_runs(run_of("a.b.c", 2), run_of("abc")) == 0);
    CHECK_BOTH(kernel::compare_runs(run_of("a.c.c", 2), run_of("abc")) > 0);
    CHECK_BOTH(kernel::compare_runs(run_of("abc").reversed(), run_of("cbb")) < 0);
}
