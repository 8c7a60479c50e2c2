// Methods that bytes and bytearray share, and that have to do with text: digits, codecs, ASCII letters, widths.
#pragma once

#include <lendbuf/owner/ascii.hpp>
#include <lendbuf/owner/ascii_case.hpp>
#include <lendbuf/owner/ascii_fill.hpp>
#include <string>

#include "byte_arguments.hpp"

namespace module::byte_methods {

// Hexadecimal digits and texts.

template <byte_string T>
object hex(PyObject* self, const call& made) {
    const named_arguments<2> given("hex", made, {"sep", "bytes_per_sep"});
    PyObject* const separator = given[0];
    const int group = int_argument(given[1], 1);
    const std::string digits = separator == nullptr ? value_of<T>(self).hex() : [&] {
        const char letter = separator_of(separator); // may run foreign code, and so comes first
        return value_of<T>(self).hex(letter, group);
    }();
    return checked(
        PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, digits.data(), static_cast<Py_ssize_t>(digits.size())));
}

/// Reads hexadecimal digits from a text.
template <byte_string T>
[[nodiscard]] T from_digits(PyObject* text) {
    checked(Py_ssize_t{PyUnicode_READY(text)});
    const Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    std::ptrdiff_t wrong = 0;
    if (PyUnicode_IS_ASCII(text)) {
        try {
            return T::fromhex(
                lendbuf::region_of(static_cast<const char*>(PyUnicode_DATA(text)), static_cast<std::size_t>(size)));
        } catch (const lendbuf::value_error& failure) {
            wrong = failure.info().offset;
        }
    } else {
        while (PyUnicode_READ_CHAR(text, wrong) < 128) ++wrong;
    }
    raise(PyExc_ValueError, "non-hexadecimal number found in fromhex() arg at position %zd", wrong);
}

template <byte_string T>
object fromhex(PyObject* type, PyObject* text) {
    if (!PyUnicode_Check(text)) raise(PyExc_TypeError, "fromhex() argument must be str, not %.50s", type_name(text));
    object made = wrapped<T>(from_digits<T>(text));
    if (type == reinterpret_cast<PyObject*>(byte_type<T>)) return made;
    return checked(PyObject_CallOneArg(type, made.get()));
}

template <byte_string T>
object decode(PyObject* self, const call& made) {
    const named_arguments<2> given("decode", made, {"encoding", "errors"});
    const char* const encoding = name_argument("decode", given[0]);
    const char* const errors = name_argument("decode", given[1]);
    return checked(PyUnicode_FromEncodedObject(self, encoding, errors)); // holds a buffer while the codec runs
}

// ASCII text.

template <byte_string T, auto Test>
object ask(PyObject* self) {
    return object::borrow(Test(value_of<T>(self)) ? Py_True : Py_False);
}
template <byte_string T, auto Change>
object changed(PyObject* self) {
    return wrapped<T>(as_kind<T>(Change(value_of<T>(self))));
}

/// Fills bytes up to a width; `fill_up` gets the bytes, the width and the byte to fill with.
template <byte_string T, class FillUp>
object filled(const char* method, PyObject* self, arguments given, const FillUp& fill_up) {
    expect(method, given, 1, 2);
    const std::ptrdiff_t width = size_argument(given[0]);
    const char fill = fill_byte(method, given);
    return wrapped<T>(as_kind<T>(fill_up(value_of<T>(self), width, fill)));
}
template <byte_string T>
object center(PyObject* self, arguments given) {
    return filled<T>("center", self, given,
                     [](const T& text, std::ptrdiff_t width, char fill) { return lendbuf::center(text, width, fill); });
}
template <byte_string T>
object ljust(PyObject* self, arguments given) {
    return filled<T>("ljust", self, given,
                     [](const T& text, std::ptrdiff_t width, char fill) { return lendbuf::ljust(text, width, fill); });
}
template <byte_string T>
object rjust(PyObject* self, arguments given) {
    return filled<T>("rjust", self, given,
                     [](const T& text, std::ptrdiff_t width, char fill) { return lendbuf::rjust(text, width, fill); });
}
template <byte_string T>
object zfill(PyObject* self, PyObject* width) {
    const std::ptrdiff_t size = size_argument(width);
    return wrapped<T>(as_kind<T>(lendbuf::zfill(value_of<T>(self), size)));
}
template <byte_string T>
object expandtabs(PyObject* self, const call& made) {
    const named_arguments<1> given("expandtabs", made, {"tabsize"});
    const int tabsize = int_argument(given[0], 8);
    return wrapped<T>(as_kind<T>(lendbuf::expandtabs(value_of<T>(self), tabsize)));
}

} // namespace module::byte_methods
