// C++'s memory in Python: getbuffer and releasebuffer for own types, and a ready object around any exporter.
#pragma once

#include <lendbuf/interop/python_errors.hpp> // Python.h comes before the standard library

#include <bit>
#include <concepts>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/indirect_buffer.hpp>
#include <memory>
#include <type_traits>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::python {

namespace detail {

using lendbuf::try_get_buffer; // and what is found beside the exporter: its own

/// Is satisfied by what answers a request for its buffer, by whatever function.
template <class X>
concept grants_buffer = requires(X& x) {
    { try_get_buffer(x, request::full_ro).has_value() } -> std::same_as<bool>;
};

/// Keeps what was granted until Python gives it back.
struct kept_buffer {
    virtual ~kept_buffer() = default;
};
template <class Granted>
struct kept_buffer_of final : kept_buffer {
    explicit kept_buffer_of(Granted&& g) : granted(std::move(g)) {}
    Granted granted;
};

} // namespace detail

/// Answers a request of Python's for the buffer of `x`: the body of a getbuffer slot. `self` is the object that has it.
/// What was granted is in `out->internal`, for `release`.
///
/// Requires: the GIL; `x` lives as long as `self`.
/// Returns: 0; -1 with an exception, BufferError as a rule.
/// Complexity: one allocation.
/// Python: bf_getbuffer
template <class X>
    requires detail::grants_buffer<X>
[[nodiscard]] int fill(Py_buffer* out, X& x, PyObject* self, int flags) noexcept {
    if (out == nullptr) {
        PyErr_SetString(PyExc_BufferError, "getbuffer: a null pointer instead of a Py_buffer");
        return -1;
    }
    out->obj = nullptr;
    return guarded([&]() -> int {
        using detail::try_get_buffer;
        auto granted = try_get_buffer(x, static_cast<request>(flags)).value();
        auto kept = std::make_unique<detail::kept_buffer_of<decltype(granted)>>(std::move(granted));
        const descriptor& info = kept->granted.info();
        *out = std::bit_cast<Py_buffer>(info);
        Py_INCREF(self);
        out->obj = self;
        out->internal = static_cast<detail::kept_buffer*>(kept.release());
        return 0;
    });
}

/// Ends what `fill` began: the body of a releasebuffer slot.
///
/// Python: bf_releasebuffer
inline void release(Py_buffer* filled) noexcept {
    delete static_cast<detail::kept_buffer*>(std::exchange(filled->internal, nullptr));
}

namespace detail {

/// Is what an exported object consists of: an exporter of any type, and what else must live as long.
struct exported {
    virtual ~exported() = default;
    virtual int get_buffer(Py_buffer* out, PyObject* self, int flags) noexcept = 0;
    object keeper;
};
template <class X>
struct exported_as final : exported {
    template <class Y>
    explicit exported_as(Y&& y) : exporter_(std::forward<Y>(y)) {}
    int get_buffer(Py_buffer* out, PyObject* self, int flags) noexcept override {
        return fill(out, exporter_, self, flags);
    }
    X exporter_;
};

struct exported_object {
    PyObject ob_base; // PyObject_HEAD
    exported* content;

    static exported_object* of(PyObject* self) noexcept { return reinterpret_cast<exported_object*>(self); }
    static int get_buffer(PyObject* self, Py_buffer* out, int flags) noexcept {
        return of(self)->content->get_buffer(out, self, flags);
    }
    static void release_buffer(PyObject*, Py_buffer* filled) noexcept { release(filled); }
    static void deallocate(PyObject* self) noexcept {
        PyTypeObject* const type = Py_TYPE(self);
        delete of(self)->content;
        type->tp_free(self);
        Py_DECREF(type);
    }
};

/// Makes the type of exported objects once for each interpreter; gives a borrowed reference.
[[nodiscard]] inline PyTypeObject* exported_type() {
    // Interpreters come and go, one after the other or side by side: each keeps its own.
    PyObject* const types = PyInterpreterState_GetDict(PyInterpreterState_Get()); // borrowed
    if (types == nullptr) raise(PyExc_SystemError, "the interpreter has no dictionary");
    const object key =
        checked(PyLong_FromVoidPtr(reinterpret_cast<void*>(static_cast<getbufferproc>(exported_object::get_buffer))));
    if (PyObject* const known = PyDict_GetItemWithError(types, key.get()); known != nullptr)
        return reinterpret_cast<PyTypeObject*>(known);
    checked(PyErr_Occurred() != nullptr ? -1 : 0);
    PyType_Slot slots[] = {
        {Py_tp_dealloc, reinterpret_cast<void*>(static_cast<destructor>(exported_object::deallocate))},
        {Py_bf_getbuffer, reinterpret_cast<void*>(static_cast<getbufferproc>(exported_object::get_buffer))},
        {Py_bf_releasebuffer, reinterpret_cast<void*>(static_cast<releasebufferproc>(exported_object::release_buffer))},
        {Py_tp_doc, const_cast<char*>("Memory that C++ lends: memoryview and numpy.asarray see it without a copy.")},
        {0, nullptr}};
    PyType_Spec spec = {"lendbuf.exported", static_cast<int>(sizeof(exported_object)), 0, Py_TPFLAGS_DEFAULT, slots};
    const object made = checked(PyType_FromSpec(&spec));
    auto* const type = reinterpret_cast<PyTypeObject*>(made.get());
    type->tp_new = nullptr; // only C++ makes them
    checked(PyDict_SetItem(types, key.get(), made.get()));
    return type; // `types` keeps it
}

[[nodiscard]] inline PyObject* new_exported(std::unique_ptr<exported> content, PyObject* keeper) {
    content->keeper = object::borrow(keeper);
    PyTypeObject* const type = exported_type();
    PyObject* const self = type->tp_alloc(type, 0);
    if (self == nullptr) throw python_error{};
    exported_object::of(self)->content = content.release();
    return self;
}

/// Tells whether a copy of `X`, or `X` itself when it may be moved, keeps the memory that it lends.
template <class X>
inline constexpr bool holds_its_memory = [] {
    using plain = std::remove_cvref_t<X>;
    if constexpr (requires { typename plain::hold_type; })
        return std::same_as<typename plain::hold_type, leased>;
    else if constexpr (exporter<X>)
        return !std::is_lvalue_reference_v<X> && !borrowed_exporter<X>;
    else
        return true;
}();

} // namespace detail

/// Makes a Python object whose buffer is the memory of `x`: `numpy.asarray` and `memoryview` see it without a copy.
///
/// A temporary (`export_object(std::move(x))`) moves into the object, which owns it from then on. Of an lvalue that
/// counts leases the object holds one, as long as it lives: owners refuse to change size meanwhile. What holds nothing
/// (a std::vector, a borrowed view) needs `keeper`, a Python object that keeps the memory alive and in place.
/// Requires: the GIL.
/// Throws: python_error; buffer_error (`being_changed`) while another thread changes `x`.
/// Returns: a new reference.
template <class X>
    requires detail::grants_buffer<std::remove_reference_t<X>>
[[nodiscard]] PyObject* export_object(X&& x) {
    using plain = std::remove_cvref_t<X>;
    if constexpr (std::is_lvalue_reference_v<X> && leasing_exporter<X>) {
        using leased_view = decltype(buffer_view(x));
        return detail::new_exported(std::make_unique<detail::exported_as<leased_view>>(x), nullptr);
    } else {
        static_assert(detail::holds_its_memory<X>,
                      "export_object: nothing keeps this memory in place; move its owner here, or name a Python object "
                      "that does");
        return detail::new_exported(std::make_unique<detail::exported_as<plain>>(std::forward<X>(x)), nullptr);
    }
}
/// Makes a Python object whose buffer is the memory of `x`, which `keeper` keeps alive and in place.
template <class X>
    requires viewable<X>
[[nodiscard]] PyObject* export_object(X&& x, PyObject* keeper) {
    using any_view = decltype(buffer_view(x));
    return detail::new_exported(std::make_unique<detail::exported_as<any_view>>(x), keeper);
}

} // namespace lendbuf::inline LENDBUF_ABI::python
