// Everything for hosted programs: the core, the owners on the heap, and mapped files.
#pragma once

#include <lendbuf/core.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/pack/structure.hpp>
#include <lendbuf/view/ranges.hpp>
#include <lendbuf/view/tobytes.hpp>
#include <lendbuf/view/tolist.hpp>
#if __has_include(<sys/mman.h>)
#    include <lendbuf/owner/mapped_file.hpp>
#endif
