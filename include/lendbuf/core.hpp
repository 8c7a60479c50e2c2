// Everything that needs no heap, no exceptions and no RTTI: for embedded targets, and for whoever wants little.
#pragma once

#include <lendbuf/base/half.hpp>
#include <lendbuf/base/result.hpp>
#include <lendbuf/element/endian.hpp>
#include <lendbuf/format/equivalence.hpp>
#include <lendbuf/format/parse.hpp>
#include <lendbuf/format/record_of.hpp>
#include <lendbuf/format/type_code.hpp>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/static_memory.hpp>
#include <lendbuf/pack/array.hpp>
#include <lendbuf/pack/basic_structure.hpp>
#include <lendbuf/pack/chain.hpp>
#include <lendbuf/pack/iter_unpack.hpp>
#include <lendbuf/pack/pack.hpp>
#include <lendbuf/pack/record.hpp>
#include <lendbuf/pack/unpack.hpp>
#include <lendbuf/protocol/exporter.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/equal.hpp>
