// Everything for hosted programs: the whole core, the owners on the heap, and mapped files.
#pragma once

#include <lendbuf/core.hpp>
#include <lendbuf/element/bits.hpp>
#include <lendbuf/element/fixed_string.hpp>
#include <lendbuf/format/equivalence.hpp>
#include <lendbuf/owner/any_array.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/owner/bytes.hpp>
#include <lendbuf/owner/shared_items.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <lendbuf/pack/chain.hpp>
#include <lendbuf/pack/record.hpp>
#include <lendbuf/pack/structure.hpp>
#include <lendbuf/view/bit_view.hpp>
#include <lendbuf/view/cast_copy.hpp>
#include <lendbuf/view/compare.hpp>
#include <lendbuf/view/copy.hpp>
#include <lendbuf/view/count.hpp>
#include <lendbuf/view/fill.hpp>
#include <lendbuf/view/find.hpp>
#include <lendbuf/view/for_each.hpp>
#include <lendbuf/view/hash.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <lendbuf/view/hex.hpp>
#include <lendbuf/view/indirect_buffer.hpp>
#include <lendbuf/view/indirect_items.hpp>
#include <lendbuf/view/memoryview_buffer.hpp>
#include <lendbuf/view/memoryview_copies.hpp>
#include <lendbuf/view/min_max.hpp>
#include <lendbuf/view/ranges.hpp>
#include <lendbuf/view/runs.hpp>
#include <lendbuf/view/sum.hpp>
#include <lendbuf/view/tobytes.hpp>
#include <lendbuf/view/tobytes_into.hpp>
#include <lendbuf/view/tohex.hpp>
#include <lendbuf/view/tolist.hpp>
#include <lendbuf/view/transform.hpp>
#include <lendbuf/view/weak_view.hpp>
#include <lendbuf/view/zip.hpp>
#if defined(_WIN32) || __has_include(<sys/mman.h>)
#    include <lendbuf/owner/mapped_file.hpp>
#    include <lendbuf/owner/shared_memory.hpp>
#endif
#if __has_include(<sys/mman.h>)
#    include <lendbuf/owner/guarded_read.hpp>
#endif
