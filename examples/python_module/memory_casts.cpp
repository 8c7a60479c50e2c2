// Casts and comparisons of memoryviews, with what CPython refuses and lendbuf does not.
#include <cstring>
#include <string>
#include <vector>

#include "memory_object.hpp"

namespace module {

using lendbuf::order;

namespace {

bool is_byte_letter(const char* format) noexcept {
    if (*format == '@') ++format;
    return *format != '\0' && std::strchr("Bbc", *format) != nullptr && format[1] == '\0';
}

/// Gives the extents of a shape: a tuple of integers.
std::vector<Py_ssize_t> extents_of(PyObject* shape) {
    std::vector<Py_ssize_t> extents;
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(shape); ++k) {
        PyObject* const extent = PyTuple_GET_ITEM(shape, k);
        if (PyLong_Check(extent) == 0) raise(PyExc_TypeError, "memoryview.cast(): elements of shape must be integers");
        const Py_ssize_t number = checked(PyLong_AsSsize_t(extent));
        if (number < 0 || (is_strict && number == 0))
            raise(PyExc_ValueError, "memoryview.cast(): elements of shape must be integers > 0");
        extents.push_back(number);
    }
    return extents;
}

/// Refuses what only lendbuf can do.
void require_plain_cast(const memoryview& view, const char* format, bool has_shape) {
    if (has_shape || view.ndim() != 1)
        for (const Py_ssize_t extent : view.shape())
            if (extent == 0) raise(PyExc_TypeError, "memoryview: cannot cast view with zeros in shape or strides");
    if (!is_native_letter(format))
        raise(PyExc_ValueError,
              "memoryview: destination format must be a native single character format prefixed with an optional '@'");
    if (!is_byte_letter(view.format()) && !is_byte_letter(format))
        raise(PyExc_TypeError, "memoryview: cannot cast between two non-byte formats");
    const std::ptrdiff_t itemsize = lendbuf::try_calcsize(format, std::strlen(format)).value();
    if (view.nbytes() % itemsize != 0) raise(PyExc_TypeError, "memoryview: length is not a multiple of itemsize");
}

bool is_struct_format(const memoryview& view) noexcept {
    const auto text = view.item_type().view();
    return lendbuf::try_calcsize(text.data, text.size).has_value();
}

} // namespace

memoryview cast(const memoryview& view, PyObject* format, PyObject* shape, order o) {
    if (PyUnicode_Check(format) == 0) raise(PyExc_TypeError, "memoryview: format argument must be a string");
    const char* const text = name_argument("cast", format);
    const bool has_shape = shape != nullptr;
    if (!view.is_contiguous(has_shape ? o : order::any) || (is_strict && !view.is_contiguous(order::c)))
        raise(PyExc_TypeError, "memoryview: casts are restricted to C-contiguous views");
    object items;
    if (has_shape) {
        if (PyList_Check(shape) == 0 && PyTuple_Check(shape) == 0)
            raise(PyExc_TypeError, "shape must be a list or a tuple");
        items = checked(PySequence_Tuple(shape)); // once, as foreign code may make it another list each time
        const Py_ssize_t ndim = PyTuple_GET_SIZE(items.get());
        if (ndim > static_cast<Py_ssize_t>(lendbuf::max_ndim))
            raise(PyExc_ValueError, "memoryview: number of dimensions must not exceed %d",
                  static_cast<int>(lendbuf::max_ndim));
        if (is_strict && view.ndim() != 1 && ndim != 1)
            raise(PyExc_TypeError, "memoryview: cast must be 1D -> ND or ND -> 1D");
    }
    if (is_strict) require_plain_cast(view, text, has_shape);
    try {
        const std::vector<Py_ssize_t> extents = has_shape ? extents_of(items.get()) : std::vector<Py_ssize_t>();
        return has_shape ? view.cast(text, extents.data(), extents.size(), o) : view.cast(text);
    } catch (const lendbuf::struct_error& failure) {
        raise(PyExc_ValueError, "memoryview: %s", failure.what());
    }
}

bool equal(const memoryview& a, const memoryview& b) {
    // To CPython a format that struct does not know makes items unequal, even to themselves.
    if (is_strict && !(is_struct_format(a) && is_struct_format(b))) return false;
    return a == b;
}

} // namespace module
