// lendbuf.bytearray: the type in Python.
#include "byte_tables.hpp"

namespace module {

namespace {

using lendbuf::bytearray;
using namespace byte_methods;

[[nodiscard]] bytearray& value_in(PyObject* self) noexcept {
    return value_of<bytearray>(self);
}

// A new object, and what __init__ fills it with.

PyObject* make_new(PyTypeObject* type, PyObject*, PyObject*) noexcept {
    return guarded([&] { return make_object<bytearray>(type, bytearray()); });
}

/// Fills an array that is there already with what is no text: zeros, a buffer's bytes, numbers.
void fill(PyObject* self, PyObject* source) {
    if (PyIndex_Check(source) != 0) {
        const Py_ssize_t size = PyNumber_AsSsize_t(source, PyExc_OverflowError);
        if (size != -1 || PyErr_Occurred() == nullptr) {
            if (size < 0) raise(PyExc_ValueError, "negative count");
            return value_in(self).resize(size);
        }
        if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw python_error{};
        PyErr_Clear(); // it may be bytes all the same
    }
    if (PyObject_CheckBuffer(source) != 0)
        append_exported(value_in(self), source);
    else
        append_numbers(value_in(self), source, "cannot convert '%.200s' object to bytearray");
}

int init(PyObject* self, PyObject* positional, PyObject* named) noexcept {
    return guarded([&] {
        static const char* const names[] = {"source", "encoding", "errors", nullptr};
        PyObject* source = nullptr;
        const char* encoding = nullptr;
        const char* errors = nullptr;
        parse(positional, named, "|Oss:bytearray", names, &source, &encoding, &errors);
        value_in(self).clear();
        const bool is_text = source != nullptr && PyUnicode_Check(source);
        if (is_text) {
            if (encoding == nullptr) raise(PyExc_TypeError, "string argument without an encoding");
            const object text = encoded(source, encoding, errors);
            value_in(self).extend(lent_bytes(text.get()));
        } else if (encoding != nullptr || errors != nullptr) {
            raise(PyExc_TypeError,
                  encoding != nullptr ? "encoding without a string argument" : "errors without a string argument");
        } else if (source != nullptr) {
            fill(self, source);
        }
        return 0;
    });
}

PyObject* repr(PyObject* self) noexcept {
    return guarded([&] {
        const object name = checked(PyType_GetName(Py_TYPE(self)));
        const char* const text = PyUnicode_AsUTF8(name.get());
        if (text == nullptr) throw python_error{};
        return literal_of(value_in(self), text);
    });
}

// Assignments. What is assigned is converted first; then the index counts.

std::ptrdiff_t place_in(const bytearray& bytes, std::ptrdiff_t place) {
    if (place < 0) place += bytes.size();
    if (place < 0 || place >= bytes.size()) raise(PyExc_IndexError, "bytearray index out of range");
    return place;
}

int assign_item(PyObject* self, Py_ssize_t place, PyObject* value) noexcept {
    return guarded([&] {
        if (value == nullptr) {
            value_in(self).erase(place_in(value_in(self), place));
        } else {
            const long byte = byte_of(value);
            if (byte < 0 || byte > 255) raise(PyExc_ValueError, "byte must be in range(0, 256)");
            value_in(self).assign(place_in(value_in(self), place), byte);
        }
        return 0;
    });
}

/// Gives `use` the bytes that are to be assigned.
template <class Use>
void with_new_bytes(PyObject* self, PyObject* source, const Use& use) {
    if (source == self) return use(value_in(self)); // the library takes care of that
    if (holds<bytearray>(source)) return use(value_in(source));
    if (PyNumber_Check(source) != 0 || PyUnicode_Check(source))
        raise(PyExc_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    bytearray collected;
    if (PyObject_CheckBuffer(source) != 0)
        append_exported(collected, source);
    else
        append_numbers(collected, source, "cannot convert '%.200s' object to bytearray");
    use(collected);
}

int assign(PyObject* self, PyObject* key, PyObject* value) noexcept {
    return guarded([&] {
        if (PyIndex_Check(key) != 0) return assign_item(self, size_of(key, PyExc_IndexError), value);
        if (!PySlice_Check(key)) refuse_key("bytearray", key);
        const slice_argument wanted(key);
        if (value == nullptr)
            wanted.give([&](const auto& slice) { value_in(self).erase(slice); });
        else
            with_new_bytes(self, value, [&](const bytearray& source) {
                wanted.give([&](const auto& slice) { value_in(self).assign(slice, source); });
            });
        return 0;
    });
}

PyObject* extend_in_place(PyObject* self, PyObject* other) noexcept {
    return guarded([&] {
        const lent_bytes more =
            bytes_or_refuse(other, "can't concat %.100s to %.100s", type_name(other), type_name(self));
        value_in(self).extend(more);
        return object::borrow(self);
    });
}

PyObject* repeat_in_place(PyObject* self, Py_ssize_t times) noexcept {
    return guarded([&] {
        value_in(self) *= times;
        return object::borrow(self);
    });
}

// Methods that change the array.

object append(PyObject* self, PyObject* byte) {
    const long number = byte_of(byte);
    value_in(self).append(number);
    return nothing();
}

object extend(PyObject* self, PyObject* iterable) {
    if (iterable == self) {
        value_in(self).extend(value_in(self));
    } else if (PyObject_CheckBuffer(iterable) != 0) {
        value_in(self).extend(bytes_or_refuse(iterable, "can't set bytearray slice from %.100s", type_name(iterable)));
    } else { // all or nothing
        bytearray collected;
        append_numbers(collected, iterable, "can't extend bytearray with %.100s");
        value_in(self).extend(collected);
    }
    return nothing();
}

object insert(PyObject* self, arguments given) {
    expect("insert", given, 2, 2);
    const std::ptrdiff_t place = size_argument(given[0]);
    const long number = byte_of(given[1]);
    value_in(self).insert(place, number);
    return nothing();
}

object pop(PyObject* self, arguments given) {
    expect("pop", given, 0, 1);
    const std::ptrdiff_t place = given.empty() ? -1 : size_argument(given[0]);
    return checked(PyLong_FromLong(value_in(self).pop(place)));
}

object remove(PyObject* self, PyObject* byte) {
    const long number = byte_of(byte);
    value_in(self).remove(number);
    return nothing();
}

object reverse(PyObject* self) {
    value_in(self).reverse();
    return nothing();
}
object clear(PyObject* self) {
    value_in(self).clear();
    return nothing();
}
object copy(PyObject* self) {
    return wrapped<bytearray>(value_in(self).copy());
}

} // namespace

void add_bytearray(PyObject* made) {
    static std::vector<PyMethodDef> methods = [] {
        std::vector<PyMethodDef> all = shared_methods<bytearray>();
        const PyMethodDef own[] = {
            {"append", as_method(one_method<append>), METH_O, "Add a byte at the end."},
            {"clear", as_method(plain_method<clear>), METH_NOARGS, "Remove all bytes."},
            {"copy", as_method(plain_method<copy>), METH_NOARGS, "Give an array with the same bytes."},
            {"extend", as_method(one_method<extend>), METH_O, "Add bytes, or numbers, at the end."},
            {"insert", as_method(fast_method<insert>), METH_FASTCALL, "Put a byte before the one at an index."},
            {"pop", as_method(fast_method<pop>), METH_FASTCALL, "Remove the byte at an index, and give it."},
            {"remove", as_method(one_method<remove>), METH_O, "Remove the first byte of that value."},
            {"reverse", as_method(plain_method<reverse>), METH_NOARGS, "Turn the order of the bytes round."},
            {nullptr, nullptr, 0, nullptr},
        };
        all.insert(all.end(), std::begin(own), std::end(own));
        return all;
    }();
    static const char doc[] =
        "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
        "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> zeros\n"
        "bytearray() -> no bytes\n\nBytes that change and grow, but not while they are lent.";
    std::vector<PyType_Slot> slots = shared_slots<bytearray>();
    const PyType_Slot own[] = {
        {Py_tp_new, as_slot(make_new)},
        {Py_tp_init, as_slot(init)},
        {Py_tp_repr, as_slot(repr)},
        {Py_tp_hash, as_slot(PyObject_HashNotImplemented)},
        {Py_sq_ass_item, as_slot(assign_item)},
        {Py_sq_inplace_concat, as_slot(extend_in_place)},
        {Py_sq_inplace_repeat, as_slot(repeat_in_place)},
        {Py_mp_ass_subscript, as_slot(assign)},
        {Py_tp_methods, methods.data()},
        {Py_tp_doc, const_cast<char*>(doc)},
        {0, nullptr},
    };
    slots.insert(slots.end(), std::begin(own), std::end(own));
    PyType_Spec spec = {"lendbuf.bytearray", static_cast<int>(sizeof(byte_object<bytearray>)), 0,
                        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, slots.data()};
    byte_type<bytearray> = add_type(made, spec);
    byte_iterator<bytearray>::make_type();
}

} // namespace module
