// Python objects that hold lendbuf's bytes or bytearray: how they are made, and found in other objects.
#pragma once

#include <concepts>
#include <new>

#include "support.hpp"

namespace module {

/// Is satisfied by the two types of bytes.
template <class T>
concept byte_string = std::same_as<T, lendbuf::bytes> || std::same_as<T, lendbuf::bytearray>;

/// Is the object: what Python wants, and the value.
template <byte_string T>
struct byte_object {
    PyObject_HEAD T value;
};

/// Is the type in Python; set when the module is made.
template <byte_string T>
inline PyTypeObject* byte_type = nullptr;

template <byte_string T>
inline constexpr bool is_mutable = std::same_as<T, lendbuf::bytearray>;
template <byte_string T>
inline constexpr const char* byte_type_name = is_mutable<T> ? "bytearray" : "bytes";

/// Gives the value in an object, which must be of the type or derived from it.
template <byte_string T>
[[nodiscard]] T& value_of(PyObject* self) noexcept {
    return reinterpret_cast<byte_object<T>*>(self)->value;
}

/// Tells whether an object is of the type or derived from it.
template <byte_string T>
[[nodiscard]] bool holds(PyObject* any) noexcept {
    return PyObject_TypeCheck(any, byte_type<T>) != 0;
}

/// Makes an object of `type`, which is the type or derived from it.
template <byte_string T>
[[nodiscard]] object make_object(PyTypeObject* type, T value) {
    object made = checked(type->tp_alloc(type, 0));
    ::new (static_cast<void*>(&value_of<T>(made.get()))) T(std::move(value));
    return made;
}

/// Makes an object of the type itself, as methods of derived types do, too.
template <byte_string T>
[[nodiscard]] object wrapped(T value) {
    return make_object<T>(byte_type<T>, std::move(value));
}

/// Wraps what a method gives; bytes that are the very same as before stay the same object.
template <byte_string T>
[[nodiscard]] object result_of(PyObject* self, T made) {
    if constexpr (!is_mutable<T>)
        if (Py_IS_TYPE(self, byte_type<T>) && made.data() == value_of<T>(self).data() &&
            made.size() == value_of<T>(self).size())
            return object::borrow(self);
    return wrapped<T>(std::move(made));
}

/// Gives fresh bytes as a `T`, without a copy.
template <byte_string T>
[[nodiscard]] T as_kind(lendbuf::bytearray&& fresh) {
    if constexpr (is_mutable<T>)
        return std::move(fresh);
    else
        return fresh.take_bytes();
}

/// Copies bytes into an object of CPython's own, where Python insists on one.
template <byte_string T>
[[nodiscard]] object native_copy(const T& value) {
    return checked(PyBytes_FromStringAndSize(reinterpret_cast<const char*>(value.data()), value.size()));
}

} // namespace module
