#include <cstdint>
#include <cstring>
#include <lendbuf/kernel/byte_vector.hpp>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;
using kernel::detail::vector_mask;
using kernel::detail::vector_size;

namespace {

// Compares two runs of bytes that differ everywhere but at the places in `equal`. By reference: machines without vectors
// have no way to return one.
void make_mask(vector_mask& mask, const std::vector<std::ptrdiff_t>& equal) {
    std::vector<std::byte> a(static_cast<std::size_t>(vector_size), std::byte{1});
    std::vector<std::byte> b(static_cast<std::size_t>(vector_size), std::byte{2});
    for (const auto k : equal) b[static_cast<std::size_t>(k)] = std::byte{1};
    kernel::detail::vector_of<std::uint8_t> x;
    kernel::detail::vector_of<std::uint8_t> y;
    kernel::detail::load_vector(x, a.data());
    kernel::detail::load_vector(y, b.data());
    kernel::detail::equal_lanes(mask, x, y);
}

struct mask_with {
    explicit mask_with(const std::vector<std::ptrdiff_t>& equal) { make_mask(mask, equal); }
    vector_mask mask;
};

} // namespace

TEST_CASE("a mask says which lanes are equal, in the order of memory") {
    CHECK_FALSE(kernel::detail::any_lane(mask_with({}).mask));
    std::vector<std::ptrdiff_t> everything;
    for (std::ptrdiff_t k = 0; k < vector_size; ++k) everything.push_back(k);
    CHECK(kernel::detail::all_lanes(mask_with(everything).mask));
    for (std::ptrdiff_t k = 0; k < vector_size; ++k) {
        CAPTURE(k);
        const mask_with one({k});
        CHECK(kernel::detail::any_lane(one.mask));
        CHECK_FALSE(kernel::detail::all_lanes(one.mask));
        CHECK(kernel::detail::first_byte(one.mask) == k);
        CHECK(kernel::detail::last_byte(one.mask) == k);
        CHECK(kernel::detail::first_byte(mask_with({k, vector_size - 1}).mask) == k);
        CHECK(kernel::detail::last_byte(mask_with({0, k}).mask) == k);
    }
}

TEST_CASE("bytes of a mask are cleared one by one") {
    std::uint64_t word = ~std::uint64_t{0};
    for (std::ptrdiff_t k = 0; k < 8; ++k) {
        CHECK(kernel::detail::first_byte(word) == k);
        kernel::detail::clear_byte(word, k);
    }
    CHECK(word == 0);
    word = ~std::uint64_t{0};
    kernel::detail::clear_byte(word, 7);
    CHECK(kernel::detail::last_byte(word) == 6);
}
