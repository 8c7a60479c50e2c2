// The core in one include: views, records whose format the compiler knows, static owners. No heap, no exceptions, no RTTI.
//
// The rest of the core profile is one include each, so that this one stays light; <lendbuf/lendbuf.hpp> has it all:
//   pack/basic_structure, pack/record, pack/chain      formats known at run time, records by name, input in pieces
//   view/for_each, transform, zip, sum, min_max,
//   copy, fill, find, count, hash, hex, runs           whole-view operations
//   view/indirect_view, bit_view, cast_copy            memory behind pointers, single bits, casts with scratch memory
//   view/memoryview, memoryview_buffer                 views whose format and rank are known at run time
//   protocol/observer, view/weak_view                  what became of memory that nobody holds
//   format/equivalence, element/fixed_string           formats by meaning, text of a fixed length
#pragma once

#include <lendbuf/base/half.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/pack/array.hpp>
#include <lendbuf/pack/iter_unpack.hpp>
#include <lendbuf/pack/pack.hpp>
#include <lendbuf/pack/unpack.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
