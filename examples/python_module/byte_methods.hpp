// Methods that bytes and bytearray share: searches, pieces, and other bytes made of these.
#pragma once

#include <deque>
#include <vector>

#include "byte_arguments.hpp"

namespace module::byte_methods {

// Searches.

/// Says where or how often something is: `find` gets the bytes, what to look for, and two bounds.
template <byte_string T, class Find>
std::ptrdiff_t search(const char* method, PyObject* self, arguments given, const Find& find) {
    expect(method, given, 1, 3);
    const lendbuf::slice_bound start = bound_at(given, 1);
    const lendbuf::slice_bound stop = bound_at(given, 2);
    const T& bytes = value_of<T>(self);
    return with_needle(given[0], [&](const auto& needle) { return find(bytes, needle, start, stop); });
}

inline constexpr auto first_place = [](const auto& bytes, const auto& needle, auto start, auto stop) {
    return lendbuf::find(bytes, needle, start, stop);
};
inline constexpr auto last_place = [](const auto& bytes, const auto& needle, auto start, auto stop) {
    return lendbuf::rfind(bytes, needle, start, stop);
};

template <byte_string T>
object find(PyObject* self, arguments given) {
    return checked(PyLong_FromSsize_t(search<T>("find", self, given, first_place)));
}
template <byte_string T>
object rfind(PyObject* self, arguments given) {
    return checked(PyLong_FromSsize_t(search<T>("rfind", self, given, last_place)));
}

inline object place_found(std::ptrdiff_t place) {
    if (place < 0) raise(PyExc_ValueError, "subsection not found");
    return checked(PyLong_FromSsize_t(place));
}
template <byte_string T>
object index(PyObject* self, arguments given) {
    return place_found(search<T>("index", self, given, first_place));
}
template <byte_string T>
object rindex(PyObject* self, arguments given) {
    return place_found(search<T>("rindex", self, given, last_place));
}

template <byte_string T>
object count(PyObject* self, arguments given) {
    const auto times = [](const T& bytes, const auto& needle, auto start, auto stop) {
        return lendbuf::count(bytes, needle, start, stop);
    };
    return checked(PyLong_FromSsize_t(search<T>("count", self, given, times)));
}

/// Answers for one run of bytes or a tuple of them; `test` gets the bytes and a run.
template <byte_string T, class Test>
object test_ends(const char* method, PyObject* self, arguments given, const Test& test) {
    expect(method, given, 1, 3);
    const lendbuf::slice_bound start = bound_at(given, 1);
    const lendbuf::slice_bound stop = bound_at(given, 2);
    const T& bytes = value_of<T>(self);
    const auto matches = [&](PyObject* end) { return test(bytes, lent_bytes(end), start, stop); };
    if (PyTuple_Check(given[0])) {
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(given[0]); ++k)
            if (matches(PyTuple_GET_ITEM(given[0], k))) return object::borrow(Py_True);
        return object::borrow(Py_False);
    }
    if (PyObject_CheckBuffer(given[0]) == 0)
        raise(PyExc_TypeError, "%s first arg must be bytes or a tuple of bytes, not %s", method, type_name(given[0]));
    return object::borrow(matches(given[0]) ? Py_True : Py_False);
}
template <byte_string T>
object startswith(PyObject* self, arguments given) {
    return test_ends<T>("startswith", self, given, [](const T& bytes, const lent_bytes& prefix, auto start, auto stop) {
        return bytes.startswith(prefix, start, stop);
    });
}
template <byte_string T>
object endswith(PyObject* self, arguments given) {
    return test_ends<T>("endswith", self, given, [](const T& bytes, const lent_bytes& suffix, auto start, auto stop) {
        return bytes.endswith(suffix, start, stop);
    });
}

// Pieces.

template <byte_string T>
object list_of(std::vector<T>&& pieces) {
    object list = checked(PyList_New(static_cast<Py_ssize_t>(pieces.size())));
    Py_ssize_t place = 0;
    for (T& piece : pieces) PyList_SET_ITEM(list.get(), place++, wrapped<T>(std::move(piece)).release());
    return list;
}

/// Reads the arguments of split and rsplit; `cut` gets a separator, or none, and the number of cuts.
template <class Cut>
object split_with(const char* method, const call& made, const Cut& cut) {
    const named_arguments<2> given(method, made, {"sep", "maxsplit"});
    const std::ptrdiff_t maxsplit = given[1] == nullptr ? -1 : size_argument(given[1]);
    if (given[0] == nullptr || given[0] == Py_None) return list_of(cut(lendbuf::none, maxsplit));
    const lent_bytes run(given[0]);
    return list_of(cut(run, maxsplit));
}
template <byte_string T>
object split(PyObject* self, const call& made) {
    return split_with("split", made, [self](const auto& separator, std::ptrdiff_t maxsplit) {
        return value_of<T>(self).split(separator, maxsplit);
    });
}
template <byte_string T>
object rsplit(PyObject* self, const call& made) {
    return split_with("rsplit", made, [self](const auto& separator, std::ptrdiff_t maxsplit) {
        return value_of<T>(self).rsplit(separator, maxsplit);
    });
}
template <byte_string T>
object splitlines(PyObject* self, const call& made) {
    const named_arguments<1> given("splitlines", made, {"keepends"});
    const int keepends = int_argument(given[0], 0);
    return list_of(value_of<T>(self).splitlines(keepends != 0));
}

/// Calls partition or, with `AtLast`, rpartition. A bytearray takes separators with gaps, too; bytes give the separator
/// back as it is, and stay the object that they were where they are not cut, of whatever type.
template <byte_string T, bool AtLast>
object three_parts(PyObject* self, PyObject* separator) {
    const auto cut = [self](const auto& run) {
        return AtLast ? value_of<T>(self).rpartition(run) : value_of<T>(self).partition(run);
    };
    const auto pack = [](const object& before, const object& middle, const object& after) {
        return checked(PyTuple_Pack(3, before.get(), middle.get(), after.get()));
    };
    if constexpr (is_mutable<T>) {
        lendbuf::bytearray run;
        append_exported(run, separator);
        auto parts = cut(run);
        return pack(wrapped<T>(std::move(parts.before)), wrapped<T>(std::move(parts.separator)),
                    wrapped<T>(std::move(parts.after)));
    } else {
        const lent_bytes run(separator);
        auto parts = cut(run);
        const bool is_cut = !parts.separator.empty();
        const auto part = [&](T& bytes, bool is_whole) {
            return is_whole && !is_cut ? object::borrow(self) : wrapped<T>(std::move(bytes));
        };
        return pack(part(parts.before, !AtLast),
                    is_cut ? object::borrow(separator) : wrapped<T>(std::move(parts.separator)),
                    part(parts.after, AtLast));
    }
}
template <byte_string T>
object partition(PyObject* self, PyObject* separator) {
    return three_parts<T, false>(self, separator);
}
template <byte_string T>
object rpartition(PyObject* self, PyObject* separator) {
    return three_parts<T, true>(self, separator);
}

template <byte_string T>
object join(PyObject* self, PyObject* iterable) {
    const object items = checked(PySequence_Fast(iterable, "can only join an iterable"));
    const Py_ssize_t size = PySequence_Fast_GET_SIZE(items.get());
    std::deque<lent_bytes> pieces;
    for (Py_ssize_t k = 0; k < size; ++k) {
        if (PySequence_Fast_GET_SIZE(items.get()) != size) // by foreign code that gives a buffer
            raise(PyExc_RuntimeError, "sequence changed size during iteration");
        const object kept = object::borrow(PySequence_Fast_GET_ITEM(items.get(), k));
        PyObject* const item = kept.get();
        if constexpr (!is_mutable<T>)
            if (size == 1 && Py_IS_TYPE(item, byte_type<T>)) return object::borrow(item);
        try {
            pieces.emplace_back(item);
        } catch (const python_error&) {
            raise(PyExc_TypeError, "sequence item %zd: expected a bytes-like object, %.80s found", k, type_name(item));
        }
    }
    return wrapped<T>(value_of<T>(self).join(pieces));
}

// Other bytes made of these.

template <byte_string T>
object replace(PyObject* self, arguments given) {
    expect("replace", given, 2, 3);
    const lent_bytes old_run(given[0]);
    const lent_bytes new_run(given[1]);
    const std::ptrdiff_t times = given.size() == 3 ? size_argument(given[2]) : -1;
    return result_of<T>(self, value_of<T>(self).replace(old_run, new_run, times));
}

/// Parses the argument of strip and its like; `trim` gets the bytes to take off, or none.
template <byte_string T, class Trim>
object trimmed(const char* method, PyObject* self, arguments given, const Trim& trim) {
    expect(method, given, 0, 1);
    if (given.empty() || given[0] == Py_None) return result_of<T>(self, trim(value_of<T>(self), lendbuf::none));
    const lent_bytes unwanted(given[0]);
    return result_of<T>(self, trim(value_of<T>(self), unwanted));
}
template <byte_string T>
object strip(PyObject* self, arguments given) {
    return trimmed<T>("strip", self, given, [](const T& bytes, const auto& chars) { return bytes.strip(chars); });
}
template <byte_string T>
object lstrip(PyObject* self, arguments given) {
    return trimmed<T>("lstrip", self, given, [](const T& bytes, const auto& chars) { return bytes.lstrip(chars); });
}
template <byte_string T>
object rstrip(PyObject* self, arguments given) {
    return trimmed<T>("rstrip", self, given, [](const T& bytes, const auto& chars) { return bytes.rstrip(chars); });
}
template <byte_string T>
object removeprefix(PyObject* self, PyObject* prefix) {
    const lent_bytes run(prefix);
    return result_of<T>(self, value_of<T>(self).removeprefix(run));
}
template <byte_string T>
object removesuffix(PyObject* self, PyObject* suffix) {
    const lent_bytes run(suffix);
    return result_of<T>(self, value_of<T>(self).removesuffix(run));
}

template <byte_string T>
object translate(PyObject* self, const call& made) {
    const named_arguments<2> given("translate", made, {"", "delete"}, 1);
    const auto map = given[0] == Py_None ? lendbuf::byte_table() : lendbuf::byte_table(lent_bytes(given[0]));
    if (given[1] == nullptr) return result_of<T>(self, value_of<T>(self).translate(map));
    const lent_bytes unwanted(given[1]);
    return result_of<T>(self, value_of<T>(self).translate(map, unwanted));
}
inline object maketrans(PyObject*, arguments given) {
    expect("maketrans", given, 2, 2);
    const lent_bytes from(given[0]);
    const lent_bytes to(given[1]);
    return wrapped<lendbuf::bytes>(lendbuf::bytes(lendbuf::maketrans(from, to)));
}

} // namespace module::byte_methods
