// A value or the failure that prevented it: what every `try_` function returns.
#pragma once

#include <lendbuf/base/error.hpp>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds a `T`, or an `error_info` and an empty `T`. Never allocates; as trivially copyable as `T` is.
///
/// Requires: `T` is default-initializable.
template <class T>
class [[nodiscard]] result {
public:
    using value_type = T;

    constexpr result(T value) noexcept(std::is_nothrow_move_constructible_v<T>) : value_(std::move(value)) {}
    constexpr result(const error_info& error) noexcept : value_(), error_(error) {}

    /// Tells whether there is a value.
    [[nodiscard]] constexpr bool has_value() const noexcept { return error_.code == errc::success; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value(); }

    /// Gives the value. Throws: the failure's own exception when there is none.
    [[nodiscard]] constexpr T& value() & {
        require_value();
        return value_;
    }
    [[nodiscard]] constexpr const T& value() const& {
        require_value();
        return value_;
    }
    [[nodiscard]] constexpr T value() && {
        require_value();
        return std::move(value_);
    }

    /// Gives the value, which must be there (otherwise an empty `T`).
    [[nodiscard]] constexpr T& operator*() & noexcept { return value_; }
    [[nodiscard]] constexpr const T& operator*() const& noexcept { return value_; }
    [[nodiscard]] constexpr T operator*() && noexcept { return std::move(value_); }
    [[nodiscard]] constexpr T* operator->() noexcept { return &value_; }
    [[nodiscard]] constexpr const T* operator->() const noexcept { return &value_; }

    /// Gives the value, or `fallback` when there is none.
    template <class U>
    [[nodiscard]] constexpr T value_or(U&& fallback) const& {
        return has_value() ? value_ : static_cast<T>(std::forward<U>(fallback));
    }

    /// Gives the failure; its code is `errc::success` when there is a value.
    [[nodiscard]] constexpr const error_info& error() const noexcept { return error_; }

private:
    constexpr void require_value() const {
        if (!has_value()) fail(error_);
    }

    T value_;
    error_info error_{};
};

/// Holds success or an `error_info`.
template <>
class [[nodiscard]] result<void> {
public:
    using value_type = void;

    constexpr result() noexcept = default;
    constexpr result(const error_info& error) noexcept : error_(error) {}

    [[nodiscard]] constexpr bool has_value() const noexcept { return error_.code == errc::success; }
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return has_value(); }

    /// Throws: the failure's own exception, if there was one.
    constexpr void value() const {
        if (!has_value()) fail(error_);
    }

    [[nodiscard]] constexpr const error_info& error() const noexcept { return error_; }

private:
    error_info error_{};
};

} // namespace lendbuf::inline LENDBUF_ABI
