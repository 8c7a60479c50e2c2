#include <lendbuf/base/error.hpp>
#include <type_traits>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using test_support::fatal_failure_of;

TEST_CASE("an exception gives its message, its code and the facts") {
    const lb::index_error failure({.code = errc::index_out_of_bounds, .field = 0, .offset = 9, .have = 4});
    CHECK(std::string(failure.what()) == "index out of bounds on dimension 1 (index 9, extent 4)");
    CHECK(failure.code() == errc::index_out_of_bounds);
    CHECK(failure.info().offset == 9);
    CHECK(failure.info().have == 4);
}

TEST_CASE("exceptions are std exceptions and copy without throwing") {
    STATIC_CHECK(std::is_base_of_v<std::exception, lb::error>);
    STATIC_CHECK(std::is_nothrow_copy_constructible_v<lb::error>);
    const lb::value_error first({.code = errc::zero_step});
    const lb::value_error copy = first; // NOLINT: the copy is what is tested
    CHECK(std::string(copy.what()) == "slice step cannot be zero");
}

TEST_CASE("an os_error gives the system's code") {
    CHECK(lb::os_error({.code = errc::system_failure, .have = 2, .subject = "open"}).system_code() == 2);
}

#if LENDBUF_TEST_HAS_EXCEPTIONS

TEST_CASE("every kind of failure is thrown as its own exception") {
    CHECK_THROWS_LB_AS(lb::index_error, lb::fail({.code = errc::index_out_of_bounds}));
    CHECK_THROWS_LB_AS(lb::value_error, lb::fail({.code = errc::zero_step}));
    CHECK_THROWS_LB_AS(lb::buffer_error, lb::fail({.code = errc::not_writable}));
    CHECK_THROWS_LB_AS(lb::struct_error, lb::fail({.code = errc::bad_format_char}));
    CHECK_THROWS_LB_AS(lb::type_error, lb::fail({.code = errc::shape_not_length}));
    CHECK_THROWS_LB_AS(lb::overflow_error, lb::fail({.code = errc::float_too_large}));
    CHECK_THROWS_LB_AS(lb::os_error, lb::fail({.code = errc::system_failure}));
    CHECK_THROWS_LB_AS(std::bad_alloc, lb::fail({.code = errc::out_of_memory}));
}

TEST_CASE("every exception but bad_alloc is a lendbuf error") {
    CHECK_THROWS_LB(lb::error, "slice step cannot be zero", lb::fail({.code = errc::zero_step}));
    CHECK_THROWS_LB_AS(std::exception, lb::fail({.code = errc::not_writable}));
}

#else

TEST_CASE("without exceptions every failure reaches the handler") {
    for (unsigned k = 1; k <= static_cast<unsigned>(errc::out_of_memory); ++k) {
        const auto code = static_cast<errc>(k);
        CHECK(fatal_failure_of([&] { lb::fail({.code = code, .need = 7}); }).code == code);
        CHECK(test_support::last_failure.need == 7);
    }
}

#endif

TEST_CASE("a failure that cannot be thrown reaches the handler with all facts") {
    const auto info = fatal_failure_of(
        [] { lb::fail_fatally({.code = errc::destroyed_while_leased, .have = 2, .subject = "owner"}); });
    CHECK(info.code == errc::destroyed_while_leased);
    CHECK(test_support::message_of(info) == "owner destroyed while 2 leases point into it");
}

TEST_CASE("set_failure_handler gives back the handler before") {
    const lb::failure_handler mine = [](const lb::error_info&) {};
    const auto original = lb::set_failure_handler(mine);
    CHECK(lb::set_failure_handler(original) == mine);
    CHECK(lb::set_failure_handler(original) == original);
}
