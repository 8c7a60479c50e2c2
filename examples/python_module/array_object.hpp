// Python objects that hold an any_array: how they are made, and how their items become Python's numbers and back.
#pragma once

#include <cstddef>
#include <new>

#include "byte_arguments.hpp"

namespace module {

/// Names all types of items, as in CPython 3.11.
inline constexpr char array_typecodes[] = "bBuhHiIlLqQfd";

/// Is the object: what Python wants, and the array.
struct array_object {
    PyObject_HEAD PyObject* weak_references;
    alignas(lendbuf::any_array) std::byte array[sizeof(lendbuf::any_array)]; // as bytes: members have an offset then
};

/// Is the type in Python; set when the module is made.
inline PyTypeObject* array_type = nullptr;

/// Tells whether an object is of the type or derived from it.
[[nodiscard]] inline bool is_array(PyObject* any) noexcept {
    return PyObject_TypeCheck(any, array_type) != 0;
}

/// Gives the array in an object, which must be of the type or derived from it.
[[nodiscard]] inline lendbuf::any_array& array_of(PyObject* self) noexcept {
    // Safety: new_array made one there.
    void* const there = reinterpret_cast<array_object*>(self)->array;
    return *std::launder(static_cast<lendbuf::any_array*>(there));
}

/// Makes an object of `type`, which is the type or derived from it.
[[nodiscard]] inline object new_array(PyTypeObject* type, lendbuf::any_array&& items) {
    object made = checked(type->tp_alloc(type, 0));
    auto* const whole = reinterpret_cast<array_object*>(made.get());
    ::new (static_cast<void*>(whole->array)) lendbuf::any_array(std::move(items));
    return made;
}
/// Makes an object of the type itself, as methods of derived types do, too.
[[nodiscard]] inline object new_array(lendbuf::any_array&& items) {
    return new_array(array_type, std::move(items));
}

/// Tells whether the items are characters.
[[nodiscard]] inline bool holds_text(const lendbuf::any_array& a) noexcept {
    return a.typecode()[0] == 'u';
}

/// Reads a Python object as an item of an array with that typecode. Runs foreign code: `__index__`, `__float__`.
///
/// Throws: python_error (TypeError; OverflowError for an integer of more than 64 bits).
[[nodiscard]] lendbuf::item item_from(const char* typecode, PyObject* value);

/// Gives an item as a Python object. Throws: index_error; python_error (ValueError for what is no character).
[[nodiscard]] object item_at(const lendbuf::any_array& a, std::ptrdiff_t index);

/// Gives all characters of an array as a str. Throws: python_error (ValueError).
[[nodiscard]] object text_of(const lendbuf::any_array& a);

/// Adds the characters of a str. Throws: python_error; buffer_error.
void append_text(lendbuf::any_array& to, PyObject* text);

/// Adds the items of an iterable, one by one: whoever gives them may look at the array meanwhile, and keeps what was added
/// before an error.
void append_each(lendbuf::any_array& to, PyObject* iterator);

/// Adds the bytes that an object exports as bytes. Throws: python_error (TypeError for items of more bytes); value_error,
/// where they are no whole number of items; buffer_error.
void append_bytes(lendbuf::any_array& to, PyObject* source);

/// Tells whether an object is one whose bytes make items, and not its numbers: CPython's bytes and bytearray, and ours.
[[nodiscard]] bool is_bytes(PyObject* any) noexcept;

/// Lists the methods of the type.
[[nodiscard]] PyMethodDef* array_methods() noexcept;

/// Tells whether an item has that value. Runs foreign code (`__eq__`).
[[nodiscard]] bool array_contains(PyObject* self, PyObject* value);

/// Gives the items as a list.
[[nodiscard]] object array_list(const lendbuf::any_array& a);

/// Adds another array of the same type, or items of an iterable.
void extend_array(PyObject* self, PyObject* more);

} // namespace module
