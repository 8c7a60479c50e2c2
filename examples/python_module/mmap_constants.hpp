// The numbers of Python's mmap module: how maps may be used, and what the system calls things.
#pragma once

#include "support.hpp"

namespace module {

/// Says what was asked of a map; with `by_default` the protection said it. Python: the ACCESS_ constants
enum class map_access : int { by_default, read, write, copy };

[[nodiscard]] const char* name_of(map_access mode) noexcept;

/// Adds the constants. Throws: python_error.
void add_mmap_constants(PyObject* module);

} // namespace module
