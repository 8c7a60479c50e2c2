// Operators that bytes and bytearray share: + * in [] == < and %.
#pragma once

#include "byte_arguments.hpp"
#include "byte_format.hpp"

namespace module::byte_methods {

template <byte_string T>
PyObject* concat(PyObject* self, PyObject* other) noexcept {
    return guarded([&] {
        const lent_bytes more =
            bytes_or_refuse(other, "can't concat %.100s to %.100s", type_name(other), type_name(self));
        const T& bytes = value_of<T>(self);
        if constexpr (!is_mutable<T>) {
            if (more.size() == 0) return result_of<T>(self, bytes);
            if (bytes.empty() && Py_IS_TYPE(other, byte_type<T>)) return object::borrow(other);
        }
        return wrapped<T>(bytes + more);
    });
}

template <byte_string T>
PyObject* repeat(PyObject* self, Py_ssize_t times) noexcept {
    return guarded([&] {
        const T& bytes = value_of<T>(self);
        if constexpr (!is_mutable<T>) {
            if (times == 1) return result_of<T>(self, bytes);
            if (times > 0 && bytes.size() > PY_SSIZE_T_MAX / times)
                raise(PyExc_OverflowError, "repeated bytes are too long");
        }
        return wrapped<T>(bytes * times);
    });
}

/// Tells whether a number or a run of bytes is in there; what fails as a number is taken for a run.
template <byte_string T>
int contains(PyObject* self, PyObject* wanted) noexcept {
    return guarded([&] {
        const Py_ssize_t number = PyNumber_AsSsize_t(wanted, nullptr);
        const T& bytes = value_of<T>(self);
        if (number != -1 || PyErr_Occurred() == nullptr) return bytes.contains(number) ? 1 : 0;
        PyErr_Clear();
        const lent_bytes run(wanted);
        return bytes.contains(run) ? 1 : 0;
    });
}

/// Gives the byte at a place that is not negative, for CPython's sequences.
template <byte_string T>
PyObject* item(PyObject* self, Py_ssize_t place) noexcept {
    return guarded([&] {
        const T& bytes = value_of<T>(self);
        if (place < 0 || place >= bytes.size())
            raise(PyExc_IndexError, is_mutable<T> ? "bytearray index out of range" : "index out of range");
        return checked(PyLong_FromLong(bytes.data()[place]));
    });
}

[[noreturn]] inline void refuse_key(const char* what, PyObject* key) {
    raise(PyExc_TypeError, "%s indices must be integers or slices, not %.200s", what, type_name(key));
}

template <byte_string T>
PyObject* subscript(PyObject* self, PyObject* key) noexcept {
    return guarded([&] {
        if (PyIndex_Check(key) != 0) {
            std::ptrdiff_t place = size_of(key, PyExc_IndexError);
            if (place < 0) place += value_of<T>(self).size();
            return object(item<T>(self, place)); // null with the error set
        }
        if (!PySlice_Check(key)) refuse_key(is_mutable<T> ? "bytearray" : "byte", key);
        const slice_argument wanted(key);
        return wanted.give([self](const auto& slice) { return result_of<T>(self, value_of<T>(self)[slice]); });
    });
}

template <class A, class B>
bool is_so(const A& a, const B& b, int operation) {
    if (operation == Py_EQ) return a == b;
    if (operation == Py_NE) return !(a == b);
    const auto order = a <=> b;
    switch (operation) {
    case Py_LT: return order < 0;
    case Py_LE: return order <= 0;
    case Py_GT: return order > 0;
    default: return order >= 0;
    }
}

/// Compares with bytes of either kind, CPython's included; a bytearray with whatever exports bytes.
template <byte_string T>
PyObject* compare(PyObject* self, PyObject* other, int operation) noexcept {
    return guarded([&] {
        const auto answer = [&](const auto& bytes) {
            return object::borrow(is_so(value_of<T>(self), bytes, operation) ? Py_True : Py_False);
        };
        if (PyBytes_Check(other))
            return answer(lendbuf::region_of(static_cast<const char*>(PyBytes_AS_STRING(other)),
                                             static_cast<std::size_t>(PyBytes_GET_SIZE(other))));
        if (holds<T>(other)) return answer(value_of<T>(other));
        if constexpr (is_mutable<T>) {
            if (PyObject_CheckBuffer(other) != 0) {
                Py_buffer buffer;
                if (PyObject_GetBuffer(other, &buffer, PyBUF_SIMPLE) == 0) {
                    PyBuffer_Release(&buffer);
                    return answer(lent_bytes(other));
                }
                PyErr_Clear();
            }
        }
        return object::borrow(Py_NotImplemented);
    });
}

template <byte_string T>
PyObject* remainder(PyObject* format, PyObject* values) noexcept {
    return guarded([&] {
        if (!holds<T>(format)) return object::borrow(Py_NotImplemented);
        return wrapped<T>(as_kind<T>(formatted(lendbuf::bytes(value_of<T>(format)), values)));
    });
}

} // namespace module::byte_methods
