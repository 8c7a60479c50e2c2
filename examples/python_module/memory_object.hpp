// The memoryview object, and how its items become Python's objects and back.
#pragma once

#include <bit>
#include <cstddef>
#include <lendbuf/view/memoryview_buffer.hpp>
#include <lendbuf/view/memoryview_copies.hpp>
#include <new>

#include "byte_arguments.hpp"

namespace module {

/// Is the view behind the object. It borrows: the GIL guards the count of those who hold the memory, which need not be
/// atomic then, as that of leases is.
using memoryview = lendbuf::basic_memoryview<lendbuf::borrowed, lendbuf::max_ndim>;

/// Shares a buffer that Python granted; the last one gives it back.
class shared_buffer {
public:
    shared_buffer() noexcept = default;
    /// Asks `from` for its buffer. Throws: python_error (TypeError, BufferError).
    explicit shared_buffer(PyObject* from);
    shared_buffer(const shared_buffer& other) noexcept : content_(other.content_) {
        if (content_ != nullptr) ++content_->users;
    }
    shared_buffer(shared_buffer&& other) noexcept : content_(std::exchange(other.content_, nullptr)) {}
    shared_buffer& operator=(shared_buffer&& other) noexcept {
        std::swap(content_, other.content_);
        return *this;
    }
    ~shared_buffer() {
        if (content_ != nullptr && --content_->users == 0) give_back();
    }

    /// Describes the memory. Requires: that it holds some.
    [[nodiscard]] lendbuf::descriptor info() const noexcept {
        return std::bit_cast<lendbuf::descriptor>(content_->granted);
    }
    /// Gives the object whose memory it is; a borrowed reference, or null.
    [[nodiscard]] PyObject* root() const noexcept { return content_ == nullptr ? nullptr : content_->granted.obj; }

private:
    struct content {
        Py_buffer granted;
        Py_ssize_t users = 1;
    };
    void give_back() noexcept;
    content* content_ = nullptr;
};

/// Is the object.
struct memory_object {
    PyObject_HEAD memoryview view;
    shared_buffer buffer;
    PyObject* weak_references;
    Py_hash_t hash; // -1 as long as it is not known
};

/// Tells whether memoryview is to refuse what CPython's refuses: slices of several axes, items with a byte order, casts
/// between numbers of several bytes. Off unless the environment has LENDBUF_STRICT=1, or `lendbuf.set_strict(True)`.
inline bool is_strict = false;

inline PyTypeObject* memory_type = nullptr;

[[nodiscard]] inline memory_object& memory_of(PyObject* self) noexcept {
    return *reinterpret_cast<memory_object*>(self);
}
[[nodiscard]] inline const memoryview& view_of(PyObject* self) noexcept {
    return memory_of(self).view;
}
[[nodiscard]] inline bool is_memory(PyObject* value) noexcept {
    return PyObject_TypeCheck(value, memory_type) != 0;
}

/// Holds the memory of an object while foreign code runs, which may release it.
struct held_memory {
    explicit held_memory(PyObject* self) : view(view_of(self)), buffer(memory_of(self).buffer) {}
    memoryview view;
    shared_buffer buffer;
};

/// Makes an object of the view that `make` gives, which is made in its place.
template <class Make>
[[nodiscard]] object wrapped(const shared_buffer& buffer, Make&& make) {
    auto* const raw = static_cast<memory_object*>(PyObject_Malloc(sizeof(memory_object)));
    if (raw == nullptr) throw std::bad_alloc();
    try {
        new (&raw->view) memoryview(make());
    } catch (...) {
        PyObject_Free(raw);
        throw;
    }
    new (&raw->buffer) shared_buffer(buffer);
    raw->weak_references = nullptr;
    raw->hash = -1;
    return object(PyObject_Init(reinterpret_cast<PyObject*>(raw), memory_type)); // counts the type, too
}

/// Tells whether CPython's memoryview reads items of a format: an optional '@' and one native letter.
[[nodiscard]] bool is_native_letter(const char* format) noexcept;

/// Refuses formats that CPython's memoryview does not read, in strict mode. Throws: python_error (NotImplementedError).
void require_readable(const memoryview& view);

/// Makes Python's object of a number in memory; null with an exception when there is no memory for it.
using number_reader = PyObject* (*)(const std::byte* at) noexcept;
/// Finds the reader of a format; null where items are no plain numbers.
[[nodiscard]] number_reader reader_of(const lendbuf::item_format& format) noexcept;

/// Makes Python's object of the item at `at`.
///
/// Requires: someone holds the memory: collecting garbage, which new objects may set off, may release the view.
[[nodiscard]] object read(const memoryview& view, const std::byte* at);
/// Makes Python's object of the item at `at`, which the view of `self` sees.
[[nodiscard]] object read_held(PyObject* self, const std::byte* at);

/// Makes an item of Python's object; a string points into the object. May run foreign code.
///
/// Throws: python_error (TypeError, ValueError).
[[nodiscard]] lendbuf::item item_of(const lendbuf::item_format& format, PyObject* value);

/// Walks over the items of one axis, as many as there are at the start.
[[nodiscard]] object iterator_over(PyObject* self);

/// Makes nested lists of all items. Requires: someone holds the memory.
[[nodiscard]] object list_of(const memoryview& view);

/// Casts as CPython does, with its refusals in strict mode. `shape` is null where it is left out.
[[nodiscard]] memoryview cast(const memoryview& view, PyObject* format, PyObject* shape, lendbuf::order order);

/// Compares two views as CPython does, with its refusals in strict mode.
[[nodiscard]] bool equal(const memoryview& a, const memoryview& b);

} // namespace module
