// What is done to arrays: of a type known at run time, and of one known to the compiler.
#include "owners_text.hpp"

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstring>
#include <lendbuf/owner/any_array.hpp>
#include <lendbuf/owner/typed_array.hpp>
#include <string>
#include <vector>

namespace owners_test {
namespace {

std::string word_of(std::integral auto number) {
    return "i" + std::to_string(number);
}
std::string word_of(double number) {
    const auto bits = std::bit_cast<std::uint64_t>(number);
    std::string text = "d";
    for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[bits >> shift & 15];
    return text;
}
std::string word_of(const lb::item& value) {
    switch (value.type()) {
    case lb::item_type::signed_integer: return word_of(static_cast<std::int64_t>(value.integer_bits()));
    case lb::item_type::unsigned_integer: return word_of(value.integer_bits());
    case lb::item_type::floating: return word_of(value.real());
    default: return "an item of another type";
    }
}

byte_vector little(byte_vector bytes, std::ptrdiff_t itemsize) {
    if constexpr (std::endian::native == std::endian::big)
        for (auto at = bytes.begin(); at != bytes.end(); at += itemsize) std::reverse(at, at + itemsize);
    return bytes;
}

/// Calls `f` with a number of the type that holds it.
template <class F>
std::string with_number(std::string_view text, const F& f) {
    if (text[0] == 'd') {
        std::uint64_t bits = 0;
        std::from_chars(text.data() + 1, text.data() + text.size(), bits, 16);
        return f(std::bit_cast<double>(bits));
    }
    std::uint64_t large = 0;
    const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), large);
    if (error == std::errc{} && end == text.data() + text.size() && large >> 63 != 0) return f(large);
    return f(static_cast<std::int64_t>(number_of(text.substr(1))));
}

template <class Array>
class array_owner final : public owner_under_test {
public:
    array_owner(Array empty, std::string_view code, const byte_vector& data) : code_(code), a_(std::move(empty)) {
        a_.frombytes(little(data, a_.itemsize()));
    }

    std::string run(std::string_view operation, const arguments& given) override { return act(operation, given); }

    [[nodiscard]] std::string contents() const override { return spelled(a_); }

private:
    static std::string spelled(const Array& a) {
        const lb::bytes raw = a.tobytes();
        return bytes_word(little(byte_vector(raw.begin(), raw.end()), a.itemsize()));
    }

    [[nodiscard]] Array empty_one() const {
        if constexpr (std::same_as<Array, lb::any_array>)
            return Array(code_);
        else
            return Array();
    }

    /// Calls `f` with an array of the same type: one with the given bytes, a slice of this one, or this one.
    template <class F>
    std::string with_array(const argument& given, const F& f) {
        if (given.text().empty()) return f(a_);
        if (given.is_slice()) return given.with_slice([&](const auto& part) { return f(a_[part]); });
        Array other = empty_one();
        other.frombytes(little(given.bytes(), a_.itemsize()));
        return f(other);
    }

    /// Calls `f` with a number as the array takes it; a type error where the compiler refuses that.
    template <class F>
    static std::string with_item(const argument& given, const F& f) {
        return with_number(given.text(), [&f](auto number) {
            if constexpr (std::same_as<Array, lb::any_array>)
                return f(lb::item(number));
            else if constexpr (requires(Array a) { a.append(number); })
                return f(number);
            else
                return std::string("!TypeError");
        });
    }

    /// Calls `f` with a value to look for.
    template <class F>
    static std::string with_value(const argument& given, const F& f) {
        return with_number(given.text(), [&f](auto number) {
            if constexpr (std::same_as<Array, lb::any_array>)
                return f(lb::item(number));
            else
                return f(number);
        });
    }

    void extend_by_list(std::string_view text) {
        const auto words = text == "-" ? std::vector<std::string_view>{} : split_text(text, ',');
        const auto as = [&words]<class V>(V) {
            std::vector<V> numbers;
            for (const auto word : words)
                with_number(word, [&numbers](auto number) {
                    numbers.push_back(V(number));
                    return std::string();
                });
            return numbers;
        };
        if constexpr (std::same_as<Array, lb::any_array>) {
            a_.extend(as(lb::item()));
        } else if constexpr (std::integral<typename Array::value_type>) {
            // No list has large and negative numbers.
            const bool large = std::any_of(words.begin(), words.end(), [](std::string_view w) {
                return w[1] != '-' && (w.size() > 20 || (w.size() == 20 && w >= "i9223372036854775808"));
            });
            large ? a_.fromlist(as(std::uint64_t())) : a_.fromlist(as(std::int64_t()));
        } else {
            a_.fromlist(as(double()));
        }
    }

    [[nodiscard]] std::string compared(const argument& given) {
        const auto order_word = [this](const auto& other) {
            const auto order = a_ <=> other;
            if ((a_ == other) != (order == 0) || (a_ < other) != (order < 0) || (other < a_) != (order > 0))
                return std::string("comparisons contradict each other");
            return std::string(order == 0 ? "i0" : order < 0 ? "i-1" : order > 0 ? "i1" : "i9");
        };
        if constexpr (std::same_as<Array, lb::any_array>) {
            if (given.is_slice()) return with_array(given, order_word);
            Array other(std::string_view(given.text()).substr(0, 1));
            other.frombytes(little(given.bytes(), other.itemsize()));
            return order_word(other);
        } else {
            return with_array(given, order_word);
        }
    }

    std::string act(std::string_view operation, const arguments& given) {
        const std::string nothing = "-";
        const auto bound = [&given](std::size_t k) {
            return k < given.size() ? lb::slice_bound(given[k].number()) : lb::slice_bound(lb::none);
        };
        if (operation == "lease") return leases_.push_back(a_.lend()), nothing;
        if (operation == "release") {
            if (!leases_.empty()) leases_.pop_back();
            return nothing;
        }
        if (operation == "append") return with_item(given[0], [&](const auto& x) { return a_.append(x), nothing; });
        if (operation == "insert")
            return with_item(given[1], [&](const auto& x) { return a_.insert(given[0].number(), x), nothing; });
        if (operation == "set_item")
            return with_item(given[1], [&](const auto& x) { return a_.assign(given[0].number(), x), nothing; });
        if (operation == "extend") return with_array(given[0], [&](const Array& x) { return a_.extend(x), nothing; });
        if (operation == "iadd") return with_array(given[0], [&](const Array& x) { return a_ += x, nothing; });
        if (operation == "fromlist") return extend_by_list(given[0].text()), nothing;
        if (operation == "imul") return a_ *= given[0].number(), nothing;
        if (operation == "pop") return word_of(a_.pop(given.empty() ? -1 : given[0].number()));
        if (operation == "remove") return with_value(given[0], [&](const auto& x) { return a_.remove(x), nothing; });
        if (operation == "clear") return a_.clear(), nothing;
        if (operation == "reverse") return a_.reverse(), nothing;
        if (operation == "byteswap") return a_.byteswap(), nothing;
        if (operation == "copy") return spelled(a_.copy());
        if (operation == "get_item") return word_of(a_[given[0].number()]);
        if (operation == "get_slice") return given[0].with_slice([&](const auto& part) { return spelled(a_[part]); });
        if (operation == "set_slice" || operation == "fit_slice")
            return with_array(given[1], [&](const Array& x) {
                return given[0].with_slice([&](const auto& part) { return a_.assign(part, x), nothing; });
            });
        if (operation == "del_item") return a_.erase(given[0].number()), nothing;
        if (operation == "del_slice")
            return given[0].with_slice([&](const auto& part) { return a_.erase(part), nothing; });
        if (operation == "index")
            return with_value(given[0], [&](const auto& x) { return word_of(a_.index(x, bound(1), bound(2))); });
        if (operation == "count") return with_value(given[0], [&](const auto& x) { return word_of(a_.count(x)); });
        if (operation == "contains")
            return with_value(given[0], [&](const auto& x) { return truth_word(a_.contains(x)); });
        if (operation == "tobytes") return spelled(a_);
        if (operation == "tolist") {
            std::string text;
            for (const auto& value : a_.tolist()) text += (text.empty() ? "" : ",") + word_of(value);
            return '[' + text + ']';
        }
        if (operation == "frombytes") {
            const byte_vector data = given[0].bytes();
            const bool whole = static_cast<std::ptrdiff_t>(data.size()) % a_.itemsize() == 0;
            return a_.frombytes(whole ? little(data, a_.itemsize()) : data), nothing;
        }
        if (operation == "add")
            return with_array(given[0], [&](const Array& x) {
                Array sum = a_.copy();
                sum += x;
                if constexpr (requires { a_ + x; })
                    if (spelled(a_ + x) != spelled(sum)) return std::string("+ and += differ");
                return spelled(sum);
            });
        if (operation == "mul") {
            Array product = a_.copy();
            product *= given[0].number();
            return spelled(product);
        }
        if (operation == "compare") return compared(given[0]);
        give_up(operation);
    }

    std::string code_;
    Array a_;
    std::vector<lb::lease> leases_;
};

} // namespace

std::unique_ptr<owner_under_test> make_array(std::string_view name, const arguments& given) {
    if ((name != "any_array" && name != "typed_array") || given.size() != 1) return nullptr;
    const std::string_view code = given[0].text().substr(0, 1);
    const byte_vector data = given[0].bytes();
    if (name == "any_array") return std::make_unique<array_owner<lb::any_array>>(lb::any_array(code), code, data);
    const auto typed = [&]<class T>(T) -> std::unique_ptr<owner_under_test> {
        return std::make_unique<array_owner<lb::typed_array<T>>>(lb::typed_array<T>(), code, data);
    };
    switch (code[0]) {
    case 'b': return typed(std::int8_t());
    case 'B': return typed(std::uint8_t());
    case 'h': return typed(std::int16_t());
    case 'H': return typed(std::uint16_t());
    case 'i': return typed(std::int32_t());
    case 'I': return typed(std::uint32_t());
    case 'q': return typed(std::int64_t());
    case 'Q': return typed(std::uint64_t());
    case 'f': return typed(float());
    case 'd': return typed(double());
    default: give_up(code);
    }
}

} // namespace owners_test
