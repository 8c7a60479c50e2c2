// Items that can grow, unless somebody has a lease: the storage of bytearray
// and typed_array.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/number_limits.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/owner/memory.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/protocol/observer.hpp>
#include <new>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

template <element T, class Memory>
class growable;

namespace detail {

/// Keeps the items in place while functions of the user's look at them: those could change the array.
template <class T, class Memory>
[[nodiscard]] auto hold_for_calls(const growable<T, Memory>& owner) {
    if constexpr (std::is_class_v<T> || std::is_union_v<T>)
        return owner.lend();
    else
        return nullptr;
}

} // namespace detail

/// Owns a growing array of trivially copyable items.
///
/// While a lease exists, everything that would move or drop items refuses with
/// buffer_error and changes nothing. Destroying or moving the owner is always
/// allowed: the storage goes along, or lives on until the last lease ends.
/// Growth is amortised, by doubling. `Memory` is `heap_memory` or
/// an allocator of the standard kind. Safety: leases may be taken, copied and
/// dropped in any thread while the one that owns the array changes it: each
/// change is either refused or done, and a view sees whole ones only. The control block stays in place for that, beside
/// the items, which move. Moving, assigning and destroying the array itself must wait until no other thread asks it for
/// leases; the leases that there are may live on in any.
template <element T, class Memory = heap_memory>
class growable {
    static_assert(alignof(T) <= alignof(std::max_align_t), "growable: over-aligned items are not supported");

    using memory_kind = typename detail::memory_type<Memory>::type;

    // Knows all it takes to free the items when the owner is gone.
    struct storage : observable_block {
        explicit storage(memory_kind&& from) : memory(std::move(from)) {}
        T* items = nullptr;
        std::ptrdiff_t capacity = 0;
        [[no_unique_address]] memory_kind memory;
    };

public:
    /// Is where the memory comes from; made of an allocator, or of nothing.
    using memory_type = memory_kind;

    using value_type = T;
    using size_type = std::ptrdiff_t;
    using difference_type = std::ptrdiff_t;
    using iterator = T*;
    using const_iterator = const T*;

    growable(growable&& other) noexcept
        : storage_(std::exchange(other.storage_, nullptr)),
          data_(std::exchange(other.data_, nullptr)),
          end_(std::exchange(other.end_, nullptr)),
          name_(other.name_) {
        other.set_room(nullptr);
    }

    /// Throws: buffer_error (`resize_while_leased`), when this array is leased; the other one may be.
    growable& operator=(growable&& other) {
        if (this == &other) return *this;
        { const export_lock lock(exports(), errc::resize_while_leased); }
        drop();
        storage_ = std::exchange(other.storage_, nullptr);
        data_ = std::exchange(other.data_, nullptr);
        end_ = std::exchange(other.end_, nullptr);
        set_room(nullptr);
        other.set_room(nullptr);
        return *this;
    }

    ~growable() { drop(); }

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return end_ - data_; }
    [[nodiscard]] bool empty() const noexcept { return end_ == data_; }
    [[nodiscard]] std::ptrdiff_t capacity() const noexcept { return storage_ == nullptr ? 0 : storage_->capacity; }

    /// Points to the first item; null while nothing was ever stored.
    [[nodiscard]] T* data() noexcept { return data_; }
    [[nodiscard]] const T* data() const noexcept { return data_; }

    [[nodiscard]] iterator begin() noexcept { return data_; }
    [[nodiscard]] iterator end() noexcept { return end_; }
    [[nodiscard]] const_iterator begin() const noexcept { return data_; }
    [[nodiscard]] const_iterator end() const noexcept { return end_; }

    /// Gives an item; negative counts from the end. Throws: index_error.
    [[nodiscard]] T& operator[](std::ptrdiff_t index) { return data_[checked_index(index, size(), 0)]; }
    [[nodiscard]] const T& operator[](std::ptrdiff_t index) const { return data_[checked_index(index, size(), 0)]; }

    /// Takes a lease. Any thread may ask, and may copy and drop what it got.
    ///
    /// An array that was moved from has nothing to lend; a lease of it is empty.
    /// Throws: buffer_error (`being_changed`) while the array is being changed.
    [[nodiscard]] lease lend() const {
        lease taken = lease::take(exports());
        set_room(nullptr);
        return taken;
    }

    /// Says where the items are, to a thread that holds a lease.
    [[nodiscard]] region<T> describe() noexcept { return {data_, {{stable_size()}}, {}}; }
    [[nodiscard]] region<const T> describe() const noexcept { return {data_, {{stable_size()}}, {}}; }

    /// Tells how many leases there are; a snapshot.
    [[nodiscard]] std::size_t leases() const noexcept { return storage_ == nullptr ? 0 : storage_->count.leases(); }

    /// Begins to observe the items: where they are, and how many. Any thread may ask.
    ///
    /// Throws: buffer_error (`being_changed`) while the array is being changed.
    /// Complexity: the next `push_back` looks at the control block, as after a lease; those behind it do not.
    /// Safety: memory of an allocator: a few words of it are freed with the last observer.
    [[nodiscard]] observer observe() const {
        // The lease shuts the room: it opens again only in a change that is told.
        const lease here = lend();
        return here ? observer(*storage_) : observer();
    }

    /// Makes room for `capacity` items. Throws: buffer_error while leased; std::bad_alloc.
    void reserve(std::ptrdiff_t capacity) {
        if (capacity <= this->capacity()) return;
        const export_lock lock(exports(), errc::resize_while_leased);
        reallocate(capacity);
    }

    /// Gives back unused room. Throws: buffer_error while leased.
    void shrink_to_fit() {
        if (size() == capacity()) return;
        const export_lock lock(exports(), errc::resize_while_leased);
        reallocate(size());
    }

    /// Changes the number of items; new ones are zero bytes. The same size is no
    /// change, and allowed while leased.
    ///
    /// Throws: value_error for a negative size; buffer_error while leased; std::bad_alloc. Python: bytearray.resize
    void resize(std::ptrdiff_t size) {
        if (size < 0) fail({.code = errc::negative_size, .offset = size, .subject = name_});
        const std::ptrdiff_t before = end_ - data_;
        if (size == before) return;
        const bool more = size > before;
        const gap fresh(*this, more ? before : size, more ? 0 : before - size, more ? size - before : 0);
        if (more) std::memset(static_cast<void*>(fresh.data()), 0, static_cast<std::size_t>(size - before) * sizeof(T));
    }

    /// Removes all items. Throws: buffer_error while leased, unless there are none. Python: bytearray.clear
    void clear() { resize(0); }

    /// Adds an item at the end. Throws: buffer_error while leased; std::bad_alloc.
    ///
    /// Complexity: amortised constant; one comparison more than nothing, since a lease takes the room away.
    void push_back(const T& item) {
        T* const at = end_;           // read once: compilers think that the byte written could be part of it
        if (at < room()) [[likely]] { // null, when shut, is below everything
            *at = item;
            set_end(at + 1);
        } else {
            push_back_in_gap(item);
        }
    }

    friend bool operator==(const growable& a, const growable& b) {
        if (a.size() != b.size()) return false;
        [[maybe_unused]] const auto hold_a = detail::hold_for_calls(a);
        [[maybe_unused]] const auto hold_b = detail::hold_for_calls(b);
        for (std::ptrdiff_t k = 0; k < a.size(); ++k)
            if (!(a.data()[k] == b.data()[k])) return false;
        return true;
    }

protected:
    /// Makes `size` zeroed items. Throws: value_error for a negative size; std::bad_alloc.
    growable(const char* name, std::ptrdiff_t size, const memory_type& memory = memory_type()) : name_(name) {
        if (size < 0) fail({.code = errc::negative_size, .offset = size, .subject = name});
        make_storage(memory);
        owned guard{this};
        resize(size);
        guard.array = nullptr;
    }

    /// Copies `count` items. Throws: std::bad_alloc.
    growable(const char* name, const T* items, std::ptrdiff_t count, const memory_type& memory = memory_type())
        : growable(name, 0, memory) {
        append_items(items, count);
    }

    /// Adds `count` items at the end; they may be the array's own.
    ///
    /// Throws: buffer_error while leased, unless `count` is 0; std::bad_alloc.
    void append_items(const T* items, std::ptrdiff_t count) {
        if (count <= 0) return;
        T* const at = end_;
        T* const shut = room(); // as in push_back
        if (shut != nullptr && shut - at >= count) [[likely]] {
            std::memcpy(static_cast<void*>(at), items, static_cast<std::size_t>(count) * sizeof(T));
            set_end(at + count);
        } else {
            replace_items(size(), 0, items, count);
        }
    }

    /// Puts `count` items in the place of the `removed` ones from `at` on; they may be the array's own.
    ///
    /// Requires: `0 <= at`, `0 <= removed`, `at + removed <= size()`.
    /// Throws: buffer_error while leased, unless the number of items stays the same; std::bad_alloc.
    void replace_items(std::ptrdiff_t at, std::ptrdiff_t removed, const T* items, std::ptrdiff_t count) {
        if (count == 0 && removed == 0) return;
        const auto bytes = static_cast<std::size_t>(count) * sizeof(T);
        // As numbers: pointers into different arrays have no order.
        const auto distance = reinterpret_cast<std::uintptr_t>(items) - reinterpret_cast<std::uintptr_t>(data_);
        const bool own = distance < static_cast<std::uintptr_t>(size()) * sizeof(T);
        const auto first = static_cast<std::ptrdiff_t>(distance / sizeof(T));
        if (count == removed) {
            std::memmove(static_cast<void*>(data_ + at), items, bytes);
        } else if (own && count > 0 && first + count > at) { // they would move, or go
            growable copy(name_, 0, memory());
            copy.append_items(items, count);
            replace_items(at, removed, copy.data_, count);
        } else {
            const gap fresh(*this, at, removed, count);
            if (count > 0) std::memcpy(static_cast<void*>(fresh.data()), own ? data_ + first : items, bytes);
        }
    }

    /// Holds room for `added` items at `at`, in place of `removed` ones, and the lock: threads that ask for a lease are
    /// refused until the new items are written, which is by the end of this object's life.
    class [[nodiscard]] gap {
    public:
        /// Requires: `0 <= at`, `0 <= removed`, `at + removed <= size()`.
        /// Throws: buffer_error while leased; std::bad_alloc. Nothing has changed then.
        gap(growable& whole, std::ptrdiff_t at, std::ptrdiff_t removed, std::ptrdiff_t added)
            : lock_(whole.exports_made(), errc::resize_while_leased), items_(whole.make_gap(at, removed, added)) {}

        /// Points to the new items, which hold anything.
        [[nodiscard]] T* data() const noexcept { return items_; }

        // For `std::memcpy(open_gap(...), ...)`. Whoever needs the address for longer names the gap, not the address.
        operator T*() const noexcept { return items_; }

    private:
        export_lock lock_;
        T* items_;
    };

    /// Opens a gap; the same as its constructor.
    gap open_gap(std::ptrdiff_t at, std::ptrdiff_t removed, std::ptrdiff_t added) {
        return gap(*this, at, removed, added);
    }

    /// Tells observers that the items are no longer theirs to see: they go to an owner of another kind.
    ///
    /// Throws: buffer_error while leased.
    void retire() {
        const export_lock lock(exports_made(), errc::resize_while_leased);
        storage_->memory_changed();
    }

    [[nodiscard]] memory_type memory() const { return storage_ == nullptr ? memory_type() : storage_->memory; }

private:
    // Frees the storage of an array whose constructor fails.
    struct owned {
        growable* array;
        ~owned() {
            if (array != nullptr) array->drop();
        }
    };

    // By value: the item may be one of ours, and move. Apart, so that loops around `push_back` stay small.
    [[gnu::noinline]] void push_back_in_gap(T item) {
        const gap fresh(*this, size(), 0, 1);
        *fresh.data() = item;
    }

    [[nodiscard]] lease_block* exports() const noexcept { return storage_; }

    // Threads that take leases read the end and shut the room while this one appends.
    static void publish(T*& to, T* value) noexcept {
        if constexpr (config::atomic_counts)
            __atomic_store_n(&to, value, __ATOMIC_RELEASE); // behind the items before the end
        else
            to = value;
    }
    void set_end(T* end) noexcept { publish(end_, end); }
    void set_room(T* end) const noexcept { publish(room_, end); }
    [[nodiscard]] T* room() const noexcept {
        if constexpr (config::atomic_counts) return __atomic_load_n(&room_, __ATOMIC_RELAXED);
        return room_;
    }
    [[nodiscard]] std::ptrdiff_t stable_size() const noexcept {
        if constexpr (config::atomic_counts) return __atomic_load_n(&end_, __ATOMIC_ACQUIRE) - data_;
        return size();
    }

    [[nodiscard]] lease_block* exports_made() {
        if (storage_ == nullptr) make_storage(memory_type());
        return storage_;
    }

    // The caller holds the lock.
    T* make_gap(std::ptrdiff_t at, std::ptrdiff_t removed, std::ptrdiff_t added) {
        const std::ptrdiff_t tail = size() - at - removed;
        std::ptrdiff_t needed = at + tail;
        if (!checked_add(needed, added)) fail_memory(added);
        if (needed > storage_->capacity) reallocate(grown(needed));
        if (needed == size()) return data_ + at;
        if (tail > 0 && removed != added)
            std::memmove(static_cast<void*>(data_ + at + added), data_ + at + removed,
                         static_cast<std::size_t>(tail) * sizeof(T));
        set_end(data_ + needed);
        open_room();
        return data_ + at;
    }

    /// Gives the capacity to take where `needed` items must fit.
    [[nodiscard]] std::ptrdiff_t grown(std::ptrdiff_t needed) const noexcept {
        // No more than can be, so that the last step up to the limit is not refused.
        constexpr std::ptrdiff_t most = number_limits<std::ptrdiff_t>::max() / static_cast<std::ptrdiff_t>(sizeof(T));
        std::ptrdiff_t amortised = size();
        if (size() == 0 || !checked_add(amortised, size()) || !checked_add(amortised, 16) || amortised > most)
            return needed;
        return amortised < needed ? needed : amortised;
    }

    void make_storage(memory_type memory) {
        void* const place = memory.resize(nullptr, 0, 0, sizeof(storage));
        if (place == nullptr) fail_memory(static_cast<std::ptrdiff_t>(sizeof(storage)));
        storage_ = ::new (place) storage(std::move(memory));
        storage_->owner_name = name_;
        storage_->release = &free_items;
        storage_->free_block = &free_storage;
    }

    // The caller holds the lock.
    void reallocate(std::ptrdiff_t capacity) {
        const std::ptrdiff_t count = size();
        const auto before =
            reinterpret_cast<std::uintptr_t>(data_); // the pointer says nothing any more, once it is freed
        const auto bytes_of = [](std::ptrdiff_t n) { return static_cast<std::size_t>(n) * sizeof(T); };
        std::ptrdiff_t bytes = capacity;
        if (!checked_multiply(bytes, static_cast<std::ptrdiff_t>(sizeof(T)))) fail_memory(capacity);
        if (capacity == 0) {
            storage_->memory.free(data_, bytes_of(storage_->capacity));
            data_ = nullptr;
        } else {
            // Safety: items are trivially copyable; nobody points to the old ones
            // while the lock is held.
            void* const memory = storage_->memory.resize(
                data_, bytes_of(storage_->capacity), bytes_of(count < capacity ? count : capacity), bytes_of(capacity));
            if (memory == nullptr) fail_memory(bytes);
            data_ = static_cast<T*>(memory);
        }
        set_end(data_ + (count < capacity ? count : capacity));
        storage_->items = data_;
        storage_->capacity = capacity;
        if (reinterpret_cast<std::uintptr_t>(data_) != before || count > capacity)
            open_room();
        else if (room() != nullptr) // shut, it stays so: observers see no change
            set_room(data_ + capacity);
    }

    [[noreturn, gnu::cold]] static void fail_memory(std::ptrdiff_t bytes) {
        fail({.code = errc::out_of_memory, .need = static_cast<std::uint64_t>(bytes)});
    }

    // Lets `push_back` write behind the items again, and tells the observers: each change of size or place comes by here
    // at least once after an observation has shut the room.
    void open_room() noexcept {
        storage_->memory_changed();
        set_room(data_ + storage_->capacity);
    }

    static void free_items(lease_block* exports) noexcept {
        auto* const whole = static_cast<storage*>(exports);
        if (whole->items != nullptr)
            whole->memory.free(whole->items, static_cast<std::size_t>(whole->capacity) * sizeof(T));
        whole->end_memory();
    }
    static void free_storage(observable_block* block) noexcept {
        auto* const whole = static_cast<storage*>(block);
        memory_type memory = std::move(whole->memory);
        whole->~storage();
        memory.free(whole, sizeof(storage));
    }

    void drop() noexcept {
        if (storage_ != nullptr && storage_->count.release_owner() == use_count::left::nothing) free_items(storage_);
    }

    storage* storage_ = nullptr;
    T* data_ = nullptr;
    T* end_ = nullptr;
    mutable T* room_ = nullptr; // where the room ends; null since a lease was taken, so that push_back looks
    const char* name_;
};

} // namespace lendbuf::inline LENDBUF_ABI
