// The one way the tests include Catch2: version 3 or 2.13, whichever is installed, under one set of names.
// Also what tests need to run without exceptions.
#pragma once

#if __has_include(<catch2/catch_test_macros.hpp>)
#    define LENDBUF_TEST_CATCH_MAJOR 3
#    include <catch2/catch_approx.hpp>
#    include <catch2/catch_template_test_macros.hpp>
#    include <catch2/catch_test_macros.hpp>
#    include <catch2/catch_tostring.hpp>
#    include <catch2/generators/catch_generators_all.hpp>
#    include <catch2/matchers/catch_matchers_all.hpp>
#elif __has_include(<catch2/catch.hpp>)
#    define LENDBUF_TEST_CATCH_MAJOR 2
#    include <catch2/catch.hpp>
#else
#    error "The tests need Catch2, version 2.13 or 3"
#endif

#include <string>

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#    define LENDBUF_TEST_HAS_EXCEPTIONS 1
#else
#    define LENDBUF_TEST_HAS_EXCEPTIONS 0
#endif

/// Names that the two versions spell differently.
namespace test_support {

#if LENDBUF_TEST_CATCH_MAJOR == 3
using Catch::Approx;

inline auto contains(const std::string& text) {
    return Catch::Matchers::ContainsSubstring(text);
}
#else
using Catch::Detail::Approx;

inline auto contains(const std::string& text) {
    return Catch::Matchers::Contains(text);
}
#endif

/// Makes a string matcher into a matcher of an exception's message.
template <class Exception, class Matcher>
auto message_that(const Matcher& matcher) {
    return Catch::Matchers::Predicate<Exception>(
        [matcher](const Exception& exception) { return matcher.match(std::string(exception.what())); },
        "message " + matcher.toString());
}

} // namespace test_support

// Version 2 has neither; SKIP there warns and leaves the test.
#ifndef STATIC_CHECK
#    define STATIC_CHECK STATIC_REQUIRE
#    define STATIC_CHECK_FALSE STATIC_REQUIRE_FALSE
#endif
#ifndef SKIP
#    define SKIP(...)                      \
        do {                               \
            WARN("skipped: " __VA_ARGS__); \
            return;                        \
        } while (false)
#endif

// CHECK_BOTH(expression): holds in a constant expression, and again when run (under the sanitizers).
#define CHECK_BOTH(...)                                \
    do {                                               \
        static_assert(static_cast<bool>(__VA_ARGS__)); \
        CHECK((__VA_ARGS__));                          \
    } while (false)

// CHECK_THROWS_LB(type, message, expression): throws exactly this message.
// CHECK_THROWS_LB_WITH(type, matcher, expression): throws a message that a string matcher accepts.
// CHECK_THROWS_LB_AS(type, expression): throws that type.
// The expression comes last, so it may contain commas. Without exceptions it must compile and is not run.
#if LENDBUF_TEST_HAS_EXCEPTIONS
#    define CHECK_THROWS_LB(type, message, ...) \
        CHECK_THROWS_MATCHES(static_cast<void>(__VA_ARGS__), type, Catch::Matchers::Message(message))
#    define CHECK_THROWS_LB_WITH(type, matcher, ...) \
        CHECK_THROWS_MATCHES(static_cast<void>(__VA_ARGS__), type, test_support::message_that<type>(matcher))
#    define CHECK_THROWS_LB_AS(type, ...) CHECK_THROWS_AS(static_cast<void>(__VA_ARGS__), type)
#else
#    define LENDBUF_TEST_COMPILES(...)          \
        do {                                    \
            if (false) {                        \
                static_cast<void>(__VA_ARGS__); \
            }                                   \
        } while (false)
#    define CHECK_THROWS_LB(type, message, ...) LENDBUF_TEST_COMPILES(__VA_ARGS__)
#    define CHECK_THROWS_LB_WITH(type, matcher, ...) LENDBUF_TEST_COMPILES(__VA_ARGS__)
#    define CHECK_THROWS_LB_AS(type, ...) LENDBUF_TEST_COMPILES(__VA_ARGS__)
#endif
