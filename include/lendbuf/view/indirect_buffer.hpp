// Lending items that lie behind pointers: a request answered with suboffsets.
#pragma once

#include <cstddef>
#include <lendbuf/protocol/descriptor.hpp>
#include <lendbuf/view/indirect_view.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds a description with suboffsets and the lease behind it: a buffer that was asked for and granted.
///
/// Python: a Py_buffer between PyObject_GetBuffer and PyBuffer_Release; the destructor releases.
template <std::size_t Rank>
class granted_indirect_buffer {
public:
    granted_indirect_buffer() noexcept = default;
    /// Keeps `trimmed`, whose arrays are those of `map` where they are not null.
    granted_indirect_buffer(const descriptor& trimmed, const indirect_layout<Rank>& map, lease hold) noexcept
        : info_(trimmed), map_(map), hold_(std::move(hold)) {
        has_[0] = std::exchange(info_.shape, nullptr) != nullptr;
        has_[1] = std::exchange(info_.strides, nullptr) != nullptr;
        has_[2] = std::exchange(info_.suboffsets, nullptr) != nullptr;
    }

    /// Gives the description; its pointers stay valid as long as this object stays where it is.
    [[nodiscard]] descriptor info() const& noexcept {
        descriptor d = info_;
        if (has_[0]) d.shape = map_.shape.data();
        if (has_[1]) d.strides = map_.strides.data();
        if (has_[2]) d.suboffsets = map_.suboffsets.data();
        return d;
    }
    descriptor info() const&& = delete;

    /// Ends the lease; repeating it does nothing.
    ///
    /// Python: PyBuffer_Release
    void release() noexcept { *this = {}; }

private:
    descriptor info_{};
    indirect_layout<Rank> map_{};
    lease hold_{};
    bool has_[3] = {};
};

/// Asks `v` for its buffer; with pointers only a request that contains `request::indirect` is granted.
///
/// Errors: those of `try_trim`: `needs_suboffsets`, and the contiguous orders, which items behind pointers never have.
/// Python: PyObject_GetBuffer
template <class T, std::size_t Rank, class Pointers, class Hold>
[[nodiscard]] result<granted_indirect_buffer<Rank>> try_get_buffer(const indirect_view<T, Rank, Pointers, Hold>& v,
                                                                   request asked) {
    descriptor d;
    // Py_buffer has one pointer; `readonly` guards it.
    d.buf = const_cast<void*>(static_cast<const void*>(v.base()));
    if (d.buf == nullptr) d.buf = const_cast<std::byte*>(detail::no_memory);
    lease hold = v.share();
    d.obj = hold.block();
    d.len = v.nbytes();
    d.itemsize = v.itemsize();
    d.readonly = v.readonly() ? 1 : 0;
    d.ndim = static_cast<int>(Rank);
    if constexpr (formatted<T>) d.format = v.format();
    d.shape = v.shape().data();
    d.strides = v.strides().data();
    if (v.has_pointers()) d.suboffsets = v.suboffsets().data();
    if (const auto trimmed = try_trim(d, asked, exporter_rules::general); !trimmed) return trimmed.error();
    return granted_indirect_buffer<Rank>(d, v.layout(), std::move(hold));
}

/// Asks `v` for its buffer.
///
/// Throws: buffer_error, when it cannot be given as asked for; value_error for a request that is none.
/// Python: PyObject_GetBuffer
template <class T, std::size_t Rank, class Pointers, class Hold>
[[nodiscard]] granted_indirect_buffer<Rank> get_buffer(const indirect_view<T, Rank, Pointers, Hold>& v,
                                                       request asked = request::full_ro) {
    return try_get_buffer(v, asked).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
