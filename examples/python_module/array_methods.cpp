// The methods of lendbuf.array. Arguments are converted before the array is looked at: that may run foreign code, which
// may change the array.
#include <optional>
#include <vector>

#include "array_object.hpp"

namespace module {

namespace {

using lendbuf::any_array;
using lendbuf::item;

item item_for(PyObject* self, PyObject* value) {
    return item_from(array_of(self).typecode(), value);
}

// Searching.

/// Gives the value to look for, when comparing items with it runs no foreign code.
std::optional<item> plain_value(const any_array& a, PyObject* value) {
    if (holds_text(a)) return std::nullopt;
    if (PyFloat_CheckExact(value)) return item(PyFloat_AS_DOUBLE(value));
    if (!PyLong_CheckExact(value) && !PyBool_Check(value)) return std::nullopt;
    int beyond = 0;
    const long long number = PyLong_AsLongLongAndOverflow(value, &beyond);
    if (beyond != 0) return std::nullopt;
    return item(number);
}

/// Calls `found(index)` for the items between two bounds that are equal to `value`, until it returns true. The array may
/// change while `value` compares itself.
template <class Found>
void for_each_equal(PyObject* self, PyObject* value, std::ptrdiff_t start, std::ptrdiff_t stop, const Found& found) {
    const any_array& a = array_of(self);
    for (std::ptrdiff_t k = start; k < stop && k < a.size(); ++k) {
        const object here = item_at(a, k);
        const int same = PyObject_RichCompareBool(here.get(), value, Py_EQ);
        if (same < 0) throw python_error{};
        if (same > 0 && found(k)) return;
    }
}

/// Finds the first item that is equal to `value`; -1 without one.
std::ptrdiff_t find(PyObject* self, PyObject* value, std::ptrdiff_t start = 0, std::ptrdiff_t stop = PTRDIFF_MAX) {
    const any_array& a = array_of(self);
    if (const auto plain = plain_value(a, value)) return a.find(*plain, start, stop);
    const lendbuf::slice_indices part = lendbuf::slice(start, stop).indices(a.size());
    std::ptrdiff_t place = -1;
    for_each_equal(self, value, part.start, part.start + part.length, [&place](std::ptrdiff_t k) {
        place = k;
        return true;
    });
    return place;
}

object index(PyObject* self, arguments given) {
    expect("index", given, 1, 3);
    const auto bound = [given](std::size_t place, std::ptrdiff_t otherwise) {
        if (place >= given.size()) return otherwise;
        if (PyIndex_Check(given[place]) == 0)
            raise(PyExc_TypeError, "slice indices must be integers or have an __index__ method");
        return size_of(given[place], nullptr);
    };
    const std::ptrdiff_t start = bound(1, 0);
    const std::ptrdiff_t stop = bound(2, PTRDIFF_MAX);
    const std::ptrdiff_t place = find(self, given[0], start, stop);
    if (place < 0) raise(PyExc_ValueError, "array.index(x): x not in array");
    return checked(PyLong_FromSsize_t(place));
}

object count(PyObject* self, PyObject* value) {
    if (const auto plain = plain_value(array_of(self), value))
        return checked(PyLong_FromSsize_t(array_of(self).count(*plain)));
    std::ptrdiff_t found = 0;
    for_each_equal(self, value, 0, PTRDIFF_MAX, [&found](std::ptrdiff_t) {
        ++found;
        return false;
    });
    return checked(PyLong_FromSsize_t(found));
}

object remove(PyObject* self, PyObject* value) {
    const std::ptrdiff_t place = find(self, value);
    if (place < 0) raise(PyExc_ValueError, "array.remove(x): x not in array");
    any_array& a = array_of(self);
    if (place < a.size()) a.erase(place); // it may have gone while `value` compared itself
    return nothing();
}

// Adding and taking away.

object append(PyObject* self, PyObject* value) {
    const item number = item_for(self, value);
    array_of(self).append(number);
    return nothing();
}

object extend(PyObject* self, PyObject* more) {
    extend_array(self, more);
    return nothing();
}

object insert(PyObject* self, arguments given) {
    expect("insert", given, 2, 2);
    const std::ptrdiff_t place = size_argument(given[0]);
    const item number = item_for(self, given[1]);
    array_of(self).insert(place, number);
    return nothing();
}

object pop(PyObject* self, arguments given) {
    expect("pop", given, 0, 1);
    const std::ptrdiff_t place = given.empty() ? -1 : size_argument(given[0]);
    any_array& a = array_of(self);
    if (a.empty()) raise(PyExc_IndexError, "pop from empty array");
    object last = item_at(a, place);
    a.erase(place);
    return last;
}

object fromlist(PyObject* self, PyObject* list) {
    if (PyList_Check(list) == 0) raise(PyExc_TypeError, "arg must be list");
    const Py_ssize_t size = PyList_GET_SIZE(list);
    if (size == 0) return nothing();
    if (array_of(self).leases() > 0)
        raise(PyExc_BufferError, "cannot resize an array that is exporting buffers"); // before what does not fit
    any_array fresh{std::string_view(array_of(self).typecode())};
    for (Py_ssize_t k = 0; k < size; ++k) {
        const object value = object::borrow(PyList_GET_ITEM(list, k)); // the list may drop it
        const item number = item_for(self, value.get());
        fresh.append(number);
        if (PyList_GET_SIZE(list) != size) raise(PyExc_RuntimeError, "list changed size during iteration");
    }
    array_of(self).extend(fresh);
    return nothing();
}

object tolist(PyObject* self) {
    return array_list(array_of(self));
}

// Bytes and text.

object bytes_at(const any_array& a, std::ptrdiff_t start, std::ptrdiff_t count) {
    return checked(
        PyBytes_FromStringAndSize(count == 0 ? nullptr : reinterpret_cast<const char*>(a.data()) + start, count));
}

object tobytes(PyObject* self) {
    const any_array& a = array_of(self);
    return bytes_at(a, 0, a.size() * a.itemsize());
}

object frombytes(PyObject* self, PyObject* source) {
    append_bytes(array_of(self), source);
    return nothing();
}

object fromunicode(PyObject* self, PyObject* text) {
    if (PyUnicode_Check(text) == 0)
        raise(PyExc_TypeError, "fromunicode() argument must be str, not %.50s", type_name(text));
    if (!holds_text(array_of(self))) raise(PyExc_ValueError, "fromunicode() may only be called on unicode type arrays");
    append_text(array_of(self), text);
    return nothing();
}

object tounicode(PyObject* self) {
    if (!holds_text(array_of(self))) raise(PyExc_ValueError, "tounicode() may only be called on unicode type arrays");
    return text_of(array_of(self));
}

object fromfile(PyObject* self, arguments given) {
    expect("fromfile", given, 2, 2);
    const std::ptrdiff_t count = size_argument(given[1]);
    if (count < 0) raise(PyExc_ValueError, "negative count");
    std::ptrdiff_t wanted = count;
    if (!lendbuf::checked_multiply(wanted, array_of(self).itemsize())) throw std::bad_alloc();
    const object read = checked(PyObject_CallMethod(given[0], "read", "n", wanted));
    if (PyBytes_Check(read.get()) == 0) raise(PyExc_TypeError, "read() didn't return bytes");
    append_bytes(array_of(self), read.get());
    if (PyBytes_GET_SIZE(read.get()) != wanted) raise(PyExc_EOFError, "read() didn't return enough bytes");
    return nothing();
}

object tofile(PyObject* self, PyObject* file) {
    constexpr std::ptrdiff_t block = 64 * 1024;
    const any_array& a = array_of(self);
    for (std::ptrdiff_t start = 0;; start += block) {
        const std::ptrdiff_t left = a.size() * a.itemsize() - start; // write may have changed the array
        if (left <= 0) return nothing();
        const object bytes = bytes_at(a, start, left < block ? left : block);
        (void)checked(PyObject_CallMethod(file, "write", "O", bytes.get()));
    }
}

// The rest.

object buffer_info(PyObject* self) {
    any_array& a = array_of(self);
    const object address = checked(PyLong_FromVoidPtr(a.data()));
    return checked(Py_BuildValue("On", address.get(), a.size()));
}

object byteswap(PyObject* self) {
    array_of(self).byteswap();
    return nothing();
}

object reverse(PyObject* self) {
    array_of(self).reverse();
    return nothing();
}

object copy(PyObject* self) {
    return new_array(array_of(self).copy());
}
object deepcopy(PyObject* self, PyObject*) {
    return copy(self);
}

object reduce_ex(PyObject* self, PyObject* protocol) {
    if (PyLong_Check(protocol) == 0) raise(PyExc_TypeError, "__reduce_ex__ argument should be an integer");
    object attributes(PyObject_GetAttrString(self, "__dict__"));
    if (!attributes) {
        PyErr_Clear();
        attributes = nothing();
    }
    const object content = tolist(self);
    return checked(Py_BuildValue("O(sO)O", Py_TYPE(self), array_of(self).typecode(), content.get(), attributes.get()));
}

object size_of_object(PyObject* self) {
    const any_array& a = array_of(self);
    return checked(PyLong_FromSsize_t(Py_TYPE(self)->tp_basicsize + a.size() * a.itemsize()));
}

} // namespace

bool array_contains(PyObject* self, PyObject* value) {
    return find(self, value) >= 0;
}

void extend_array(PyObject* self, PyObject* more) {
    any_array& a = array_of(self);
    if (is_array(more)) {
        if (std::string_view(array_of(more).typecode()) != a.typecode())
            raise(PyExc_TypeError, "can only extend with array of same kind");
        a.extend(array_of(more));
    } else {
        append_each(a, checked(PyObject_GetIter(more)).get());
    }
}

PyMethodDef* array_methods() noexcept {
    static PyMethodDef methods[] = {
        {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, "See PEP 585."},
        {"__copy__", as_method(plain_method<copy>), METH_NOARGS, "Copy the array."},
        {"__deepcopy__", as_method(one_method<deepcopy>), METH_O, "Copy the array."},
        {"__reduce_ex__", as_method(one_method<reduce_ex>), METH_O, "Give what makes this array again."},
        {"__sizeof__", as_method(plain_method<size_of_object>), METH_NOARGS, "Give the size in memory, in bytes."},
        {"append", as_method(one_method<append>), METH_O, "Add an item at the end."},
        {"buffer_info", as_method(plain_method<buffer_info>), METH_NOARGS,
         "Give the address of the items, and how many there are."},
        {"byteswap", as_method(plain_method<byteswap>), METH_NOARGS, "Reverse the bytes of each item."},
        {"count", as_method(one_method<count>), METH_O, "Count the items with a value."},
        {"extend", as_method(one_method<extend>), METH_O, "Add the items of an array or an iterable."},
        {"frombytes", as_method(one_method<frombytes>), METH_O, "Add items from their bytes in memory."},
        {"fromfile", as_method(fast_method<fromfile>), METH_FASTCALL, "Add items read from a file."},
        {"fromlist", as_method(one_method<fromlist>), METH_O, "Add the items of a list, all or none."},
        {"fromunicode", as_method(one_method<fromunicode>), METH_O, "Add the characters of a str."},
        {"index", as_method(fast_method<index>), METH_FASTCALL, "Find the first item with a value."},
        {"insert", as_method(fast_method<insert>), METH_FASTCALL, "Put an item before a place."},
        {"pop", as_method(fast_method<pop>), METH_FASTCALL, "Take an item away, and give it."},
        {"remove", as_method(one_method<remove>), METH_O, "Take the first item with a value away."},
        {"reverse", as_method(plain_method<reverse>), METH_NOARGS, "Turn the order of the items round."},
        {"tobytes", as_method(plain_method<tobytes>), METH_NOARGS, "Give the bytes of the items."},
        {"tofile", as_method(one_method<tofile>), METH_O, "Write the bytes of the items to a file."},
        {"tolist", as_method(plain_method<tolist>), METH_NOARGS, "Give the items as a list."},
        {"tounicode", as_method(plain_method<tounicode>), METH_NOARGS, "Give the characters as a str."},
        {nullptr, nullptr, 0, nullptr}};
    return methods;
}

} // namespace module
