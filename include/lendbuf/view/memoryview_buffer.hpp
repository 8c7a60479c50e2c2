// Lending on: a request to a memoryview, answered with its own description.
#pragma once

#include <cstddef>
#include <lendbuf/protocol/descriptor.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds a description of run-time rank and the lease behind it: a buffer that was asked for and granted.
///
/// Python: a Py_buffer between PyObject_GetBuffer and PyBuffer_Release; the destructor releases.
template <hold_tag Hold, std::size_t MaxRank>
class granted_memory {
public:
    granted_memory() = default;
    /// Keeps what `trimmed` points to as a copy: `view`, whose axes and format it describes.
    granted_memory(const descriptor& trimmed, const basic_memoryview<Hold, MaxRank>& view, lease hold)
        : info_(trimmed), view_(view), hold_(std::move(hold)) {}

    /// Gives the description; its pointers stay valid as long as this object stays where it is.
    [[nodiscard]] descriptor info() const& {
        descriptor d = info_;
        const axes_view axes = view_.axes();
        if (d.format != nullptr) d.format = view_.format();
        if (d.shape != nullptr) d.shape = axes.shape;
        if (d.strides != nullptr) d.strides = axes.strides;
        if (d.suboffsets != nullptr) d.suboffsets = axes.suboffsets;
        return d;
    }
    descriptor info() const&& = delete;

private:
    descriptor info_;
    basic_memoryview<Hold, MaxRank> view_;
    lease hold_;
};

/// Asks `m` for its buffer, and lets it count the lease.
///
/// Errors: those of `try_trim`. Throws: value_error (`released`); std::bad_alloc.
/// Python: PyObject_GetBuffer
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] result<granted_memory<Hold, MaxRank>> try_get_buffer(const basic_memoryview<Hold, MaxRank>& m,
                                                                   request asked) {
    const axes_view axes = m.axes();
    descriptor d;
    d.buf = const_cast<std::byte*>(m.data()); // Py_buffer has one pointer; `readonly` guards it
    if (d.buf == nullptr) d.buf = const_cast<std::byte*>(detail::no_memory);
    d.len = m.nbytes();
    d.itemsize = m.itemsize();
    d.readonly = m.readonly() ? 1 : 0;
    d.ndim = static_cast<int>(axes.ndim);
    d.format = m.format();
    d.shape = axes.ndim == 0 ? nullptr : axes.shape;
    d.strides = axes.ndim == 0 ? nullptr : axes.strides;
    d.suboffsets = m.has_pointers() ? axes.suboffsets : nullptr;
    if (const auto trimmed = try_trim(d, asked, exporter_rules::general); !trimmed) return trimmed.error();
    lease hold = m.lend();
    d.obj = hold.block();
    return granted_memory<Hold, MaxRank>(d, m, std::move(hold));
}

/// Asks `m` for its buffer. Throws: buffer_error, when it cannot be given as asked for; value_error.
///
/// Python: PyObject_GetBuffer
template <hold_tag Hold, std::size_t MaxRank>
[[nodiscard]] granted_memory<Hold, MaxRank> get_buffer(const basic_memoryview<Hold, MaxRank>& m,
                                                       request asked = request::full_ro) {
    return try_get_buffer(m, asked).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
