// bytes: bytes that never change, shared by all who hold them.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <lendbuf/kernel/hash.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/layout/slice.hpp>
#include <lendbuf/owner/byte_builder.hpp>
#include <lendbuf/owner/byte_methods.hpp>
#include <lendbuf/owner/shared_items.hpp>
#include <new>
#include <optional>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

template <class Memory>
class basic_bytearray;

/// Shares unchanging bytes. Copies and slices share the memory, which lives until the last of them and of their views
/// is gone; so do the pieces that `split` and its like give.
///
/// Python: bytes
class bytes : public detail::byte_methods<bytes> {
public:
    constexpr bytes() noexcept = default;
    constexpr bytes(const bytes&) noexcept = default;
    constexpr bytes(bytes&& other) noexcept
        : hold_(std::move(other.hold_)),
          data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0)) {}
    constexpr bytes& operator=(const bytes&) noexcept = default;
    constexpr bytes& operator=(bytes&& other) noexcept {
        bytes taken(std::move(other)); // it may be this one
        hold_ = std::move(taken.hold_);
        data_ = taken.data_;
        size_ = taken.size_;
        return *this;
    }
    constexpr ~bytes() = default;

    bytes(std::initializer_list<std::uint8_t> list) : bytes(bytes_like(list)) {}

    /// Copies a literal, without its terminator, or the bytes of any exporter of them. Without a copy: `from_static`,
    /// `from`.
    ///
    /// Throws: std::bad_alloc.
    explicit bytes(bytes_like source)
        : bytes(source.size(), [&source](std::uint8_t* out) { return detail::copy_run(out, source.run()) - out; }) {}

    /// Takes over a container of bytes, std::string or std::vector, without a copy of what it holds on the heap.
    ///
    /// Throws: std::bad_alloc; the container is untouched then.
    template <class Container>
        requires(!std::is_lvalue_reference_v<Container> && !std::is_const_v<Container> &&
                 !std::same_as<Container, bytes> && detail::exports_bytes<Container&> && !borrowed_exporter<Container>)
    [[nodiscard]] static bytes from(Container&& container) {
        auto* const made = detail::lease_holder<Container>::make(std::forward<Container>(container), "bytes");
        const auto* const data = detail::as_uint8(made->kept.data());
        const auto size = static_cast<std::ptrdiff_t>(made->kept.size());
        return bytes(made->first_lease(), data, size);
    }

    /// Gives back the container that was moved in by `from`, and leaves no bytes; nothing, when others share it, when
    /// these are not all its bytes, or when it was another type.
    ///
    /// Complexity: constant.
    template <class Container>
    [[nodiscard]] std::optional<Container> reclaim() {
        auto* const holder = detail::lease_holder<Container>::of(hold_);
        if (holder == nullptr || holder->count.leases() != 1 ||
            size_ != static_cast<std::ptrdiff_t>(holder->kept.size()))
            return std::nullopt;
        std::optional<Container> container(std::move(holder->kept));
        *this = bytes();
        return container;
    }

    /// Refers to a literal that lives as long as the program; neither allocates nor counts.
    template <byte_like Byte, std::size_t Size>
        requires std::same_as<std::remove_const_t<Byte>, std::uint8_t>
    [[nodiscard]] static constexpr bytes from_static(Byte (&array)[Size]) noexcept {
        return bytes(lease(), array, static_cast<std::ptrdiff_t>(Size));
    }
    template <std::size_t Size>
    [[nodiscard]] static bytes from_static(const char (&literal)[Size]) noexcept {
        return bytes(lease(), detail::as_uint8(literal), detail::text_length(literal));
    }

    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return data_; }
    [[nodiscard]] constexpr const std::uint8_t* begin() const noexcept { return data_; }
    [[nodiscard]] constexpr const std::uint8_t* end() const noexcept { return data_ + size_; }

    /// Gives a byte; negative counts from the end. Throws: index_error.
    [[nodiscard]] constexpr std::uint8_t operator[](std::ptrdiff_t index) const {
        return data_[checked_index(index, size_, 0)];
    }

    /// Gives part of the bytes, sharing their memory. Complexity: constant.
    ///
    /// Python: bytes.__getitem__ with a slice, which copies.
    [[nodiscard]] constexpr bytes operator[](const slice<false>& wanted) const {
        const slice_indices at = wanted.indices(size_);
        return part(at.start, at.length);
    }

    /// Gives bytes a step apart: a copy, unless the step is 1. Throws: value_error for a step of zero; std::bad_alloc.
    [[nodiscard]] bytes operator[](const slice<true>& wanted) const {
        const slice_indices at = wanted.indices(size_);
        if (at.step == 1 || at.length == 0) return part(at.start, at.length);
        return built(at.length, [this, &at](std::uint8_t* out) {
            return detail::copy_run(out, {data_ + at.start, at.length, at.step}) - out;
        });
    }

    /// Takes a lease; an empty one for static bytes, which need none.
    [[nodiscard]] constexpr lease lend() const noexcept { return hold_; }

private:
    friend class detail::byte_methods<bytes>;
    template <class Memory>
    friend class basic_bytearray;

    constexpr bytes(lease hold, const std::uint8_t* data, std::ptrdiff_t size) noexcept
        : hold_(std::move(hold)), data_(data), size_(size) {}

    /// Holds memory until it is a bytes' own.
    struct fresh_memory {
        void* address;
        ~fresh_memory() { std::free(address); }
    };

    /// Makes bytes that `fill(address)` writes, `most` or fewer; it says how many.
    template <class Fill>
    bytes(std::ptrdiff_t most, const Fill& fill) {
        if (most == 0) return;
        constexpr std::size_t head_size = sizeof(lease_block);
        const auto count = static_cast<std::size_t>(most);
        fresh_memory memory{count <= PTRDIFF_MAX - head_size ? std::malloc(head_size + count) : nullptr};
        if (memory.address == nullptr) fail({.code = errc::out_of_memory, .need = count});
        const auto items = [&memory] { return static_cast<std::uint8_t*>(memory.address) + sizeof(lease_block); };
        size_ = fill(items());
        if (size_ == 0) return;
        if (size_ < most) {
            void* const smaller = std::realloc(memory.address, head_size + static_cast<std::size_t>(size_));
            if (smaller != nullptr) memory.address = smaller;
        }
        data_ = items();
        // Safety: malloc's memory fits a block, and `size_` bytes behind it.
        auto* const head = ::new (std::exchange(memory.address, nullptr)) lease_block{};
        head->owner_name = "bytes";
        head->release = [](lease_block* block) noexcept { std::free(static_cast<void*>(block)); };
        hold_ = lease::take(head);
        // All holders are equal: there is no owner beside the leases.
        (void)head->count.release_owner();
    }

    /// Gives some of the bytes, sharing their memory.
    [[nodiscard]] constexpr bytes part(std::ptrdiff_t start, std::ptrdiff_t size) const noexcept {
        if (size == 0) return bytes();
        return bytes(hold_, data_ + start, size);
    }

    template <class Fill>
    [[nodiscard]] static bytes built(std::ptrdiff_t size, const Fill& fill) {
        return bytes(size, fill);
    }

    /// Takes over the memory of an array that nobody else has: its block counts the holders from here on.
    template <class Memory>
    [[nodiscard]] static bytes taken_from(growable<std::uint8_t, Memory>&& array) {
        const growable<std::uint8_t, Memory> whole(std::move(array));
        return whole.empty() ? bytes() : bytes(whole.lend(), whole.data(), whole.size());
    }
    [[nodiscard]] static detail::byte_builder builder() { return {}; }
    [[nodiscard]] static bytes finished(detail::byte_builder&& builder) { return taken_from(std::move(builder)); }

    lease hold_{};
    const std::uint8_t* data_ = nullptr;
    std::ptrdiff_t size_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI

/// Hashes bytes as views of bytes are hashed.
template <>
struct std::hash<lendbuf::bytes> {
    [[nodiscard]] std::size_t operator()(const lendbuf::bytes& b) const noexcept {
        return static_cast<std::size_t>(lendbuf::kernel::hash_bytes(b.data(), b.size()));
    }
};
