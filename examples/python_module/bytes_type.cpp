// lendbuf.bytes: the type in Python.
#include "byte_tables.hpp"

namespace module {

namespace {

using lendbuf::bytes;
using namespace byte_methods;

/// Tells of the usual types that have no method __bytes__, or one that gives what their buffer holds.
bool needs_no_asking(PyObject* source) noexcept {
    return PyBytes_CheckExact(source) || PyLong_CheckExact(source) || PyList_CheckExact(source) ||
           PyTuple_CheckExact(source) || PyByteArray_CheckExact(source) || PyMemoryView_Check(source) ||
           Py_IS_TYPE(source, byte_type<lendbuf::bytearray>);
}

/// Makes bytes of what has a method __bytes__; null, when there is none.
object asked_for_bytes(PyTypeObject* type, PyObject* source) {
    // Looked up in the type, as Python does for methods of this kind.
    const object method(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(source)), "__bytes__"));
    if (!method) {
        if (PyErr_ExceptionMatches(PyExc_AttributeError) == 0) throw python_error{};
        PyErr_Clear();
        return object();
    }
    object made = checked(PyObject_CallOneArg(method.get(), source));
    if (holds<bytes>(made.get()))
        return type == byte_type<bytes> ? made : make_object<bytes>(type, value_of<bytes>(made.get()));
    if (!PyBytes_Check(made.get()))
        raise(PyExc_TypeError, "__bytes__ returned non-bytes (type %.200s)", type_name(made.get()));
    return make_object<bytes>(type, bytes(lent_bytes(made.get())));
}

/// Makes bytes of what is no text and knows nothing of bytes: a size, a buffer, an iterable of numbers.
bytes bytes_of(PyObject* source) {
    if (PyIndex_Check(source) != 0) {
        const Py_ssize_t size = PyNumber_AsSsize_t(source, PyExc_OverflowError);
        if (size != -1 || PyErr_Occurred() == nullptr) {
            if (size < 0) raise(PyExc_ValueError, "negative count");
            return lendbuf::bytearray(size).take_bytes();
        }
        if (PyErr_ExceptionMatches(PyExc_TypeError) == 0) throw python_error{};
        PyErr_Clear(); // it may be bytes all the same
    }
    if (PyBytes_CheckExact(source)) return bytes(lent_bytes(source));
    lendbuf::bytearray collected;
    if (PyObject_CheckBuffer(source) != 0)
        append_exported(collected, source);
    else
        append_numbers(collected, source, "cannot convert '%.200s' object to bytes");
    return collected.take_bytes();
}

object make(PyTypeObject* type, PyObject* positional, PyObject* named) {
    static const char* const names[] = {"source", "encoding", "errors", nullptr};
    PyObject* source = nullptr;
    const char* encoding = nullptr;
    const char* errors = nullptr;
    parse(positional, named, "|Oss:bytes", names, &source, &encoding, &errors);
    const bool is_text = source != nullptr && PyUnicode_Check(source);
    if (encoding != nullptr) {
        if (!is_text) raise(PyExc_TypeError, "encoding without a string argument");
        return make_object<bytes>(type, bytes(lent_bytes(encoded(source, encoding, errors).get())));
    }
    if (errors != nullptr)
        raise(PyExc_TypeError, is_text ? "string argument without an encoding" : "errors without a string argument");
    if (source == nullptr) return make_object<bytes>(type, bytes());
    if (Py_IS_TYPE(source, byte_type<bytes>))
        return type == byte_type<bytes> ? object::borrow(source) : make_object<bytes>(type, value_of<bytes>(source));
    if (!needs_no_asking(source))
        if (object made = asked_for_bytes(type, source)) return made;
    if (is_text) raise(PyExc_TypeError, "string argument without an encoding");
    return make_object<bytes>(type, bytes_of(source));
}

PyObject* make_new(PyTypeObject* type, PyObject* positional, PyObject* named) noexcept {
    return guarded([&] { return make(type, positional, named); });
}

PyObject* repr(PyObject* self) noexcept {
    return guarded([&] { return literal_of(value_of<bytes>(self), nullptr); });
}

/// Hashes as CPython's bytes, which are equal to these.
Py_hash_t hash(PyObject* self) noexcept {
    const bytes& value = value_of<bytes>(self);
    return _Py_HashBytes(value.data(), value.size());
}

/// Gives CPython's own bytes: nothing else may come out of this method.
object native(PyObject* self) {
    return native_copy(value_of<bytes>(self));
}
object getnewargs(PyObject* self) {
    return checked(PyTuple_Pack(1, native_copy(value_of<bytes>(self)).get()));
}

} // namespace

char fill_byte(const char* method, arguments given) {
    if (given.size() < 2) return ' ';
    PyObject* const fill = given[1];
    const bool fits = PyBytes_Check(fill) || PyByteArray_Check(fill) || holds<bytes>(fill) ||
                      (byte_type<lendbuf::bytearray> != nullptr && holds<lendbuf::bytearray>(fill));
    if (!fits || PyObject_Size(fill) != 1)
        raise(PyExc_TypeError, "%s() argument 2 must be a byte string of length 1, not %.50s", method, type_name(fill));
    return static_cast<char>(sole_byte(fill, "the fill byte is missing"));
}

void add_bytes(PyObject* made) {
    static std::vector<PyMethodDef> methods = [] {
        std::vector<PyMethodDef> all = shared_methods<bytes>();
        all.push_back({"__bytes__", as_method(plain_method<native>), METH_NOARGS, "Give the bytes as CPython's own."});
        all.push_back({"__getnewargs__", as_method(plain_method<getnewargs>), METH_NOARGS,
                       "Give the arguments that make these bytes again."});
        all.push_back({nullptr, nullptr, 0, nullptr});
        return all;
    }();
    static const char doc[] =
        "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n"
        "bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes of that size, all zero\n"
        "bytes() -> no bytes\n\nBytes that never change; slices share their memory.";
    std::vector<PyType_Slot> slots = shared_slots<bytes>();
    slots.push_back({Py_tp_new, as_slot(make_new)});
    slots.push_back({Py_tp_repr, as_slot(repr)});
    slots.push_back({Py_tp_hash, as_slot(hash)});
    slots.push_back({Py_tp_methods, methods.data()});
    slots.push_back({Py_tp_doc, const_cast<char*>(doc)});
    slots.push_back({0, nullptr});
    PyType_Spec spec = {"lendbuf.bytes", static_cast<int>(sizeof(byte_object<bytes>)), 0,
                        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, slots.data()};
    byte_type<bytes> = add_type(made, spec);
    byte_iterator<bytes>::make_type();
}

} // namespace module
