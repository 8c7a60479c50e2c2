// The description of lent memory, member for member CPython's Py_buffer, and the rules by which a request trims it.
#pragma once

#include <cstddef>
#include <lendbuf/base/result.hpp>
#include <lendbuf/layout/strides.hpp>
#include <lendbuf/protocol/request.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Describes lent memory. Same members, order and widths as `Py_buffer`.
///
/// Address of an item: start at `buf`; for each axis k add `strides[k] * i[k]`, and where `suboffsets[k] >= 0` follow
/// the pointer found there and add `suboffsets[k]`.
struct descriptor {
    void* buf = nullptr;                        ///< First item of the logical array.
    void* obj = nullptr;                        ///< Who lent it; null when nobody keeps it.
    std::ptrdiff_t len = 0;                     ///< product(shape) x itemsize, in bytes.
    std::ptrdiff_t itemsize = 1;                ///< Bytes of one item, even where `format` was not asked for.
    int readonly = 0;                           ///< 1: must not be written.
    int ndim = 1;                               ///< Number of axes; 0 for a single item.
    const char* format = nullptr;               ///< PEP 3118 text; null means unsigned bytes.
    const std::ptrdiff_t* shape = nullptr;      ///< `ndim` extents in items; null when not asked for.
    const std::ptrdiff_t* strides = nullptr;    ///< `ndim` strides in bytes; null means C-contiguous.
    const std::ptrdiff_t* suboffsets = nullptr; ///< `ndim` suboffsets in bytes; null means none.
    void* internal = nullptr;                   ///< The exporter's own.
};

/// Says how strictly an exporter reads a request. Memory with gaps never passes as gapless under either.
enum class exporter_rules : unsigned char {
    general, ///< as memoryview: refuses a format without a shape
    simple,  ///< as bytes, bytearray, mmap and array: gives it
};

/// Trims the full description `d` to what was asked for, or refuses; `d` is unchanged when refused.
///
/// Errors: `bad_request`, `not_writable`, `not_c_contiguous`, `not_f_contiguous`, `not_contiguous`,
/// `needs_suboffsets`, `format_without_shape`, in CPython's order.
/// Requires: `d` complete, as for `request::full_ro`.
/// Python: the getbuffer slots of memoryview (general) and PyBuffer_FillInfo (simple).
[[nodiscard]] constexpr result<void> try_trim(descriptor& d, request asked, exporter_rules rules) noexcept {
    if (asked == request::read || asked == request::write) return error_info{.code = errc::bad_request};
    if (asks_for(asked, request::writable) && d.readonly != 0) return error_info{.code = errc::not_writable};
    const auto is = [&](order o) {
        return d.suboffsets == nullptr &&
               is_contiguous(static_cast<std::size_t>(d.ndim), d.shape, d.strides, d.itemsize, o);
    };
    if (asks_for(asked, request::c_contiguous) && !is(order::c)) return error_info{.code = errc::not_c_contiguous};
    if (asks_for(asked, request::f_contiguous) && !is(order::f)) return error_info{.code = errc::not_f_contiguous};
    if (asks_for(asked, request::any_contiguous) && !is(order::any)) return error_info{.code = errc::not_contiguous};
    if (!asks_for(asked, request::indirect) && d.suboffsets != nullptr)
        return error_info{.code = errc::needs_suboffsets};
    if (!asks_for(asked, request::strides) && !is(order::c)) return error_info{.code = errc::not_c_contiguous};
    if (rules == exporter_rules::general && !asks_for(asked, request::nd) && asks_for(asked, request::format))
        return error_info{.code = errc::format_without_shape};
    if (!asks_for(asked, request::format)) d.format = nullptr;
    if (!asks_for(asked, request::strides)) d.strides = nullptr;
    if (!asks_for(asked, request::nd)) {
        d.shape = nullptr;
        d.ndim = 1;
    }
    return {};
}

} // namespace lendbuf::inline LENDBUF_ABI
