#include <lendbuf/base/config.hpp>
#include <lendbuf/base/error_info.hpp>
#include <string>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

// The mangled name of a function holds the inline namespace of its argument.
template <class T>
std::string name_of() {
    return __PRETTY_FUNCTION__;
}

} // namespace

TEST_CASE("failures throw exactly when the compiler has exceptions") {
    STATIC_CHECK(lb::config::exceptions == (LENDBUF_TEST_HAS_EXCEPTIONS == 1));
}

TEST_CASE("settings that change inline bodies are part of the name of every type") {
    const std::string name = name_of<lb::error_info>();
    INFO(name);
    // Compilers may leave inline namespaces out of pretty names; where they print them, the tag must be there.
    if (name.find("v0_") != std::string::npos) {
        CHECK(name.find(lb::config::exceptions ? "v0_ex_" : "v0_nx_") != std::string::npos);
        CHECK(name.find(lb::config::atomic_counts ? "_mt" : "_st") != std::string::npos);
    }
    STATIC_CHECK(std::is_same_v<lb::error_info, lb::LENDBUF_ABI::error_info>);
}
