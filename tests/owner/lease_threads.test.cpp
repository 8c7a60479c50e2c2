// Leases under threads, for the thread sanitizer: many take, copy, slice and drop views while one thread changes the
// owner. Each change is refused or done, and what a view sees stays as it was.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

constexpr int readers = 4;
constexpr int changes = 3000;

// Runs `read` in several threads, over and over, while `change` runs `changes` times in this one.
template <class Read, class Change>
void race(const Read& read, const Change& change) {
    std::atomic<bool> stop = false;
    std::atomic<int> started = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < readers; ++n)
        threads.emplace_back([&, n] {
            ++started;
            for (int round = 0; !stop; ++round) read(n, round);
        });
    while (started < readers) std::this_thread::yield();
    for (int k = 0; k < changes; ++k) change(k);
    stop = true;
    for (auto& thread : threads) thread.join();
}

struct tally {
    std::atomic<long> wrong = 0;   // views whose items were not what they must be
    std::atomic<long> strange = 0; // failures that nobody promised
    std::atomic<long> granted = 0;
    std::atomic<long> denied = 0; // leases asked for during a change
    long done = 0;                // changes
    long refused = 0;
};

// Runs a change, which is done or refused.
template <class Change>
bool try_change(tally& seen, const Change& change) {
    const auto failure = FAILURE_OF(change());
    if (failure.code == errc::success) {
        ++seen.done;
        return true;
    }
    if (failure.code == errc::resize_while_leased || failure.code == errc::close_while_leased)
        ++seen.refused;
    else
        ++seen.strange;
    return false;
}

// The item at place k is always this one, or zero where the array has been resized to more.
constexpr std::uint32_t item_at(std::ptrdiff_t k) {
    return static_cast<std::uint32_t>(k) * 2654435761u + 1;
}

template <class View>
bool is_whole(const View& view, std::ptrdiff_t from, std::ptrdiff_t size) {
    if (view.size() != size) return false;
    for (std::ptrdiff_t k = 0; k < size; ++k)
        if (view[k] != item_at(from + k) && view[k] != 0) return false;
    return true;
}

template <class Owner>
void look(tally& seen, const Owner& owner, int n, int round) {
    const auto failure = FAILURE_OF([&] {
        const lb::buffer_view view(owner);
        const std::ptrdiff_t size = view.size();
        std::vector<std::uint32_t> before(view.begin(), view.end());
        const auto copy = view;
        auto part = copy[lb::slice(n, lb::none)];
        if (round % 3 == 0) std::this_thread::yield();
        bool same = is_whole(view, 0, size) && is_whole(part, n < size ? n : size, n < size ? size - n : 0);
        for (std::ptrdiff_t k = 0; k < size; ++k) same = same && copy[k] == before[static_cast<std::size_t>(k)];
        part = {};
        if (!same) ++seen.wrong;
        ++seen.granted;
    }());
    if (failure.code == errc::being_changed)
        ++seen.denied;
    else if (failure.code != errc::success)
        ++seen.strange;
    std::this_thread::yield();
}

void check(const tally& seen) {
    INFO("done " << seen.done << ", refused " << seen.refused << ", leases " << seen.granted << ", denied "
                 << seen.denied);
    CHECK(seen.wrong == 0);
    CHECK(seen.strange == 0);
    CHECK(seen.done + seen.refused == changes);
}

} // namespace

TEST_CASE("views see whole arrays while their owner appends, resizes, shrinks and clears") {
    lb::typed_array<std::uint32_t> owner;
    tally seen;
    race([&](int n, int round) { look(seen, owner, n, round); },
         [&](int k) {
             const auto change = [&] {
                 const std::ptrdiff_t size = owner.size();
                 switch (size > 300 ? 9 : k % 9) {
                 case 0: owner.resize(size + 7); break;
                 case 1: owner.shrink_to_fit(); break;
                 case 2: owner.reserve(size + 40); break;
                 case 3:
                     for (std::ptrdiff_t j = size; j < size + 20; ++j) owner.push_back(item_at(j));
                     break;
                 case 4: {
                     std::vector<std::uint32_t> more;
                     for (std::ptrdiff_t j = size; j < size + 13; ++j) more.push_back(item_at(j));
                     owner.extend(more);
                     break;
                 }
                 case 5:
                     if (size > 0) (void)owner.pop();
                     break;
                 case 6: owner.insert(size, item_at(size)); break;
                 case 7: owner.erase(lb::slice(-3, lb::none)); break;
                 case 8: owner.push_back(item_at(size)); break;
                 default: owner.clear(); break;
                 }
             };
             (void)try_change(seen, change);
             if (k % 5 == 0) std::this_thread::yield();
         });
    check(seen);
    CHECK((owner.leases() == 0 && is_whole(lb::buffer_view(owner), 0, owner.size())));
}

TEST_CASE("items are written before their number is seen") {
    lb::typed_array<std::uint32_t> owner;
    owner.reserve(changes + 1);
    std::atomic<long> wrong = 0;
    std::atomic<long> looked = 0;
    race(
        [&](int, int) {
            const lb::error_info failure = FAILURE_OF([&] {
                const lb::buffer_view view(owner);
                const std::ptrdiff_t size = view.size();
                if (size > 0 && view[size - 1] != item_at(size - 1)) ++wrong;
                ++looked;
            }());
            if (failure.code != errc::success && failure.code != errc::being_changed) ++wrong;
        },
        [&](int) { (void)FAILURE_OF(owner.push_back(item_at(owner.size()))); });
    INFO("looked " << looked << " times");
    CHECK((wrong == 0 && is_whole(lb::buffer_view(owner), 0, owner.size())));
}

TEST_CASE("a mapping stays in place for those who look while its owner resizes") {
    constexpr std::ptrdiff_t page = 4096;
    auto file = lb::mapped_file<lb::access::copy>::anonymous(page);
    (void)file;
    auto owner = lb::mapped_file<lb::access::write>::anonymous(page);
    for (std::ptrdiff_t k = 0; k < page; ++k) owner[k] = static_cast<std::uint8_t>(k % 251);
    tally seen;
    race(
        [&](int n, int) {
            const auto failure = FAILURE_OF([&] {
                const lb::buffer_view view(owner);
                const auto part = view[lb::slice(n, page)];
                const auto copy = part.toreadonly();
                for (std::ptrdiff_t k = 0; k < copy.size(); k += 97)
                    if (copy[k] != static_cast<std::uint8_t>((n + k) % 251)) ++seen.wrong;
                if (view.size() % page != 0 || view.size() == 0) ++seen.wrong;
                ++seen.granted;
            }());
            if (failure.code == errc::being_changed)
                ++seen.denied;
            else if (failure.code != errc::success)
                ++seen.strange;
            std::this_thread::yield();
        },
        [&](int k) { (void)try_change(seen, [&] { owner.resize(page * (1 + k % 5)); }); });
    check(seen);
}

TEST_CASE("a mapping is closed when the last of many threads has dropped its view, not before") {
    for (int repeat = 0; repeat < 20; ++repeat) {
        auto owner = lb::mapped_file<lb::access::write>::anonymous(5000);
        owner[4999] = 7;
        std::atomic<long> wrong = 0;
        std::vector<std::thread> threads;
        for (int n = 0; n < readers; ++n)
            threads.emplace_back([&wrong, view = lb::buffer_view(owner)]() mutable {
                for (int k = 0; k < 50; ++k) {
                    const auto copy = view;
                    const auto part = copy[lb::slice(4000, lb::none)];
                    if (part[-1] != 7 || copy.size() != 5000) ++wrong;
                }
                view = {};
            });
        long refused = 0;
        while (!owner.closed()) {
            const auto failure = FAILURE_OF(owner.close());
            if (failure.code == errc::close_while_leased)
                ++refused;
            else if (failure.code != errc::success)
                ++wrong;
        }
        for (auto& thread : threads) thread.join();
        INFO("refused " << refused << " times");
        CHECK((wrong == 0 && owner.leases() == 0));
    }
}

TEST_CASE("the last of many threads ends a mapping whose owner is gone") {
    for (int repeat = 0; repeat < 20; ++repeat) {
        auto owner =
            std::make_unique<lb::mapped_file<lb::access::write>>(lb::mapped_file<lb::access::write>::anonymous(5000));
        (*owner)[0] = 1;
        std::atomic<long> sum = 0;
        std::vector<std::thread> threads;
        for (int n = 0; n < readers; ++n)
            threads.emplace_back([&sum, view = lb::buffer_view(*owner)]() mutable {
                sum += view[0] + view[-1];
                view = {};
            });
        owner.reset();
        for (auto& thread : threads) thread.join();
        CHECK(sum == readers);
    }
}

TEST_CASE("leases of a moved array are dropped by many threads while the new owner asks") {
    for (int repeat = 0; repeat < 20; ++repeat) {
        lb::bytearray first(64);
        std::vector<std::thread> threads;
        for (int n = 0; n < readers; ++n)
            threads.emplace_back([view = lb::buffer_view(first)]() mutable {
                for (int k = 0; k < 50; ++k) {
                    auto copy = view;
                    std::swap(copy, view);
                }
                view = {};
            });
        lb::bytearray second = std::move(first);
        while (FAILURE_OF(second.append(1)).code != errc::success) {}
        CHECK((second.size() == 65 && second.leases() == 0));
        for (auto& thread : threads) thread.join();
    }
}
