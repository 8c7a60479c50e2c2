// Reads the cases of struct_cases.py, answers each in every way the run-time front has, and prints what differs from
// CPython's answer.
#include "case_text.hpp"

#include <array>
#include <complex>
#include <cstring>
#include <optional>

namespace {

using namespace case_text;

struct test_case {
    std::string_view operation;
    std::string format;
    byte_vector buffer;
    std::ptrdiff_t offset = 0;
    std::vector<std::string_view> values;
    std::string_view expected;
};

using any_structure = decltype(lb::structure::try_parse("", 0))::value_type;
using small_structure = lb::static_structure<8>;
using byte_view = lb::buffer_view<const std::uint8_t>;

/// Spreads bytes out, `stride` apart (backwards when negative), with others between.
struct spread_bytes {
    spread_bytes(const byte_vector& bytes, std::ptrdiff_t stride_)
        : stride(stride_), size(static_cast<std::ptrdiff_t>(bytes.size())) {
        const std::ptrdiff_t step = stride < 0 ? -stride : stride;
        first = stride < 0 ? step * size : 1;
        memory.assign(static_cast<std::size_t>(step * (size + 1)), filling);
        for (std::ptrdiff_t k = 0; k < size; ++k) at(k) = bytes[static_cast<std::size_t>(k)];
    }

    std::uint8_t& at(std::ptrdiff_t k) { return memory[static_cast<std::size_t>(first + k * stride)]; }
    [[nodiscard]] byte_view view() const { return byte_view(memory, {{size}}, {{stride}}, size == 0 ? 0 : first); }
    [[nodiscard]] lb::buffer_view<std::uint8_t> writable() {
        return lb::buffer_view<std::uint8_t>(memory, {{size}}, {{stride}}, size == 0 ? 0 : first);
    }

    /// Takes the bytes out; complains if another one has changed.
    [[nodiscard]] std::string collected() {
        byte_vector bytes;
        for (std::ptrdiff_t k = 0; k < size; ++k) {
            bytes.push_back(at(k));
            at(k) = filling;
        }
        for (const std::uint8_t byte : memory)
            if (byte != filling) return "bytes between were written";
        return hex(bytes);
    }

    static constexpr std::uint8_t filling = 0xA5;
    std::ptrdiff_t stride;
    std::ptrdiff_t size;
    std::ptrdiff_t first = 0;
    byte_vector memory;
};

template <class Parsed>
std::string size_text(const Parsed& parsed) {
    return parsed ? "size:" + std::to_string(*parsed) : error_text(parsed.error());
}

template <class Record>
std::string values_text(const Record& record) {
    return record ? "values:" + tokens(*record) : error_text(record.error());
}

template <class Records>
std::string records_text(const Records& records) {
    if (!records) return error_text(records.error());
    std::string text = "records:" + std::to_string(records->size()) + ":";
    bool first = true;
    for (const auto& record : *records) {
        text += (first ? "" : ";") + tokens(record);
        first = false;
    }
    return text;
}

class driver {
public:
    void answer(const std::string& line) {
        line_ = line;
        const auto words = split(line, ' ');
        if (words.size() != 6) {
            std::cout << "not a case: " << line << std::endl;
            std::exit(2);
        }
        const byte_vector format = from_hex(words[1]);
        const test_case test{words[0],
                             std::string(format.begin(), format.end()),
                             from_hex(words[2]),
                             number<std::ptrdiff_t>(words[3]),
                             words[4] == "-" ? std::vector<std::string_view>{} : split(words[4], ','),
                             words[5]};
        expected_ = test.expected;
        ++cases_;
        const auto parsed = lb::structure::try_parse(test.format.data(), test.format.size());
        if (test.operation == "calcsize" || !parsed)
            calcsize(test, parsed);
        else
            run(test, *parsed);
    }

    /// Says the last word; gives the program's status.
    [[nodiscard]] int finish() const {
        std::cout << cases_ << " cases, " << mismatches_ << " mismatches" << std::endl;
        return mismatches_ == 0 && cases_ > 0 ? 0 : 1;
    }

private:
    /// Counts a mismatch, once for each case, unless `got` agrees with what is expected.
    void check(const char* way, const std::string& got) { check(way, got, expected_); }
    void check(const char* way, std::string_view got, std::string_view expected) {
        if (agrees(expected, got)) return;
        if (reported_ != cases_) {
            ++mismatches_;
            if (mismatches_ <= most_reports) std::cout << "case " << cases_ << ": " << line_ << '\n';
        }
        reported_ = cases_;
        if (mismatches_ <= most_reports) std::cout << "    " << way << ": " << got << '\n';
    }

    void calcsize(const test_case& test, const lb::result<any_structure>& parsed) {
        const auto size = lb::try_calcsize(test.format.data(), test.format.size());
        check("try_calcsize", size_text(size));
        check("calcsize", caught([&] { return "size:" + std::to_string(lb::calcsize(test.format)); }));
        check("structure", parsed ? "size:" + std::to_string(parsed->size()) : error_text(parsed.error()));
        check("structure(text)", caught([&] { return "size:" + std::to_string(lb::structure(test.format).size()); }));
        const auto small = small_structure::try_parse(test.format.data(), test.format.size());
        if (small.error().code != lb::errc::too_many_fields)
            check("static_structure", small ? "size:" + std::to_string(small->size()) : error_text(small.error()));
        else if (parsed && parsed->fields().end() - parsed->fields().begin() <= 8)
            check("static_structure", "says there are too many fields");
        const lb::error_info& error = parsed.error();
        if (!parsed && (error.column < 0 || error.column >= static_cast<std::int64_t>(test.format.size())))
            check("column", "outside the text");
    }

    void run(const test_case& test, const any_structure& parsed) {
        const auto small = small_structure::try_parse(test.format.data(), test.format.size());
        if (test.operation == "pack") {
            pack(test, parsed, small);
        } else if (test.operation == "pack_into") {
            pack_into("structure", test, parsed);
            if (small) pack_into("static_structure", test, *small);
        } else if (test.operation == "unpack") {
            unpack("structure", test, parsed);
            if (small) unpack("static_structure", test, *small);
            check("unpack(text)", caught([&] { return "values:" + tokens(lb::unpack(test.format, test.buffer)); }));
        } else if (test.operation == "unpack_from") {
            unpack_from("structure", test, parsed);
            if (small) unpack_from("static_structure", test, *small);
            check("unpack_from(text)",
                  caught([&] { return "values:" + tokens(lb::unpack_from(test.format, test.buffer, test.offset)); }));
            typed(test, parsed);
        } else if (test.operation == "iter_unpack") {
            iter_unpack(test, parsed);
            if (small) iter_unpack(test, *small);
        } else {
            check("driver", "unknown operation");
        }
    }

    [[nodiscard]] std::vector<lb::item> items_of(const test_case& test) {
        strings_.assign(test.values.size(), {});
        std::vector<lb::item> items;
        for (const std::string_view text : test.values) items.push_back(item_of(text, strings_[items.size()]));
        return items;
    }

    void pack(const test_case& test, const any_structure& parsed, const lb::result<small_structure>& small) {
        const std::vector<lb::item> items = items_of(test);
        // A format of very many values is refused for their number: no memory is needed to see that.
        const std::size_t size = parsed.size() > 1'000'000 ? 0 : static_cast<std::size_t>(parsed.size());
        const auto packed = [&](const auto& structure) {
            byte_vector bytes(size, 0xA5);
            const auto done = structure.try_pack_items_into(bytes, 0, items.data(), items.size());
            return done ? "bytes:" + hex(bytes) : error_text(done.error());
        };
        check("try_pack_items_into", packed(parsed));
        if (small) check("static_structure::try_pack_items_into", packed(*small));
        if (size != static_cast<std::size_t>(parsed.size())) return;
        const auto all = [&](const auto&... value) {
            check("structure::pack", caught([&] { return "bytes:" + hex(lb::structure(test.format).pack(value...)); }));
            check("pack(text)", caught([&] { return "bytes:" + hex(lb::pack(test.format, value...)); }));
        };
        if (items.empty()) all();
        if (items.size() == 1) all(items[0]);
        if (items.size() == 2) all(items[0], items[1]);
        if (items.size() == 3) all(items[0], items[1], items[2]);
    }

    template <class Structure>
    void pack_into(const char* way, const test_case& test, const Structure& structure) {
        const std::vector<lb::item> items = items_of(test);
        byte_vector bytes = test.buffer;
        const auto done = structure.try_pack_items_into(bytes, test.offset, items.data(), items.size());
        check(way, done ? "bytes:" + hex(bytes) : error_text(done.error()));
        if (!done && bytes != test.buffer) check(way, "changed the buffer and failed");
        for (const std::ptrdiff_t stride : {3, -2}) {
            spread_bytes apart(test.buffer, stride);
            const auto view = apart.writable();
            const auto done_apart = structure.try_pack_items_into(view, test.offset, items.data(), items.size());
            const std::string after = apart.collected();
            check(stride == 3 ? "every third byte" : "backwards",
                  done_apart ? "bytes:" + after : error_text(done_apart.error()));
            if (!done_apart && after != hex(test.buffer)) check("strided", "changed the buffer and failed");
        }
        if (items.size() == 1)
            check("pack_into(item)", caught([&] {
                      byte_vector target = test.buffer;
                      structure.pack_into(target, test.offset, items[0]);
                      return "bytes:" + hex(target);
                  }));
    }

    template <class Structure>
    void unpack(const char* way, const test_case& test, const Structure& structure) {
        check(way, values_text(structure.try_unpack(test.buffer)));
        check("unpack", caught([&] { return "values:" + tokens(structure.unpack(test.buffer)); }));
        const spread_bytes third(test.buffer, 3);
        const byte_view view = third.view();
        check("every third byte", values_text(structure.try_unpack(view)));
    }

    template <class Structure>
    void unpack_from(const char* way, const test_case& test, const Structure& structure) {
        const auto record = structure.try_unpack_from(test.buffer, test.offset);
        check(way, values_text(record));
        if (record) {
            std::vector<lb::item> items;
            for (std::ptrdiff_t n = -record->size(); n < 0; ++n) items.push_back((*record)[n]);
            check("[]", "values:" + tokens(items));
        }
        check("visit", caught([&] {
                  std::vector<lb::item> items;
                  structure.visit(test.buffer, test.offset, [&](const lb::item& value) { items.push_back(value); });
                  return "values:" + tokens(items);
              }));
        for (const std::ptrdiff_t stride : {3, -2}) {
            const spread_bytes apart(test.buffer, stride);
            const byte_view view = apart.view();
            const char* apart_way = stride == 3 ? "every third byte" : "backwards";
            check(apart_way, values_text(structure.try_unpack_from(view, test.offset)));
            check(apart_way, caught([&] {
                      std::vector<lb::item> items;
                      structure.visit(view, test.offset, [&](const lb::item& value, std::ptrdiff_t n) {
                          if (n == static_cast<std::ptrdiff_t>(items.size())) items.push_back(value);
                      });
                      return "values:" + tokens(items);
                  }));
        }
    }

    template <class Structure>
    void iter_unpack(const test_case& test, const Structure& structure) {
        check("iter_unpack", records_text(structure.try_iter_unpack(test.buffer)));
        const spread_bytes third(test.buffer, 3);
        const byte_view view = third.view();
        check("every third byte", records_text(structure.try_iter_unpack(view)));
    }

    // ---- unpack_into: the value as a variable of type T, as C++ converts what CPython gave -------------------------

    /// Spells what a variable of type T must hold; `error:..` where the value does not suit it.
    template <class T>
    static std::string as_type(std::string_view text) {
        const std::string misfit = "error:value", wrong = "error:type";
        const bool is_bytes = text[0] == 's', is_integer = text[0] == 'i' || text[0] == 'b';
        byte_vector storage;
        const lb::item value = item_of(text, storage);
        if constexpr (std::same_as<T, lb::item>) {
            return std::string(text);
        } else if constexpr (std::same_as<T, std::string>) {
            return is_bytes ? std::string(text) : wrong;
        } else if constexpr (std::same_as<T, char>) {
            return is_bytes && text.size() == 3 ? std::string(text) : wrong;
        } else if constexpr (std::same_as<T, std::complex<double>>) {
            return is_bytes ? wrong : "z" + bits_of(value.real()) + bits_of(value.imag());
        } else if constexpr (std::same_as<T, bool>) {
            return !is_integer ? wrong : value.truth() ? "b1" : "b0";
        } else if constexpr (std::floating_point<T>) {
            const auto converted = static_cast<double>(static_cast<T>(value.real()));
            return is_integer || text[0] == 'd' ? "d" + bits_of(converted) : wrong;
        } else {
            if (!is_integer) return wrong;
            const std::string digits(text.substr(1));
            T converted{};
            const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), converted);
            return end.ec == std::errc{} && *end.ptr == '\0' ? "i" + digits : misfit;
        }
    }

    template <class T>
    static std::string variable_text(const T& variable) {
        if constexpr (std::same_as<T, char>)
            return "s" + hex(std::string(1, variable));
        else if constexpr (std::same_as<T, std::string>)
            return "s" + hex(variable);
        else
            return token(lb::item(variable));
    }

    /// Unpacks into variables of types T; they must keep what they held when one of the values does not suit.
    template <class... T>
    void typed_as(const test_case& test, const any_structure& parsed) {
        const auto tokens_expected = split(expected_.substr(std::strlen("values:")), ',');
        std::string expected, failure;
        std::size_t place = 0;
        const auto expect = [&](const std::string& text) {
            if (failure.empty() && text.starts_with("error:")) failure = text;
            expected += text + ",";
        };
        (expect(as_type<T>(tokens_expected[place++])), ...);
        for (const bool strided : {false, true}) {
            lb::values<T...> variables{};
            const spread_bytes third(test.buffer, 3);
            const byte_view view = third.view();
            const auto done = [&]<std::size_t... I>(std::index_sequence<I...>) {
                return strided ? parsed.try_unpack_into(view, test.offset, get<I>(variables)...)
                               : parsed.try_unpack_into(test.buffer, test.offset, get<I>(variables)...);
            }(std::index_sequence_for<T...>{});
            std::string got;
            if (done)
                [&]<std::size_t... I>(std::index_sequence<I...>) {
                    ((got += variable_text(get<I>(variables)) + ","), ...);
                }(std::index_sequence_for<T...>{});
            else
                got = done.error().kind() == lb::error_kind::value  ? "error:value"
                      : done.error().kind() == lb::error_kind::type ? "error:type"
                                                                    : error_text(done.error());
            check("unpack_into", got, failure.empty() ? expected : failure);
        }
    }

    template <class... First>
    void typed_pairs(const test_case& test, const any_structure& parsed) {
        (typed_as<First, std::int64_t>(test, parsed), ...);
        (typed_as<First, double>(test, parsed), ...);
        (typed_as<First, std::string>(test, parsed), ...);
    }

    void typed(const test_case& test, const any_structure& parsed) {
        if (!expected_.starts_with("values:")) {
            lb::item variable = 42;
            const auto done = parsed.try_unpack_into(test.buffer, test.offset, variable);
            if (parsed.value_count() == 1) check("unpack_into", done ? "success" : error_text(done.error()));
            if (done || variable != lb::item(42)) check("unpack_into", "changed the variable");
        } else if (parsed.value_count() == 1) {
            typed_as<lb::item>(test, parsed);
            typed_as<std::int8_t>(test, parsed);
            typed_as<std::uint8_t>(test, parsed);
            typed_as<std::int16_t>(test, parsed);
            typed_as<std::uint16_t>(test, parsed);
            typed_as<std::int32_t>(test, parsed);
            typed_as<std::uint32_t>(test, parsed);
            typed_as<std::int64_t>(test, parsed);
            typed_as<std::uint64_t>(test, parsed);
            typed_as<double>(test, parsed);
            typed_as<float>(test, parsed);
            typed_as<bool>(test, parsed);
            typed_as<char>(test, parsed);
            typed_as<std::string>(test, parsed);
            typed_as<std::complex<double>>(test, parsed);
        } else if (parsed.value_count() == 2) {
            typed_pairs<std::uint64_t, float, std::string>(test, parsed);
        } else if (parsed.value_count() == 3) {
            typed_as<lb::item, lb::item, lb::item>(test, parsed);
        }
    }

    static constexpr std::size_t most_reports = 20;

    std::string_view line_;
    std::string_view expected_;
    std::vector<byte_vector> strings_;
    std::size_t cases_ = 0;
    std::size_t mismatches_ = 0;
    std::size_t reported_ = 0;
};

template <class T>
void describe(char code) {
    struct member {
        char before;
        T value;
    };
    std::cout << ' ' << code << sizeof(T) << '/' << sizeof(member) - sizeof(T);
}

/// Tells which machine this is, in the words of struct_cases.py.
int describe_all() {
    std::cout << (std::endian::native == std::endian::little ? "little " : "big ") << sizeof(void*);
    describe<short>('h');
    describe<int>('i');
    describe<long>('l');
    describe<long long>('q');
    describe<std::ptrdiff_t>('n');
    describe<float>('f');
    describe<double>('d');
    describe<void*>('P');
    std::cout << (quiet_doubles ? " x87" : "") << std::endl;
    return 0;
}

} // namespace

int main(int argc, char**) {
    if (argc > 1) return describe_all();
    std::ios::sync_with_stdio(false);
    driver all;
    for (std::string line; std::getline(std::cin, line);) all.answer(line);
    return all.finish();
}
