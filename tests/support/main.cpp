// Catch2's main, for builds that cannot use a prebuilt one.
#if __has_include(<catch2/catch_session.hpp>)
#    include <catch2/catch_session.hpp>
#else
#    define CATCH_CONFIG_RUNNER
#    include <catch2/catch.hpp>
#endif

// The sanitizers ask for their options here: memory that cannot be had is an error the tests expect, as in every other
// build, and not a report.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
    return "allocator_may_return_null=1";
}
extern "C" const char* __tsan_default_options();
extern "C" const char* __tsan_default_options() {
    return "allocator_may_return_null=1";
}

int main(int argc, char* argv[]) {
    return Catch::Session().run(argc, argv);
}
