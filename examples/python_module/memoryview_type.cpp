// memoryview: CPython's names over lendbuf::memoryview.
#include <bit>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

#include "memory_object.hpp"
#include "memory_subscripts.hpp"

#include <structmember.h>

namespace module {

using lendbuf::memory_item;
using lendbuf::order;

shared_buffer::shared_buffer(PyObject* from) {
    if (PyObject_CheckBuffer(from) == 0)
        raise(PyExc_TypeError, "memoryview: a bytes-like object is required, not '%.200s'", type_name(from));
    auto* const made = static_cast<content*>(PyMem_Malloc(sizeof(content)));
    if (made == nullptr) throw std::bad_alloc();
    new (made) content;
    if (PyObject_GetBuffer(from, &made->granted, PyBUF_FULL_RO) != 0) {
        PyMem_Free(made);
        throw python_error{};
    }
    content_ = made;
}

void shared_buffer::give_back() noexcept {
    PyBuffer_Release(&content_->granted);
    PyMem_Free(content_);
}

namespace {

void require_unreleased(const memoryview& view) {
    if (view.is_released()) lendbuf::fail({.code = lendbuf::errc::released});
}

/// Makes an object of a view that shares the memory of `self`.
template <class Make>
object related(PyObject* self, Make&& make) {
    return wrapped(memory_of(self).buffer, make);
}

// ---- life ------------------------------------------------------------------------------------------------------

PyObject* make(PyTypeObject*, PyObject* positional, PyObject* named) noexcept {
    return guarded([&] {
        static const char* const names[] = {"object", nullptr};
        PyObject* from = nullptr;
        parse(positional, named, "O:memoryview", names, &from);
        if (is_memory(from)) {
            require_unreleased(view_of(from));
            return related(from, [&] { return view_of(from); });
        }
        const shared_buffer buffer(from);
        return wrapped(buffer, [&] { return memoryview(buffer.info()); });
    });
}

void destroy(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    if (memory_of(self).weak_references != nullptr) PyObject_ClearWeakRefs(self);
    memory_of(self).view.~basic_memoryview();
    memory_of(self).buffer.~shared_buffer();
    PyObject_Free(self);
    Py_DECREF(type);
}

object release(PyObject* self) {
    memory_of(self).view.release();
    memory_of(self).buffer = shared_buffer();
    return nothing();
}

object enter(PyObject* self) {
    require_unreleased(view_of(self));
    return object::borrow(self);
}
object leave(PyObject* self, arguments) {
    return release(self);
}

PyObject* represent(PyObject* self) noexcept {
    return PyUnicode_FromFormat(view_of(self).is_released() ? "<released memory at %p>" : "<memory at %p>",
                                static_cast<void*>(self));
}

int get_buffer(PyObject* self, Py_buffer* out, int flags) noexcept {
    return lendbuf::python::fill(out, view_of(self), self, flags);
}
void release_buffer(PyObject*, Py_buffer* filled) noexcept {
    lendbuf::python::release(filled);
}

// ---- attributes ------------------------------------------------------------------------------------------------

object tuple_of(const lendbuf::axis_values& values) {
    object tuple = checked(PyTuple_New(static_cast<Py_ssize_t>(values.size())));
    for (std::size_t k = 0; k < values.size(); ++k)
        PyTuple_SET_ITEM(tuple.get(), static_cast<Py_ssize_t>(k), checked(PyLong_FromSsize_t(values[k])).release());
    return tuple;
}
object truth(bool value) {
    return object(PyBool_FromLong(value ? 1 : 0));
}

template <auto Get>
PyObject* attribute(PyObject* self, void*) noexcept {
    return guarded([&]() -> object {
        require_unreleased(view_of(self));
        return Get(self, view_of(self));
    });
}

PyGetSetDef attributes[] = {
    {"obj", attribute<[](PyObject* self, const memoryview&) {
         PyObject* const root = memory_of(self).buffer.root();
         return object::borrow(root == nullptr ? Py_None : root);
     }>,
     nullptr, "The object whose memory this is.", nullptr},
    {"nbytes", attribute<[](PyObject*, const memoryview& v) { return checked(PyLong_FromSsize_t(v.nbytes())); }>,
     nullptr, "Bytes of all items, without gaps.", nullptr},
    {"readonly", attribute<[](PyObject*, const memoryview& v) { return truth(v.readonly()); }>, nullptr,
     "Whether the memory must not be written.", nullptr},
    {"itemsize", attribute<[](PyObject*, const memoryview& v) { return checked(PyLong_FromSsize_t(v.itemsize())); }>,
     nullptr, "Bytes of an item.", nullptr},
    {"format", attribute<[](PyObject*, const memoryview& v) { return checked(PyUnicode_FromString(v.format())); }>,
     nullptr, "What an item is.", nullptr},
    {"ndim", attribute<[](PyObject*, const memoryview& v) { return checked(PyLong_FromSize_t(v.ndim())); }>, nullptr,
     "Number of axes.", nullptr},
    {"shape", attribute<[](PyObject*, const memoryview& v) { return tuple_of(v.shape()); }>, nullptr,
     "Items along each axis.", nullptr},
    {"strides", attribute<[](PyObject*, const memoryview& v) { return tuple_of(v.strides()); }>, nullptr,
     "Bytes from an item to its neighbour along each axis.", nullptr},
    {"suboffsets", attribute<[](PyObject*, const memoryview& v) { return tuple_of(v.suboffsets()); }>, nullptr,
     "Bytes to add behind each axis' pointer.", nullptr},
    {"c_contiguous", attribute<[](PyObject*, const memoryview& v) { return truth(v.is_contiguous(order::c)); }>,
     nullptr, "Whether the items are gapless in C order.", nullptr},
    {"f_contiguous", attribute<[](PyObject*, const memoryview& v) { return truth(v.is_contiguous(order::f)); }>,
     nullptr, "Whether the items are gapless in Fortran order.", nullptr},
    {"contiguous", attribute<[](PyObject*, const memoryview& v) { return truth(v.is_contiguous()); }>, nullptr,
     "Whether the items are gapless.", nullptr},
    {}};

// ---- items and parts -------------------------------------------------------------------------------------------

Py_ssize_t length(PyObject* self) noexcept {
    return guarded([&]() -> Py_ssize_t {
        if (PY_VERSION_HEX < 0x030C0000 && view_of(self).ndim() == 0) return 1;
        return view_of(self).size();
    });
}

object read_at(const memoryview& view, const lendbuf::any_subscript* subscripts, std::size_t count) {
    require_readable(view);
    return read(view, view.select(subscripts, count).data());
}

object item_at(PyObject* self, Py_ssize_t index) {
    const memoryview& view = view_of(self);
    if (view.ndim() == 1 && !view.has_pointers()) {
        require_readable(view);
        return read_held(self, view[index].data());
    }
    const lendbuf::any_subscript subscript(index);
    if (view.ndim() == 1) {
        require_readable(view);
        return read_held(self, view.select(&subscript, 1).data());
    }
    if (view.ndim() == 0) raise(PyExc_TypeError, "invalid indexing of 0-dim memory");
    if (is_strict) raise(PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented");
    return related(self, [&] { return view.select(&subscript, 1); });
}

/// Calls `f`, with CPython's words for an index outside.
template <class F>
auto with_index_errors(F&& f) {
    try {
        return f();
    } catch (const lendbuf::index_error& failure) {
        if (failure.code() != lendbuf::errc::index_out_of_bounds) throw;
        raise(PyExc_IndexError, "index out of bounds on dimension %d", static_cast<int>(failure.info().field) + 1);
    }
}

PyObject* sequence_item(PyObject* self, Py_ssize_t index) noexcept {
    return guarded([&] { return with_index_errors([&] { return item_at(self, index); }); });
}

/// Tells whether reading a slice runs no foreign code.
bool is_plain_slice(PyObject* key) noexcept {
    if (!PySlice_Check(key)) return false;
    const auto* const slice = reinterpret_cast<PySliceObject*>(key);
    for (PyObject* const bound : {slice->start, slice->stop, slice->step})
        if (bound != Py_None && PyLong_CheckExact(bound) == 0) return false;
    return true;
}

/// Gives a slice of the first axis; the key runs no foreign code.
object slice_at(PyObject* self, PyObject* key) {
    const slice_argument range(key);
    return related(self, [&] { return range.give([&](const auto& slice) { return view_of(self)[slice]; }); });
}

object part_at(PyObject* self, PyObject* key) {
    require_unreleased(view_of(self));
    if (PyLong_CheckExact(key)) return item_at(self, checked(PyNumber_AsSsize_t(key, PyExc_IndexError)));
    const key_parts parts = parts_of(key);
    const held_memory memory(self);
    const memoryview& held = memory.view;
    const std::size_t ndim = held.ndim();
    require_plain_key(parts, key, ndim, false);
    if (ndim == 0 && key == Py_Ellipsis) return object::borrow(self);
    if (parts.is_item(ndim)) require_readable(held);
    const auto subscripts = subscripts_of(key);
    if (!parts.is_item(ndim))
        return wrapped(memory.buffer, [&] { return held.select(subscripts.data(), subscripts.size()); });
    require_unreleased(view_of(self));
    return read_at(held, subscripts.data(), subscripts.size());
}

PyObject* get_item(PyObject* self, PyObject* key) noexcept {
    return guarded([&] {
        return with_index_errors([&] {
            const bool is_slice = is_plain_slice(key) && !view_of(self).is_released() && view_of(self).ndim() > 0;
            return is_slice ? slice_at(self, key) : part_at(self, key);
        });
    });
}

using subscript_list = std::vector<lendbuf::any_subscript>;

void assign_item(PyObject* self, const subscript_list& place, PyObject* value) {
    const held_memory memory(self);
    const memoryview& held = memory.view;
    const memoryview target = held.select(place.data(), place.size()); // checked before foreign code runs
    const lendbuf::item item = item_of(held.item_type(), value);
    require_unreleased(view_of(self));
    target.at_index(nullptr, 0) = item;
}

void assign_view(PyObject* self, const subscript_list& place, const memoryview& from) {
    const memoryview to = view_of(self).select(place.data(), place.size());
    if (is_strict) { // formats are compared as texts
        const auto letter = [](const memoryview& v) { return v.format()[0] == '@' ? v.format() + 1 : v.format(); };
        if (std::strcmp(letter(from), letter(to)) != 0)
            raise(PyExc_ValueError, "memoryview assignment: lvalue and rvalue have different structures");
    }
    to.assign(from);
}

void assign_part(PyObject* self, const subscript_list& place, PyObject* value) {
    if (is_memory(value)) return assign_view(self, place, view_of(value));
    const shared_buffer buffer(value);
    assign_view(self, place, memoryview(buffer.info()));
}

void assign_at(PyObject* self, PyObject* key, PyObject* value) {
    require_unreleased(view_of(self));
    require_readable(view_of(self));
    if (view_of(self).readonly()) raise(PyExc_TypeError, "cannot modify read-only memory");
    if (value == nullptr) raise(PyExc_TypeError, "cannot delete memory");
    const std::size_t ndim = view_of(self).ndim();
    if (ndim == 1 && PyLong_CheckExact(key) && PyLong_CheckExact(value) && view_of(self).item_type().is_single()) {
        // No foreign code runs.
        const memory_item place = view_of(self)[checked(PyNumber_AsSsize_t(key, PyExc_IndexError))];
        place = item_of(view_of(self).item_type(), value);
        return;
    }
    const key_parts parts = parts_of(key);
    require_plain_key(parts, key, ndim, true);
    if (ndim == 0) return assign_item(self, {}, value);
    const auto place = subscripts_of(key);
    if (parts.is_item(ndim))
        assign_item(self, place, value);
    else
        assign_part(self, place, value);
}

int set_item(PyObject* self, PyObject* key, PyObject* value) noexcept {
    return guarded([&] {
        with_index_errors([&] { assign_at(self, key, value); });
        return 0;
    });
}

PyObject* iterate(PyObject* self) noexcept {
    return guarded([&] {
        const memoryview& view = view_of(self);
        if (view.ndim() == 0) raise(PyExc_TypeError, "invalid indexing of 0-dim memory");
        if (is_strict && view.ndim() > 1)
            raise(PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented");
        require_readable(view);
        return view.ndim() == 1 ? iterator_over(self) : checked(PySeqIter_New(self));
    });
}

// ---- comparing and hashing -------------------------------------------------------------------------------------

/// Tells whether a view is a run of unsigned bytes.
bool is_byte_run(const memoryview& view) noexcept {
    const lendbuf::axes_view axes = view.axes();
    return axes.ndim == 1 && axes.strides[0] == 1 && axes.suboffsets[0] < 0 &&
           view.item_type().plan().number == lendbuf::number_code::uint8;
}
bool is_byte_run(const Py_buffer& granted) noexcept {
    return granted.ndim == 1 && granted.itemsize == 1 && (granted.strides == nullptr || granted.strides[0] == 1) &&
           granted.suboffsets == nullptr && (granted.format == nullptr || std::strcmp(granted.format, "B") == 0);
}

/// Compares a view with what Python granted.
bool equal_granted(const memoryview& view, const Py_buffer& granted) {
    if (!is_byte_run(view) || !is_byte_run(granted))
        return equal(view, memoryview(std::bit_cast<lendbuf::descriptor>(granted)));
    return view.size() == granted.len &&
           std::memcmp(view.data(), granted.buf, static_cast<std::size_t>(granted.len)) == 0;
}

PyObject* compare(PyObject* self, PyObject* other, int operation) noexcept {
    if (operation != Py_EQ && operation != Py_NE) Py_RETURN_NOTIMPLEMENTED;
    return guarded([&]() -> object {
        bool is_equal = self == other;
        if (!view_of(self).is_released() && !(is_memory(other) && view_of(other).is_released())) {
            if (is_memory(other)) {
                is_equal = equal(view_of(self), view_of(other));
            } else {
                Py_buffer granted{};
                if (PyObject_GetBuffer(other, &granted, PyBUF_FULL_RO) != 0) {
                    PyErr_Clear();
                    return object::borrow(Py_NotImplemented);
                }
                struct release_at_end {
                    Py_buffer& held;
                    ~release_at_end() { PyBuffer_Release(&held); }
                } const end{granted};
                is_equal = equal_granted(view_of(self), granted);
            }
        }
        return truth(is_equal == (operation == Py_EQ));
    });
}

object bytes_of(const memoryview& view, order o) {
    object bytes = checked(PyBytes_FromStringAndSize(nullptr, view.nbytes()));
    view.tobytes_into(lendbuf::region_of(PyBytes_AS_STRING(bytes.get()), static_cast<std::size_t>(view.nbytes())), o);
    return bytes;
}

Py_hash_t hash(PyObject* self) noexcept {
    if (memory_of(self).hash != -1) return memory_of(self).hash;
    return guarded([&]() -> Py_hash_t {
        const held_memory held(self);
        const memoryview& view = held.view;
        if (!view.readonly()) raise(PyExc_ValueError, "cannot hash writable memoryview object");
        const char* const format = view.format()[0] == '@' ? view.format() + 1 : view.format();
        if (std::strchr("Bbc", format[0]) == nullptr || format[0] == '\0' || format[1] != '\0')
            raise(PyExc_ValueError, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'");
        PyObject* const root = held.buffer.root();
        if (root != nullptr) (void)checked(PyObject_Hash(root)); // what holds the memory must not change it either
        return memory_of(self).hash = PyObject_Hash(bytes_of(view, order::c).get());
    });
}

// ---- methods ---------------------------------------------------------------------------------------------------

order order_of(PyObject* name) {
    if (name == nullptr || name == Py_None) return order::c;
    const char* const text = name_argument("tobytes", name);
    if (std::strcmp(text, "C") == 0) return order::c;
    if (std::strcmp(text, "F") == 0) return order::f;
    if (std::strcmp(text, "A") == 0) return order::any;
    raise(PyExc_ValueError, "order must be 'C', 'F' or 'A'");
}

object tobytes(PyObject* self, const call& made) {
    const named_arguments<1> given("tobytes", made, {"order"});
    require_unreleased(view_of(self));
    return bytes_of(view_of(self), order_of(given[0]));
}

object tolist(PyObject* self) {
    const held_memory held(self);
    return list_of(held.view);
}

object to_readonly(PyObject* self) {
    return related(self, [&] { return view_of(self).toreadonly(); });
}

object cast_to(PyObject* self, const call& made) {
    const named_arguments<3> given("cast", made, {"format", "shape", "order"}, 1);
    if (made.positional.size() > 2) raise(PyExc_TypeError, "cast() takes at most 2 positional arguments");
    require_unreleased(view_of(self));
    const held_memory held(self);
    const memoryview& view = held.view;
    const order o = order_of(given[2]);
    if (o == order::any) raise(PyExc_ValueError, "order must be 'C' or 'F'");
    return wrapped(held.buffer, [&] { return cast(view, given[0], given[1], o); });
}

object hex(PyObject* self, const call& made) {
    const named_arguments<2> given("hex", made, {"sep", "bytes_per_sep"});
    const int group = int_argument(given[1], 1);
    require_unreleased(view_of(self));
    const held_memory held(self); // `len(sep)` may be foreign code
    const memoryview& view = held.view;
    const std::string digits = given[0] == nullptr ? view.hex() : view.hex(separator_of(given[0]), group);
    return checked(
        PyUnicode_FromKindAndData(PyUnicode_1BYTE_KIND, digits.data(), static_cast<Py_ssize_t>(digits.size())));
}

/// Calls `visit(index)` for the items of one axis that are equal to `value`, while the answer is true.
template <class Visit>
void for_each_equal(PyObject* self, PyObject* value, lendbuf::slice_bound start, lendbuf::slice_bound stop,
                    Visit&& visit) {
    const held_memory held(self);
    const memoryview& view = held.view;
    if (view.ndim() == 0) raise(PyExc_TypeError, "invalid indexing of 0-dim memory");
    if (view.ndim() > 1) raise(PyExc_NotImplementedError, "multi-dimensional sub-views are not implemented");
    require_readable(view);
    const lendbuf::slice_indices range = lendbuf::slice(start, stop).indices(view.size());
    for (Py_ssize_t k = range.start; k < range.start + range.length; ++k) {
        const object item = read(view, view[k].data());
        const bool is_equal = checked(Py_ssize_t{PyObject_RichCompareBool(item.get(), value, Py_EQ)}) != 0;
        require_unreleased(view_of(self));
        if (is_equal && !visit(k)) return;
    }
}

object count(PyObject* self, PyObject* value) {
    require_unreleased(view_of(self));
    Py_ssize_t found = 0;
    for_each_equal(self, value, lendbuf::none, lendbuf::none, [&](Py_ssize_t) {
        ++found;
        return true;
    });
    return checked(PyLong_FromSsize_t(found));
}

object index(PyObject* self, arguments given) {
    expect("index", given, 1, 3);
    require_unreleased(view_of(self));
    const lendbuf::slice_bound start = given.size() > 1 ? bound_of(given[1]) : lendbuf::none;
    const lendbuf::slice_bound stop = given.size() > 2 ? bound_of(given[2]) : lendbuf::none;
    Py_ssize_t found = -1;
    for_each_equal(self, given[0], start, stop, [&](Py_ssize_t k) {
        found = k;
        return false;
    });
    if (found < 0) raise(PyExc_ValueError, "memoryview.index(x): x not found");
    return checked(PyLong_FromSsize_t(found));
}

PyMethodDef methods[] = {
    {"release", plain_method<release>, METH_NOARGS, "Give up the memory."},
    {"tobytes", as_method(keyword_method<tobytes>), METH_FASTCALL | METH_KEYWORDS, "Copy the bytes of all items."},
    {"tolist", plain_method<tolist>, METH_NOARGS, "Copy the items to nested lists."},
    {"hex", as_method(keyword_method<hex>), METH_FASTCALL | METH_KEYWORDS, "Write the bytes as hexadecimal digits."},
    {"cast", as_method(keyword_method<cast_to>), METH_FASTCALL | METH_KEYWORDS, "See the bytes as other items."},
    {"toreadonly", plain_method<to_readonly>, METH_NOARGS, "See the memory read-only."},
    {"count", one_method<count>, METH_O, "Count the items equal to a value."},
    {"index", as_method(fast_method<index>), METH_FASTCALL, "Find the first item equal to a value."},
    {"__enter__", plain_method<enter>, METH_NOARGS, nullptr},
    {"__exit__", as_method(fast_method<leave>), METH_FASTCALL, nullptr},
    {"__class_getitem__", Py_GenericAlias, METH_O | METH_CLASS, nullptr},
    {}};

PyMemberDef members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(memory_object, weak_references), READONLY, nullptr}, {}};

PyType_Slot slots[] = {{Py_tp_new, as_slot(make)},
                       {Py_tp_dealloc, as_slot(destroy)},
                       {Py_tp_repr, as_slot(represent)},
                       {Py_tp_hash, as_slot(hash)},
                       {Py_tp_richcompare, as_slot(compare)},
                       {Py_tp_iter, as_slot(iterate)},
                       {Py_tp_methods, methods},
                       {Py_tp_getset, attributes},
                       {Py_tp_members, members},
                       {Py_mp_length, as_slot(length)},
                       {Py_mp_subscript, as_slot(get_item)},
                       {Py_mp_ass_subscript, as_slot(set_item)},
                       {Py_sq_length, as_slot(length)},
                       {Py_sq_item, as_slot(sequence_item)},
                       {Py_bf_getbuffer, as_slot(get_buffer)},
                       {Py_bf_releasebuffer, as_slot(release_buffer)},
                       {Py_tp_doc, const_cast<char*>("A view of memory whose format and rank are known at run time.")},
                       {0, nullptr}};

PyType_Spec spec = {"lendbuf.memoryview", static_cast<int>(sizeof(memory_object)), 0, Py_TPFLAGS_DEFAULT, slots};

PyObject* set_strict(PyObject*, PyObject* value) noexcept {
    return guarded([&] {
        is_strict = checked(Py_ssize_t{PyObject_IsTrue(value)}) != 0;
        return nothing();
    });
}

PyMethodDef functions[] = {{"set_strict", set_strict, METH_O, "Say whether memoryview refuses what CPython's refuses."},
                           {}};

} // namespace

void add_memoryview(PyObject* made) {
    const char* const strict = std::getenv("LENDBUF_STRICT");
    is_strict = strict != nullptr && std::strcmp(strict, "1") == 0;
    memory_type = add_type(made, spec);
    checked(Py_ssize_t{PyModule_AddFunctions(made, functions)});
}

} // namespace module
