// Values of a field whose code is known at run time, handed to a function as what they are: one jump, no item in between.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <lendbuf/element/field_codec.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Loads a `Stored` whose bytes are in the machine's order or swapped, as the widest number of its kind.
template <class Stored, bool Swapped>
struct number_load {
    template <class Cursor>
    [[nodiscard]] constexpr auto operator()(Cursor at) const noexcept {
        auto bits = load_bits<uint_of_size<sizeof(Stored)>>(at);
        if constexpr (Swapped) bits = byteswap(bits);
        const auto number = plain_value(std::bit_cast<Stored>(bits));
        using plain = std::remove_const_t<decltype(number)>;
        if constexpr (std::is_same_v<plain, std::uint64_t>)
            return number;
        else if constexpr (std::is_integral_v<plain>)
            return static_cast<std::int64_t>(number);
        else
            return static_cast<double>(number);
    }
};

/// Calls `use` with the load of a plain number; returns what that returns.
template <class F, class Other>
constexpr decltype(auto) with_load(number_code code, F&& use, Other&& other) {
    switch (code) {
    case number_code::uint8: return use(number_load<std::uint8_t, false>{});
    case number_code::int8: return use(number_load<std::int8_t, false>{});
    case number_code::uint16: return use(number_load<std::uint16_t, false>{});
    case number_code::uint16_swapped: return use(number_load<std::uint16_t, true>{});
    case number_code::int16: return use(number_load<std::int16_t, false>{});
    case number_code::int16_swapped: return use(number_load<std::int16_t, true>{});
    case number_code::uint32: return use(number_load<std::uint32_t, false>{});
    case number_code::uint32_swapped: return use(number_load<std::uint32_t, true>{});
    case number_code::int32: return use(number_load<std::int32_t, false>{});
    case number_code::int32_swapped: return use(number_load<std::int32_t, true>{});
    case number_code::uint64: return use(number_load<std::uint64_t, false>{});
    case number_code::uint64_swapped: return use(number_load<std::uint64_t, true>{});
    case number_code::int64: return use(number_load<std::int64_t, false>{});
    case number_code::int64_swapped: return use(number_load<std::int64_t, true>{});
    case number_code::float16: return use(number_load<half, false>{});
    case number_code::float16_swapped: return use(number_load<half, true>{});
    case number_code::float32: return use(number_load<float, false>{});
    case number_code::float32_swapped: return use(number_load<float, true>{});
    case number_code::float64: return use(number_load<double, false>{});
    case number_code::float64_swapped: return use(number_load<double, true>{});
    case number_code::other: break;
    }
    return other();
}

template <class Cursor, class F>
constexpr decltype(auto) visit_item(Cursor at, const plan_field& field, F&& f) {
    const bool is_string = field.kind == value_kind::string || field.kind == value_kind::counted_string ||
                           field.kind == value_kind::character;
    if (is_string) return f(string_at(at, field));
    const item value = read_item(at, field);
    switch (value.type()) {
    case item_type::boolean: return f(value.truth());
    case item_type::signed_integer: return f(static_cast<std::int64_t>(value.integer_bits()));
    case item_type::floating: return f(value.real());
    case item_type::complex: return f(complex_value<double>{value.real(), value.imag()});
    case item_type::unsigned_integer:
    case item_type::bytes:
    case item_type::empty: break;
    }
    return f(value.integer_bits());
}

} // namespace detail

/// Reads the value at `at`, which is one of `field`'s, and gives it to `f`; returns what that returns.
///
/// `f` takes std::int64_t (integers of up to 4 bytes, and signed ones), std::uint64_t (`Q N P` and `L` of 8 bytes),
/// double, bool, complex_value<double> and byte_run, and returns the same type for all.
/// Requires: a field that is no padding.
/// Python: what struct.unpack does for each value.
template <class Cursor, class F>
constexpr decltype(auto) visit_field(Cursor at, const plan_field& field, F&& f) {
    return detail::with_load(
        field.number, [&](auto load) -> decltype(auto) { return f(load(at)); },
        [&]() -> decltype(auto) { return detail::visit_item(at, field, f); });
}

/// Reads `count` values that lie one behind the other at `at`, and gives each to `f`, as `visit_field` does.
///
/// Complexity: linear, one jump for all of them.
template <class Cursor, class F>
constexpr void visit_field_values(Cursor at, const plan_field& field, std::ptrdiff_t count, F&& f) {
    const auto each = [&](auto use) {
        if (count == 1) { // as most are: no loop
            use(at);
            return;
        }
        for (std::ptrdiff_t n = 0; n < count; ++n) use(at + n * field.itemsize);
    };
    detail::with_load(
        field.number, [&](auto load) { each([&](Cursor place) { f(load(place)); }); },
        [&] { each([&](Cursor place) { detail::visit_item(place, field, f); }); });
}

} // namespace lendbuf::inline LENDBUF_ABI
