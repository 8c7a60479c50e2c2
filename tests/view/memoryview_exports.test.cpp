#include <cstddef>
#include <cstdlib>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <lendbuf/view/memoryview_buffer.hpp>
#include <lendbuf/view/memoryview_exports.hpp>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;
using lb::lease;
using lb::memoryview;

TEST_CASE("a view counts who it lent its memory on to, and cannot be released before they give it back") {
    lb::bytearray owner("abc");
    memoryview m(owner);
    lease first = m.lend();
    {
        const lease second = first; // NOLINT: the copy is what is tested
        CHECK(m.export_count() == 2);
    }
    const auto refused = FAILURE_OF(m.release());
    CHECK((refused.code == errc::view_exported && refused.have == 1 && !m.is_released() && m[0] == 'a'));
    CHECK_THROWS_LB(lb::buffer_error, "memoryview has 1 exported buffer(s)", m.release());
    first = {};
    CHECK(m.export_count() == 0);
    CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
    m.release();
    owner.clear();
    CHECK((owner.size() == 0 && m.export_count() == 0));
}

TEST_CASE("buffers that were asked for count, too") {
    lb::bytearray owner("abc");
    memoryview m(owner);
    {
        const auto granted = lb::get_buffer(m);
        const auto another = lb::get_buffer(m[lb::slice(1, 2)]); // the slice's, not m's
        CHECK((m.export_count() == 1 && granted.info().obj != nullptr));
        CHECK(FAILURE_OF(m.release()).code == errc::view_exported);
        const auto copy = granted; // NOLINT: the copy is what is tested
        CHECK(m.export_count() == 2);
    }
    m.release();
    owner.append(1);
    CHECK(owner.size() == 4);
}

TEST_CASE("what a view lent on keeps the memory when the view is gone") {
    lb::bytearray owner("abc");
    lease kept;
    {
        const memoryview m(owner);
        kept = m.lend();
    }
    CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
    kept = {};
    owner.clear();
    CHECK(owner.size() == 0);
}

TEST_CASE("copies and parts count for themselves, moves take the count along") {
    lb::bytearray owner("abc");
    memoryview m(owner);
    const lease out = m.lend();
    memoryview copy = m;
    memoryview part = m[lb::all];
    CHECK((copy.export_count() == 0 && part.export_count() == 0 && m.toreadonly().export_count() == 0));
    copy.release();
    part.release();
    memoryview moved = std::move(m);
    CHECK((moved.export_count() == 1 && m.export_count() == 0)); // NOLINT: that is what is tested
    m.release();
    CHECK(FAILURE_OF(moved.release()).code == errc::view_exported);
    memoryview third;
    third = std::move(moved);
    CHECK(third.export_count() == 1);
    third = memoryview(owner); // the old view is gone, its lease is not
    CHECK(third.export_count() == 0);
    third.release();
    CHECK(FAILURE_OF(owner.clear()).code == errc::resize_while_leased);
}

TEST_CASE("memory without leases is lent on and counted, too") {
    std::vector<int> items{1};
    memoryview m(items);
    {
        const auto granted = lb::get_buffer(m);
        CHECK(m.export_count() == 1);
        CHECK(FAILURE_OF(m.release()).code == errc::view_exported);
    }
    m.release();
    CHECK((m.is_released() && FAILURE_OF(lb::get_buffer(m)).code == errc::released));
}

TEST_CASE("a count can begin again after a release") {
    lb::bytearray owner("abc");
    memoryview m(owner);
    (void)m.lend();
    m.release();
    m = memoryview(owner);
    const lease out = m.lend();
    CHECK((m.export_count() == 1 && out.block()->owner_name == std::string_view("memoryview")));
}

TEST_CASE("leases of one view may be taken and dropped in many threads") {
    lb::bytearray owner("abc");
    memoryview m(owner);
    {
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&m] {
                for (int k = 0; k < 2000; ++k) {
                    const lease out = m.lend();
                    const auto granted = lb::get_buffer(m[lb::slice(1, 3)]);
                    if (m.export_count() == 0 || granted.info().len != 2) std::abort();
                }
            });
        for (auto& thread : threads) thread.join();
    }
    CHECK(m.export_count() == 0);
    m.release();
    owner.append(1);
    CHECK(owner.size() == 4);
}

TEST_CASE("views may be copied and dropped in many threads, the last frees the memory") {
    memoryview m;
    {
        lb::bytearray owner("abcd");
        m = memoryview(owner);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([view = m, t]() mutable {
                for (int k = 0; k < 1000; ++k) {
                    memoryview copy = view;
                    copy[t] = static_cast<unsigned char>(k);
                    const lease out = copy.lend();
                    view = std::move(copy);
                }
            });
        for (auto& thread : threads) thread.join();
        m.release();
        CHECK(owner.size() == 4);
    }
    CHECK(m.is_released());
}

TEST_CASE("without a heap leases are passed on and not counted") {
    const lb::detail::uncounted_exports none_counted;
    CHECK((!none_counted.lend({}) && lb::detail::uncounted_exports::count() == 0));
    int items[2] = {1, 2};
    lb::static_memoryview<1> m(items);
    const auto granted = lb::get_buffer(m);
    CHECK((granted.info().obj == nullptr && granted.info().len == 8 && m.export_count() == 0));
    m.release();
    CHECK((m.is_released() && granted.info().shape[0] == 2));
}
