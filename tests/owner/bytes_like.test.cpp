#include "support/catch.hpp"

#include <cstdint>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/bytes_like.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace lb = lendbuf;

namespace {

std::string text_of(lb::bytes_like x) {
    std::string text(static_cast<std::size_t>(x.size()), '\0');
    for (std::ptrdiff_t k = 0; k < x.size(); ++k) text[static_cast<std::size_t>(k)] = static_cast<char>(x.run()[k]);
    return text;
}

} // namespace

TEST_CASE("whatever is bytes can be given as bytes_like") {
    CHECK((text_of("abc") == "abc" && text_of("") == "" && text_of({}) == "" && text_of({97, 98}) == "ab"));
    CHECK((text_of(std::string("ab\0", 3)) == std::string("ab\0", 3) && text_of(std::string_view("ab")) == "ab"));
    CHECK(text_of(std::vector<std::byte>{std::byte{'x'}}) == "x");
    const lb::bytes shared("abc");
    CHECK((text_of(shared) == "abc" && text_of(shared[lb::slice(1, lb::none)]) == "bc"));
    CHECK(text_of(lb::buffer_view(shared)[lb::slice(lb::none, lb::none, -1)]) == "cba");
    STATIC_CHECK_FALSE(std::is_constructible_v<lb::bytes_like, std::vector<int>&>);
    STATIC_CHECK_FALSE(std::is_constructible_v<lb::bytes_like, const char*>);
    STATIC_CHECK_FALSE(std::is_constructible_v<lb::bytes_like, int>);
    STATIC_CHECK(std::is_trivially_copyable_v<lb::bytes_like>);
}

TEST_CASE("runs are copied, gapless or strided") {
    char out[4] = "...";
    auto* const to = static_cast<std::uint8_t*>(static_cast<void*>(out));
    CHECK((lb::detail::copy_run(to, lb::bytes_like("ab").run()) == to + 2 && std::string_view(out) == "ab."));
    CHECK(lb::detail::copy_run(to, {}) == to);
    const lb::bytes text("1x2x3");
    const lb::buffer_view view(text);
    const lb::bytes_like strided(view[lb::slice(lb::none, lb::none, -2)]);
    CHECK((lb::detail::copy_run(to, strided.run()) == to + 3 && std::string_view(out) == "321"));
}
