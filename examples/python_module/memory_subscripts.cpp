// Keys of a memoryview: integers, slices and ..., alone or in a tuple.
#include "memory_subscripts.hpp"

namespace module {

namespace {

/// Calls `use` with a key, or with each part of one that is a tuple.
template <class Use>
void for_each_part(PyObject* key, Use&& use) {
    if (PyTuple_Check(key) == 0) return use(key);
    for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(key); ++k) use(PyTuple_GET_ITEM(key, k));
}

} // namespace

key_parts parts_of(PyObject* key) {
    key_parts parts;
    parts.is_tuple = PyTuple_Check(key) != 0;
    for_each_part(key, [&](PyObject* part) {
        if (part == Py_Ellipsis)
            ++parts.ellipses;
        else if (PySlice_Check(part) != 0)
            ++parts.slices;
        else if (PyIndex_Check(part) != 0)
            ++parts.integers;
        else
            raise(PyExc_TypeError, "memoryview: invalid slice key");
    });
    return parts;
}

void require_plain_key(const key_parts& parts, PyObject* key, std::size_t ndim, bool assigns) {
    if (ndim == 0) {
        if ((parts.is_tuple && parts.size() == 0) || key == Py_Ellipsis) return;
        raise(PyExc_TypeError, "invalid indexing of 0-dim memory");
    }
    if (!is_strict || parts.is_item(ndim) || (parts.is_slice() && (!assigns || ndim == 1))) return;
    if (parts.integers == parts.size()) {
        if (parts.integers > ndim)
            raise(PyExc_TypeError, "cannot index %zu-dimension view with %zu-element tuple", ndim, parts.integers);
        raise(PyExc_NotImplementedError,
              parts.is_tuple ? "sub-views are not implemented" : "multi-dimensional sub-views are not implemented");
    }
    if (parts.slices == parts.size())
        raise(PyExc_NotImplementedError, assigns ? "memoryview slice assignments are currently restricted to ndim = 1"
                                                 : "multi-dimensional slicing is not implemented");
    raise(PyExc_TypeError, "memoryview: invalid slice key");
}

lendbuf::any_subscript subscript_of(PyObject* part) {
    if (part == Py_Ellipsis) return lendbuf::ellipsis;
    if (PySlice_Check(part) == 0) return checked(PyNumber_AsSsize_t(part, PyExc_IndexError));
    return slice_of(part);
}

std::vector<lendbuf::any_subscript> subscripts_of(PyObject* key) {
    std::vector<lendbuf::any_subscript> subscripts;
    for_each_part(key, [&](PyObject* part) { subscripts.push_back(subscript_of(part)); });
    return subscripts;
}

} // namespace module
