// Any text is a format or is refused with a column inside it, and all that read formats agree on it.
#include "fuzz.hpp"

#include <algorithm>
#include <lendbuf/lendbuf.hpp>

namespace lb = lendbuf;

namespace {

constexpr std::size_t small_capacity = 4;
using small_structure = lb::static_structure<small_capacity>;

struct walked {
    lb::error_info error;
    std::ptrdiff_t size = 0;
    std::ptrdiff_t values = 0;
    std::size_t fields = 0;
};

/// Walks over the fields and checks that they neither overlap nor leave gaps that no alignment explains.
walked walk_over(std::string_view text) {
    walked all;
    lb::format_walk walk(text.data(), text.size());
    std::ptrdiff_t column = -1;
    for (lb::format_field field; walk.next(field); ++all.fields) {
        require(field.column > column && text[static_cast<std::size_t>(field.column)] != ' ');
        require(field.count >= 0 && field.itemsize > 0 && field.offset >= all.size);
        require(field.offset - all.size < std::max<std::ptrdiff_t>(field.code.native_alignment, 1));
        column = field.column;
        all.size = field.offset + field.nbytes();
        all.values += field.values();
        require(walk.size() == all.size && walk.values() == all.values);
    }
    all.error = walk.error();
    return all;
}

void check_error(const lb::error_info& error, std::string_view text) {
    require(error.kind() == lb::error_kind::structure);
    require(error.column >= 0 && error.column < static_cast<std::int64_t>(text.size()));
    if (error.code == lb::errc::bad_format_char) require(error.symbol == text[static_cast<std::size_t>(error.column)]);
    const lb::struct_error thrown(error);
    require(std::string_view(thrown.what()).find("column") != std::string_view::npos);
}

bool same_error(const lb::error_info& a, const lb::error_info& b) {
    return a.code == b.code && a.column == b.column && a.symbol == b.symbol;
}

template <class Structure>
void check_structure(const Structure& structure, const walked& expected, std::string_view text) {
    require(structure.size() == expected.size && structure.value_count() == expected.values);
    require(structure.format() == text);
    require(static_cast<std::size_t>(structure.fields().end() - structure.fields().begin()) == expected.fields);
    // Every value belongs to the field that starts at or before it.
    const std::ptrdiff_t count = structure.value_count();
    for (const std::ptrdiff_t index : {std::ptrdiff_t{0}, count / 3, count / 2, count - 1}) {
        if (index < 0 || index >= count) continue;
        const lb::plan_field& field = structure.field_of_value(index);
        const bool is_text = field.kind == lb::value_kind::string || field.kind == lb::value_kind::counted_string;
        require(field.first_value <= index && index - field.first_value < (is_text ? 1 : field.count));
    }
}

/// Adds `more` at the end, which has as many values as bytes, and checks that the record grows by it if there is room.
void check_longer(std::string_view text, std::string_view more, const walked& all, std::ptrdiff_t bytes) {
    const std::string longer = std::string(text) + std::string(more);
    const auto size = lb::try_calcsize(longer.data(), longer.size());
    const std::ptrdiff_t most = std::numeric_limits<std::ptrdiff_t>::max() - bytes;
    if (all.size > most || all.values > most)
        require(size.error().code == lb::errc::format_too_long);
    else
        require(size && *size == all.size + bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const walked all = walk_over(text);
    const auto record_size = lb::try_calcsize(text.data(), text.size());
    const auto parsed = lb::structure::try_parse(text.data(), text.size());
    const auto small = small_structure::try_parse(text.data(), text.size());
    require(same_error(record_size.error(), all.error) && same_error(parsed.error(), all.error));
    if (all.fields > small_capacity)
        require(small.error().code == lb::errc::too_many_fields);
    else
        require(same_error(small.error(), all.error));
    if (!small) check_error(small.error(), text);
    if (!parsed) {
        check_error(all.error, text);
        return 0;
    }
    require(*record_size == all.size);
    check_structure(*parsed, all, text);
    if (small) check_structure(*small, all, text);
    check_longer(text, " ", all, 0);
    check_longer(text, "\tc", all, 1);
    check_longer(text, "00c 3c", all, 3);
    return 0;
}
