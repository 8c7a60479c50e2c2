// What a failing call reports, read the same way with and without exceptions.
#pragma once

#include <csetjmp>
#include <lendbuf/base/error.hpp>
#include <string>

#include "support/catch.hpp"

namespace test_support {

inline std::jmp_buf failure_escape;
inline lendbuf::error_info last_failure;

/// Runs `action` and gives what it hands to the failure handler; the code is `success` when it hands nothing.
///
/// The handler leaves with longjmp, so no object with a destructor may live in `action` when it fails.
template <class Action>
[[gnu::noinline]] lendbuf::error_info fatal_failure_of(const Action& action) {
    last_failure = {};
    const auto before = lendbuf::set_failure_handler([](const lendbuf::error_info& info) {
        last_failure = info;
        std::longjmp(failure_escape, 1);
    });
    if (setjmp(failure_escape) == 0) action();
    lendbuf::set_failure_handler(before);
    return last_failure;
}

/// Runs `action` and gives what it throws, or reports where exceptions are off; the code is `success` when it returns.
template <class Action>
lendbuf::error_info failure_of(const Action& action) {
#if LENDBUF_TEST_HAS_EXCEPTIONS
    try {
        action();
        return {};
    } catch (const lendbuf::error& failure) {
        return failure.info();
    }
#else
    return fatal_failure_of(action);
#endif
}

/// Gives the whole message of a failure.
inline std::string message_of(const lendbuf::error_info& info) {
    char text[1024];
    lendbuf::write_message(info, text, sizeof text);
    return text;
}

} // namespace test_support

// FAILURE_OF(expression): the error_info that the expression fails with.
#define FAILURE_OF(...) test_support::failure_of([&] { static_cast<void>(__VA_ARGS__); })
