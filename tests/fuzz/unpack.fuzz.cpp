// Records of any format out of any bytes: all ways of reading agree, and what was read can be written again.
#include "fuzz.hpp"

#include <algorithm>
#include <bit>
#include <lendbuf/lendbuf.hpp>
#include <vector>

namespace lb = lendbuf;

namespace {

using byte_vector = std::vector<std::uint8_t>;
using any_structure = decltype(lb::structure::try_parse("", 0))::value_type;

constexpr std::ptrdiff_t most_values = 2000; // more would only be slow

bool same_float(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Compares items to the bit: NaNs too.
bool same_item(const lb::item& a, const lb::item& b) {
    if (a.type() != b.type()) return false;
    if (a.type() == lb::item_type::floating || a.type() == lb::item_type::complex)
        return same_float(a.real(), b.real()) && same_float(a.imag(), b.imag());
    return a == b;
}

bool same_items(const std::vector<lb::item>& a, const std::vector<lb::item>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_item);
}

template <class Record>
std::vector<lb::item> all_items(const Record& record) {
    return {record.begin(), record.end()};
}

template <class Structure, class X>
std::vector<lb::item> visited(const Structure& structure, const X& x, std::ptrdiff_t offset) {
    std::vector<lb::item> items;
    structure.visit(x, offset, [&](const lb::item& value, std::ptrdiff_t index) {
        require(index == static_cast<std::ptrdiff_t>(items.size()));
        items.push_back(value);
    });
    return items;
}

/// Tells whether the bytes of a field come back: no NaN, no length beyond the string, no true but 1.
bool is_exact(const lb::plan_field& field, const lb::item& value) {
    switch (field.kind) {
    case lb::value_kind::signed_integer:
    case lb::value_kind::unsigned_integer:
    case lb::value_kind::pointer:
    case lb::value_kind::character:
    case lb::value_kind::string: return true;
    case lb::value_kind::floating: return value.real() == value.real();
    case lb::value_kind::complex: return value.real() == value.real() && value.imag() == value.imag();
    default: return false;
    }
}

/// Lays the bytes out `stride` apart, others between; backwards when negative.
struct spread_bytes {
    spread_bytes(const byte_vector& bytes, std::ptrdiff_t stride_)
        : stride(stride_), size(static_cast<std::ptrdiff_t>(bytes.size())) {
        const std::ptrdiff_t step = stride < 0 ? -stride : stride;
        first = size == 0 || stride > 0 ? 0 : step * (size - 1);
        memory.assign(static_cast<std::size_t>(size == 0 ? 0 : step * (size - 1) + 1), 0xA5);
        for (std::ptrdiff_t k = 0; k < size; ++k)
            memory[static_cast<std::size_t>(first + k * stride)] = bytes[static_cast<std::size_t>(k)];
    }
    [[nodiscard]] lb::buffer_view<std::uint8_t> view() {
        return lb::buffer_view<std::uint8_t>(memory, {{size}}, {{stride}}, first);
    }

    std::ptrdiff_t stride;
    std::ptrdiff_t size;
    std::ptrdiff_t first = 0;
    byte_vector memory; // not a byte more than the view needs
};

void check_refusal(const any_structure& structure, const byte_vector& data, std::ptrdiff_t offset,
                   const lb::error_info& error) {
    const auto size = structure.size(), length = static_cast<std::ptrdiff_t>(data.size());
    require(offset < 0 ? offset + length < 0 || offset + size > 0 : offset > length || length - offset < size);
    require(error.kind() == lb::error_kind::structure && error.offset == offset);
    require(error.need == static_cast<std::uint64_t>(size) && error.have == data.size());
    byte_vector target = data;
    const std::vector<lb::item> items(static_cast<std::size_t>(std::min(structure.value_count(), most_values)), 1);
    require(!structure.try_pack_items_into(target, offset, items.data(), items.size()) && target == data);
}

/// Writes the values back and checks what can be promised of the bytes.
void check_packing(const any_structure& structure, const byte_vector& data, std::ptrdiff_t offset,
                   const std::vector<lb::item>& items) {
    const auto start =
        static_cast<std::size_t>(offset < 0 ? offset + static_cast<std::ptrdiff_t>(data.size()) : offset);
    byte_vector target(data.size(), 0xCC);
    require(structure.try_pack_items_into(target, offset, items.data(), items.size()).has_value());
    const auto size = static_cast<std::size_t>(structure.size());
    for (std::size_t k = 0; k < target.size(); ++k) require((k >= start && k < start + size) || target[k] == 0xCC);
    require(same_items(all_items(*structure.try_unpack_from(target, offset)), items));
    std::size_t at = 0;
    for (std::size_t n = 0; n < items.size(); ++n) {
        const lb::plan_field& field = structure.field_of_value(static_cast<std::ptrdiff_t>(n));
        const bool is_text = field.kind == lb::value_kind::string || field.kind == lb::value_kind::counted_string;
        const auto width = static_cast<std::size_t>(is_text ? field.count : field.itemsize);
        const auto place =
            static_cast<std::size_t>(field.offset) +
            static_cast<std::size_t>(static_cast<std::ptrdiff_t>(n) - field.first_value) * field.itemsize;
        for (; at < place; ++at) require(target[start + at] == 0); // padding
        if (is_exact(field, items[n]))
            for (std::size_t k = 0; k < width; ++k) require(target[start + place + k] == data[start + place + k]);
        at = place + width;
    }
    for (; at < size; ++at) require(target[start + at] == 0);

    spread_bytes apart(byte_vector(data.size(), 0xCC), 3);
    const auto view = apart.view();
    require(structure.try_pack_items_into(view, offset, items.data(), items.size()).has_value());
    for (std::size_t k = 0; k < target.size(); ++k) require(apart.memory[3 * k] == target[k]);

    // One value of the wrong type, and nothing is written.
    for (std::size_t n = 0; n < items.size(); n += 1 + items.size() / 4) {
        if (items[n].type() == lb::item_type::boolean) continue; // takes anything
        std::vector<lb::item> wrong = items;
        wrong[n] = lb::item();
        byte_vector untouched = data;
        const auto refused = structure.try_pack_items_into(untouched, offset, wrong.data(), wrong.size());
        require(!refused && refused.error().field == static_cast<std::int32_t>(n) && untouched == data);
    }
}

template <class T>
void check_variable(const any_structure& structure, const byte_vector& data, std::ptrdiff_t offset,
                    const lb::item& value) {
    T variable{};
    const auto done = structure.try_unpack_into(data, offset, variable);
    const auto wanted = value.try_as<T>();
    require(done.has_value() == wanted.has_value() && done.error().code == wanted.error().code);
    if (wanted) require(same_float(static_cast<double>(variable), static_cast<double>(*wanted)));
    if (!wanted) require(variable == T{});
}

void check_variables(const any_structure& structure, const byte_vector& data, std::ptrdiff_t offset,
                     const std::vector<lb::item>& items) {
    lb::item a, b, c;
    std::string text;
    if (items.size() == 1) {
        check_variable<std::int8_t>(structure, data, offset, items[0]);
        check_variable<std::uint16_t>(structure, data, offset, items[0]);
        check_variable<std::int32_t>(structure, data, offset, items[0]);
        check_variable<std::uint64_t>(structure, data, offset, items[0]);
        check_variable<double>(structure, data, offset, items[0]);
        check_variable<bool>(structure, data, offset, items[0]);
    } else if (items.size() == 2) {
        const bool is_text = items[0].type() == lb::item_type::bytes;
        require(structure.try_unpack_into(data, offset, text, b).has_value() == is_text);
        if (is_text) require(lb::item(text) == items[0] && same_item(b, items[1]));
    } else if (items.size() == 3) {
        require(structure.try_unpack_into(data, offset, a, b, c).has_value());
        require(same_items({a, b, c}, items));
    } else {
        require(structure.try_unpack_into(data, offset, a).error().code == lb::errc::pack_needs_exactly);
    }
}

void check_iteration(const any_structure& structure, const byte_vector& data) {
    const auto size = structure.size(), length = static_cast<std::ptrdiff_t>(data.size());
    const auto records = structure.try_iter_unpack(data);
    require(records.has_value() == (size > 0 && length % size == 0));
    if (!records || records->size() > 4 || structure.value_count() > most_values) return;
    std::ptrdiff_t offset = 0;
    for (const auto& record : *records) {
        require(same_items(all_items(record), all_items(*structure.try_unpack_from(data, offset))));
        offset += size;
    }
    require(offset == length);
}

} // namespace

/// The input: the length of the format, the offset (one byte, signed), the format, the data.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* input, std::size_t input_size) {
    if (input_size < 2) return 0;
    const std::size_t length = std::min<std::size_t>(input[0], input_size - 2);
    const std::ptrdiff_t offset = static_cast<std::int8_t>(input[1]);
    const std::string format(reinterpret_cast<const char*>(input + 2), length);
    byte_vector data(input + 2 + length, input + input_size);
    data.shrink_to_fit();

    const auto parsed = lb::structure::try_parse(format.data(), format.size());
    if (!parsed) return 0;
    const any_structure& structure = *parsed;
    const auto whole = structure.try_unpack(data);
    require(whole.has_value() == (structure.size() == static_cast<std::ptrdiff_t>(data.size())));
    check_iteration(structure, data);
    const auto record = structure.try_unpack_from(data, offset);
    if (!record) {
        check_refusal(structure, data, offset, record.error());
        return 0;
    }
    if (structure.value_count() > most_values) return 0; // many empty strings

    const std::vector<lb::item> items = all_items(*record);
    require(static_cast<std::ptrdiff_t>(items.size()) == structure.value_count());
    require(same_items(visited(structure, data, offset), items));
    for (const std::ptrdiff_t stride : {3, -2}) {
        spread_bytes apart(data, stride);
        const auto view = apart.view();
        require(same_items(all_items(*structure.try_unpack_from(view, offset)), items));
        require(same_items(visited(structure, view, offset), items));
    }
    const auto small = lb::static_structure<8>::try_parse(format.data(), format.size());
    if (small) require(same_items(all_items(*small->try_unpack_from(data, offset)), items));
    check_variables(structure, data, offset, items);
    check_packing(structure, data, offset, items);
    return 0;
}
