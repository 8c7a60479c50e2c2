// bytes: bytes that never change, shared by all who hold them.
#pragma once

#include <compare>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/layout/slice.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/shared_items.hpp>
#include <new>
#include <optional>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Shares unchanging bytes. Copies and slices share the memory, which lives until the last of them and of their views
/// is gone.
///
/// Python: bytes
class bytes {
public:
    constexpr bytes() noexcept = default;
    constexpr bytes(const bytes&) noexcept = default;
    constexpr bytes(bytes&& other) noexcept
        : hold_(std::move(other.hold_)),
          data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0)) {}
    constexpr bytes& operator=(bytes other) noexcept {
        hold_ = std::move(other.hold_);
        data_ = other.data_;
        size_ = other.size_;
        return *this;
    }

    /// Copies the characters of a literal, without its terminator; `from_static` does without the copy.
    template <std::size_t Size>
    explicit bytes(const char (&literal)[Size])
        : bytes(detail::as_uint8(literal), static_cast<std::size_t>(detail::text_length(literal))) {}

    bytes(std::initializer_list<std::uint8_t> list) : bytes(list.begin(), list.size()) {}

    /// Copies the bytes of any exporter of gapless bytes. Throws: std::bad_alloc.
    template <detail::exports_bytes X>
        requires(!std::same_as<std::remove_cvref_t<X>, bytes>)
    explicit bytes(X&& x)
        : bytes(detail::as_uint8(lendbuf::describe(x).data), static_cast<std::size_t>(lendbuf::describe(x).shape[0])) {}

    /// Takes over a container of bytes, std::string or std::vector, without a copy of what it holds on the heap.
    ///
    /// Throws: std::bad_alloc; the container is untouched then.
    template <class Container>
        requires(!std::is_lvalue_reference_v<Container> && !std::is_const_v<Container> &&
                 !std::same_as<Container, bytes> && detail::exports_bytes<Container&> && !borrowed_exporter<Container>)
    [[nodiscard]] static bytes from(Container&& container) {
        auto* const made = detail::lease_holder<Container>::make(std::move(container), "bytes");
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
        if (holder == nullptr || holder->exports.count.leases() != 1 ||
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
    /// Python: bytes.__getitem__ with a slice, which copies; steps need a view.
    [[nodiscard]] constexpr bytes operator[](const slice<false>& part) const {
        const slice_indices at = part.indices(size_);
        return bytes(hold_, data_ + (at.length > 0 ? at.start : 0), at.length);
    }

    /// Takes a lease; an empty one for static bytes, which need none.
    [[nodiscard]] constexpr lease lend() const noexcept { return hold_; }

    friend bool operator==(const bytes& a, const bytes& b) noexcept {
        return a.size_ == b.size_ && (a.size_ == 0 || std::memcmp(a.data_, b.data_, a.length()) == 0);
    }
    friend std::strong_ordering operator<=>(const bytes& a, const bytes& b) noexcept {
        const std::size_t common = a.length() < b.length() ? a.length() : b.length();
        const int difference = common == 0 ? 0 : std::memcmp(a.data_, b.data_, common);
        return difference == 0 ? a.size_ <=> b.size_ : difference <=> 0;
    }

private:
    struct header {
        lease_block exports;
    };

    constexpr bytes(lease hold, const std::uint8_t* data, std::ptrdiff_t size) noexcept
        : hold_(std::move(hold)), data_(data), size_(size) {}

    bytes(const std::uint8_t* source, std::size_t size) {
        if (size == 0) return;
        void* const memory = size <= PTRDIFF_MAX - sizeof(header) ? std::malloc(sizeof(header) + size) : nullptr;
        if (memory == nullptr) fail({.code = errc::out_of_memory, .need = size});
        auto* const head = ::new (memory) header{};
        head->exports.owner_name = "bytes";
        head->exports.release = [](lease_block* block) noexcept { std::free(static_cast<void*>(block)); };
        hold_ = lease::take(&head->exports);
        // All holders are equal: there is no owner beside the leases.
        (void)head->exports.count.release_owner();
        // Safety: malloc's memory behind the header holds `size` bytes.
        auto* const items = static_cast<std::uint8_t*>(static_cast<void*>(head + 1));
        std::memcpy(items, source, size);
        data_ = items;
        size_ = static_cast<std::ptrdiff_t>(size);
    }

    [[nodiscard]] constexpr std::size_t length() const noexcept { return static_cast<std::size_t>(size_); }

    lease hold_{};
    const std::uint8_t* data_ = nullptr;
    std::ptrdiff_t size_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI
