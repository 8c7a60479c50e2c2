// Observers under threads, for the thread sanitizer: many observe, ask, lock and drop while one thread changes the owner.
#include <atomic>
#include <cstddef>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/weak_view.hpp>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::observed;
using array = lb::typed_array<int>;
using weak_items = lb::weak_view<const int>;

namespace {

constexpr int readers = 4;
constexpr int changes = 3000;

template <class Read, class Change>
void race(const Read& read, const Change& change) {
    std::atomic<bool> stop = false;
    std::atomic<int> started = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < readers; ++n)
        threads.emplace_back([&] {
            ++started;
            while (!stop) {
                read();
                std::this_thread::yield();
            }
        });
    while (started < readers) std::this_thread::yield();
    for (int k = 0; k < changes; ++k) {
        change(k);
        if (k % 5 == 0) std::this_thread::yield();
    }
    stop = true;
    for (auto& thread : threads) thread.join();
}

// The item at place k is k.
template <class View>
bool is_whole(const View& view) {
    for (std::ptrdiff_t k = 0; k < view.size(); ++k)
        if (view[k] != static_cast<int>(k)) return false;
    return true;
}

struct tally {
    std::atomic<long> wrong = 0;
    std::atomic<long> strange = 0;
    std::atomic<long> seen = 0;
    std::atomic<long> missed = 0;
};

void look(tally& count, const weak_items& weak) {
    const auto before = weak.state();
    const auto view = weak.try_lock();
    if (view) {
        if (before != observed::unchanged || view->size() != weak.shape()[0] || !is_whole(*view)) ++count.wrong;
        if (weak.state() != observed::unchanged) ++count.wrong; // nothing moves under the lease
        ++count.seen;
    } else if (view.error().code == errc::observed_changed || view.error().code == errc::observed_gone ||
               view.error().code == errc::being_changed) {
        ++count.missed;
    } else {
        ++count.strange;
    }
}

} // namespace

TEST_CASE("observers see what they saw, or that it has changed, while their owner changes") {
    array owner;
    tally count;
    long refused = 0;
    race(
        [&] {
            weak_items weak;
            const auto failure = FAILURE_OF(weak = weak_items(std::as_const(owner)));
            if (failure.code != errc::success && failure.code != errc::being_changed) ++count.strange;
            const weak_items copy = weak;
            for (int k = 0; k < 5; ++k) {
                look(count, copy);
                if (k == 2) std::this_thread::yield();
            }
        },
        [&](int k) {
            const std::ptrdiff_t size = owner.size();
            const auto failure = FAILURE_OF([&] {
                switch (size > 300 ? 9 : k % 5) {
                case 0: owner.push_back(static_cast<int>(size)); break;
                case 1: owner.shrink_to_fit(); break;
                case 2: owner.reserve(size + 40); break;
                case 3:
                    for (std::ptrdiff_t j = size; j < size + 20; ++j) owner.push_back(static_cast<int>(j));
                    break;
                case 4:
                    if (size > 0) (void)owner.pop();
                    break;
                default: owner.clear(); break;
                }
            }());
            if (failure.code == errc::resize_while_leased)
                ++refused;
            else if (failure.code != errc::success)
                ++count.strange;
        });
    INFO("seen " << count.seen << ", missed " << count.missed << ", refused " << refused);
    CHECK((count.wrong == 0 && count.strange == 0 && owner.leases() == 0));
    CHECK((count.seen + count.missed > 0 && is_whole(lb::buffer_view(owner))));
}

TEST_CASE("observers are copied and asked while their owner dies") {
    tally count;
    for (int round = 0; round < 200; ++round) {
        auto owner = std::make_unique<array>();
        for (int k = 0; k < 10; ++k) owner->push_back(k);
        std::atomic<int> started = 0;
        std::vector<std::thread> threads;
        for (int n = 0; n < readers; ++n)
            threads.emplace_back([&count, &started, weak = weak_items(std::as_const(*owner))]() mutable {
                ++started;
                for (bool gone = false; !gone;) {
                    gone = weak.expired();
                    const weak_items copy = weak;
                    look(count, copy);
                    if (gone && copy.try_lock()) ++count.wrong; // gone is for ever
                    std::this_thread::yield(); // else one of them always holds a lease, where each step is slow
                }
                weak = {};
            });
        while (started < readers) std::this_thread::yield();
        owner.reset();
        for (auto& thread : threads) thread.join();
    }
    CHECK((count.wrong == 0 && count.strange == 0 && count.missed > 0));
}
