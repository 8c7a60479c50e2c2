// Items on the heap that can grow, unless somebody has a lease: the storage of bytearray and typed_array.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/owner/standard.hpp>
#include <new>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Owns a growing array of trivially copyable items, in one allocation with the control block of its leases.
///
/// While a lease exists, everything that would move or drop items refuses with buffer_error and changes nothing.
/// Destroying or moving the owner is always allowed: the storage goes along, or lives on until the last lease ends.
/// Growth is amortised, by half of what there is; large arrays grow by remapping where realloc does so.
template <element T>
class growable {
    static_assert(alignof(T) <= alignof(std::max_align_t), "growable: over-aligned items are not supported");

    // Stands before the items, in the same allocation.
    struct alignas(std::max_align_t) header {
        lease_block exports;
        std::ptrdiff_t capacity;
    };

public:
    using value_type = T;
    using size_type = std::ptrdiff_t;
    using difference_type = std::ptrdiff_t;
    using iterator = T*;
    using const_iterator = const T*;

    growable(growable&& other) noexcept
        : head_(std::exchange(other.head_, nullptr)), size_(std::exchange(other.size_, 0)), name_(other.name_) {}

    /// Throws: buffer_error (`resize_while_leased`), when this array is leased; the other one may be.
    growable& operator=(growable&& other) {
        if (this == &other) return *this;
        { const export_lock lock(exports(), errc::resize_while_leased); }
        drop();
        head_ = std::exchange(other.head_, nullptr);
        size_ = std::exchange(other.size_, 0);
        return *this;
    }

    ~growable() { drop(); }

    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] std::ptrdiff_t capacity() const noexcept { return head_ == nullptr ? 0 : head_->capacity; }

    /// Points to the first item; null only after the array was moved from.
    [[nodiscard]] T* data() noexcept { return items(head_); }
    [[nodiscard]] const T* data() const noexcept { return items(head_); }

    [[nodiscard]] iterator begin() noexcept { return data(); }
    [[nodiscard]] iterator end() noexcept { return data() + size_; }
    [[nodiscard]] const_iterator begin() const noexcept { return data(); }
    [[nodiscard]] const_iterator end() const noexcept { return data() + size_; }

    /// Gives an item; negative counts from the end. Throws: index_error.
    [[nodiscard]] T& operator[](std::ptrdiff_t index) { return data()[checked_index(index, size_, 0)]; }
    [[nodiscard]] const T& operator[](std::ptrdiff_t index) const { return data()[checked_index(index, size_, 0)]; }

    /// Takes a lease. Leases may then be copied and dropped in any thread.
    ///
    /// Safety: as for every container, no other thread may change the array meanwhile.
    /// Throws: buffer_error (`being_changed`), when asked for from within a change.
    [[nodiscard]] lease lend() const { return lease::take(exports()); }

    /// Tells how many leases there are; a snapshot.
    [[nodiscard]] std::size_t leases() const noexcept { return head_ == nullptr ? 0 : head_->exports.count.leases(); }

    /// Makes room for `capacity` items. Throws: buffer_error while leased; std::bad_alloc.
    void reserve(std::ptrdiff_t capacity) {
        if (capacity <= this->capacity()) return;
        export_lock lock(exports(), errc::resize_while_leased);
        reallocate(capacity, lock);
    }

    /// Gives back unused room. Throws: buffer_error while leased.
    void shrink_to_fit() {
        if (size_ == capacity()) return;
        export_lock lock(exports(), errc::resize_while_leased);
        reallocate(size_, lock);
    }

    /// Changes the number of items; new ones are zero bytes. The same size is no change, and allowed while leased.
    ///
    /// Throws: value_error for a negative size; buffer_error while leased; std::bad_alloc.
    /// Python: bytearray.resize
    void resize(std::ptrdiff_t size) {
        if (size < 0) fail({.code = errc::negative_size, .offset = size, .subject = name_});
        if (size == size_) return;
        export_lock lock(exports(), errc::resize_while_leased);
        if (size > capacity()) reallocate(size, lock);
        if (size > size_)
            std::memset(static_cast<void*>(data() + size_), 0, static_cast<std::size_t>(size - size_) * sizeof(T));
        size_ = size;
    }

    /// Removes all items. Throws: buffer_error while leased, unless there are none. Python: bytearray.clear
    void clear() { resize(0); }

    /// Adds an item at the end. Throws: buffer_error while leased; std::bad_alloc.
    /// Complexity: amortised constant.
    void push_back(const T& item) {
        const T copy = item; // it may be one of ours, and move
        export_lock lock(exports(), errc::resize_while_leased);
        if (size_ == capacity()) reallocate(grown(1), lock);
        data()[size_] = copy;
        ++size_;
    }

    friend bool operator==(const growable& a, const growable& b) {
        if (a.size_ != b.size_) return false;
        for (std::ptrdiff_t k = 0; k < a.size_; ++k)
            if (!(a.data()[k] == b.data()[k])) return false;
        return true;
    }

protected:
    /// Makes `size` zeroed items. Throws: value_error for a negative size; std::bad_alloc.
    growable(const char* name, std::ptrdiff_t size) : name_(name) {
        if (size < 0) fail({.code = errc::negative_size, .offset = size, .subject = name});
        export_lock nothing_to_lock(nullptr, errc::resize_while_leased);
        reallocate(size, nothing_to_lock);
        if (size > 0) std::memset(static_cast<void*>(data()), 0, static_cast<std::size_t>(size) * sizeof(T));
        size_ = size;
    }

    /// Copies `count` items. Throws: std::bad_alloc.
    growable(const char* name, const T* items, std::ptrdiff_t count) : growable(name, 0) { append_items(items, count); }

    /// Adds `count` items at the end; they may be the array's own.
    ///
    /// Throws: buffer_error while leased, unless `count` is 0; std::bad_alloc.
    void append_items(const T* items, std::ptrdiff_t count) {
        if (count == 0) return;
        export_lock lock(exports(), errc::resize_while_leased);
        // As numbers: pointers into different arrays have no order.
        const auto distance = reinterpret_cast<std::uintptr_t>(items) - reinterpret_cast<std::uintptr_t>(data());
        const bool own = distance < static_cast<std::uintptr_t>(size_) * sizeof(T);
        const auto at = static_cast<std::ptrdiff_t>(distance / sizeof(T));
        if (count > capacity() - size_) reallocate(grown(count), lock);
        std::memcpy(static_cast<void*>(data() + size_), own ? data() + at : items,
                    static_cast<std::size_t>(count) * sizeof(T));
        size_ += count;
    }

private:
    [[nodiscard]] lease_block* exports() const noexcept { return head_ == nullptr ? nullptr : &head_->exports; }

    static T* items(header* head) noexcept {
        // Safety: malloc's memory behind the header holds `capacity` items, whose lifetime began with the allocation.
        return head == nullptr ? nullptr : static_cast<T*>(static_cast<void*>(head + 1));
    }

    /// Gives the capacity to take for `more` items. Throws: std::bad_alloc, when the count does not fit.
    [[nodiscard]] std::ptrdiff_t grown(std::ptrdiff_t more) const {
        std::ptrdiff_t needed = size_;
        if (!checked_add(needed, more)) fail_memory(more);
        std::ptrdiff_t amortised = size_;
        if (!checked_add(amortised, size_ / 2 + 16)) return needed;
        return amortised < needed ? needed : amortised;
    }

    // The caller holds the lock, which moves along with the header.
    void reallocate(std::ptrdiff_t capacity, export_lock& lock) {
        std::ptrdiff_t bytes = capacity;
        if (!checked_multiply(bytes, static_cast<std::ptrdiff_t>(sizeof(T))) ||
            !checked_add(bytes, static_cast<std::ptrdiff_t>(sizeof(header))))
            fail_memory(capacity);
        // Safety: header and items are trivially relocatable; nobody points into the old block while it is locked.
        void* const memory = std::realloc(static_cast<void*>(head_), static_cast<std::size_t>(bytes));
        if (memory == nullptr) fail_memory(bytes);
        if (head_ == nullptr) {
            head_ = ::new (memory) header{};
            head_->exports.owner_name = name_;
            head_->exports.release = [](lease_block* block) noexcept { std::free(static_cast<void*>(block)); };
        } else {
            head_ = static_cast<header*>(memory);
            lock.moved_to(&head_->exports);
        }
        head_->capacity = capacity;
    }

    [[noreturn, gnu::cold]] static void fail_memory(std::ptrdiff_t bytes) {
        fail({.code = errc::out_of_memory, .need = static_cast<std::uint64_t>(bytes)});
    }

    void drop() noexcept {
        if (head_ != nullptr && head_->exports.count.release_owner() == use_count::left::nothing)
            std::free(static_cast<void*>(head_));
    }

    header* head_ = nullptr;
    std::ptrdiff_t size_ = 0;
    const char* name_;
};

} // namespace lendbuf::inline LENDBUF_ABI
