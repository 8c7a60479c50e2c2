// typed_array: items of one type that can change and grow, and refuse to while they are lent.
#pragma once

#include <concepts>
#include <initializer_list>
#include <lendbuf/owner/growable.hpp>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Is satisfied by what lends a gapless row of `T`.
template <class X, class T>
concept exports_items =
    exporter<X> && region_t<X>::rank == 1 && std::same_as<std::remove_const_t<typename region_t<X>::element_type>, T> &&
    std::same_as<typename region_t<X>::layout_type, contiguous>;

} // namespace detail

/// Owns changeable items of type `T`, and lends them.
///
/// Python: array.array; the typecode is the type.
template <element T>
class typed_array : public growable<T> {
    using base = growable<T>;
    static constexpr const char* name = "typed_array";

public:
    /// Makes an empty array.
    typed_array() : base(name, 0) {}

    /// Makes `size` zeroed items. Throws: value_error for a negative size.
    explicit typed_array(std::ptrdiff_t size) : base(name, size) {}

    typed_array(std::initializer_list<T> items)
        : base(name, items.begin(), static_cast<std::ptrdiff_t>(items.size())) {}

    /// Copies the items of any exporter of gapless `T`.
    template <detail::exports_items<T> X>
        requires(!std::derived_from<std::remove_cvref_t<X>, typed_array>)
    explicit typed_array(X&& x) : base(name, 0) {
        extend(x);
    }

    typed_array(const typed_array& other) : base(name, other.data(), other.size()) {}
    typed_array(typed_array&&) noexcept = default;
    typed_array& operator=(typed_array&&) = default;

    /// Throws: buffer_error while leased.
    typed_array& operator=(const typed_array& other) {
        if (this != &other) *this = typed_array(other);
        return *this;
    }

    /// Gives the format of an item. Python: array.typecode
    [[nodiscard]] static constexpr const char* typecode() noexcept
        requires formatted<T>
    {
        return format_of<T>();
    }

    [[nodiscard]] static constexpr std::ptrdiff_t itemsize() noexcept { return static_cast<std::ptrdiff_t>(sizeof(T)); }

    /// Adds an item at the end; another name for `push_back`. Python: array.append
    void append(const T& item) { base::push_back(item); }

    /// Adds the items of any exporter of gapless `T`, itself included.
    ///
    /// Throws: buffer_error while leased, unless there is nothing to add.
    /// Python: array.extend
    template <detail::exports_items<T> X>
    void extend(X&& x) {
        const auto more = lendbuf::describe(x);
        base::append_items(more.data, more.shape[0]);
    }
    void extend(std::initializer_list<T> items) {
        base::append_items(items.begin(), static_cast<std::ptrdiff_t>(items.size()));
    }
};

} // namespace lendbuf::inline LENDBUF_ABI
