// Observers of owners: a table of what an owner can do, and what an observer says of it.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <lendbuf/owner/allocator_memory.hpp>
#include <lendbuf/owner/any_array.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/owner/shared_items.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "owner/temporary_file.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::bytearray;
using lb::errc;
using lb::observed;
using lb::observer;
using array = lb::typed_array<int>;
using mapping = lb::mapped_file<lb::access::write>;

namespace {

template <class Owner>
struct operation {
    const char* name;
    observed after;
    std::function<void(Owner&)> apply;
};

template <class Owner, class Make>
void check_operations(const Make& make, const std::vector<operation<Owner>>& operations) {
    for (const auto& op : operations) {
        INFO(op.name);
        Owner owner = make();
        const observer first = lb::observe(owner);
        const observer second = lb::observe(owner);
        const auto* const data = owner.data();
        CHECK((first.state() == observed::unchanged && owner.leases() == 0));
        op.apply(owner);
        CHECK((first.state() == op.after && second.state() == op.after));
        CHECK((first.try_lock().has_value() == (op.after == observed::unchanged)));
        if (op.after == observed::unchanged) CHECK(owner.data() == data);
        if (op.after == observed::unchanged) {
            const lb::lease held = first.lock();
            CHECK(owner.leases() == 1);
        }
    }
}

template <class Owner>
std::vector<operation<Owner>> growable_operations() {
    using item = typename Owner::value_type;
    constexpr auto changed = observed::changed;
    constexpr auto unchanged = observed::unchanged;
    return {
        {"nothing", unchanged, [](Owner&) {}},
        {"look", unchanged, [](Owner& o) { (void)(o[0] + o.size() + *o.begin()); }},
        {"set an item", unchanged, [](Owner& o) { o[1] = item{9}; }},
        {"reverse", unchanged, [](Owner& o) { o.reverse(); }},
        {"lease", unchanged, [](Owner& o) { const lb::buffer_view view(o); }},
        {"a refused change", unchanged,
         [](Owner& o) {
             const lb::lease held = o.lend();
             CHECK(FAILURE_OF(o.clear()).code == errc::resize_while_leased);
             CHECK(FAILURE_OF(o.push_back(item{4})).code == errc::resize_while_leased);
         }},
        {"resize to the same", unchanged, [](Owner& o) { o.resize(3); }},
        {"reserve less", unchanged, [](Owner& o) { o.reserve(1); }},
        {"assign a slice of the same size", unchanged, [](Owner& o) { o.assign(lb::slice(0, 1), {item{4}}); }},
        {"extend by nothing", unchanged, [](Owner& o) { o.extend(std::vector<item>()); }},
        {"assignment of itself", unchanged, [](Owner& o) { o = *&o; }},
        {"push_back", changed, [](Owner& o) { o.push_back(item{4}); }},
        {"append", changed, [](Owner& o) { o.append(item{4}); }},
        {"append many", changed,
         [](Owner& o) {
             for (int k = 0; k < 1000; ++k) o.append(item{4});
         }},
        {"extend", changed, [](Owner& o) { o.extend(std::vector<item>{item{4}}); }},
        {"insert", changed, [](Owner& o) { o.insert(0, item{4}); }},
        {"pop", changed, [](Owner& o) { (void)o.pop(); }},
        {"pop and append again", changed,
         [](Owner& o) {
             const item last = o.pop();
             o.append(last);
         }},
        {"erase", changed, [](Owner& o) { o.erase(lb::slice(0, 1)); }},
        {"resize to more", changed, [](Owner& o) { o.resize(4); }},
        {"resize to fewer", changed, [](Owner& o) { o.resize(2); }},
        {"clear", changed, [](Owner& o) { o.clear(); }},
        {"copy assignment", observed::gone,
         [](Owner& o) {
             const Owner other{item{1}};
             o = other;
         }},
        {"move assignment", observed::gone,
         [](Owner& o) {
             o = Owner{item{1}, item{2}, item{3}};
         }},
    };
}

template <class Owner>
Owner three_items() {
    Owner owner{1, 2, 3};
    owner.reserve(50); // so that an append moves nothing
    return owner;
}
template <class Owner>
Owner just_three_items() {
    Owner owner{1, 2, 3};
    owner.shrink_to_fit();
    return owner;
}

// Counts the memory that it gave and did not get back.
class counting_resource : public std::pmr::memory_resource {
public:
    std::ptrdiff_t blocks = 0;
    std::ptrdiff_t bytes = 0;

private:
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        ++blocks;
        bytes += static_cast<std::ptrdiff_t>(size);
        return std::pmr::new_delete_resource()->allocate(size, alignment);
    }
    void do_deallocate(void* memory, std::size_t size, std::size_t alignment) override {
        --blocks;
        bytes -= static_cast<std::ptrdiff_t>(size);
        std::pmr::new_delete_resource()->deallocate(memory, size, alignment);
    }
    [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

} // namespace

TEST_CASE("what observers of a typed array are told") {
    check_operations<array>(three_items<array>, growable_operations<array>());
    check_operations<array>(just_three_items<array>, growable_operations<array>());
}

TEST_CASE("what observers of a bytearray are told") {
    auto operations = growable_operations<bytearray>();
    operations.push_back({"take some bytes", observed::changed, [](bytearray& o) { (void)o.take_bytes(1); }});
    operations.push_back({"*= 1", observed::unchanged, [](bytearray& o) { o *= 1; }});
    operations.push_back({"*= 2", observed::changed, [](bytearray& o) { o *= 2; }});
    check_operations<bytearray>(three_items<bytearray>, operations);
    check_operations<bytearray>(just_three_items<bytearray>, operations);
}

TEST_CASE("bytes that were taken out of an array are not observed any more") {
    bytearray owner{1, 2, 3};
    const observer seen = lb::observe(owner);
    {
        const lb::bytes taken = owner.take_bytes(); // the memory goes along
        CHECK((taken.size() == 3 && owner.empty()));
        CHECK((seen.state() == observed::changed && !seen.try_lock()));
    }
    CHECK(seen.expired());
}

TEST_CASE("items that move are told even if their number stays") {
    array owner{1, 2, 3};
    owner.shrink_to_fit();
    const observer seen = lb::observe(owner);
    const auto before = reinterpret_cast<std::uintptr_t>(owner.data());
    owner.reserve(1 << 20);
    CHECK((seen.state() == observed::unchanged) == (reinterpret_cast<std::uintptr_t>(owner.data()) == before));
    const observer after = lb::observe(owner);
    const auto larger = reinterpret_cast<std::uintptr_t>(owner.data());
    owner.shrink_to_fit();
    CHECK((after.state() == observed::unchanged) == (reinterpret_cast<std::uintptr_t>(owner.data()) == larger));
    const observer last = lb::observe(owner);
    owner.reserve(100);
    owner.push_back(4); // told, whatever the reservation did
    CHECK(last.state() == observed::changed);
}

TEST_CASE("an array that cannot grow is not changed") {
    array owner{1, 2, 3};
    const observer seen = lb::observe(owner);
    CHECK_THROWS_AS(owner.resize(PTRDIFF_MAX / 4), std::bad_alloc);
    CHECK((seen.state() == observed::unchanged && seen.try_lock()));
}

TEST_CASE("a lock of an observer refuses changes, appends as well") {
    array owner{1, 2, 3};
    owner.reserve(100);
    owner.push_back(4); // the room is open
    const observer seen = lb::observe(owner);
    {
        const lb::lease held = seen.lock();
        CHECK(FAILURE_OF(owner.push_back(5)).code == errc::resize_while_leased);
        CHECK(owner.size() == 4);
    }
    owner.push_back(5);
    CHECK((seen.state() == observed::changed && owner.size() == 5));
}

TEST_CASE("observers go along when the array moves to another owner") {
    array first{1, 2, 3};
    const observer seen = lb::observe(first);
    array second = std::move(first);
    CHECK(seen.state() == observed::unchanged);
    CHECK(lb::observe(first).state() == observed::gone); // it has no memory
    second.append(4);
    CHECK(seen.state() == observed::changed);
}

TEST_CASE("observers know when the memory is freed, and leases keep it") {
    std::optional<array> owner(array{1, 2, 3});
    const observer seen = lb::observe(*owner);
    lb::lease held = seen.lock();
    owner.reset();
    CHECK((seen.state() == observed::unchanged && seen.try_lock()));
    held = {};
    CHECK((seen.expired() && !seen.try_lock()));
}

TEST_CASE("of memory from an allocator only the control block waits for observers") {
    counting_resource memory;
    {
        observer seen;
        {
            lb::basic_bytearray<std::pmr::polymorphic_allocator<std::byte>> owner(
                std::pmr::polymorphic_allocator<std::byte>{&memory});
            owner.resize(10000);
            seen = lb::observe(owner);
            CHECK((memory.blocks == 2 && memory.bytes >= 10000));
        }
        CHECK((seen.expired() && memory.blocks == 1 && memory.bytes < 200));
    }
    CHECK((memory.blocks == 0 && memory.bytes == 0));
}

TEST_CASE("observers of an array of a type known at run time") {
    lb::any_array owner("h", {1, 2, 3});
    const observer seen = owner.observe();
    owner.reverse();
    CHECK(seen.state() == observed::unchanged);
    owner.append(4);
    CHECK(seen.state() == observed::changed);
}

TEST_CASE("what observers of a mapped file are told") {
    const test_support::temporary_file file("abc");
    const std::vector<operation<mapping>> operations{
        {"nothing", observed::unchanged, [](mapping&) {}},
        {"set a byte", observed::unchanged, [](mapping& o) { o[1] = 'x'; }},
        {"write and flush", observed::unchanged,
         [](mapping& o) {
             o.write(std::string("xyz"));
             o.flush();
         }},
        {"resize to the same", observed::unchanged, [](mapping& o) { o.resize(3); }},
        {"a refused change", observed::unchanged,
         [](mapping& o) {
             const lb::lease held = o.lend();
             CHECK(FAILURE_OF(o.close()).code == errc::close_while_leased);
         }},
        {"resize to more", observed::changed, [](mapping& o) { o.resize(5000); }},
        {"resize to fewer", observed::changed, [](mapping& o) { o.resize(1); }},
        {"close", observed::gone, [](mapping& o) { o.close(); }},
        {"move assignment", observed::gone, [](mapping& o) { o = mapping::anonymous(10); }},
    };
    check_operations<mapping>(
        [&] {
            auto owner = mapping(file.path());
            owner.resize(3);
            return owner;
        },
        operations);
    std::optional<mapping> owner(mapping(file.path()));
    const observer seen = lb::observe(*owner);
    lb::lease held = seen.lock();
    owner.reset();
    CHECK(seen.state() == observed::unchanged);
    held = {};
    CHECK(seen.expired());
    mapping closed;
    CHECK_THROWS_LB_AS(lb::value_error, lb::observe(closed));
}

TEST_CASE("observers of shared items know when the last holder is gone") {
    int freed = 0;
    observer seen;
    {
        auto items = lb::adopt(new int[3]{1, 2, 3}, 3, [&freed](int* p) {
            delete[] p;
            ++freed;
        });
        seen = lb::observe(items);
        const lb::buffer_view view(items);
        items = {};
        CHECK((seen.state() == observed::unchanged && view[2] == 3));
        const lb::lease held = seen.lock();
        CHECK(held.block() == view.share().block());
    }
    CHECK((seen.expired() && freed == 1 && !seen.try_lock()));

    {
        auto shared = lb::share(std::vector<int>{1, 2, 3});
        const observer of_vector = lb::observe(shared);
        const auto other = shared;
        shared = {};
        CHECK(of_vector.try_lock());
    }
    const lb::shared_items<int> nothing;
    CHECK(lb::observe(nothing).state() == observed::gone);
    STATIC_CHECK(lb::observable_exporter<lb::shared_items<int>>);
}

TEST_CASE("memory that dies with its owner, and bytes, which never change, are not observed") {
    STATIC_CHECK_FALSE(lb::observable_exporter<lb::static_memory<int, 3>&>);
    STATIC_CHECK_FALSE(lb::observable_exporter<lb::bytes&>);
    STATIC_CHECK_FALSE(lb::observable_exporter<std::vector<int>&>);
    STATIC_CHECK(lb::observable_exporter<const bytearray&>);
}
