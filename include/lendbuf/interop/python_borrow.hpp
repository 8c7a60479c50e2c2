// Python's memory in C++: a lease over any object that exports a buffer, and typed views of it.
#pragma once

#include <lendbuf/interop/python_errors.hpp> // Python.h comes before the standard library

#include <bit>
#include <cstddef>
#include <lendbuf/interop/described_view.hpp>
#include <lendbuf/protocol/lease.hpp>
#include <lendbuf/view/indirect_view.hpp>
#include <memory>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::python {

namespace detail {

// What makes the two structures one: same members, places and widths.
#define LENDBUF_SAME_MEMBER(name)                               \
    (offsetof(descriptor, name) == offsetof(Py_buffer, name) && \
     sizeof(decltype(descriptor::name)) == sizeof(decltype(Py_buffer::name)))
static_assert(LENDBUF_SAME_MEMBER(buf) && LENDBUF_SAME_MEMBER(obj) && LENDBUF_SAME_MEMBER(len) &&
                  LENDBUF_SAME_MEMBER(itemsize) && LENDBUF_SAME_MEMBER(readonly) && LENDBUF_SAME_MEMBER(ndim) &&
                  LENDBUF_SAME_MEMBER(format) && LENDBUF_SAME_MEMBER(shape) && LENDBUF_SAME_MEMBER(strides) &&
                  LENDBUF_SAME_MEMBER(suboffsets) && LENDBUF_SAME_MEMBER(internal) &&
                  sizeof(descriptor) == sizeof(Py_buffer),
              "descriptor and Py_buffer must have the same members");
#undef LENDBUF_SAME_MEMBER

/// Holds a buffer that Python granted. The block comes first: its address is that of the whole.
struct borrowed_buffer {
    borrowed_buffer() noexcept {
        block.release = give_back;
        block.owner_name = "Python object";
    }

    lease_block block;
    Py_buffer granted{};

    static void give_back(lease_block* block) noexcept {
        static_assert(std::is_standard_layout_v<borrowed_buffer>);
        auto* const whole = reinterpret_cast<borrowed_buffer*>(block);
        // Without an interpreter there is nobody left to give it back to.
        with_gil([whole] { PyBuffer_Release(&whole->granted); });
        delete whole;
    }
};

} // namespace detail

/// Holds a buffer of a Python object and its description. Copies share it; the last one gives it back, from whatever
/// thread, and takes the GIL for that.
///
/// Safety: in a sub-interpreter the last one must go under its GIL: from other threads Python finds the main one's.
/// Python: a Py_buffer between PyObject_GetBuffer and PyBuffer_Release.
class granted {
public:
    granted() noexcept = default;

    /// Gives the description; its pointers stay valid as long as the lease is shared by someone. `obj` is the Python
    /// object.
    [[nodiscard]] const descriptor& info() const noexcept { return info_; }
    [[nodiscard]] const descriptor* operator->() const noexcept { return &info_; }

    /// Gives the lease behind the description.
    [[nodiscard]] const lease& share() const noexcept { return hold_; }

    /// Ends this part of the lease; repeating it does nothing.
    void release() noexcept {
        info_ = {};
        hold_ = {};
    }

private:
    friend granted borrow(PyObject* from, request asked);

    descriptor info_{};
    lease hold_{};
};

/// Asks a Python object for its buffer.
///
/// Requires: the GIL; `from` is not null.
/// Throws: python_error, with TypeError for what has no buffer, and the exporter's own refusal (BufferError as a rule).
/// Python: PyObject_GetBuffer
[[nodiscard]] inline granted borrow(PyObject* from, request asked = request::full_ro) {
    auto whole = std::make_unique<detail::borrowed_buffer>();
    if (PyObject_GetBuffer(from, &whole->granted, static_cast<int>(asked)) != 0) throw python_error{};
    granted result;
    result.info_ = std::bit_cast<descriptor>(whole->granted);
    result.hold_ = lease::take(&whole->block);
    (void)whole.release()->block.count.release_owner(); // the leases alone keep it from now on
    return result;
}

namespace detail {

/// Names what to ask of Python for a view of items `T` in a layout.
template <class T, class Layout>
[[nodiscard]] constexpr request request_for() noexcept {
    const request access = std::is_const_v<T> ? request::format : request::format | request::writable;
    if constexpr (std::same_as<Layout, contiguous>)
        return access | request::c_contiguous;
    else if constexpr (std::same_as<Layout, f_contiguous>)
        return access | request::f_contiguous;
    else
        return access | request::strides;
}

} // namespace detail

/// Views the buffer of a Python object as items of type `T`, without a copy; the view holds a lease of it.
///
/// Items of type `const T` ask for memory to read, others for memory to write. Formats are compared by meaning; items in
/// foreign byte order or at any address are `be<T>`, `le<T>` and `unaligned<T>`.
/// Requires: the GIL, which the view itself does not need.
/// Throws: python_error, where Python refuses; type_error (`wrong_type`, misalignment) and value_error
/// (`different_structure` with the ranks), where the buffer is not what was asked for.
/// Python: numpy.asarray(from), with dtype and ndim checked
template <element T, std::size_t Rank = 1, layout_tag Layout = strided>
    requires formatted<T>
[[nodiscard]] buffer_view<T, Rank, Layout, leased> view(PyObject* from) {
    const granted lent = borrow(from, detail::request_for<T, Layout>());
    return try_view_described<T, Rank, Layout>(lent.info(), leased(lent.share())).value();
}

/// Views the buffer of a Python object whose items may lie behind pointers.
///
/// Requires: the GIL. Throws: python_error; those of `indirect_view::try_from`.
/// Python: a memoryview with suboffsets
template <element T, std::size_t Rank>
    requires formatted<T>
[[nodiscard]] indirect_view<T, Rank, any_pointers, leased> pointer_view(PyObject* from) {
    const granted lent = borrow(from, std::is_const_v<T> ? request::full_ro : request::full);
    return indirect_view<T, Rank, any_pointers, leased>::try_from(lent.info(), leased(lent.share())).value();
}

/// Views the bytes of a Python object, whatever items they belong to: `Byte` is `const std::byte`, or `std::byte` to
/// write them.
///
/// Requires: the GIL. Throws: python_error, also for a buffer that is not C-contiguous.
/// Python: the bytes-like argument of many functions, "y*" and "w*" of PyArg_Parse
template <byte_like Byte = const std::byte>
[[nodiscard]] buffer_view<Byte, 1, contiguous, leased> byte_view(PyObject* from) {
    const granted lent = borrow(from, std::is_const_v<Byte> ? request::simple : request::writable);
    return buffer_view<Byte, 1, contiguous, leased>::from_parts_unchecked(static_cast<Byte*>(lent->buf),
                                                                          {{{lent->len}}, {{1}}}, leased(lent.share()));
}

} // namespace lendbuf::inline LENDBUF_ABI::python
