// The items of a NumPy array as a view: of any type, in either byte order, in C or Fortran order, of any rank.
#include "npy.hpp"
#include <charconv>

namespace inspect {

namespace {

/// Splits a dtype such as "<f8" into its parts; `unit` is what follows, such as "[ns]".
struct dtype {
    char order = '|';
    char kind = '\0';
    std::uint64_t size = 0;
    std::string_view unit{};
};

dtype parse_dtype(std::string_view descr) {
    dtype type;
    if (descr.size() < 4) throw damaged("the dtype {} is too short", quoted(descr));
    const std::string_view inside = descr.substr(1, descr.size() - 2); // without quotes
    type.order = inside[0];
    if (std::string_view("<>|=").find(type.order) == std::string_view::npos)
        throw damaged("the dtype {} names no byte order", quoted(inside));
    type.kind = inside[1];
    const char* const end = inside.data() + inside.size();
    const auto [rest, error] = std::from_chars(inside.data() + 2, end, type.size);
    if (error != std::errc() && type.kind != 'O') throw damaged("the dtype {} has no size", quoted(inside));
    type.unit = {rest, end};
    return type;
}

/// Arrays of more axes than this are shown as a list; NumPy allows 64.
constexpr std::size_t most_axes = 6;

// Items that are more than a number. Each is a plain run of bytes of alignment 1, as lb::be and lb::le are.

struct boolean {
    std::uint8_t byte;
    [[nodiscard]] const char* value() const noexcept { return byte != 0 ? "True" : "False"; }
};

template <std::endian Order>
struct half {
    lb::endian_value<std::uint16_t, Order> bits;
    [[nodiscard]] float value() const noexcept { return lb::half_to_float(bits); }
};

template <class T, std::endian Order>
struct complex {
    lb::endian_value<T, Order> re, im;
    [[nodiscard]] std::string value() const { return fmt::format("{}{:+}j", re.value(), im.value()); }
};

/// Is one character of a text; a text is the last axis of a view.
template <class T, std::endian Order>
struct character {
    lb::endian_value<T, Order> code;
};

template <class Item>
inline constexpr bool is_text = false;
template <class T, std::endian Order>
inline constexpr bool is_text<character<T, Order>> = true;

/// Views the array, whose order of axes matters only here. Axes that it lacks come first and have one item; texts get
/// an axis of `length` characters.
template <class Item>
auto view_array(bytes data, const array_header& what, std::ptrdiff_t length) {
    const std::size_t lacking = most_axes - what.rank;
    lb::index_array<most_axes> shape;
    for (std::size_t k = 0; k < most_axes; ++k) shape[k] = k < lacking ? 1 : what.shape[k - lacking];
    const std::ptrdiff_t itemsize = static_cast<std::ptrdiff_t>(sizeof(Item)) * length;
    const auto strides = lb::contiguous_strides(shape, itemsize, what.fortran_order ? lb::order::f : lb::order::c);
    const auto items = data.cast<Item>();
    if constexpr (is_text<Item>) {
        lb::index_array<most_axes + 1> text_shape, text_strides;
        std::copy(shape.begin(), shape.end(), text_shape.data());
        std::copy(strides.begin(), strides.end(), text_strides.data());
        text_shape[most_axes] = length;
        text_strides[most_axes] = sizeof(Item);
        return lb::buffer_view<const Item, most_axes + 1>(items, text_shape, text_strides);
    } else {
        return lb::buffer_view<const Item, most_axes>(items, shape, strides);
    }
}

template <class View>
std::string show_item(const View& item) {
    using item_type = typename View::value_type;
    if constexpr (is_text<item_type>) {
        std::ptrdiff_t length = item.size();
        while (length > 0 && item[length - 1].code == 0) --length; // filled up with zeros, as in NumPy
        std::string shown = "'";
        for (const auto& c : item[lb::slice(std::min<std::ptrdiff_t>(length, 40))]) append_escaped(shown, c.code, '\'');
        return shown + (length > 40 ? "..." : "") + "'";
    } else {
        return fmt::format("{}", item().value());
    }
}

/// Prints the corner of `view` without its first `lacking` axes: a line for each run along the last axis.
template <class View>
void print_corner(const View& view, std::size_t lacking, const std::string& place, report& out) {
    constexpr std::size_t axes = View::ndim() - (is_text<typename View::value_type> ? 1 : 0);
    constexpr std::ptrdiff_t most = axes == 1 ? 8 : axes == 2 ? 6 : 2;
    if constexpr (axes == 0) {
        out.line("  {}", show_item(view));
    } else if (lacking > 0) {
        print_corner(view(0, lb::ellipsis), lacking - 1, place, out);
    } else if constexpr (axes == 1) {
        std::string run;
        for (std::ptrdiff_t k = 0; k < std::min(view.size(), most); ++k) {
            run += ' ';
            run += show_item(view(k, lb::ellipsis));
        }
        out.line("  [{}:]{}{}", place, run, view.size() > most ? " ..." : "");
    } else {
        for (std::ptrdiff_t k = 0; k < std::min(view.size(), most); ++k)
            print_corner(view[k], 0, fmt::format("{}{}, ", place, k), out);
        if (view.size() > most) out.line("  ... {} more at [{}{}:]", view.size() - most, place, most);
    }
}

template <class Item>
void print_items(bytes data, const array_header& what, std::ptrdiff_t length, report& out) {
    print_corner(view_array<Item>(data, what, length), most_axes - what.rank, "", out);
}

/// Knows how to print arrays of one type of item.
struct item_type {
    char kind;
    std::uint64_t size; ///< bytes; of one character in texts
    std::string_view name;
    void (*print_little)(bytes, const array_header&, std::ptrdiff_t, report&);
    void (*print_big)(bytes, const array_header&, std::ptrdiff_t, report&);
};

/// Makes a row of the table below. Items of one byte have no order, and need just one type.
template <class Little, class Big = Little>
constexpr item_type row(char kind, std::string_view name) {
    return {kind, sizeof(Little), name, print_items<Little>, print_items<Big>};
}

constexpr auto little = std::endian::little;
constexpr auto big = std::endian::big;

constexpr item_type item_types[] = {
    row<boolean>('b', "bool"),
    row<lb::le<std::int8_t>>('i', "int8"),
    row<lb::le<std::int16_t>, lb::be<std::int16_t>>('i', "int16"),
    row<lb::le<std::int32_t>, lb::be<std::int32_t>>('i', "int32"),
    row<lb::le<std::int64_t>, lb::be<std::int64_t>>('i', "int64"),
    row<lb::le<std::uint8_t>>('u', "uint8"),
    row<lb::le<std::uint16_t>, lb::be<std::uint16_t>>('u', "uint16"),
    row<lb::le<std::uint32_t>, lb::be<std::uint32_t>>('u', "uint32"),
    row<lb::le<std::uint64_t>, lb::be<std::uint64_t>>('u', "uint64"),
    row<half<little>, half<big>>('f', "float16"),
    row<lb::le<float>, lb::be<float>>('f', "float32"),
    row<lb::le<double>, lb::be<double>>('f', "float64"),
    row<complex<float, little>, complex<float, big>>('c', "complex64"),
    row<complex<double, little>, complex<double, big>>('c', "complex128"),
    row<lb::le<std::int64_t>, lb::be<std::int64_t>>('M', "datetime64"),
    row<lb::le<std::int64_t>, lb::be<std::int64_t>>('m', "timedelta64"),
    row<character<std::uint8_t, little>>('S', "bytes"),
    row<character<std::uint32_t, little>, character<std::uint32_t, big>>('U', "str"),
};

const item_type* find_item_type(const dtype& type) {
    const bool is_text = type.kind == 'S' || type.kind == 'U';
    for (const item_type& known : item_types)
        if (known.kind == type.kind && (is_text || known.size == type.size)) return &known;
    return nullptr;
}

void print_raw(bytes file, std::uint64_t offset, std::string_view why, report& out) {
    out.heading("items");
    out.line("  {}; as bytes:", why);
    out.hexdump(file, offset, 64);
}

} // namespace

void print_array(bytes file, std::uint64_t offset, array_header what, report& out) {
    if (what.descr.starts_with('[')) return print_raw(file, offset, "records are not taken apart", out);
    const dtype type = parse_dtype(what.descr);
    const item_type* const known = find_item_type(type);
    if (known == nullptr) return print_raw(file, offset, "items of this type are not taken apart", out);

    const bool is_text = type.kind == 'S' || type.kind == 'U';
    constexpr std::uint64_t longest = 1u << 28;
    if (type.size > longest) throw damaged("items of {} bytes", type.size);
    const std::uint64_t length = is_text ? type.size : 1;
    const auto itemsize = static_cast<std::ptrdiff_t>(known->size * length);
    // Empty texts take no room, but their number must still be one.
    const auto count = lb::try_byte_count(what.shape.data(), what.rank, 1).value();
    const auto size = lb::try_byte_count(what.shape.data(), what.rank, itemsize).value();

    const bool is_big = type.order == '>' || (type.order == '=' && std::endian::native == std::endian::big);
    out.heading("array");
    out.line("  dtype: {}{}{}{}", known->name, type.unit, is_text ? fmt::format(", {} characters", length) : "",
             known->size == 1 ? ""
             : is_big         ? ", big-endian"
                              : ", little-endian");
    out.line("  shape: ({}), {} order", fmt::join(what.shape.begin(), what.shape.begin() + what.rank, ", "),
             what.fortran_order ? "Fortran" : "C");
    out.line("  items: {}, {} bytes at offset {:#x}", count, size, offset);
    const bytes data = part(file, offset, static_cast<std::uint64_t>(size));
    if (what.rank > most_axes) {
        out.line("  more than {} axes, so here is how the items lie in the file:", most_axes);
        what.rank = 1;
        what.shape[0] = count;
    }
    const auto print_items = is_big ? known->print_big : known->print_little;
    print_items(data, what, static_cast<std::ptrdiff_t>(length), out);
}

} // namespace inspect
