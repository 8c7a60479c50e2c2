// Items of a fixed byte order and of alignment 1: a real `T&` to them is legal at any address.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <lendbuf/base/byte_order.hpp>
#include <lendbuf/format/type_code.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Stores a `T` as bytes in byte order `Order`, with alignment 1 and any address; reads and assigns as a `T`.
///
/// Trivially copyable, so algorithms, `std::sort` included, work on views of it, and a struct made of such members
/// overlays wire data. A fresh one is uninitialised, as a `T` is.
template <scalar T, std::endian Order>
class endian_value {
public:
    using value_type = T;
    static constexpr std::endian byte_order = Order;

    endian_value() = default;
    constexpr endian_value(T value) noexcept { store<Order>(bytes_, value); }

    /// Loads the value. Complexity: one load, and a byte swap where needed.
    [[nodiscard]] constexpr T value() const noexcept { return load<T, Order>(static_cast<const std::byte*>(bytes_)); }
    constexpr operator T() const noexcept { return value(); }

    constexpr endian_value& operator=(T value) noexcept {
        store<Order>(bytes_, value);
        return *this;
    }

    constexpr endian_value& operator+=(T by) noexcept { return assign(value() + by); }
    constexpr endian_value& operator-=(T by) noexcept { return assign(value() - by); }
    constexpr endian_value& operator*=(T by) noexcept { return assign(value() * by); }
    constexpr endian_value& operator/=(T by) noexcept { return assign(value() / by); }
    constexpr endian_value& operator%=(T by) noexcept { return assign(value() % by); }
    constexpr endian_value& operator&=(T by) noexcept { return assign(value() & by); }
    constexpr endian_value& operator|=(T by) noexcept { return assign(value() | by); }
    constexpr endian_value& operator^=(T by) noexcept { return assign(value() ^ by); }
    constexpr endian_value& operator<<=(int by) noexcept { return assign(value() << by); }
    constexpr endian_value& operator>>=(int by) noexcept { return assign(value() >> by); }
    constexpr endian_value& operator++() noexcept { return assign(value() + 1); }
    constexpr endian_value& operator--() noexcept { return assign(value() - 1); }
    constexpr T operator++(int) noexcept {
        const T before = value();
        ++*this;
        return before;
    }
    constexpr T operator--(int) noexcept {
        const T before = value();
        --*this;
        return before;
    }

private:
    template <class U>
    constexpr endian_value& assign(U value) noexcept {
        return *this = static_cast<T>(value);
    }

    std::byte bytes_[sizeof(T)];
};

/// Stores a `T` big-endian, at any address.
template <scalar T>
using be = endian_value<T, std::endian::big>;

/// Stores a `T` little-endian, at any address.
template <scalar T>
using le = endian_value<T, std::endian::little>;

namespace detail {

/// Stores any trivially copyable `T` with alignment 1; only copies go in and out.
template <class T>
class unaligned_bytes {
public:
    using value_type = T;

    unaligned_bytes() = default;
    constexpr unaligned_bytes(const T& value) noexcept : bytes_(std::bit_cast<storage>(value)) {}

    [[nodiscard]] constexpr T value() const noexcept { return std::bit_cast<T>(bytes_); }
    constexpr operator T() const noexcept { return value(); }

private:
    struct storage {
        std::byte bytes[sizeof(T)];
    };
    storage bytes_;
};

template <class T>
struct unaligned_of {
    using type = unaligned_bytes<T>;
};
template <scalar T>
struct unaligned_of<T> {
    using type = endian_value<T, std::endian::native>;
};

} // namespace detail

/// Stores a `T` in the machine's byte order, at any address.
template <class T>
    requires std::is_trivially_copyable_v<T>
using unaligned = typename detail::unaligned_of<T>::type;

/// Gives items of a fixed byte order their prefixed format: `>I`, `<d`, `=h`.
template <formatted T, std::endian Order>
struct type_format<endian_value<T, Order>> {
    static constexpr format_text value = [] {
        const char code = format_of<T>()[0];
        if (sizeof(T) == 1) return format_text{{code}};
        format_text text{{Order == std::endian::big ? '>' : '<', code}};
        // Standard sizes: `l` is 4 bytes there, so an 8-byte long is a `q`.
        if (sizeof(T) == 8 && (code == 'l' || code == 'L')) text.text[1] = code == 'l' ? 'q' : 'Q';
        return text;
    }();
};

} // namespace lendbuf::inline LENDBUF_ABI
