// Failures between the two languages: Python's exceptions for lendbuf's errors, and slots that let none of them out.
#pragma once

#include <lendbuf/interop/python_object.hpp> // Python.h comes before the standard library

#include <cerrno>
#include <exception>
#include <lendbuf/base/error.hpp>
#include <new>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI::python {

/// Is thrown where Python's exception is set already.
///
/// It is no `lendbuf::error`: whoever catches it leaves the exception to Python (see `guarded`), or takes it with
/// PyErr_Fetch or clears it.
class python_error : public std::exception {
public:
    [[nodiscard]] const char* what() const noexcept override { return "a Python exception is set"; }
};

/// Takes over a new reference. Throws: python_error for a null pointer.
[[nodiscard]] inline object checked(PyObject* owned) {
    if (owned == nullptr) throw python_error{};
    return object(owned);
}
/// Passes on a number that the C API returned. Throws: python_error for -1 and an exception that is set.
inline Py_ssize_t checked(Py_ssize_t status) {
    if (status == -1 && PyErr_Occurred() != nullptr) throw python_error{};
    return status;
}

/// Sets a Python exception with a text, formatted as by PyErr_Format, and leaves the function.
///
/// Throws: python_error.
template <class... A>
[[noreturn]] void raise(PyObject* type, const char* format, A... arguments) {
    PyErr_Format(type, format, arguments...);
    throw python_error{};
}

/// Is the exception for `error_kind::structure`, for the whole process; null stands for CPython's struct.error. A module
/// with an own struct.error puts it here.
inline PyObject* struct_error_type = nullptr;

namespace detail {

/// Finds struct.error, or ValueError where there is no struct.
[[nodiscard]] inline PyObject* find_struct_error() noexcept {
    if (struct_error_type != nullptr) return struct_error_type;
    object found(PyImport_ImportModule("struct"));
    if (found) found = object(PyObject_GetAttrString(found.get(), "error"));
    if (!found) PyErr_Clear();
    return found ? found.get() : PyExc_ValueError; // struct keeps it alive
}

} // namespace detail

/// Finds Python's exception for a kind of failure; a borrowed reference.
[[nodiscard]] inline PyObject* exception_type(error_kind kind) noexcept {
    switch (kind) {
    case error_kind::index: return PyExc_IndexError;
    case error_kind::value: return PyExc_ValueError;
    case error_kind::buffer: return PyExc_BufferError;
    case error_kind::structure: return detail::find_struct_error();
    case error_kind::type: return PyExc_TypeError;
    case error_kind::overflow: return PyExc_OverflowError;
    case error_kind::os: return PyExc_OSError;
    case error_kind::memory: return PyExc_MemoryError;
    }
    return PyExc_SystemError;
}

/// Sets Python's exception for a failure.
///
/// Python: OSError with errno and its text; SystemError for PyBUF_READ and PyBUF_WRITE as requests.
inline void set_error(const error_info& failure) noexcept {
#if defined(_WIN32)
    if (failure.symbol == windows_error) {
        PyErr_SetFromWindowsErr(failure.system_code());
        return;
    }
#endif
    if (failure.kind() == error_kind::os) {
        errno = failure.system_code();
        PyErr_SetFromErrno(PyExc_OSError);
        return;
    }
    char text[216];
    write_message(failure, text, sizeof text);
    PyErr_SetString(failure.code == errc::bad_request ? PyExc_SystemError : exception_type(failure.kind()), text);
}
inline void set_error(const error& failure) noexcept {
    set_error(failure.info());
}

/// Calls `f` for a slot or a function of Python's: whatever it throws becomes a Python exception.
///
/// Gives what `f` gives: a number, a pointer, or of an `object` the reference; after an exception -1 or null. Other
/// exceptions than lendbuf's become RuntimeError.
template <class F>
[[nodiscard]] auto guarded(F&& f) noexcept {
    using result_type = decltype(f());
    try {
        if constexpr (std::is_same_v<result_type, object>)
            return f().release();
        else
            return f();
    } catch (const python_error&) {
    } catch (const error& failure) {
        set_error(failure);
    } catch (const std::bad_alloc&) {
        PyErr_NoMemory();
    } catch (const std::exception& failure) {
        PyErr_SetString(PyExc_RuntimeError, failure.what());
    } catch (...) {
        PyErr_SetString(PyExc_RuntimeError, "unknown C++ exception");
    }
    if constexpr (std::is_same_v<result_type, object>)
        return static_cast<PyObject*>(nullptr);
    else if constexpr (std::is_pointer_v<result_type>)
        return result_type{nullptr};
    else
        return static_cast<result_type>(-1);
}

} // namespace lendbuf::inline LENDBUF_ABI::python
