// Bytes formatted by %: the directives are read here; only digits come from Python, whose numbers they are.
#pragma once

#include "byte_arguments.hpp"

namespace module {

/// Fills the directives of `format` with `values`: a tuple, a mapping for those with a name, or a single value.
///
/// Python: bytes.__mod__
[[nodiscard]] lendbuf::bytearray formatted(const lendbuf::bytes& format, PyObject* values);

} // namespace module
