// The words of owners_cases.py, and what a kind of owner must be able to do to be compared.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <lendbuf/base/error.hpp>
#include <lendbuf/layout/slice.hpp>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <vector>

namespace owners_test {

namespace lb = lendbuf;
using byte_vector = std::vector<std::uint8_t>;

[[noreturn]] inline void give_up(std::string_view why) {
    std::cout << "the driver gives up: " << why << std::endl;
    std::exit(2);
}

inline std::ptrdiff_t number_of(std::string_view text, int base = 10) {
    std::ptrdiff_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) give_up(text);
    return value;
}

inline std::vector<std::string_view> split_text(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// One word of a line: an argument of an operation.
class argument {
public:
    argument(std::string_view text) : text_(text) {}

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] bool is_none() const { return text_ == "-"; }
    [[nodiscard]] bool is_number() const { return text_.starts_with('i'); }
    [[nodiscard]] bool is_slice() const { return text_.starts_with('/') || text_.empty(); }
    [[nodiscard]] std::ptrdiff_t number() const { return number_of(text_.substr(1)); }

    /// Tells how bytes are to be lent: a letter, or 0.
    [[nodiscard]] char form() const { return text_[0] == 'x' ? '\0' : text_[0]; }
    [[nodiscard]] byte_vector bytes() const {
        const std::string_view digits = text_.substr(text_.find('x') + 1);
        byte_vector made;
        for (std::size_t k = 0; k < digits.size(); k += 2)
            made.push_back(static_cast<std::uint8_t>(number_of(digits.substr(k, 2), 16)));
        return made;
    }

    /// Calls `f` with the slice that is meant, of the type that C++ has for it.
    template <class F>
    auto with_slice(const F& f) const {
        const auto words = text_.empty() ? std::vector<std::string_view>{} : split_text(text_.substr(1), '/');
        const auto bound = [&words](std::size_t k) {
            return words[k] == "_" ? lb::slice_bound(lb::none) : lb::slice_bound(number_of(words[k]));
        };
        switch (words.size()) {
        case 0: return f(lb::all);
        case 2: return f(lb::slice(bound(0), bound(1)));
        case 3: return f(lb::slice(bound(0), bound(1), bound(2)));
        default: give_up(text_);
        }
    }

private:
    std::string_view text_;
};

using arguments = std::vector<argument>;

// How results are spelled.
template <class Bytes>
std::string bytes_word(const Bytes& bytes, char letter = 'x') {
    std::string text(1, letter);
    for (const auto element : bytes) {
        const auto byte = static_cast<std::uint8_t>(element);
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}
inline std::string number_word(std::ptrdiff_t number) {
    return "i" + std::to_string(number);
}
inline std::string truth_word(bool truth) {
    return truth ? "b1" : "b0";
}

/// Runs `f` and gives what it gives, or the name of the exception.
template <class F>
std::string caught(const F& f) {
    try {
        return f();
    } catch (const lb::index_error&) {
        return "!IndexError";
    } catch (const lb::value_error&) {
        return "!ValueError";
    } catch (const lb::buffer_error&) {
        return "!BufferError";
    } catch (const lb::overflow_error&) {
        return "!OverflowError";
    } catch (const lb::type_error&) {
        return "!TypeError";
    } catch (const lb::os_error&) {
        return "!OSError";
    } catch (const lb::error& e) {
        return std::string("another error: ") + e.what();
    } catch (const std::bad_alloc&) {
        return "!MemoryError";
    }
}

/// Does to one owner what the lines say.
class owner_under_test {
public:
    owner_under_test() = default;
    owner_under_test(const owner_under_test&) = delete;
    owner_under_test& operator=(const owner_under_test&) = delete;
    virtual ~owner_under_test() = default;

    /// Gives the result as a word; errors leave as exceptions.
    virtual std::string run(std::string_view operation, const arguments& given) = 0;

    /// Gives what the owner holds as a word.
    [[nodiscard]] virtual std::string contents() const = 0;
};

/// Makes what follows `new NAME`; null for names that belong to others.
std::unique_ptr<owner_under_test> make_bytearray(std::string_view name, const arguments& given);
std::unique_ptr<owner_under_test> make_array(std::string_view name, const arguments& given);
std::unique_ptr<owner_under_test> make_mmap(std::string_view name, const arguments& given);

} // namespace owners_test
