// EXPECT: hex_into
// A separator is a character: a number in its place is the size of groups, given too early.
#include <lendbuf/core.hpp>
#include <lendbuf/view/hex.hpp>

auto text_of(lendbuf::buffer_view<const char> view, char (&text)[64]) {
    return lendbuf::hex_into(view, text, 2);
}
