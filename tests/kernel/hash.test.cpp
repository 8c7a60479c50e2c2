#include <cstdint>
#include <lendbuf/kernel/hash.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

namespace kernel = lendbuf::kernel;

namespace {

constexpr std::uint64_t hash_of(std::string_view text) {
    return kernel::hash_bytes(text.data(), static_cast<std::ptrdiff_t>(text.size()));
}

constexpr std::uint64_t hash_in_pieces(std::string_view text, std::ptrdiff_t piece) {
    kernel::byte_hasher hasher;
    const auto size = static_cast<std::ptrdiff_t>(text.size());
    for (std::ptrdiff_t at = 0; at < size; at += piece)
        hasher.add(text.data() + at, size - at < piece ? size - at : piece);
    return hasher.value();
}

constexpr std::string_view verse =
    "Tell me, O muse, of that ingenious hero who travelled far and wide after he had sacked "
    "the famous town of Troy.";

} // namespace

TEST_CASE("the product of two words is folded the same way everywhere") {
    using kernel::detail::folded_product;
    CHECK_BOTH(folded_product(0, 5) == 0 && folded_product(3, 5) == 15);
    CHECK_BOTH(folded_product(std::uint64_t{1} << 63, 2) == 1);
    CHECK_BOTH(folded_product(~std::uint64_t{0}, ~std::uint64_t{0}) == ~std::uint64_t{0}); // halves ...fe and 1
    CHECK_BOTH(folded_product(0x123456789abcdef0, 0xfedcba9876543210) == 0x317228f48165bb22);
}

TEST_CASE("parts of words are loaded as little-endian") {
    using kernel::detail::load_part;
    static constexpr char text[] = {1, 2, 3, 4, 5, 6, 7, 8};
    CHECK_BOTH(load_part(text, 0) == 0 && load_part(text, 1) == 0x01 && load_part(text, 2) == 0x0201);
    CHECK_BOTH(load_part(text, 3) == 0x030201 && load_part(text, 4) == 0x04030201 &&
               load_part(text, 5) == 0x0504030201);
    CHECK_BOTH(load_part(text, 6) == 0x060504030201 && load_part(text, 7) == 0x07060504030201);
    CHECK_BOTH(load_part(text, 8) == 0x0807060504030201);
}

TEST_CASE("the hash is the same when compiled, when run and on all machines") {
    CHECK_BOTH(hash_of("") == 0xf7e834f5c486cd7a);
    CHECK_BOTH(hash_of("a") == 0x87bc5d39b50c8e3a);
    CHECK_BOTH(hash_of(verse.substr(0, 64)) == 0x308b3da0e25467ff);
    CHECK_BOTH(hash_of(verse) == 0x9a7a35af18d6d8bf);
}

TEST_CASE("how bytes are cut into pieces does not matter") {
    CHECK_BOTH(hash_in_pieces(verse, 1) == hash_of(verse) && hash_in_pieces(verse, 63) == hash_of(verse));
    for (std::size_t size = 0; size <= verse.size(); ++size)
        for (const std::ptrdiff_t piece : {1, 2, 7, 16, 63, 64, 65, 200}) {
            CAPTURE(size, piece);
            CHECK(hash_in_pieces(verse.substr(0, size), piece) == hash_of(verse.substr(0, size)));
        }
}

TEST_CASE("any bit changes the hash, and so does the length") {
    std::set<std::uint64_t> seen;
    std::size_t hashed = 0;
    for (std::size_t size = 0; size <= 200; ++size) {
        std::vector<std::byte> bytes(size);
        const auto hash = [&] {
            ++hashed;
            seen.insert(kernel::hash_bytes(bytes.data(), static_cast<std::ptrdiff_t>(size)));
        };
        hash();
        for (std::size_t bit = 0; bit < 8 * size; ++bit) {
            bytes[bit / 8] ^= std::byte{1} << bit % 8;
            hash();
            bytes[bit / 8] ^= std::byte{1} << bit % 8;
        }
    }
    CHECK(seen.size() == hashed);
}

TEST_CASE("half of the bits change with any bit, more or less") {
    for (const std::size_t size : {1u, 8u, 16u, 17u, 64u, 100u}) {
        std::vector<std::byte> bytes(size);
        const auto before = kernel::hash_bytes(bytes.data(), static_cast<std::ptrdiff_t>(size));
        int changed = 0;
        for (std::size_t bit = 0; bit < 8 * size; ++bit) {
            bytes[bit / 8] ^= std::byte{1} << bit % 8;
            changed += std::popcount(before ^ kernel::hash_bytes(bytes.data(), static_cast<std::ptrdiff_t>(size)));
            bytes[bit / 8] ^= std::byte{1} << bit % 8;
        }
        const double share = changed / (64.0 * 8.0 * static_cast<double>(size));
        CAPTURE(size);
        CHECK((share > 0.43 && share < 0.57));
    }
}
