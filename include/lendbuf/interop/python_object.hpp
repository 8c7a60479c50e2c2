// What C++ needs to handle Python's objects without a binding library: references that count, and the GIL.
#pragma once

#if !defined(PY_SSIZE_T_CLEAN)
#    define PY_SSIZE_T_CLEAN // NOLINT(readability-identifier-naming): Python's name
#endif
#include <Python.h> // interop headers need Python's include folder: CMake's Python3::Module or Python3::Python

#include <lendbuf/base/config.hpp>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI::python {

/// Owns a reference to a Python object; may be null.
///
/// Requires: the GIL, wherever a reference is counted: copies, and the destructor unless it is null.
class object {
public:
    object() noexcept = default;
    /// Takes over a new reference.
    explicit object(PyObject* owned) noexcept : pointer_(owned) {}
    object(const object& other) noexcept : pointer_(other.pointer_) { Py_XINCREF(pointer_); }
    object(object&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
    object& operator=(const object& other) noexcept {
        object copy(other);
        std::swap(pointer_, copy.pointer_);
        return *this;
    }
    object& operator=(object&& other) noexcept {
        object taken(std::move(other));
        std::swap(pointer_, taken.pointer_);
        return *this;
    }
    ~object() { Py_XDECREF(pointer_); }

    /// Adds a reference to what belongs to someone else.
    [[nodiscard]] static object borrow(PyObject* borrowed) noexcept {
        Py_XINCREF(borrowed);
        return object(borrowed);
    }

    [[nodiscard]] PyObject* get() const noexcept { return pointer_; }
    [[nodiscard]] explicit operator bool() const noexcept { return pointer_ != nullptr; }
    /// Hands the reference to the caller.
    [[nodiscard]] PyObject* release() noexcept { return std::exchange(pointer_, nullptr); }

private:
    PyObject* pointer_ = nullptr;
};

/// Tells whether this thread holds the GIL; false when there is no interpreter.
[[nodiscard]] inline bool holds_gil() noexcept {
    // PyGILState_Check says yes when there is no interpreter.
    PyThreadState* const own = PyGILState_GetThisThreadState();
#if PY_VERSION_HEX >= 0x030D0000
    return own != nullptr && own == PyThreadState_GetUnchecked();
#else
    return own != nullptr && own == _PyThreadState_UncheckedGet();
#endif
}

/// Calls `f` under the GIL, from any thread. Returns false, and calls nothing, when there is no interpreter any more,
/// or when another thread is finalising it.
///
/// Safety: a thread that waits for the GIL while the interpreter ends is stopped by Python.
template <class F>
bool with_gil(F&& f) noexcept {
    if (holds_gil()) { // also while the interpreter ends, which says of itself then that it is not there
        f();
        return true;
    }
    if (Py_IsInitialized() == 0) return false;
    const PyGILState_STATE before = PyGILState_Ensure();
    f();
    PyGILState_Release(before);
    return true;
}

} // namespace lendbuf::inline LENDBUF_ABI::python
