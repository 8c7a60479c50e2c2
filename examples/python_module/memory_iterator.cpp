// The iterator over the items of a memoryview.
#include "memory_object.hpp"

namespace module {

namespace {

struct iterator_object {
    PyObject_HEAD PyObject* over; // null at the end
    number_reader number;         // null where items are no plain numbers
    Py_ssize_t next;
    Py_ssize_t count;
};

iterator_object& iterator_of(PyObject* self) noexcept {
    return *reinterpret_cast<iterator_object*>(self);
}

void destroy(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    Py_XDECREF(iterator_of(self).over);
    type->tp_free(self);
    Py_DECREF(type);
}

PyObject* next_item(PyObject* self) noexcept {
    iterator_object& iterator = iterator_of(self);
    if (iterator.over == nullptr) return nullptr;
    if (iterator.next == iterator.count) {
        Py_CLEAR(iterator.over);
        return nullptr;
    }
    return guarded([&] {
        const memoryview& view = view_of(iterator.over);
        const std::byte* const at = view[iterator.next].data(); // checks that the view was not released
        ++iterator.next;
        return iterator.number != nullptr ? checked(iterator.number(at)) : read_held(iterator.over, at);
    });
}

PyType_Slot slots[] = {{Py_tp_dealloc, as_slot(destroy)},
                       {Py_tp_iter, as_slot(PyObject_SelfIter)},
                       {Py_tp_iternext, as_slot(next_item)},
                       {0, nullptr}};
PyType_Spec spec = {"lendbuf.memory_iterator", static_cast<int>(sizeof(iterator_object)), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};
PyTypeObject* iterator_type = nullptr;

} // namespace

object iterator_over(PyObject* self) {
    if (iterator_type == nullptr)
        iterator_type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&spec)).release());
    object made = checked(iterator_type->tp_alloc(iterator_type, 0));
    iterator_object& iterator = iterator_of(made.get());
    iterator.over = Py_NewRef(self);
    iterator.number = reader_of(view_of(self).item_type());
    iterator.count = view_of(self).size();
    return made;
}

} // namespace module
