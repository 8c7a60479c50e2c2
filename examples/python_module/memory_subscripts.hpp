// What stands between the brackets of a memoryview.
#pragma once

#include <lendbuf/layout/any_subscript.hpp>
#include <vector>

#include "memory_object.hpp"

namespace module {

/// Says what a key consists of: integers, which name an item, or slices among them, which name a part.
struct key_parts {
    std::size_t integers = 0;
    std::size_t slices = 0;
    std::size_t ellipses = 0;
    bool is_tuple = false;

    [[nodiscard]] std::size_t size() const noexcept { return integers + slices + ellipses; }
    /// Tells whether the key names an item of `ndim` axes.
    [[nodiscard]] bool is_item(std::size_t ndim) const noexcept { return integers == ndim && size() == ndim; }
    [[nodiscard]] bool is_slice() const noexcept { return !is_tuple && slices == 1; }
};

/// Looks at a key; runs no foreign code. Throws: python_error (TypeError) for what is no key.
[[nodiscard]] key_parts parts_of(PyObject* key);

/// Refuses keys of items that are not there, and in strict mode those that only lendbuf understands.
///
/// Throws: python_error (TypeError, NotImplementedError).
void require_plain_key(const key_parts& parts, PyObject* key, std::size_t ndim, bool assigns);

/// Reads a part of a key; may run foreign code. Throws: python_error (IndexError; ValueError for a zero step).
[[nodiscard]] lendbuf::any_subscript subscript_of(PyObject* part);

/// Reads a key; may run foreign code. Throws: python_error (IndexError; ValueError for a zero step).
[[nodiscard]] std::vector<lendbuf::any_subscript> subscripts_of(PyObject* key);

} // namespace module
