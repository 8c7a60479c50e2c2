// What Python asks of every object of bytes: to go, to be lent, to be walked over, to be shown.
#pragma once

#include <string>

#include "byte_arguments.hpp"

namespace module {

/// Writes a literal: bytes in quotes, those that do not print as escapes. A bytearray's own quotes are escaped always.
template <byte_string T>
[[nodiscard]] object literal_of(const T& value, const char* type) {
    bool single = false;
    bool both = false;
    for (const std::uint8_t byte : value) {
        both = both || byte == '"';
        single = single || byte == '\'';
    }
    const char quote = single && !both ? '"' : '\'';
    std::string text = type == nullptr ? std::string("b") : std::string(type) + "(b";
    text.reserve(text.size() + static_cast<std::size_t>(value.size()) + 3);
    text += quote;
    for (const std::uint8_t byte : value) {
        const char letter = static_cast<char>(byte);
        if (letter == '\\' || letter == quote || (is_mutable<T> && letter == '\'')) {
            text += '\\';
            text += letter;
        } else if (byte == '\t' || byte == '\n' || byte == '\r') {
            text += '\\';
            text += byte == '\t' ? 't' : byte == '\n' ? 'n' : 'r';
        } else if (byte < ' ' || byte >= 0x7f) {
            text += "\\x";
            text += "0123456789abcdef"[byte >> 4];
            text += "0123456789abcdef"[byte & 15];
        } else {
            text += letter;
        }
    }
    text += quote;
    if (type != nullptr) text += ')';
    return checked(PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "strict"));
}

// The slots that both types have.

template <byte_string T>
void dealloc(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    value_of<T>(self).~T();
    type->tp_free(self);
    Py_DECREF(type);
}

template <byte_string T>
Py_ssize_t length(PyObject* self) noexcept {
    return value_of<T>(self).size();
}

template <byte_string T>
int get_buffer(PyObject* self, Py_buffer* view, int flags) noexcept {
    return lendbuf::python::fill(view, value_of<T>(self), self, flags); // which takes a lease
}

inline void release_buffer(PyObject*, Py_buffer* view) noexcept {
    lendbuf::python::release(view);
}

/// Walks over bytes; what a bytearray loses or gains on the way is seen.
template <byte_string T>
struct byte_iterator {
    PyObject_HEAD PyObject* bytes; // null at the end
    Py_ssize_t next;

    inline static PyTypeObject* type = nullptr;

    static byte_iterator* of(PyObject* self) noexcept { return reinterpret_cast<byte_iterator*>(self); }

    static PyObject* make(PyObject* bytes) noexcept {
        PyObject* const made = type->tp_alloc(type, 0);
        if (made == nullptr) return nullptr;
        of(made)->bytes = object::borrow(bytes).release();
        of(made)->next = 0;
        return made;
    }
    static PyObject* step(PyObject* self) noexcept {
        byte_iterator* const at = of(self);
        if (at->bytes == nullptr) return nullptr;
        const T& value = value_of<T>(at->bytes);
        if (at->next < value.size()) return PyLong_FromLong(value.data()[at->next++]);
        Py_CLEAR(at->bytes);
        return nullptr;
    }
    static object length_hint(PyObject* self) {
        byte_iterator* const at = of(self);
        const Py_ssize_t left = at->bytes == nullptr ? 0 : value_of<T>(at->bytes).size() - at->next;
        return checked(PyLong_FromSsize_t(left > 0 ? left : 0));
    }
    /// Gives what makes the iterator again, for copies and pickles: iter, what it walks over, and where it is.
    static object reduce(PyObject* self) {
        byte_iterator* const at = of(self);
        const object module = checked(PyImport_ImportModule("builtins"));
        const object function = checked(PyObject_GetAttrString(module.get(), "iter")); // may be anything by now
        if (at->bytes == nullptr) return checked(Py_BuildValue("(O(()))", function.get()));
        return checked(Py_BuildValue("(O(O)n)", function.get(), at->bytes, at->next));
    }
    static object set_state(PyObject* self, PyObject* place) {
        const Py_ssize_t next = checked(PyLong_AsSsize_t(place));
        byte_iterator* const at = of(self);
        const Py_ssize_t size = at->bytes == nullptr ? 0 : value_of<T>(at->bytes).size();
        if (at->bytes != nullptr) at->next = next < 0 ? 0 : next > size ? size : next;
        return nothing();
    }
    static int traverse(PyObject* self, visitproc visit, void* arg) noexcept {
        Py_VISIT(Py_TYPE(self));
        Py_VISIT(of(self)->bytes);
        return 0;
    }
    static int clear(PyObject* self) noexcept {
        Py_CLEAR(of(self)->bytes);
        return 0;
    }
    static void dealloc(PyObject* self) noexcept {
        PyTypeObject* const own = Py_TYPE(self);
        PyObject_GC_UnTrack(self);
        Py_CLEAR(of(self)->bytes);
        own->tp_free(self);
        Py_DECREF(own);
    }

    static void make_type() {
        static PyMethodDef methods[] = {{"__length_hint__", as_method(plain_method<length_hint>), METH_NOARGS, nullptr},
                                        {"__reduce__", as_method(plain_method<reduce>), METH_NOARGS, nullptr},
                                        {"__setstate__", as_method(one_method<set_state>), METH_O, nullptr},
                                        {nullptr, nullptr, 0, nullptr}};
        static PyType_Slot slots[] = {{Py_tp_dealloc, as_slot(dealloc)},
                                      {Py_tp_traverse, as_slot(traverse)},
                                      {Py_tp_clear, as_slot(clear)},
                                      {Py_tp_iter, as_slot(PyObject_SelfIter)},
                                      {Py_tp_iternext, as_slot(step)},
                                      {Py_tp_methods, methods},
                                      {0, nullptr}};
        static PyType_Spec spec = {is_mutable<T> ? "lendbuf.bytearray_iterator" : "lendbuf.bytes_iterator",
                                   static_cast<int>(sizeof(byte_iterator)), 0,
                                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};
        type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
    }
};

} // namespace module
