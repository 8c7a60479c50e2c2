// The export lock as a table: every way to change an owner x every way to have leased it. A new operation is one line.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <lendbuf/owner/any_array.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/mapped_file.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "owner/temporary_file.hpp"
#include "support/catch.hpp"
#include "support/failure.hpp"

namespace lb = lendbuf;
using lb::errc;

namespace {

// What a leased owner answers.
enum class answer { refused, allowed };

template <class Owner>
struct operation {
    const char* name;
    answer while_leased;
    std::function<void(Owner&)> apply;
};

// What is held of an owner, whatever its type, and the bytes it sees.
struct held {
    std::shared_ptr<void> keep;
    const unsigned char* bytes = nullptr;
    std::size_t size = 0;

    [[nodiscard]] std::vector<unsigned char> look() const { return {bytes, bytes + size}; }
};

template <class Kept>
held hold(Kept kept) {
    const auto where = lb::describe(kept);
    held result;
    result.bytes = reinterpret_cast<const unsigned char*>(where.data);
    result.size = static_cast<std::size_t>(where.shape[0]) * sizeof(*where.data);
    result.keep = std::make_shared<Kept>(std::move(kept));
    return result;
}

template <class Owner>
struct lending {
    const char* name;
    std::function<std::vector<held>(Owner&)> take;
};

template <class Owner>
std::vector<lending<Owner>> lendings() {
    using list = std::vector<held>;
    return {
        {"a view", [](Owner& o) -> list { return {hold(lb::buffer_view(o))}; }},
        {"a read-only view", [](Owner& o) -> list { return {hold(lb::buffer_view(o).toreadonly())}; }},
        {"a view of the const owner", [](Owner& o) -> list { return {hold(lb::buffer_view(std::as_const(o)))}; }},
        {"a slice", [](Owner& o) -> list { return {hold(lb::buffer_view(o)[lb::slice(1, 2)])}; }},
        {"an empty slice", [](Owner& o) -> list { return {hold(lb::buffer_view(o)[lb::slice(1, 1)])}; }},
        {"a cast", [](Owner& o) -> list { return {hold(lb::buffer_view(o).as_bytes())}; }},
        {"two views",
         [](Owner& o) -> list {
             return {hold(lb::buffer_view(o)), hold(lb::buffer_view(o))};
         }},
        {"a copy of a view that is gone",
         [](Owner& o) -> list {
             std::optional first{lb::buffer_view(o)};
             auto copy = *first;
             first.reset();
             return {hold(std::move(copy))};
         }},
        {"a buffer that was asked for",
         [](Owner& o) -> list {
             auto granted = std::make_shared<decltype(lb::get_buffer(o))>(lb::get_buffer(o));
             held result{granted, static_cast<const unsigned char*>((*granted)->buf),
                         static_cast<std::size_t>((*granted)->len)};
             return {result};
         }},
        {"a bare lease",
         [](Owner& o) -> list {
             return {{std::make_shared<lb::lease>(lb::lend(o)), nullptr, 0}};
         }},
    };
}

// Says all that a refusal must leave alone.
template <class Owner>
struct state {
    explicit state(Owner& owner) : data(owner.data()), size(owner.size()), leases(owner.leases()) {
        const auto* const first = reinterpret_cast<const unsigned char*>(data);
        bytes.assign(first, first + static_cast<std::size_t>(size) * sizeof(*owner.data()));
        if constexpr (requires { owner.capacity(); }) capacity = owner.capacity();
    }
    friend bool operator==(const state&, const state&) = default;

    const void* data;
    std::ptrdiff_t size;
    std::size_t leases;
    std::ptrdiff_t capacity = 0;
    std::vector<unsigned char> bytes;
};

template <class Owner>
void check_operation(Owner& owner, const operation<Owner>& op, std::vector<held>& leases) {
    const state<Owner> before(owner);
    std::vector<std::vector<unsigned char>> seen;
    for (const held& one : leases) seen.push_back(one.look());
    const auto failure = FAILURE_OF(op.apply(owner));
    if (op.while_leased == answer::refused) {
        CHECK((failure.code == errc::resize_while_leased || failure.code == errc::close_while_leased));
        CHECK(failure.have == before.leases);
        CHECK(state<Owner>(owner) == before);
        for (std::size_t k = 0; k < leases.size(); ++k) CHECK(leases[k].look() == seen[k]);
    } else {
        CHECK(failure.code == errc::success);
        const state<Owner> after(owner);
        CHECK((after.data == before.data && after.size == before.size && after.leases == before.leases));
        for (const held& one : leases) CHECK(one.look().size() == one.size); // still readable, under the sanitizer
    }
}

template <class Owner, class Make>
void check_table(const Make& make, const std::vector<operation<Owner>>& operations) {
    for (const auto& op : operations) {
        INFO(op.name);
        for (const auto& way : lendings<Owner>()) {
            INFO("leased through " << way.name);
            {
                Owner owner = make();
                std::vector<held> leases = way.take(owner);
                check_operation(owner, op, leases);
                while (leases.size() > 1) { // each lease counts
                    leases.pop_back();
                    check_operation(owner, op, leases);
                }
                leases.clear();
                CHECK(FAILURE_OF(op.apply(owner)).code == errc::success);
            }
            { // the leases go where the memory goes
                Owner first = make();
                std::vector<held> leases = way.take(first);
                Owner second = std::move(first);
                check_operation(second, op, leases);
                leases.clear();
                CHECK(FAILURE_OF(op.apply(second)).code == errc::success);
            }
            { // the memory lives as long as a lease
                auto owner = std::make_unique<Owner>(make());
                const std::vector<held> leases = way.take(*owner);
                std::vector<std::vector<unsigned char>> seen;
                for (const held& one : leases) seen.push_back(one.look());
                owner.reset();
                for (std::size_t k = 0; k < leases.size(); ++k) CHECK(leases[k].look() == seen[k]);
            }
        }
    }
}

using ints = lb::typed_array<int>;
using lb::bytearray;
using mapping = lb::mapped_file<lb::access::write>;

using answer::allowed;
using answer::refused;

// A file for one item more than it has, closed at the end.
class small_file {
public:
    small_file() : file_(std::tmpfile()) {
        const int items[]{7, 8, 9, 10};
        if (file_ != nullptr) std::fwrite(items, sizeof(int), 4, file_);
    }
    small_file(const small_file&) = delete;
    small_file& operator=(const small_file&) = delete;
    ~small_file() {
        if (file_ != nullptr) std::fclose(file_);
    }
    [[nodiscard]] std::FILE* from_start() const {
        std::rewind(file_);
        return file_;
    }

private:
    std::FILE* file_;
};

// What every growable owner can do; `more` and `fewer` are containers of items.
template <class Owner>
std::vector<operation<Owner>> growable_operations() {
    using item = typename Owner::value_type;
    return {
        {"resize to more", refused, [](Owner& o) { o.resize(100); }},
        {"resize to fewer", refused, [](Owner& o) { o.resize(1); }},
        {"resize to the same", allowed, [](Owner& o) { o.resize(3); }},
        {"clear", refused, [](Owner& o) { o.clear(); }},
        {"reserve more", refused, [](Owner& o) { o.reserve(1000); }},
        {"reserve less", allowed, [](Owner& o) { o.reserve(1); }},
        {"shrink_to_fit", refused, [](Owner& o) { o.shrink_to_fit(); }},
        {"push_back", refused, [](Owner& o) { o.push_back(item{5}); }},
        {"append", refused, [](Owner& o) { o.append(5); }},
        {"append one of its own", refused, [](Owner& o) { o.append(o[0]); }},
        {"extend by a list", refused,
         [](Owner& o) {
             o.extend({item{5}, item{6}});
         }},
        {"extend by a vector", refused, [](Owner& o) { o.extend(std::vector<item>{5}); }},
        {"extend by itself", refused, [](Owner& o) { o.extend(o); }},
        {"extend by nothing", allowed, [](Owner& o) { o.extend(std::vector<item>()); }},
        {"+= items", refused, [](Owner& o) { o += std::vector<item>{5}; }},
        {"+= nothing", allowed, [](Owner& o) { o += std::vector<item>(); }},
        {"*= 2", refused, [](Owner& o) { o *= 2; }},
        {"*= 1", allowed, [](Owner& o) { o *= 1; }},
        {"*= 0", refused, [](Owner& o) { o *= 0; }},
        {"insert at the front", refused, [](Owner& o) { o.insert(0, 5); }},
        {"insert at the end", refused, [](Owner& o) { o.insert(100, 5); }},
        {"pop", refused, [](Owner& o) { (void)o.pop(); }},
        {"pop the first", refused, [](Owner& o) { (void)o.pop(0); }},
        {"remove", refused, [](Owner& o) { o.remove(o[1]); }},
        {"reverse", allowed, [](Owner& o) { o.reverse(); }},
        {"set an item", allowed, [](Owner& o) { o[1] = item{9}; }},
        {"assign an item", allowed, [](Owner& o) { o.assign(-1, 9); }},
        {"assign a slice of the same size", allowed,
         [](Owner& o) {
             o.assign(lb::slice(0, 2), {item{1}, item{2}});
         }},
        {"assign a stepped slice", allowed,
         [](Owner& o) {
             o.assign(lb::slice(0, 3, 2), {item{1}, item{2}});
         }},
        {"assign a slice of itself", allowed, [](Owner& o) { o.assign(lb::all, o); }},
        {"assign more to a slice", refused,
         [](Owner& o) {
             o.assign(lb::slice(0, 1), {item{1}, item{2}});
         }},
        {"assign fewer to a slice", refused, [](Owner& o) { o.assign(lb::slice(0, 2), {item{1}}); }},
        {"assign itself to a slice", refused, [](Owner& o) { o.assign(lb::slice(1, 1), o); }},
        {"assign to an empty slice", refused, [](Owner& o) { o.assign(lb::slice(0, 0), {item{1}}); }},
        {"erase an item", refused, [](Owner& o) { o.erase(0); }},
        {"erase a slice", refused, [](Owner& o) { o.erase(lb::slice(1, lb::none)); }},
        {"erase a stepped slice", refused, [](Owner& o) { o.erase(lb::slice(lb::none, lb::none, -2)); }},
        {"erase an empty slice", allowed, [](Owner& o) { o.erase(lb::slice(2, 1)); }},
        {"copy assignment", refused,
         [](Owner& o) {
             const Owner other{item{1}};
             o = other;
         }},
        {"move assignment", refused,
         [](Owner& o) {
             o = Owner{item{1}, item{2}, item{3}};
         }},
        {"assignment of itself", allowed, [](Owner& o) { o = *&o; }},
        {"copy", allowed, [](Owner& o) { (void)o.copy(); }},
        {"slices", allowed, [](Owner& o) { (void)o[lb::slice(0, 2)]; }},
    };
}

template <class Owner>
Owner three_items() {
    Owner owner{1, 2, 3};
    owner.reserve(50); // so that nothing is refused for want of room alone
    return owner;
}

} // namespace

TEST_CASE("the export lock of a typed array") {
    auto operations = growable_operations<ints>();
    const small_file file;
    const std::vector<operation<ints>> own{
        {"append a number of another type", refused, [](ints& o) { o.append(short{4}); }},
        {"extend by a range", refused, [](ints& o) { o.extend(std::vector<short>{4}); }},
        {"fromlist", refused, [](ints& o) { o.fromlist(std::vector<int>{4}); }},
        {"frombytes", refused, [](ints& o) { o.frombytes(std::string(8, 'a')); }},
        {"frombytes of nothing", allowed, [](ints& o) { o.frombytes(std::string()); }},
        {"frombytes of its own", refused, [](ints& o) { o.frombytes(o.tobytes()); }},
        {"fromfile", refused, [&](ints& o) { o.fromfile(file.from_start(), 2); }},
        {"fromfile of nothing", allowed, [&](ints& o) { o.fromfile(file.from_start(), 0); }},
        {"byteswap", allowed, [](ints& o) { o.byteswap(); }},
        {"tobytes", allowed, [](ints& o) { (void)o.tobytes(); }},
        {"comparison", allowed,
         [](ints& o) {
             (void)(o == ints{1, 2});
         }},
    };
    operations.insert(operations.end(), own.begin(), own.end());
    check_table<ints>(three_items<ints>, operations);
}

TEST_CASE("the export lock of a bytearray") {
    auto operations = growable_operations<bytearray>();
    const std::vector<operation<bytearray>> own{
        {"extend by a literal", refused, [](bytearray& o) { o.extend("abc"); }},
        {"take some bytes", refused, [](bytearray& o) { (void)o.take_bytes(1); }},
        {"take all bytes", refused, [](bytearray& o) { (void)o.take_bytes(); }},
        {"erase by an empty stepped slice", refused, [](bytearray& o) { o.erase(lb::slice(2, 1, 2)); }},
    };
    operations.insert(operations.end(), own.begin(), own.end());
    check_table<bytearray>(three_items<bytearray>, operations);
}

TEST_CASE("the export lock of an array of a type known at run time") {
    using lb::any_array;
    const small_file file;
    const auto two = [] { return any_array("h", {8, 9}); };
    const std::vector<operation<any_array>> operations{
        {"clear", refused, [](any_array& o) { o.clear(); }},
        {"shrink_to_fit", refused, [](any_array& o) { o.shrink_to_fit(); }},
        {"append", refused, [](any_array& o) { o.append(5); }},
        {"extend by a list", refused,
         [](any_array& o) {
             o.extend({5, 6});
         }},
        {"extend by nothing", allowed, [](any_array& o) { o.extend({}); }},
        {"extend by another type", refused, [](any_array& o) { o.extend(any_array("B", {5})); }},
        {"extend by itself", refused, [](any_array& o) { o.extend(o); }},
        {"+= items", refused, [](any_array& o) { o += std::vector<int>{5}; }},
        {"*= 2", refused, [](any_array& o) { o *= 2; }},
        {"*= 1", allowed, [](any_array& o) { o *= 1; }},
        {"*= 0", refused, [](any_array& o) { o *= 0; }},
        {"insert", refused, [](any_array& o) { o.insert(0, 5); }},
        {"pop", refused, [](any_array& o) { (void)o.pop(); }},
        {"remove", refused, [](any_array& o) { o.remove(o[1]); }},
        {"reverse", allowed, [](any_array& o) { o.reverse(); }},
        {"byteswap", allowed, [](any_array& o) { o.byteswap(); }},
        {"assign an item", allowed, [](any_array& o) { o.assign(-1, 9); }},
        {"assign a slice of the same size", allowed, [&](any_array& o) { o.assign(lb::slice(0, 2), two()); }},
        {"assign a stepped slice", allowed, [&](any_array& o) { o.assign(lb::slice(0, 3, 2), two()); }},
        {"assign more to a slice", refused, [&](any_array& o) { o.assign(lb::slice(0, 1), two()); }},
        {"erase an item", refused, [](any_array& o) { o.erase(0); }},
        {"erase a stepped slice", refused, [](any_array& o) { o.erase(lb::slice(lb::none, lb::none, -2)); }},
        {"erase an empty slice", allowed, [](any_array& o) { o.erase(lb::slice(2, 1)); }},
        {"frombytes", refused, [](any_array& o) { o.frombytes(std::string(8, 'a')); }},
        {"frombytes of nothing", allowed, [](any_array& o) { o.frombytes(std::string()); }},
        {"fromfile", refused, [&](any_array& o) { o.fromfile(file.from_start(), 2); }},
        {"copy assignment", refused,
         [&](any_array& o) {
             const any_array other = two();
             o = other;
         }},
        {"move assignment", refused, [&](any_array& o) { o = two(); }},
    };
    check_table<any_array>(
        [] {
            any_array owner("h", {1, 2, 3, 4, 5});
            owner.erase(lb::slice(3, lb::none)); // leaves room
            return owner;
        },
        operations);
}

TEST_CASE("the export lock of a mapped file") {
    const test_support::temporary_file file("abc");
    const std::vector<operation<mapping>> operations{
        {"resize to more", refused, [](mapping& o) { o.resize(5000); }},
        {"resize to fewer", refused, [](mapping& o) { o.resize(1); }},
        {"resize to nothing", refused, [](mapping& o) { o.resize(0); }},
        {"resize to the same", allowed, [](mapping& o) { o.resize(3); }},
        {"grow", refused, [](mapping& o) { o.grow(5000); }},
        {"close", refused, [](mapping& o) { o.close(); }},
        {"move assignment", refused, [](mapping& o) { o = mapping::anonymous(10); }},
        {"assignment of nothing", refused, [](mapping& o) { o = mapping(); }},
        {"set a byte", allowed, [](mapping& o) { o[1] = 'x'; }},
        {"write", allowed,
         [](mapping& o) {
             o.seek(0);
             o.write(std::string("xyz"));
         }},
        {"move bytes", allowed, [](mapping& o) { o.move(0, 1, 2); }},
        {"flush", allowed, [](mapping& o) { o.flush(); }},
        {"read", allowed, [](mapping& o) { (void)o.read(2); }},
        {"revalidate", allowed, [](mapping& o) { (void)o.revalidate(); }},
    };
    check_table<mapping>(
        [&] {
            auto owner = mapping(file.path());
            owner.resize(3); // whatever the operation before has done
            return owner;
        },
        operations);
}

TEST_CASE("an owner that was moved from has nothing to lend, and may be changed") {
    ints first{1, 2, 3};
    const lb::buffer_view seen(first);
    const ints second = std::move(first);
    const lb::buffer_view nothing(first);
    CHECK((nothing.empty() && first.leases() == 0 && second.leases() == 1));
    first.append(4);
    CHECK((nothing.empty() && first == ints{4} && seen[2] == 3));
}
