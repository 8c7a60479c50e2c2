// What the types of the module share: the buffers of arguments, tables of methods, types that are made.
#pragma once

#include <lendbuf/interop/python.hpp> // first, as Python's own header wants it

#include <cstddef>
#include <cstdint>
#include <lendbuf/lendbuf.hpp>
#include <new>
#include <type_traits>
#include <utility>

namespace module {

// What any binding needs is in the library.
using lendbuf::python::checked;
using lendbuf::python::exception_type;
using lendbuf::python::guarded;
using lendbuf::python::object;
using lendbuf::python::python_error;
using lendbuf::python::raise;
using lendbuf::python::set_error;
using lendbuf::python::struct_error_type; // struct.error of this module, set when the module is made

/// Sees the gapless bytes of an argument, whatever exports them, as long as it lives.
class argument_bytes {
public:
    /// Throws: python_error (TypeError for what is no buffer, BufferError).
    explicit argument_bytes(PyObject* from, int flags = PyBUF_SIMPLE) {
        if (PyObject_GetBuffer(from, &buffer_, flags) != 0) throw python_error{};
    }
    argument_bytes(const argument_bytes&) = delete;
    argument_bytes& operator=(const argument_bytes&) = delete;
    ~argument_bytes() { PyBuffer_Release(&buffer_); }

    [[nodiscard]] std::uint8_t* data() const noexcept { return static_cast<std::uint8_t*>(buffer_.buf); }
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(buffer_.len); }
    [[nodiscard]] const Py_buffer& buffer() const noexcept { return buffer_; }

private:
    Py_buffer buffer_{};
};

/// Gives a method's address the type that tables of methods want; its flags say what it really is.
template <class R, class... P>
[[nodiscard]] PyCFunction as_method(R (*method)(P...) noexcept) noexcept {
    return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(method));
}

/// Gives a function's address as tables of slots want it.
template <class F>
[[nodiscard]] void* as_slot(F* function) noexcept {
    return reinterpret_cast<void*>(function);
}

/// Makes a type and adds it to the module; gives a reference of one's own.
[[nodiscard]] inline PyTypeObject* add_type(PyObject* made, PyType_Spec& spec) {
    object type = checked(PyType_FromSpec(&spec));
    auto* const address = reinterpret_cast<PyTypeObject*>(type.get());
    checked(Py_ssize_t{PyModule_AddType(made, address)});
    (void)type.release();
    return address;
}

// Each adds its types or functions to the module; they leave with python_error.
void add_memoryview(PyObject* module);
void add_bytes(PyObject* module);
void add_bytearray(PyObject* module);
void add_array(PyObject* module);
void add_mmap(PyObject* module);
void add_struct(PyObject* module);

} // namespace module
