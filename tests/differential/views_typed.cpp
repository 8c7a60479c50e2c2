// Items as numbers, and layouts that are made of numbers: the typed part of differential.views.
#include "views_state.hpp"

#include <bit>
#include <type_traits>

namespace {

using namespace views_test;

// Not inlined: it would only be compiled again and again.
[[gnu::noinline]] void append_number(std::string& text, std::int64_t number) {
    text += std::to_string(number) + ',';
}

/// Appends a value; of floats the bits.
template <class T>
void append_value(std::string& text, const T& found) {
    const auto value = lb::plain_value(found);
    using plain = std::remove_const_t<decltype(value)>;
    if constexpr (std::is_same_v<plain, float>)
        append_number(text, std::bit_cast<std::uint32_t>(value));
    else if constexpr (std::is_same_v<plain, double>)
        append_number(text, std::bit_cast<std::int64_t>(value));
    else
        append_number(text, value);
}

template <class View>
void append_values(const View& v, std::string& text) {
    if constexpr (View::ndim() == 0)
        append_value(text, v());
    else if constexpr (View::ndim() == 1)
        for (const auto& found : v) append_value(text, found);
    else
        for (const auto& row : v) append_values(row, text);
}

/// Spells the items of a view, found by iterators, by indices and by `try_get`.
template <class View>
std::string values_of(const View& v) {
    if (v.empty()) return "0";
    if (v.item_count() > 300) return "many";
    std::string iterated;
    append_values(v, iterated);
    std::string indexed;
    std::string tried;
    for_each_index(v.shape(), [&]<std::size_t Rank>(const lb::index_array<Rank>& index) {
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            append_value(indexed, v(index[K]...));
            // Counted from the end.
            append_value(tried, v.try_get((index[K] - v.shape()[K])...).value());
        }(std::make_index_sequence<Rank>{});
    });
    if (iterated != indexed) throw contradiction{"iterators give " + iterated + ", indices " + indexed};
    if (iterated != tried) throw contradiction{"iterators give " + iterated + ", try_get " + tried};
    return iterated;
}

template <class T, class F>
auto with_backing(const memory& bytes, const F& f) {
    const lb::buffer_view<const std::byte, 1, lb::contiguous> raw(bytes.data(),
                                                                  static_cast<std::ptrdiff_t>(bytes.size()));
    return f(raw.cast<T>());
}

// Ranks above 3 differ in nothing that the type of an item could change.
template <std::size_t Rank, class T>
std::string values_as(const memory& bytes, const any_view& view) {
    return with_backing<T>(bytes, [&](const auto& backing) {
        return values_of(lb::buffer_view<const T, Rank>(backing, first_of<Rank>(view.shape),
                                                        first_of<Rank>(view.strides), view.data - bytes.data()));
    });
}

template <class T>
std::string values_as(const memory& bytes, const any_view& view) {
    switch (view.rank) {
    case 0: return values_as<0, T>(bytes, view);
    case 1: return values_as<1, T>(bytes, view);
    case 2: return values_as<2, T>(bytes, view);
    case 3: return values_as<3, T>(bytes, view);
    default: give_up("too many axes for typed items");
    }
}

template <class T>
std::string values_or_unaligned(const memory& bytes, const any_view& view) {
    try {
        return values_as<T>(bytes, view);
    } catch (const lb::type_error&) {
        return 'm' + values_as<lb::unaligned<T>>(bytes, view);
    }
}

/// Calls `f` with a null pointer to the type behind a NumPy name.
template <class F>
std::string with_dtype(std::string_view dtype, const F& f) {
    if (dtype == "|i1") return f(static_cast<std::int8_t*>(nullptr));
    if (dtype == "|u1") return f(static_cast<std::uint8_t*>(nullptr));
    if (dtype == "<i2") return f(static_cast<std::int16_t*>(nullptr));
    if (dtype == "<u2") return f(static_cast<std::uint16_t*>(nullptr));
    if (dtype == "<i4") return f(static_cast<std::int32_t*>(nullptr));
    if (dtype == "<i8") return f(static_cast<std::int64_t*>(nullptr));
    if (dtype == "<f4") return f(static_cast<float*>(nullptr));
    if (dtype == "<f8") return f(static_cast<double*>(nullptr));
    if (dtype == ">u2") return f(static_cast<lb::be<std::uint16_t>*>(nullptr));
    if (dtype == ">i4") return f(static_cast<lb::be<std::int32_t>*>(nullptr));
    if (dtype == ">f8") return f(static_cast<lb::be<double>*>(nullptr));
    give_up("no such dtype: " + std::string(dtype));
}

} // namespace

std::string views_test::typed_values(const memory& bytes, const any_view& view, std::string_view dtype) {
    return with_dtype(dtype, [&]<class T>(T*) {
        if constexpr (alignof(T) == 1)
            return values_as<T>(bytes, view);
        else
            return values_or_unaligned<T>(bytes, view);
    });
}

std::string views_test::checked_layout(const memory& bytes, std::string_view dtype, const any_view& wanted,
                                       std::ptrdiff_t offset) {
    return with_dtype(dtype, [&]<class T>(T*) {
        return with_backing<T>(bytes, [&](const auto& backing) {
            const auto made = [&](auto rank) {
                return values_of(lb::buffer_view<const T, rank.value>(backing, first_of<rank.value>(wanted.shape),
                                                                      first_of<rank.value>(wanted.strides), offset));
            };
            switch (wanted.rank) {
            case 0: return made(std::integral_constant<std::size_t, 0>());
            case 1: return made(std::integral_constant<std::size_t, 1>());
            case 2: return made(std::integral_constant<std::size_t, 2>());
            case 3: return made(std::integral_constant<std::size_t, 3>());
            default: give_up("too many axes for a layout");
            }
        });
    });
}
