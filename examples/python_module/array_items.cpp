// Items of lendbuf.array as Python's numbers and characters, and back.
#include "array_object.hpp"
#include "byte_object.hpp"

namespace module {

namespace {

using lendbuf::any_array;
using lendbuf::item;

item integer_from(PyObject* value) {
    const object number = checked(PyNumber_Index(value));
    int beyond = 0;
    const long long plain = PyLong_AsLongLongAndOverflow(number.get(), &beyond);
    if (beyond == 0) {
        if (plain == -1) checked(Py_ssize_t{-1});
        return plain;
    }
    const unsigned long long large = beyond < 0 ? 0 : PyLong_AsUnsignedLongLong(number.get());
    if (PyErr_Occurred() != nullptr) throw python_error{};
    if (beyond < 0) raise(PyExc_OverflowError, "array item is less than any integer of 64 bits");
    return large;
}

} // namespace

item item_from(const char* typecode, PyObject* value) {
    switch (*typecode) {
    case 'f':
    case 'd': {
        const double number = PyFloat_AsDouble(value);
        if (number == -1.0) checked(Py_ssize_t{-1});
        return number;
    }
    case 'u':
        if (PyUnicode_Check(value) == 0 || PyUnicode_GetLength(value) != 1)
            raise(PyExc_TypeError, "array item must be unicode character");
        return std::uint32_t{PyUnicode_ReadChar(value, 0)};
    default: return integer_from(value);
    }
}

object item_at(const any_array& a, std::ptrdiff_t index) {
    const item value = a[index];
    if (holds_text(a)) {
        const auto letter = static_cast<wchar_t>(value.integer_bits());
        return checked(PyUnicode_FromWideChar(&letter, 1));
    }
    if (value.type() == lendbuf::item_type::floating) return checked(PyFloat_FromDouble(value.real()));
    if (value.type() == lendbuf::item_type::unsigned_integer)
        return checked(PyLong_FromUnsignedLongLong(value.integer_bits()));
    return checked(PyLong_FromLongLong(static_cast<long long>(value.integer_bits())));
}

object text_of(const any_array& a) {
    // Safety: items of this type are characters of wchar_t's size, and malloc's memory is aligned for them.
    const void* const letters = a.data();
    return checked(PyUnicode_FromWideChar(static_cast<const wchar_t*>(letters), a.size()));
}

void append_text(any_array& to, PyObject* text) {
    Py_ssize_t count = 0;
    wchar_t* const letters = PyUnicode_AsWideCharString(text, &count);
    if (letters == nullptr) throw python_error{};
    struct freed {
        wchar_t* memory;
        ~freed() { PyMem_Free(memory); }
    } const guard{letters};
    to.frombytes(lendbuf::region_of(reinterpret_cast<const std::byte*>(letters),
                                    static_cast<std::size_t>(count) * sizeof(wchar_t)));
}

void append_each(any_array& to, PyObject* iterator) {
    while (const object value = object(PyIter_Next(iterator))) {
        const item number = item_from(to.typecode(), value.get());
        to.append(number);
    }
    if (PyErr_Occurred() != nullptr) throw python_error{};
}

void append_bytes(any_array& to, PyObject* source) {
    const argument_bytes bytes(source);
    if (bytes.buffer().itemsize != 1) raise(PyExc_TypeError, "a bytes-like object is required");
    to.frombytes(bytes);
}

bool is_bytes(PyObject* any) noexcept {
    return PyBytes_Check(any) || PyByteArray_Check(any) ||
           (byte_type<lendbuf::bytes> != nullptr && holds<lendbuf::bytes>(any)) ||
           (byte_type<lendbuf::bytearray> != nullptr && holds<lendbuf::bytearray>(any));
}

object array_list(const any_array& a) {
    const lendbuf::lease hold = a.lend(); // a new list may collect garbage, and so run foreign code
    object list = checked(PyList_New(a.size()));
    for (std::ptrdiff_t k = 0; k < a.size(); ++k) PyList_SET_ITEM(list.get(), k, item_at(a, k).release());
    return list;
}

} // namespace module
