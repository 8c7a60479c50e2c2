// Checked builds: a borrowed view that is used after its owner has moved or freed the memory ends in the failure handler.
// The setting is part of all names, so this file may differ from the others of its program.
#ifndef LENDBUF_CHECKED
#    define LENDBUF_CHECKED
#endif
#include <csetjmp>
#include <cstdint>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace lb = lendbuf;
using lb::errc;
using array = lb::typed_array<int>;
using borrowed_items = lb::buffer_view<int>;

namespace {

std::jmp_buf checked_escape;
lb::error_info checked_failure;

/// Runs `use` and gives what it hands to the failure handler; the code is `success` when it hands nothing.
template <class Use>
[[gnu::noinline]] lb::error_info trapped(const Use& use) {
    checked_failure = {};
    const auto before = lb::set_failure_handler([](const lb::error_info& info) {
        checked_failure = info;
        std::longjmp(checked_escape, 1);
    });
    if (setjmp(checked_escape) == 0) use();
    lb::set_failure_handler(before);
    return checked_failure;
}

int read(const borrowed_items& view) {
    return view[0];
}

bool is_here(const lb::error_info& info, int line) {
    return info.code == errc::used_after_release && info.offset == line && info.subject != nullptr &&
           std::string(info.subject).find("watch.test.cpp") != std::string::npos;
}

template <class T>
std::string name_of() {
    return __PRETTY_FUNCTION__;
}

constexpr bool works_at_compile_time() {
    int items[3]{1, 2, 3};
    const borrowed_items view(items);
    return view[lb::slice(1, 3)][1] == 3 && view.borrow().data() == items;
}

} // namespace

TEST_CASE("the setting is part of every name") {
    STATIC_CHECK(lb::config::checked_views);
    const std::string name = name_of<borrowed_items>();
    INFO(name);
    // Compilers may leave inline namespaces out of pretty names; where they print them, the tag must be there.
    if (name.find("v0_") != std::string::npos) CHECK(name.find("_ck::") != std::string::npos);
    STATIC_CHECK(std::is_same_v<lb::lease, lb::LENDBUF_ABI::lease>);
}

TEST_CASE("a borrowed view used after its owner has changed is trapped, with the place of the loan") {
    array owner{1, 2, 3};
    const int line = __LINE__ + 1;
    const borrowed_items view(owner);
    CHECK((read(view) == 1 && owner.leases() == 0));
    owner[0] = 7; // items may change
    CHECK(trapped([&] { (void)read(view); }).code == errc::success);
    owner.push_back(4);
    CHECK(is_here(trapped([&] { (void)read(view); }), line));
    CHECK(is_here(trapped([&] { (void)view.data(); }), line));
    CHECK(is_here(trapped([&] { (void)view.begin(); }), line));
    CHECK(is_here(trapped([&] { (void)view.try_get(0); }), line));
    CHECK(view.size() == 3); // a number that is remembered
}

TEST_CASE("what is made of a borrowed view is watched as well") {
    array owner{1, 2, 3, 4};
    const int line = __LINE__ + 1;
    const borrowed_items view(owner);
    const auto part = view[lb::slice(1, 3)];
    const auto back = view.flip(0);
    const auto bytes = view.as_contiguous().as_bytes();
    const lb::buffer_view<const int> constant(view);
    CHECK((part[0] == 2 && back[0] == 4 && bytes.size() == 16 && constant[3] == 4));
    owner.reserve(100000);
    owner.clear();
    CHECK(is_here(trapped([&] { (void)part[0]; }), line));
    CHECK(is_here(trapped([&] { (void)back[0]; }), line));
    CHECK(is_here(trapped([&] { (void)bytes[0]; }), line));
    CHECK(is_here(trapped([&] { (void)constant[0]; }), line));
}

TEST_CASE("a view that was borrowed from a lease is trapped when the owner has gone") {
    auto owner = std::make_unique<array>(array{1, 2, 3});
    const int line = __LINE__ + 1;
    const borrowed_items view = lb::buffer_view(*owner)[lb::slice(1, 3)];
    const auto lent = lb::buffer_view(*owner).borrow();
    CHECK((view[0] == 2 && lent[0] == 1));
    owner.reset();
    CHECK(is_here(trapped([&] { (void)view[0]; }), line));
    CHECK(is_here(trapped([&] { (void)lent[0]; }), line + 1));
}

TEST_CASE("rows of a table are watched") {
    lb::bytearray owner{1, 2, 3, 4};
    const auto table = lb::buffer_view<std::uint8_t, 1, lb::contiguous>(owner).cast<std::uint8_t>(2, 2);
    const auto row = table[1];
    CHECK(row[1] == 4);
    owner.append(5);
    CHECK(trapped([&] { (void)row[1]; }).code == errc::used_after_release);
}

TEST_CASE("an argument is borrowed where the function is called") {
    array owner{1, 2, 3};
    CHECK(trapped([&] { (void)read(owner); }).code == errc::success);
    std::vector<borrowed_items> kept;
    const int line = __LINE__ + 1;
    kept.push_back(owner);
    CHECK(kept[0][2] == 3);
    (void)owner.pop();
    CHECK(is_here(trapped([&] { (void)kept[0][2]; }), line));
}

TEST_CASE("leased views, and views of memory that nobody watches, work as ever") {
    CHECK_BOTH(works_at_compile_time());
    array owner{1, 2, 3};
    const lb::buffer_view leased(owner);
    CHECK((leased[2] == 3 && owner.leases() == 1));
    std::vector<int> items{1, 2, 3};
    const borrowed_items view(items);
    lb::static_memory<int, 2> memory(5, 6);
    const borrowed_items fixed = lb::buffer_view(memory);
    CHECK((view[1] == 2 && fixed[1] == 6));
}
