// The memoryview object, and how its items become Python's objects and back.
#pragma once

#include <cstddef>
#include <lendbuf/view/memoryview_buffer.hpp>
#include <lendbuf/view/memoryview_copies.hpp>

#include "byte_arguments.hpp"

namespace module {

/// Is the object: a view, and the object at the root of it, which the view's lease keeps alive.
struct memory_object {
    PyObject_HEAD lendbuf::memoryview view;
    PyObject* root; // borrowed; null when there is none
    PyObject* weak_references;
    Py_hash_t hash; // -1 as long as it is not known
};

/// Tells whether memoryview is to refuse what CPython's refuses: slices of several axes, items with a byte order, casts
/// between numbers of several bytes. Off unless the environment has LENDBUF_STRICT=1, or `lendbuf.set_strict(True)`.
inline bool is_strict = false;

inline PyTypeObject* memory_type = nullptr;

[[nodiscard]] inline memory_object& memory_of(PyObject* self) noexcept {
    return *reinterpret_cast<memory_object*>(self);
}
[[nodiscard]] inline const lendbuf::memoryview& view_of(PyObject* self) noexcept {
    return memory_of(self).view;
}
[[nodiscard]] inline bool is_memory(PyObject* value) noexcept {
    return PyObject_TypeCheck(value, memory_type) != 0;
}

/// Makes an object of a view.
[[nodiscard]] object wrapped(lendbuf::memoryview view, PyObject* root);

/// Views what an object exports. Throws: python_error (TypeError for what exports nothing); value_error.
[[nodiscard]] lendbuf::memoryview view_of_exporter(PyObject* from);

/// Tells whether CPython's memoryview reads items of a format: an optional '@' and one native letter.
[[nodiscard]] bool is_native_letter(const char* format) noexcept;

/// Refuses formats that CPython's memoryview does not read, in strict mode. Throws: python_error (NotImplementedError).
void require_readable(const lendbuf::memoryview& view);

/// Makes Python's object of the item at `at`.
[[nodiscard]] object read(const lendbuf::memoryview& view, const std::byte* at);

/// Makes an item of Python's object; a string points into the object. May run foreign code.
///
/// Throws: python_error (TypeError, ValueError).
[[nodiscard]] lendbuf::item item_of(const lendbuf::item_format& format, PyObject* value);

/// Makes nested lists of all items.
[[nodiscard]] object list_of(const lendbuf::memoryview& view);

/// Casts as CPython does, with its refusals in strict mode. `shape` is null where it is left out.
[[nodiscard]] lendbuf::memoryview cast(const lendbuf::memoryview& view, PyObject* format, PyObject* shape,
                                       lendbuf::order order);

/// Compares two views as CPython does, with its refusals in strict mode.
[[nodiscard]] bool equal(const lendbuf::memoryview& a, const lendbuf::memoryview& b);

} // namespace module
