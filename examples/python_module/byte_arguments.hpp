// What the methods of bytes and bytearray take: numbers, bounds, bytes. All of it may run foreign code, and so comes before
// anything is looked at.
#pragma once

#include <climits>
#include <cstddef>
#include <span>
#include <string>

#include "byte_object.hpp"

namespace module {

/// Refers to the positional arguments of a call.
using arguments = std::span<PyObject* const>;

/// Holds the arguments of a call, some of which may be named: those come last, and `names` is a tuple, or null.
struct call {
    arguments positional;
    PyObject* names;
};

/// Calls a method that takes positional arguments alone.
template <auto Method>
PyObject* fast_method(PyObject* self, PyObject* const* first, Py_ssize_t count) noexcept {
    return guarded([&] { return Method(self, arguments(first, static_cast<std::size_t>(count))); });
}

/// Calls a method without arguments.
template <auto Method>
PyObject* plain_method(PyObject* self, PyObject*) noexcept {
    return guarded([&] { return Method(self); });
}

/// Calls a method that takes one argument.
template <auto Method>
PyObject* one_method(PyObject* self, PyObject* argument) noexcept {
    return guarded([&] { return Method(self, argument); });
}

/// Calls a method that takes arguments by their names, too: `Method` gets the object and the arguments by their places.
template <auto Method>
PyObject* keyword_method(PyObject* self, PyObject* const* first, Py_ssize_t count, PyObject* names) noexcept {
    return guarded([&] { return Method(self, call{arguments(first, static_cast<std::size_t>(count)), names}); });
}

/// Gives Python's None.
[[nodiscard]] inline object nothing() noexcept {
    return object::borrow(Py_None);
}

/// Names the type of a value, for messages.
[[nodiscard]] inline const char* type_name(PyObject* value) noexcept {
    return Py_TYPE(value)->tp_name;
}

/// Refuses a call with too few or too many arguments.
inline void expect(const char* method, arguments given, std::size_t least, std::size_t most) {
    if (given.size() >= least && given.size() <= most) return;
    const std::size_t wanted = given.size() < least ? least : most;
    raise(PyExc_TypeError, "%s expected %s%zu argument%s, got %zu", method,
          least == most          ? ""
          : given.size() < least ? "at least "
                                 : "at most ",
          wanted, wanted == 1 ? "" : "s", given.size());
}

/// Holds the arguments of a method by their places; null where one is left out.
template <std::size_t Count>
struct named_arguments {
    /// Sorts the arguments of a call; an argument without a name has "" for one.
    ///
    /// Throws: python_error (TypeError) for too few, too many, or with an unknown name.
    named_arguments(const char* method, const call& made, const char* const (&names)[Count], std::size_t least = 0) {
        expect(method, made.positional, 0, Count);
        for (std::size_t k = 0; k < made.positional.size(); ++k) values[k] = made.positional[k];
        const Py_ssize_t named = made.names == nullptr ? 0 : PyTuple_GET_SIZE(made.names);
        for (Py_ssize_t k = 0; k < named; ++k) {
            PyObject* const name = PyTuple_GET_ITEM(made.names, k);
            std::size_t place = 0;
            while (place < Count &&
                   (*names[place] == '\0' || PyUnicode_CompareWithASCIIString(name, names[place]) != 0))
                ++place;
            if (place == Count) raise(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", method, name);
            if (values[place] != nullptr)
                raise(PyExc_TypeError, "%s() got multiple values for argument '%U'", method, name);
            values[place] = made.positional.data()[made.positional.size() + static_cast<std::size_t>(k)];
        }
        for (std::size_t k = 0; k < least; ++k)
            if (values[k] == nullptr) raise(PyExc_TypeError, "%s() missing required argument (pos %zu)", method, k + 1);
    }
    [[nodiscard]] PyObject* operator[](std::size_t place) const noexcept { return values[place]; }

    PyObject* values[Count]{};
};

/// Parses the arguments of a constructor; `names` ends with null.
template <class... Out>
void parse(PyObject* positional, PyObject* named, const char* format, const char* const* names, Out*... out) {
    // The C API takes them as changeable and does not change them.
    if (PyArg_ParseTupleAndKeywords(positional, named, format, const_cast<char**>(names), out...) == 0)
        throw python_error{};
}

/// Gives an integer that must fit. Throws: python_error (`overflow` for one that does not).
[[nodiscard]] inline std::ptrdiff_t size_of(PyObject* number, PyObject* overflow) {
    return checked(PyNumber_AsSsize_t(number, overflow));
}
/// Gives an integer argument, such as a count or an index to pop.
[[nodiscard]] inline std::ptrdiff_t size_argument(PyObject* number) {
    const object index = checked(PyNumber_Index(number));
    return checked(PyLong_AsSsize_t(index.get()));
}

/// Gives an argument that is a C int, or what it is when left out.
[[nodiscard]] inline int int_argument(PyObject* number, int left_out) {
    if (number == nullptr) return left_out;
    const object index = checked(PyNumber_Index(number));
    const long value = PyLong_AsLong(index.get());
    checked(Py_ssize_t{value});
    if (value < INT_MIN || value > INT_MAX) raise(PyExc_OverflowError, "Python int too large to convert to C int");
    return static_cast<int>(value);
}

/// Gives the byte of what says that it has just one: a derived type may say so of any bytes.
[[nodiscard]] inline std::uint8_t sole_byte(PyObject* bytes, const char* refusal) {
    const argument_bytes memory(bytes);
    if (memory.size() == 0) raise(PyExc_ValueError, "%s", refusal);
    return *memory.data();
}

/// Reads a slice, all foreign code included.
struct slice_argument {
    explicit slice_argument(PyObject* from) { checked(Py_ssize_t{PySlice_Unpack(from, &start, &stop, &step)}); }
    /// Gives `use` the slice; one without a step as the type that says so.
    template <class Use>
    auto give(const Use& use) const {
        if (step == 1) return use(lendbuf::slice(start, stop));
        return use(lendbuf::slice(start, stop, step));
    }
    Py_ssize_t start = 0;
    Py_ssize_t stop = 0;
    Py_ssize_t step = 1;
};

/// Gives a slice as it stands; may run foreign code.
[[nodiscard]] inline lendbuf::slice<true> slice_of(PyObject* from) {
    const slice_argument read(from);
    return {read.start, read.stop, read.step};
}

/// Gives the separator of hexadecimal digits: an ASCII letter, as a text or bytes. May run foreign code.
[[nodiscard]] inline char separator_of(PyObject* separator) {
    const Py_ssize_t size = checked(PyObject_Size(separator));
    if (size != 1) raise(PyExc_ValueError, "sep must be length 1.");
    Py_UCS4 letter = 0;
    if (PyUnicode_Check(separator))
        letter = PyUnicode_READ_CHAR(separator, 0);
    else if (PyBytes_Check(separator) || holds<lendbuf::bytes>(separator))
        letter = sole_byte(separator, "sep must be length 1.");
    else
        raise(PyExc_TypeError, "sep must be str or bytes.");
    if (letter > 127) raise(PyExc_ValueError, "sep must be ASCII.");
    return static_cast<char>(letter);
}

/// Gives an argument that is a short text without null bytes, such as the name of a codec; null when left out.
[[nodiscard]] inline const char* name_argument(const char* method, PyObject* name) {
    if (name == nullptr) return nullptr;
    if (!PyUnicode_Check(name)) raise(PyExc_TypeError, "%s() argument must be str, not %.50s", method, type_name(name));
    Py_ssize_t size = 0;
    const char* const text = PyUnicode_AsUTF8AndSize(name, &size);
    if (text == nullptr) throw python_error{};
    if (std::char_traits<char>::length(text) != static_cast<std::size_t>(size))
        raise(PyExc_ValueError, "embedded null character");
    return text;
}

/// Gives a bound: None, or an integer that is cut to what fits.
[[nodiscard]] inline lendbuf::slice_bound bound_of(PyObject* bound) {
    if (bound == Py_None) return lendbuf::none;
    if (PyIndex_Check(bound) == 0)
        raise(PyExc_TypeError, "slice indices must be integers or None or have an __index__ method");
    return size_of(bound, nullptr);
}
/// Gives an argument that is a bound, and may be left out.
[[nodiscard]] inline lendbuf::slice_bound bound_at(arguments given, std::size_t place) {
    return place < given.size() ? bound_of(given[place]) : lendbuf::slice_bound(lendbuf::none);
}

/// Gives a number that should be a byte; what does not even fit becomes -1, which the library refuses as well.
[[nodiscard]] inline long byte_of(PyObject* number) {
    int overflow = 0;
    const long value = PyLong_AsLongAndOverflow(number, &overflow);
    if (value == -1) checked(Py_ssize_t{-1});
    return value;
}

/// Finds the fill byte of center and its like. Throws: python_error for anything but one byte in bytes or a bytearray.
[[nodiscard]] char fill_byte(const char* method, arguments given);

/// Sees the gapless bytes of an argument as long as it lives; those of the two types here without a detour.
class lent_bytes {
public:
    /// Throws: python_error (TypeError for what is no buffer, BufferError).
    explicit lent_bytes(PyObject* from) {
        if (Py_IS_TYPE(from, byte_type<lendbuf::bytes>)) {
            see(value_of<lendbuf::bytes>(from));
        } else if (Py_IS_TYPE(from, byte_type<lendbuf::bytearray>)) {
            see(value_of<lendbuf::bytearray>(from));
        } else {
            if (PyObject_GetBuffer(from, &buffer_, PyBUF_SIMPLE) != 0) throw python_error{};
            data_ = static_cast<const std::uint8_t*>(buffer_.buf);
            size_ = buffer_.len;
        }
    }
    lent_bytes(const lent_bytes&) = delete;
    lent_bytes& operator=(const lent_bytes&) = delete;
    ~lent_bytes() { PyBuffer_Release(&buffer_); } // nothing, where there is none

    [[nodiscard]] const std::uint8_t* data() const noexcept { return data_; }
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return size_; }

private:
    template <byte_string T>
    void see(const T& value) {
        hold_ = value.lend();
        data_ = value.data();
        size_ = value.size();
    }

    Py_buffer buffer_{};
    lendbuf::lease hold_;
    const std::uint8_t* data_ = nullptr;
    std::ptrdiff_t size_ = 0;
};

/// Sees the bytes of an argument. Throws: python_error, always a TypeError with a text of one's own.
template <class... Names>
[[nodiscard]] lent_bytes bytes_or_refuse(PyObject* from, const char* refusal, Names... names) {
    try {
        return lent_bytes(from);
    } catch (const python_error&) {
        raise(PyExc_TypeError, refusal, names...);
    }
}

/// Gives `use` the bytes to look for: a run of them, or a number.
template <class Use>
auto with_needle(PyObject* needle, const Use& use) {
    if (PyObject_CheckBuffer(needle) != 0) {
        const lent_bytes run(needle);
        return use(run);
    }
    if (PyIndex_Check(needle) == 0)
        raise(PyExc_TypeError, "argument should be integer or bytes-like object, not '%.200s'", type_name(needle));
    return use(size_of(needle, nullptr));
}

/// Adds whatever bytes `source` exports, gapless or not, to `out`.
inline void append_exported(lendbuf::bytearray& out, PyObject* source) {
    const argument_bytes memory(source, PyBUF_FULL_RO);
    const Py_buffer& buffer = memory.buffer();
    if (PyBuffer_IsContiguous(&buffer, 'C') != 0) return out.extend(memory);
    lendbuf::bytearray gathered(static_cast<std::ptrdiff_t>(memory.size()));
    checked(Py_ssize_t{PyBuffer_ToContiguous(gathered.data(), &buffer, buffer.len, 'C')});
    out.extend(gathered);
}

/// Adds the numbers of an iterable to `out`, one by one: whoever gives them may look at it meanwhile.
///
/// Throws: python_error; for what is no iterable with `refusal`, which names the type.
inline void append_numbers(lendbuf::bytearray& out, PyObject* iterable, const char* refusal) {
    const object iterator(PyObject_GetIter(iterable));
    if (!iterator) {
        if (PyErr_ExceptionMatches(PyExc_TypeError) != 0) raise(PyExc_TypeError, refusal, type_name(iterable));
        throw python_error{};
    }
    while (const object number = object(PyIter_Next(iterator.get()))) out.append(byte_of(number.get()));
    if (PyErr_Occurred() != nullptr) throw python_error{};
}

/// Encodes a text; null means the defaults.
[[nodiscard]] inline object encoded(PyObject* text, const char* encoding, const char* errors) {
    return checked(PyUnicode_AsEncodedString(text, encoding, errors));
}

} // namespace module
