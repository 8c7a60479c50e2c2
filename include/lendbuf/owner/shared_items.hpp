// Memory that came from elsewhere, shared by leases: adopted pointers, and containers that were moved in.
#pragma once

#include <concepts>
#include <cstddef>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/protocol/observer.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Keeps anything on the heap, beside the block that counts its leases.
template <class Kept>
struct lease_holder : observable_block {
    union {
        Kept kept; // gone before the block, when observers wait for that
    };

    explicit lease_holder(Kept&& from) : kept(std::move(from)) {}
    lease_holder(const lease_holder&) = delete;
    lease_holder& operator=(const lease_holder&) = delete;
    ~lease_holder() {} // NOLINT(modernize-use-equals-default): of a union it would be deleted

    /// Moves `kept` in. Throws: std::bad_alloc; `kept` is untouched then.
    [[nodiscard]] static lease_holder* make(Kept&& kept, const char* name) {
        auto* const made = new lease_holder(std::move(kept));
        made->owner_name = name;
        made->release = &end_kept;
        made->free_block = &free_holder;
        return made;
    }

    /// Gives the first lease; there is no owner beside the leases.
    [[nodiscard]] lease first_lease() {
        lease taken = lease::take(this);
        (void)count.release_owner();
        return taken;
    }

    static void end_kept(lease_block* exports) noexcept {
        // Safety: only the blocks of holders of this type have this function.
        auto* const whole = static_cast<lease_holder*>(static_cast<observable_block*>(exports));
        whole->kept.~Kept();
        whole->end_memory();
    }
    static void free_holder(observable_block* block) noexcept { delete static_cast<lease_holder*>(block); }

    /// Finds the holder of `hold`; null, when something else holds the memory.
    [[nodiscard]] static lease_holder* of(const lease& hold) noexcept {
        if (!hold || hold.block()->release != &end_kept) return nullptr;
        return static_cast<lease_holder*>(static_cast<observable_block*>(hold.block()));
    }
};

/// Runs a deleter on a pointer at the end of its life.
template <class T, class Deleter>
struct adopted_memory {
    adopted_memory(T* memory, Deleter with) : data(memory), deleter(std::move(with)) {}
    adopted_memory(adopted_memory&& other)
        : data(std::exchange(other.data, nullptr)), deleter(std::move(other.deleter)) {}
    adopted_memory& operator=(adopted_memory&&) = delete;
    ~adopted_memory() {
        if (data != nullptr) deleter(data);
    }
    T* data;
    Deleter deleter;
};

} // namespace detail

/// Shares an array that nobody resizes: copies and views keep it alive, the last of them frees it.
///
/// `buffer_view v(share(std::move(vector)));` is a view that owns what it sees.
/// Python: the object behind a memoryview.
template <element T>
class shared_items {
public:
    using value_type = T;

    constexpr shared_items() noexcept = default;
    template <class Kept>
    shared_items(detail::lease_holder<Kept>& made, T* data, std::size_t size)
        : hold_(made.first_lease()), data_(data), size_(static_cast<std::ptrdiff_t>(size)) {}

    [[nodiscard]] T* data() const noexcept { return data_; }
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] T* begin() const noexcept { return data_; }
    [[nodiscard]] T* end() const noexcept { return data_ + size_; }
    [[nodiscard]] lease lend() const noexcept { return hold_; }
    /// Begins to observe the array, which never changes its size and place: until the last holder frees it.
    [[nodiscard]] observer observe() const noexcept {
        // Safety: the constructor lets only leases of such blocks in.
        return hold_ ? observer(*static_cast<observable_block*>(hold_.block())) : observer();
    }
    [[nodiscard]] region<T> describe() const noexcept { return {data_, {{size_}}, {}}; }

private:
    lease hold_{};
    T* data_ = nullptr;
    std::ptrdiff_t size_ = 0;
};

/// Lets a temporary be viewed: a leased view keeps the array alive.
template <class T>
struct exporter_traits<shared_items<T>> {
    static constexpr bool borrowed = true;
    [[nodiscard]] static region<T> describe(const shared_items<T>& x) noexcept { return x.describe(); }
    [[nodiscard]] static lease lend(const shared_items<T>& x) noexcept { return x.lend(); }
    [[nodiscard]] static observer observe(const shared_items<T>& x) noexcept { return x.observe(); }
};
template <class T>
struct exporter_traits<const shared_items<T>> : exporter_traits<shared_items<T>> {};

/// Shares a container that is moved in: std::vector, std::string, std::array, your own with `data()` and `size()`.
///
/// Throws: std::bad_alloc; the container is untouched then.
/// Complexity: one small allocation; no item is copied unless the container keeps its items inside itself.
template <class Container>
    requires(!std::is_lvalue_reference_v<Container> && detail::has_data_and_size<Container>)
[[nodiscard]] auto share(Container&& container) {
    using holder = detail::lease_holder<std::remove_cv_t<Container>>;
    holder* const made = holder::make(std::forward<Container>(container), "shared items");
    auto* const data = made->kept.data();
    const auto size = static_cast<std::size_t>(made->kept.size());
    return shared_items<std::remove_pointer_t<decltype(made->kept.data())>>(*made, data, size);
}

/// Takes over `size` items at `data`, which `deleter(data)` frees when the last view is gone.
///
/// Throws: std::bad_alloc, after `deleter(data)`: the memory is not lost.
/// Complexity: one small allocation.
template <element T, std::invocable<T*> Deleter>
[[nodiscard]] shared_items<T> adopt(T* data, std::size_t size, Deleter deleter) {
    using memory = detail::adopted_memory<T, Deleter>;
    auto* const made = detail::lease_holder<memory>::make(memory(data, std::move(deleter)), "adopted memory");
    return shared_items<T>(*made, data, size);
}

/// Takes over `size` items that a smart pointer owns or shares: std::unique_ptr<T[]>, std::shared_ptr<T[]>.
///
/// Throws: std::bad_alloc; the pointer is untouched then.
template <class Pointer>
    requires(!std::is_lvalue_reference_v<Pointer> && requires(Pointer& p) { *p.get(); })
[[nodiscard]] auto adopt(Pointer&& data, std::size_t size) {
    auto* const made =
        detail::lease_holder<std::remove_cv_t<Pointer>>::make(std::forward<Pointer>(data), "adopted memory");
    auto* const first = made->kept.get();
    return shared_items<std::remove_reference_t<decltype(*first)>>(*made, first, size);
}

} // namespace lendbuf::inline LENDBUF_ABI
