// A Python module of one's own: arrays that come from Python, and arrays that go there, without a copy.
// See demo.py for what it looks like from Python.
#include <lendbuf/interop/python.hpp> // first, as Python's own header wants it

#include <lendbuf/lendbuf.hpp>
#include <new>
#include <utility>

namespace lb = lendbuf;
namespace py = lendbuf::python;

namespace {

// scale(image, factor): multiplies every pixel, in place, by any strides.
PyObject* scale(PyObject*, PyObject* arguments) noexcept {
    return py::guarded([&] { // what is thrown inside becomes a Python exception
        PyObject* from = nullptr;
        float factor = 0;
        if (!PyArg_ParseTuple(arguments, "Of:scale", &from, &factor)) throw py::python_error{};
        const auto image = py::view<float, 2>(from); // a view with a lease: it needs no GIL
        Py_BEGIN_ALLOW_THREADS;
        for (float& pixel : image.elements()) pixel *= factor;
        Py_END_ALLOW_THREADS;
        return py::object::borrow(Py_None);
    });
}

// invert(image): also takes rows that lie behind pointers.
PyObject* invert(PyObject*, PyObject* from) noexcept {
    return py::guarded([&] {
        for (const auto row : py::pointer_view<std::uint8_t, 2>(from))
            for (std::uint8_t& pixel : row) pixel = static_cast<std::uint8_t>(255 - pixel);
        return py::object::borrow(Py_None);
    });
}

// squares(n): an array made in C++ moves into a Python object, which owns it from then on.
PyObject* squares(PyObject*, PyObject* count) noexcept {
    return py::guarded([&] {
        lb::typed_array<double> made(py::checked(PyLong_AsSsize_t(count)));
        for (std::ptrdiff_t i = 0; i < made.size(); ++i) made[i] = static_cast<double>(i) * static_cast<double>(i);
        return py::export_object(std::move(made));
    });
}

// gradient(): an image from black to white. The view brings its shape along, and its lease keeps the memory.
PyObject* gradient(PyObject*, PyObject*) noexcept {
    return py::guarded([&] {
        lb::typed_array<std::uint8_t> made(256 * 256);
        for (int i = 0; i < 256 * 256; ++i) made[i] = static_cast<std::uint8_t>(i % 256);
        return py::export_object(lb::buffer_view(made).reshape(256, 256));
    });
}

// map_floats(path): a file's floats, where the system has mapped them; the view's lease keeps the file mapped.
PyObject* map_floats(PyObject*, PyObject* argument) noexcept {
    return py::guarded([&] {
        const py::object path = py::checked(PyUnicode_EncodeFSDefault(argument));
        const lb::mapped_file file(PyBytes_AsString(path.get()));
        return py::export_object(lb::buffer_view(file).cast<const float>());
    });
}

// lend_rows(keeper, pointers, height, width): rows of bytes behind pointers that `keeper` keeps, as PIL's images have.
PyObject* lend_rows(PyObject*, PyObject* arguments) noexcept {
    return py::guarded([&] {
        PyObject *keeper = nullptr, *address = nullptr;
        Py_ssize_t height = 0, width = 0;
        if (!PyArg_ParseTuple(arguments, "OOnn", &keeper, &address, &height, &width)) throw py::python_error{};
        auto** const pointers = static_cast<std::uint8_t**>(PyLong_AsVoidPtr(address));
        if (pointers == nullptr) py::raise(PyExc_ValueError, "lend_rows: not an address");
        Py_INCREF(keeper);
        const auto rows = lb::adopt(pointers, static_cast<std::size_t>(height), [keeper](std::uint8_t**) {
            py::with_gil([&] { Py_DECREF(keeper); }); // the last lease may end on any thread
        });
        return py::export_object(lb::indirect_view(rows, width));
    });
}

// address(buffer): where C++ finds the memory.
PyObject* address(PyObject*, PyObject* from) noexcept {
    return py::guarded([&] { return py::checked(PyLong_FromVoidPtr(py::borrow(from)->buf)); });
}

// Recorder: a type of one's own that lends its memory. It cannot grow as long as Python looks at it.
struct recorder {
    PyObject_HEAD lb::typed_array<float> samples;
};

lb::typed_array<float>& samples_of(PyObject* self) noexcept {
    return reinterpret_cast<recorder*>(self)->samples;
}
PyObject* make(PyTypeObject* type, PyObject*, PyObject*) noexcept {
    return py::guarded([&] {
        py::object made = py::checked(type->tp_alloc(type, 0));
        new (&samples_of(made.get())) lb::typed_array<float>();
        return made;
    });
}
void dispose(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    std::destroy_at(&samples_of(self));
    type->tp_free(self);
    Py_DECREF(type);
}
PyObject* append(PyObject* self, PyObject* value) noexcept {
    return py::guarded([&] {
        const double sample = PyFloat_AsDouble(value);
        if (PyErr_Occurred() != nullptr) throw py::python_error{}; // Python has its exception already
        samples_of(self).append(static_cast<float>(sample));
        return py::object::borrow(Py_None);
    });
}
int get_buffer(PyObject* self, Py_buffer* out, int flags) noexcept {
    return py::fill(out, samples_of(self), self, flags);
}
void release_buffer(PyObject*, Py_buffer* filled) noexcept {
    py::release(filled);
}

PyMethodDef methods[] = {{"append", append, METH_O, "Add a sample."}, {nullptr, nullptr, 0, nullptr}};
PyType_Slot slots[] = {{Py_tp_new, reinterpret_cast<void*>(make)},
                       {Py_tp_dealloc, reinterpret_cast<void*>(dispose)},
                       {Py_tp_methods, methods},
                       {Py_bf_getbuffer, reinterpret_cast<void*>(get_buffer)},
                       {Py_bf_releasebuffer, reinterpret_cast<void*>(release_buffer)},
                       {0, nullptr}};
PyType_Spec recorder_type = {"arrays.Recorder", static_cast<int>(sizeof(recorder)), 0, Py_TPFLAGS_DEFAULT, slots};

PyMethodDef functions[] = {{"scale", scale, METH_VARARGS, "Multiply a 2-D array of float32 in place."},
                           {"invert", invert, METH_O, "Invert a 2-D array of bytes in place."},
                           {"squares", squares, METH_O, "Make an array of squares."},
                           {"gradient", gradient, METH_NOARGS, "Make an image of 256 by 256 bytes."},
                           {"map_floats", map_floats, METH_O, "Map a file of float32."},
                           {"lend_rows", lend_rows, METH_VARARGS, "Lend rows of bytes behind pointers."},
                           {"address", address, METH_O, "Tell where a buffer lies."},
                           {nullptr, nullptr, 0, nullptr}};
PyModuleDef definition = {PyModuleDef_HEAD_INIT, "arrays", nullptr, -1, functions, nullptr, nullptr, nullptr, nullptr};

} // namespace

PyMODINIT_FUNC PyInit_arrays() {
    return py::guarded([&] {
        py::object made = py::checked(PyModule_Create(&definition));
        const py::object type = py::checked(PyType_FromSpec(&recorder_type));
        py::checked(Py_ssize_t{PyModule_AddType(made.get(), reinterpret_cast<PyTypeObject*>(type.get()))});
        return made;
    });
}
