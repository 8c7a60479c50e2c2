// EXPECT: constraints not satisfied
// Takes over what is moved in; bytes(text) copies.
#include <lendbuf/lendbuf.hpp>
#include <string>

lendbuf::bytes take(const std::string& text) {
    return lendbuf::bytes::from(text);
}
