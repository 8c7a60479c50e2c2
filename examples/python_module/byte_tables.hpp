// The tables of what bytes and bytearray share in Python.
#pragma once

#include <vector>

#include "byte_methods.hpp"
#include "byte_operators.hpp"
#include "byte_slots.hpp"
#include "byte_text.hpp"

namespace module::byte_methods {

/// Gives what makes the object again, for copies and pickles: the type, CPython's bytes, and the attributes.
template <byte_string T>
object reduce(PyObject* self) {
    const object native = native_copy(value_of<T>(self));
    const object attributes = checked(PyObject_CallMethod(self, "__getstate__", nullptr));
    return checked(Py_BuildValue("(O(O)O)", Py_TYPE(self), native.get(), attributes.get()));
}

/// Gives how much memory the object and its bytes take; bytes count theirs, though others may share them.
template <byte_string T>
object size_in_memory(PyObject* self) {
    const T& value = value_of<T>(self);
    std::ptrdiff_t held = value.size();
    if constexpr (is_mutable<T>) held = value.capacity();
    return checked(PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + held));
}

/// Lists the methods that both types have.
template <byte_string T>
[[nodiscard]] std::vector<PyMethodDef> shared_methods() {
    constexpr int named = METH_FASTCALL | METH_KEYWORDS;
    return {
        {"__reduce__", as_method(plain_method<reduce<T>>), METH_NOARGS, "Give what makes these bytes again."},
        {"__sizeof__", as_method(plain_method<size_in_memory<T>>), METH_NOARGS, "Give the size in memory, in bytes."},
        {"capitalize", as_method(plain_method<changed<T, lendbuf::capitalize>>), METH_NOARGS,
         "Give the text with its first byte as a capital, and all others small."},
        {"center", as_method(fast_method<center<T>>), METH_FASTCALL, "Give the text in the middle of a width."},
        {"count", as_method(fast_method<count<T>>), METH_FASTCALL, "Count the places of a byte or of bytes."},
        {"decode", as_method(keyword_method<decode<T>>), named, "Decode the bytes to a str."},
        {"endswith", as_method(fast_method<endswith<T>>), METH_FASTCALL, "Tell whether the bytes end with others."},
        {"expandtabs", as_method(keyword_method<expandtabs<T>>), named, "Give the text with spaces for tabs."},
        {"find", as_method(fast_method<find<T>>), METH_FASTCALL, "Find the first place of a byte or of bytes, or -1."},
        {"fromhex", as_method(one_method<fromhex<T>>), METH_O | METH_CLASS, "Read pairs of hexadecimal digits."},
        {"hex", as_method(keyword_method<hex<T>>), named, "Give two hexadecimal digits for each byte."},
        {"index", as_method(fast_method<index<T>>), METH_FASTCALL, "Find the first place of a byte or of bytes."},
        {"isalnum", as_method(plain_method<ask<T, lendbuf::isalnum<const T&>>>), METH_NOARGS,
         "Tell whether all bytes are letters or digits."},
        {"isalpha", as_method(plain_method<ask<T, lendbuf::isalpha<const T&>>>), METH_NOARGS,
         "Tell whether all bytes are letters."},
        {"isascii", as_method(plain_method<ask<T, lendbuf::isascii<const T&>>>), METH_NOARGS,
         "Tell whether all bytes are below 128."},
        {"isdigit", as_method(plain_method<ask<T, lendbuf::isdigit<const T&>>>), METH_NOARGS,
         "Tell whether all bytes are digits."},
        {"islower", as_method(plain_method<ask<T, lendbuf::islower<const T&>>>), METH_NOARGS,
         "Tell whether all letters are small."},
        {"isspace", as_method(plain_method<ask<T, lendbuf::isspace<const T&>>>), METH_NOARGS,
         "Tell whether all bytes are white space."},
        {"istitle", as_method(plain_method<ask<T, lendbuf::istitle<const T&>>>), METH_NOARGS,
         "Tell whether exactly the first letters of words are capitals."},
        {"isupper", as_method(plain_method<ask<T, lendbuf::isupper<const T&>>>), METH_NOARGS,
         "Tell whether all letters are capitals."},
        {"join", as_method(one_method<join<T>>), METH_O, "Put pieces together, with these bytes between each two."},
        {"ljust", as_method(fast_method<ljust<T>>), METH_FASTCALL, "Give the text at the left of a width."},
        {"lower", as_method(plain_method<changed<T, lendbuf::lower>>), METH_NOARGS, "Give the text in small letters."},
        {"lstrip", as_method(fast_method<lstrip<T>>), METH_FASTCALL, "Take bytes, or white space, off the start."},
        {"maketrans", as_method(fast_method<maketrans>), METH_FASTCALL | METH_STATIC, "Make a table for translate."},
        {"partition", as_method(one_method<partition<T>>), METH_O, "Cut in three at the first separator."},
        {"removeprefix", as_method(one_method<removeprefix<T>>), METH_O, "Give the bytes without a prefix."},
        {"removesuffix", as_method(one_method<removesuffix<T>>), METH_O, "Give the bytes without a suffix."},
        {"replace", as_method(fast_method<replace<T>>), METH_FASTCALL, "Replace bytes by others, wherever they are."},
        {"rfind", as_method(fast_method<rfind<T>>), METH_FASTCALL, "Find the last place of a byte or of bytes, or -1."},
        {"rindex", as_method(fast_method<rindex<T>>), METH_FASTCALL, "Find the last place of a byte or of bytes."},
        {"rjust", as_method(fast_method<rjust<T>>), METH_FASTCALL, "Give the text at the right of a width."},
        {"rpartition", as_method(one_method<rpartition<T>>), METH_O, "Cut in three at the last separator."},
        {"rsplit", as_method(keyword_method<rsplit<T>>), named, "Cut at separators, or white space, from the end."},
        {"rstrip", as_method(fast_method<rstrip<T>>), METH_FASTCALL, "Take bytes, or white space, off the end."},
        {"split", as_method(keyword_method<split<T>>), named, "Cut at separators, or white space."},
        {"splitlines", as_method(keyword_method<splitlines<T>>), named, "Cut behind line ends."},
        {"startswith", as_method(fast_method<startswith<T>>), METH_FASTCALL,
         "Tell whether the bytes start with others."},
        {"strip", as_method(fast_method<strip<T>>), METH_FASTCALL, "Take bytes, or white space, off both ends."},
        {"swapcase", as_method(plain_method<changed<T, lendbuf::swapcase>>), METH_NOARGS,
         "Give the text with capitals for small letters and the reverse."},
        {"title", as_method(plain_method<changed<T, lendbuf::title>>), METH_NOARGS,
         "Give the text with a capital at the start of each word."},
        {"translate", as_method(keyword_method<translate<T>>), named, "Map the bytes by a table, and delete some."},
        {"upper", as_method(plain_method<changed<T, lendbuf::upper>>), METH_NOARGS, "Give the text in capitals."},
        {"zfill", as_method(one_method<zfill<T>>), METH_O, "Fill a number with zeros up to a width."},
    };
}

/// Lists the slots that both types have.
template <byte_string T>
[[nodiscard]] std::vector<PyType_Slot> shared_slots() {
    return {
        {Py_tp_dealloc, as_slot(dealloc<T>)},
        {Py_tp_iter, as_slot(byte_iterator<T>::make)},
        {Py_tp_richcompare, as_slot(compare<T>)},
        {Py_bf_getbuffer, as_slot(get_buffer<T>)},
        {Py_bf_releasebuffer, as_slot(release_buffer)},
        {Py_sq_length, as_slot(length<T>)},
        {Py_sq_concat, as_slot(concat<T>)},
        {Py_sq_repeat, as_slot(repeat<T>)},
        {Py_sq_item, as_slot(item<T>)},
        {Py_sq_contains, as_slot(contains<T>)},
        {Py_mp_length, as_slot(length<T>)},
        {Py_mp_subscript, as_slot(subscript<T>)},
        {Py_nb_remainder, as_slot(remainder<T>)},
    };
}

} // namespace module::byte_methods
