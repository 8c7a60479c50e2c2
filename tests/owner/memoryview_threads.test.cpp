// Memoryviews under threads, for the thread sanitizer: each thread has views of its own, all of one owner.
#include <atomic>
#include <cstddef>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <lendbuf/view/memoryview_copies.hpp>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;
using lb::memoryview;

namespace {

constexpr int readers = 4;

// Takes what every second item of a view holds in three ways; each must be zeros, as many as there were.
[[nodiscard]] bool is_whole(const memoryview& whole) {
    const memoryview part = whole[lb::slice(lb::none, lb::none, 2)];
    const auto count = static_cast<std::size_t>(part.nbytes());
    return part.tobytes() == std::vector<std::byte>(count) && part.hex() == std::string(2 * count, '0') &&
           part == part.toreadonly();
}

} // namespace

TEST_CASE(
    "views are copied and written as digits while others are released and the owner resizes, gh-149816, gh-157114") {
    bytearray owner(500);
    std::atomic<bool> stop = false;
    std::atomic<int> started = 0;
    std::atomic<long> wrong = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < readers; ++n)
        threads.emplace_back([&] {
            ++started;
            while (!stop) {
                const auto failure = FAILURE_OF([&] {
                    memoryview view(owner);
                    if (!is_whole(view)) ++wrong;
                    view.release();
                    if (!view.is_released()) ++wrong;
                }());
                if (failure.code != errc::success && failure.code != errc::being_changed) ++wrong;
                std::this_thread::yield();
            }
        });
    while (started < readers) std::this_thread::yield();
    int done = 0;
    for (int k = 0; k < 5000; ++k) {
        const auto failure = FAILURE_OF(owner.resize(500 + k % 7 * 100));
        if (failure.code == errc::success)
            ++done;
        else if (failure.code != errc::resize_while_leased)
            ++wrong;
        if (k % 5 == 0) std::this_thread::yield();
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    INFO("resized " << done << " times");
    CHECK((wrong == 0 && owner.leases() == 0));
}

TEST_CASE("threads release views of one owner, each its own, gh-127716 and gh-130977") {
    bytearray owner(100);
    {
        const memoryview shared(owner);
        std::atomic<long> wrong = 0;
        std::vector<std::thread> threads;
        for (int n = 0; n < readers; ++n)
            threads.emplace_back([&wrong, view = shared] {
                for (int k = 0; k < 1000; ++k) {
                    memoryview part = view[lb::slice(k % 50, lb::none)];
                    memoryview again = part.toreadonly();
                    part.release();
                    part.release();
                    if (again.nbytes() != 100 - k % 50 || again[0] != 0 || !part.is_released()) ++wrong;
                    again.release();
                }
            });
        for (auto& thread : threads) thread.join();
        CHECK((wrong == 0 && owner.leases() == 1));
        CHECK_THROWS_LB_AS(lb::buffer_error, owner.clear());
    }
    owner.clear();
    CHECK(owner.leases() == 0);
}

TEST_CASE("threads lend one view on and give it back, gh-127085 and gh-132565") {
    bytearray owner(100);
    memoryview shared(owner);
    std::atomic<long> wrong = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < readers; ++n)
        threads.emplace_back([&wrong, &shared] {
            for (int k = 0; k < 1000; ++k) {
                const lb::lease hold = shared.lend();
                if (shared.export_count() == 0 || shared[k % 100] != 0) ++wrong;
            }
        });
    for (auto& thread : threads) thread.join();
    CHECK((wrong == 0 && shared.export_count() == 0));
    shared.release();
    CHECK(owner.leases() == 0);
}
