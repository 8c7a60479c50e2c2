#include <lendbuf/pack/chain.hpp>

#include "support/catch.hpp"
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/pack/pack.hpp>
#include <vector>

namespace lb = lendbuf;

TEST_CASE("a record reads the same wherever two seams cut it", "[chain]") {
    const auto whole = lb::pack<"<4sHIQ?p10pd">("abcd", 513, 70000u, 1234567890123u, true, "", "hello", -1.5);
    for (std::size_t a = 0; a <= whole.size(); ++a)
        for (std::size_t b = a; b <= whole.size(); ++b) {
            const std::vector<std::uint8_t> x(whole.begin(), whole.begin() + a);
            const std::vector<std::uint8_t> y(whole.begin() + a, whole.begin() + b);
            const std::vector<std::uint8_t> z(whole.begin() + b, whole.end());
            lb::buffer_chain<3> chain;
            chain.append(x);
            chain.append(y);
            chain.append(z);
            REQUIRE(chain.size() == static_cast<std::ptrdiff_t>(whole.size()));
            const auto [s, h, i, q, t, empty, p, d] = lb::unpack<"<4sHIQ?p10pd">(chain);
            const bool same = s == "abcd" && h == 513 && i == 70000 && q == 1234567890123u && t && empty.empty() &&
                              p == "hello" && d == -1.5;
            INFO("cut at " << a << " and " << b);
            REQUIRE(same);
        }
}

TEST_CASE("a chain knows its end", "[chain]") {
    const std::vector<std::uint8_t> a{1, 2, 3};
    const std::vector<std::uint8_t> b{4, 5};
    lb::buffer_chain<2> chain;
    chain.append(a);
    chain.append(b);
    CHECK(lb::get<0>(lb::unpack_from<">I">(chain, 1)) == 0x02030405u);
    CHECK(lb::get<0>(lb::unpack_from<">H">(chain, -2)) == 0x0405u);
    const auto failed = lb::try_unpack_from<">I">(chain, 2);
    CHECK(failed.error().code == lb::errc::unpack_from_needs);
    CHECK(failed.error().have == 5);
    CHECK(failed.error().missing() == 1);
}

TEST_CASE("a full chain refuses and stays as it is; empty pieces take no place", "[chain]") {
    const std::vector<std::uint8_t> a{1};
    const std::vector<std::uint8_t> nothing;
    lb::buffer_chain<1> chain;
    chain.append(nothing);
    chain.append(a);
    chain.append(nothing);
    const auto full = chain.try_append(a);
    CHECK(full.error().code == lb::errc::chain_full);
    CHECK(full.error().need == 1);
    CHECK(chain.size() == 1);
    CHECK(chain.segments() == 1);
}
