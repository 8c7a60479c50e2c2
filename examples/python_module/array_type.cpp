// lendbuf.array: the type in Python.
#include "array_object.hpp" // Python.h comes first

#include <cstring>
#include <structmember.h>

namespace module {

namespace {

using lendbuf::any_array;
using lendbuf::item;

// Making arrays.

PyObject* make(PyTypeObject* type, PyObject* positional, PyObject* named) noexcept {
    return guarded([&] {
        if ((type == array_type || type->tp_init == array_type->tp_init) && named != nullptr && PyDict_Size(named) != 0)
            raise(PyExc_TypeError, "array.array() takes no keyword arguments");
        int letter = 0;
        PyObject* from = nullptr;
        if (PyArg_ParseTuple(positional, "C|O:array", &letter, &from) == 0) throw python_error{};
        if (from != nullptr && letter != 'u') {
            if (PyUnicode_Check(from) != 0)
                raise(PyExc_TypeError, "cannot use a str to initialize an array with typecode '%c'", letter);
            if (is_array(from) && holds_text(array_of(from)))
                raise(PyExc_TypeError, "cannot use a unicode array to initialize an array with typecode '%c'", letter);
        }
        const bool same_kind = from != nullptr && is_array(from) && array_of(from).typecode()[0] == letter;
        const bool is_row = from != nullptr && (PyList_Check(from) != 0 || PyTuple_Check(from) != 0);
        const bool is_text = from != nullptr && PyUnicode_Check(from) != 0;
        object iterator;
        if (from != nullptr && !same_kind && !is_row && !is_text && !is_bytes(from))
            iterator = checked(PyObject_GetIter(from));
        if (letter == 0 || letter > 127 || std::strchr(array_typecodes, letter) == nullptr)
            raise(PyExc_ValueError, "bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)");
        const char code[] = {static_cast<char>(letter), '\0'};
        any_array items{std::string_view(code)};
        if (same_kind) {
            items.extend(array_of(from));
        } else if (is_row) {
            const Py_ssize_t size = PySequence_Size(from);
            for (Py_ssize_t k = 0; k < size; ++k) {
                const item number = item_from(items.typecode(), checked(PySequence_GetItem(from, k)).get());
                items.append(number);
            }
        } else if (is_text) {
            append_text(items, from);
        } else if (iterator) {
            append_each(items, iterator.get());
        } else if (from != nullptr) {
            append_bytes(items, from);
        }
        return new_array(type, std::move(items));
    });
}

void dealloc(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    if (reinterpret_cast<array_object*>(self)->weak_references != nullptr) PyObject_ClearWeakRefs(self);
    array_of(self).~any_array();
    type->tp_free(self);
    Py_DECREF(type);
}

PyObject* repr(PyObject* self) noexcept {
    return guarded([&] {
        const any_array& a = array_of(self);
        const char* const full = type_name(self);
        const char* const dot = std::strrchr(full, '.');
        const char* const name = dot == nullptr ? full : dot + 1;
        if (a.empty()) return checked(PyUnicode_FromFormat("%s('%s')", name, a.typecode()));
        const object content = holds_text(a) ? text_of(a) : array_list(a);
        return checked(PyUnicode_FromFormat("%s('%s', %R)", name, a.typecode(), content.get()));
    });
}

PyObject* get_typecode(PyObject* self, void*) noexcept {
    return guarded([&] { return checked(PyUnicode_FromString(array_of(self).typecode())); });
}
PyObject* get_itemsize(PyObject* self, void*) noexcept {
    return guarded([&] { return checked(PyLong_FromSsize_t(array_of(self).itemsize())); });
}

// Comparing.

object order_of(PyObject* a, PyObject* b, int operation) {
    const any_array& x = array_of(a);
    const any_array& y = array_of(b);
    const bool only_equality = operation == Py_EQ || operation == Py_NE;
    if (only_equality && x.size() != y.size()) return object::borrow(operation == Py_NE ? Py_True : Py_False);
    if (holds_text(x) != holds_text(y) && !x.empty() && !y.empty()) {
        // Characters and numbers: as Python orders the first of each.
        return checked(PyObject_RichCompare(item_at(x, 0).get(), item_at(y, 0).get(), operation));
    }
    bool holds = false;
    if (only_equality) {
        holds = (x == y) == (operation == Py_EQ);
    } else {
        const std::partial_ordering order = x <=> y;
        holds = operation == Py_LT   ? std::is_lt(order)
                : operation == Py_LE ? std::is_lteq(order)
                : operation == Py_GT ? std::is_gt(order)
                                     : std::is_gteq(order);
    }
    return object::borrow(holds ? Py_True : Py_False);
}

PyObject* compare(PyObject* a, PyObject* b, int operation) noexcept {
    if (!is_array(a) || !is_array(b)) Py_RETURN_NOTIMPLEMENTED;
    return guarded([&] { return order_of(a, b, operation); });
}

// As a sequence.

Py_ssize_t length(PyObject* self) noexcept {
    return array_of(self).size();
}

PyObject* item_of(PyObject* self, Py_ssize_t index) noexcept {
    return guarded([&] {
        // The sequence protocol has added the length to negative ones.
        if (index < 0 || index >= array_of(self).size()) raise(PyExc_IndexError, "array index out of range");
        return item_at(array_of(self), index);
    });
}

any_array repeated(PyObject* self, Py_ssize_t times) {
    const any_array& a = array_of(self);
    if (times <= 0) return any_array(std::string_view(a.typecode()));
    any_array made = a;
    made *= times;
    return made;
}

PyObject* concatenate(PyObject* self, PyObject* more) noexcept {
    return guarded([&] {
        if (!is_array(more)) raise(PyExc_TypeError, "can only append array (not \"%.200s\") to array", type_name(more));
        if (std::string_view(array_of(more).typecode()) != array_of(self).typecode())
            raise(PyExc_TypeError, "bad argument type for built-in operation");
        any_array sum = array_of(self);
        sum.extend(array_of(more));
        return new_array(std::move(sum));
    });
}
PyObject* concatenate_in_place(PyObject* self, PyObject* more) noexcept {
    return guarded([&] {
        if (!is_array(more)) raise(PyExc_TypeError, "can only extend with array (not \"%.200s\")", type_name(more));
        extend_array(self, more);
        return object::borrow(self);
    });
}
PyObject* repeat(PyObject* self, Py_ssize_t times) noexcept {
    return guarded([&] { return new_array(repeated(self, times)); });
}
PyObject* repeat_in_place(PyObject* self, Py_ssize_t times) noexcept {
    return guarded([&] {
        array_of(self) *= times;
        return object::borrow(self);
    });
}
int contains(PyObject* self, PyObject* value) noexcept {
    return guarded([&] { return array_contains(self, value) ? 1 : 0; });
}

// Indexing. Bounds are converted, which may run foreign code, before the array is looked at.

std::ptrdiff_t place_of(PyObject* self, PyObject* key, const char* refusal) {
    std::ptrdiff_t index = size_of(key, PyExc_IndexError);
    const std::ptrdiff_t size = array_of(self).size();
    if (index < 0) index += size;
    if (index < 0 || index >= size) raise(PyExc_IndexError, "%s", refusal);
    return index;
}

PyObject* subscript(PyObject* self, PyObject* key) noexcept {
    return guarded([&] {
        if (PyIndex_Check(key) != 0) return item_at(array_of(self), place_of(self, key, "array index out of range"));
        if (!PySlice_Check(key)) raise(PyExc_TypeError, "array indices must be integers");
        const auto part = slice_of(key);
        return new_array(array_of(self)[part]);
    });
}

void assign_slice(PyObject* self, PyObject* key, PyObject* value) {
    const auto part = slice_of(key);
    any_array& a = array_of(self);
    std::ptrdiff_t wanted = 0;
    if (value != nullptr) {
        if (!is_array(value))
            raise(PyExc_TypeError, "can only assign array (not \"%.200s\") to array slice", type_name(value));
        if (std::string_view(array_of(value).typecode()) != a.typecode())
            raise(PyExc_TypeError, "bad argument type for built-in operation");
        wanted = array_of(value).size();
    }
    // As in CPython, which refuses more than the library does, and deletes where there is nothing to assign.
    if ((wanted == 0 || part.indices(a.size()).length != wanted) && a.leases() > 0)
        raise(PyExc_BufferError, "cannot resize an array that is exporting buffers");
    if (value == nullptr || wanted == 0)
        a.erase(part);
    else
        a.assign(part, array_of(value));
}

int assign(PyObject* self, PyObject* key, PyObject* value) noexcept {
    return guarded([&] {
        if (PySlice_Check(key)) {
            assign_slice(self, key, value);
        } else if (PyIndex_Check(key) == 0) {
            raise(PyExc_TypeError, "array indices must be integers");
        } else {
            const std::ptrdiff_t place = place_of(self, key, "array assignment index out of range");
            if (value == nullptr) {
                array_of(self).erase(place);
            } else {
                const item number = item_from(array_of(self).typecode(), value);
                array_of(self).assign(place, number); // which looks at the place again
            }
        }
        return 0;
    });
}

int get_buffer(PyObject* self, Py_buffer* view, int flags) noexcept {
    return lendbuf::python::fill(view, array_of(self), self, flags);
}
void release_buffer(PyObject*, Py_buffer* view) noexcept {
    lendbuf::python::release(view);
}

// Iterating. What the array loses or gains on the way is seen.
struct array_iterator {
    PyObject_HEAD PyObject* array; // null at the end
    Py_ssize_t next;

    inline static PyTypeObject* type = nullptr;

    static array_iterator* of(PyObject* self) noexcept { return reinterpret_cast<array_iterator*>(self); }

    static PyObject* make(PyObject* array) noexcept {
        PyObject* const made = type->tp_alloc(type, 0);
        if (made == nullptr) return nullptr;
        of(made)->array = object::borrow(array).release();
        of(made)->next = 0;
        return made;
    }
    static PyObject* step(PyObject* self) noexcept {
        array_iterator* const at = of(self);
        if (at->array == nullptr) return nullptr;
        if (at->next < array_of(at->array).size())
            return guarded([&] { return item_at(array_of(at->array), at->next++); });
        Py_CLEAR(at->array);
        return nullptr;
    }
    static int traverse(PyObject* self, visitproc visit, void* arg) noexcept {
        Py_VISIT(Py_TYPE(self));
        Py_VISIT(of(self)->array);
        return 0;
    }
    static int clear(PyObject* self) noexcept {
        Py_CLEAR(of(self)->array);
        return 0;
    }
    static void dealloc(PyObject* self) noexcept {
        PyTypeObject* const own = Py_TYPE(self);
        PyObject_GC_UnTrack(self);
        Py_CLEAR(of(self)->array);
        own->tp_free(self);
        Py_DECREF(own);
    }
    // Pickling: what is left of the array, and from where on.
    static object reduce(PyObject* self) {
        const object builtins = checked(PyImport_ImportModule("builtins"));
        const object iter = checked(PyObject_GetAttrString(builtins.get(), "iter"));
        if (of(self)->array == nullptr) return checked(Py_BuildValue("O(())", iter.get()));
        return checked(Py_BuildValue("O(O)n", iter.get(), of(self)->array, of(self)->next));
    }
    static object set_state(PyObject* self, PyObject* state) {
        const std::ptrdiff_t next = size_of(state, nullptr);
        if (of(self)->array != nullptr) of(self)->next = next < 0 ? 0 : next;
        return nothing();
    }
};

void make_iterator_type() {
    static PyMethodDef methods[] = {
        {"__reduce__", as_method(plain_method<array_iterator::reduce>), METH_NOARGS, "Give what makes this again."},
        {"__setstate__", as_method(one_method<array_iterator::set_state>), METH_O, "Go on from a place."},
        {nullptr, nullptr, 0, nullptr}};
    static PyType_Slot slots[] = {{Py_tp_dealloc, as_slot(array_iterator::dealloc)},
                                  {Py_tp_traverse, as_slot(array_iterator::traverse)},
                                  {Py_tp_clear, as_slot(array_iterator::clear)},
                                  {Py_tp_iter, as_slot(PyObject_SelfIter)},
                                  {Py_tp_iternext, as_slot(array_iterator::step)},
                                  {Py_tp_methods, methods},
                                  {0, nullptr}};
    static PyType_Spec spec = {
        "lendbuf.arrayiterator", static_cast<int>(sizeof(array_iterator)), 0,
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE, slots};
    array_iterator::type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
}

void register_as_sequence() {
    const object abc = checked(PyImport_ImportModule("collections.abc"));
    const object sequence = checked(PyObject_GetAttrString(abc.get(), "MutableSequence"));
    (void)checked(PyObject_CallMethod(sequence.get(), "register", "O", array_type));
}

} // namespace

void add_array(PyObject* made) {
    static PyGetSetDef properties[] = {{"typecode", get_typecode, nullptr, "The letter of the items' type.", nullptr},
                                       {"itemsize", get_itemsize, nullptr, "How many bytes an item has.", nullptr},
                                       {nullptr, nullptr, nullptr, nullptr, nullptr}};
    static PyMemberDef members[] = {
        {"__weaklistoffset__", T_PYSSIZET, offsetof(array_object, weak_references), READONLY, nullptr},
        {nullptr, 0, 0, 0, nullptr}};
    static const char doc[] =
        "array(typecode[, initializer]) -> array\n\nItems of one type, in as many bytes as they need.";
    static PyType_Slot slots[] = {{Py_tp_new, as_slot(make)},
                                  {Py_tp_dealloc, as_slot(dealloc)},
                                  {Py_tp_repr, as_slot(repr)},
                                  {Py_tp_hash, as_slot(PyObject_HashNotImplemented)},
                                  {Py_tp_richcompare, as_slot(compare)},
                                  {Py_tp_iter, as_slot(array_iterator::make)},
                                  {Py_tp_methods, array_methods()},
                                  {Py_tp_getset, properties},
                                  {Py_tp_members, members},
                                  {Py_tp_doc, const_cast<char*>(doc)},
                                  {Py_sq_length, as_slot(length)},
                                  {Py_sq_item, as_slot(item_of)},
                                  {Py_sq_concat, as_slot(concatenate)},
                                  {Py_sq_repeat, as_slot(repeat)},
                                  {Py_sq_inplace_concat, as_slot(concatenate_in_place)},
                                  {Py_sq_inplace_repeat, as_slot(repeat_in_place)},
                                  {Py_sq_contains, as_slot(contains)},
                                  {Py_mp_length, as_slot(length)},
                                  {Py_mp_subscript, as_slot(subscript)},
                                  {Py_mp_ass_subscript, as_slot(assign)},
                                  {Py_bf_getbuffer, as_slot(get_buffer)},
                                  {Py_bf_releasebuffer, as_slot(release_buffer)},
                                  {0, nullptr}};
    static PyType_Spec spec = {
        "lendbuf.array", static_cast<int>(sizeof(array_object)), 0,
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_IMMUTABLETYPE, slots};
    array_type = add_type(made, spec);
    make_iterator_type();
    register_as_sequence();
    checked(Py_ssize_t{PyModule_AddStringConstant(made, "typecodes", array_typecodes)});
}

} // namespace module
