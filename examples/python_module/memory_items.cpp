// Items of a memoryview as Python's objects, and Python's objects as items.
#include <bit>
#include <cstring>
#include <iterator>

#include "memory_object.hpp"

namespace module {

using lendbuf::item;
using lendbuf::item_format;
using lendbuf::item_type;
using lendbuf::value_kind;

namespace {

PyObject* object_of_integer(std::int64_t value) noexcept {
    if constexpr (sizeof(long) == sizeof(value)) // it is the faster one
        return PyLong_FromLong(static_cast<long>(value));
    else
        return PyLong_FromLongLong(value);
}

/// Reads a number at any address, in either byte order; null with an exception when there is no memory.
template <class T, bool Swapped = false>
PyObject* read_number(const std::byte* at) noexcept {
    constexpr auto other = std::endian::native == std::endian::little ? std::endian::big : std::endian::little;
    const auto value = lendbuf::load < T, Swapped ? other : std::endian::native > (at);
    if constexpr (std::is_same_v<T, std::uint64_t>)
        return PyLong_FromUnsignedLongLong(value);
    else if constexpr (std::is_integral_v<T>)
        return object_of_integer(value);
    else
        return PyFloat_FromDouble(static_cast<double>(static_cast<float>(value)));
}
template <bool Swapped = false>
PyObject* read_double(const std::byte* at) noexcept {
    constexpr auto other = std::endian::native == std::endian::little ? std::endian::big : std::endian::little;
    return PyFloat_FromDouble(lendbuf::load < double, Swapped ? other : std::endian::native > (at));
}

// In the order of number_code.
constexpr number_reader number_readers[] = {
    nullptr,
    read_number<std::uint8_t>,
    read_number<std::int8_t>,
    read_number<std::uint16_t>,
    read_number<std::uint16_t, true>,
    read_number<std::int16_t>,
    read_number<std::int16_t, true>,
    read_number<std::uint32_t>,
    read_number<std::uint32_t, true>,
    read_number<std::int32_t>,
    read_number<std::int32_t, true>,
    read_number<std::uint64_t>,
    read_number<std::uint64_t, true>,
    read_number<std::int64_t>,
    read_number<std::int64_t, true>,
    read_number<lendbuf::half>,
    read_number<lendbuf::half, true>,
    read_number<float>,
    read_number<float, true>,
    read_double<>,
    read_double<true>,
};
static_assert(std::size(number_readers) == static_cast<std::size_t>(lendbuf::number_code::float64_swapped) + 1);

object object_of(const item& value) {
    switch (value.type()) {
    case item_type::boolean: return object(PyBool_FromLong(value.truth() ? 1 : 0));
    case item_type::signed_integer: return checked(object_of_integer(static_cast<std::int64_t>(value.integer_bits())));
    case item_type::unsigned_integer: return checked(PyLong_FromUnsignedLongLong(value.integer_bits()));
    case item_type::floating: return checked(PyFloat_FromDouble(value.real()));
    case item_type::complex: return checked(PyComplex_FromDoubles(value.real(), value.imag()));
    case item_type::bytes: {
        const auto bytes = value.bytes();
        return checked(
            PyBytes_FromStringAndSize(static_cast<const char*>(static_cast<const void*>(bytes.first)), bytes.length));
    }
    case item_type::empty: break;
    }
    return nothing();
}

/// Makes a tuple of the fields of a record; a lone field is not wrapped.
object tuple_of(lendbuf::detail::record_items fields, bool is_inner) {
    object list = checked(PyList_New(0));
    while (fields.next()) {
        const object field = fields.is_record() ? tuple_of(fields.inside(), true) : object_of(fields.value());
        checked(Py_ssize_t{PyList_Append(list.get(), field.get())});
    }
    if (!is_inner && PyList_GET_SIZE(list.get()) == 1) return object::borrow(PyList_GET_ITEM(list.get(), 0));
    return checked(PyList_AsTuple(list.get()));
}

[[noreturn]] void refuse_value(const item_format& format) {
    raise(PyExc_ValueError, "memoryview: invalid value for format '%s'", format.text());
}
[[noreturn]] void refuse_type(const item_format& format) {
    raise(PyExc_TypeError, "memoryview: invalid type for format '%s'", format.text());
}

item integer_of(const item_format& format, PyObject* value) {
    if (PyIndex_Check(value) == 0) refuse_type(format);
    const object index = checked(PyNumber_Index(value));
    int overflow = 0;
    const long long number = PyLong_AsLongLongAndOverflow(index.get(), &overflow);
    if (overflow == 0) return item(number);
    if (overflow > 0) {
        const unsigned long long large = PyLong_AsUnsignedLongLong(index.get());
        if (PyErr_Occurred() == nullptr) return item(large);
        PyErr_Clear();
    }
    refuse_value(format);
}

/// Narrows as CPython's memoryview does: what is too large for a float becomes infinite.
double narrowed(double value, unsigned size) noexcept {
    constexpr auto infinity = std::numeric_limits<double>::infinity();
    if (size != 4 || !lendbuf::detail::overflows_float(value)) return value;
    return value < 0 ? -infinity : infinity;
}

object list_of_axis(const memoryview& view, std::size_t axis, const std::byte* at) {
    const lendbuf::axes_view axes = view.axes();
    if (axis == axes.ndim) return read(view, at);
    const bool nothing_there = axes.item_count() == 0; // then no address means anything
    object list = checked(PyList_New(axes.shape[axis]));
    const number_reader number = reader_of(view.item_type());
    if (number != nullptr && axis + 1 == axes.ndim && axes.suboffsets[axis] < 0) {
        for (Py_ssize_t k = 0; k < axes.shape[axis]; ++k)
            PyList_SET_ITEM(list.get(), k, checked(number(at + k * axes.strides[axis])).release());
        return list;
    }
    for (Py_ssize_t k = 0; k < axes.shape[axis]; ++k) {
        const std::byte* const place = nothing_there ? at : lendbuf::move_along(axes, axis, at, k);
        PyList_SET_ITEM(list.get(), k, list_of_axis(view, axis + 1, place).release());
    }
    return list;
}

} // namespace

bool is_native_letter(const char* format) noexcept {
    if (*format == '@') ++format;
    const char* const letters = PY_VERSION_HEX >= 0x030C0000 ? "cbBhHiIlLqQnNfde?P" : "cbBhHiIlLqQnNfd?P";
    if (PY_VERSION_HEX >= 0x030F0000 && *format == 'Z') return (format[1] == 'f' || format[1] == 'd') && format[2] == 0;
    return *format != '\0' && std::strchr(letters, *format) != nullptr && format[1] == '\0';
}

void require_readable(const memoryview& view) {
    if (is_strict && !is_native_letter(view.format()))
        raise(PyExc_NotImplementedError, "memoryview: format %s not supported", view.format());
}

number_reader reader_of(const item_format& format) noexcept {
    return format.is_single() ? number_readers[static_cast<std::size_t>(format.plan().number)] : nullptr;
}

object read(const memoryview& view, const std::byte* at) {
    const item_format& format = view.item_type();
    if (const number_reader number = reader_of(format); number != nullptr) return checked(number(at));
    if (format.is_single()) return object_of(read_item(at, format.plan()));
    if (!format.is_readable()) lendbuf::fail(format.error(view.itemsize()));
    return tuple_of(lendbuf::detail::items_of(format, at), false);
}

object read_held(PyObject* self, const std::byte* at) {
    if (const number_reader number = reader_of(view_of(self).item_type()); number != nullptr)
        return checked(number(at)); // read before there is an object
    const held_memory held(self);
    return read(held.view, at);
}

item item_of(const item_format& format, PyObject* value) {
    if (!format.is_single())
        raise(PyExc_NotImplementedError, "memoryview: items of format %s cannot be assigned", format.text());
    switch (format.plan().kind) {
    case value_kind::signed_integer:
    case value_kind::unsigned_integer:
    case value_kind::pointer: return integer_of(format, value);
    case value_kind::boolean: return item(checked(Py_ssize_t{PyObject_IsTrue(value)}) != 0);
    case value_kind::floating: {
        const double number = PyFloat_AsDouble(value);
        if (number == -1.0 && PyErr_Occurred() != nullptr) {
            const bool is_type = PyErr_ExceptionMatches(PyExc_TypeError) != 0;
            const bool is_range = PyErr_ExceptionMatches(PyExc_OverflowError) != 0;
            if (!is_type && !is_range) throw python_error{};
            PyErr_Clear();
            if (is_type) refuse_type(format);
            refuse_value(format);
        }
        return item(narrowed(number, format.plan().itemsize));
    }
    case value_kind::complex: {
        const Py_complex number = PyComplex_AsCComplex(value);
        checked(Py_ssize_t{PyErr_Occurred() != nullptr ? -1 : 0});
        const unsigned part = format.plan().itemsize / 2u;
        return item(lendbuf::complex_value<double>{narrowed(number.real, part), narrowed(number.imag, part)});
    }
    default: {
        if (!PyBytes_Check(value)) refuse_type(format);
        if (format.plan().kind == value_kind::character && PyBytes_GET_SIZE(value) != 1) refuse_value(format);
        return item(std::string_view(PyBytes_AS_STRING(value), static_cast<std::size_t>(PyBytes_GET_SIZE(value))));
    }
    }
}

object list_of(const memoryview& view) {
    require_readable(view);
    return list_of_axis(view, 0, view.data());
}

} // namespace module
