// What is done to a bytearray. What changes nothing is also asked of bytes with the same contents, and of the functions
// that give regions.
#include "owners_text.hpp"

#include <functional>
#include <lendbuf/owner/ascii_case.hpp>
#include <lendbuf/owner/ascii_fill.hpp>
#include <lendbuf/owner/bytearray.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/count.hpp>
#include <lendbuf/view/find.hpp>
#include <limits>
#include <map>

namespace owners_test {
namespace {

using lb::bytearray;
using lb::bytes_like;
using byte_view = lb::buffer_view<const std::uint8_t>;
using gapless_view = lb::buffer_view<std::uint8_t, 1, lb::contiguous>;

std::string word_of(const bytearray& b) {
    return bytes_word(b);
}
std::string word_of(const lb::bytes& b) {
    return bytes_word(b);
}
template <class T, class Layout>
std::string word_of(const lb::region<T, 1, Layout>& part) {
    return bytes_word(lb::bytes(part));
}
template <class Part>
std::string word_of(const lb::three_parts<Part>& parts) {
    return '[' + word_of(parts.before) + ',' + word_of(parts.separator) + ',' + word_of(parts.after) + ']';
}
template <class Pieces>
    requires requires(const Pieces& pieces) { word_of(*pieces.begin()); }
std::string word_of(const Pieces& pieces) {
    std::string text = "[";
    for (const auto& piece : pieces) text += (text.size() > 1 ? "," : "") + word_of(piece);
    return text + ']';
}
std::string word_of(bool truth) {
    return truth_word(truth);
}
std::string word_of(const std::string& text) {
    return bytes_word(text, 't');
}

// What is found from the end comes last piece first.
template <class Pieces>
std::string reversed_word(const Pieces& pieces) {
    std::string text;
    for (const auto& piece : pieces) text = word_of(piece) + (text.empty() ? "" : "," + text);
    return '[' + text + ']';
}

class bytearray_owner final : public owner_under_test {
public:
    explicit bytearray_owner(const argument& data) : b_(bytearray(data.bytes())) {}

    std::string run(std::string_view operation, const arguments& given) override {
        const auto found = operations().find(operation);
        if (found == operations().end()) give_up(operation);
        return found->second(*this, given);
    }

    [[nodiscard]] std::string contents() const override { return bytes_word(b_); }

private:
    using operation_function = std::function<std::string(bytearray_owner&, const arguments&)>;
    using operation_map = std::map<std::string_view, operation_function>;
    static constexpr std::string_view nothing = "-";

    /// Calls `f` with an argument lent in the way that its form says.
    template <class F>
    std::string with_bytes(const argument& given, const F& f) {
        if (given.is_slice())
            return given.with_slice([&](const auto& part) { return f(bytes_like(gapless_view(b_)[part])); });
        const byte_vector data = given.bytes();
        switch (given.form()) {
        case 'a': return f(bytearray(data));
        case 'b': return f(lb::bytes(data));
        case 'v': {
            const auto* const raw = static_cast<const std::byte*>(static_cast<const void*>(data.data()));
            return f(std::vector<std::byte>(raw, raw + data.size()));
        }
        case 'w': return f(byte_view(data));
        case 'r': {
            const byte_vector backwards(data.rbegin(), data.rend());
            return f(byte_view(backwards)[lb::slice(lb::none, lb::none, -1)]);
        }
        default: return f(std::string(data.begin(), data.end()));
        }
    }

    static lb::slice_bound bound(const arguments& given, std::size_t k) {
        return k < given.size() ? lb::slice_bound(given[k].number()) : lb::slice_bound(lb::none);
    }
    static std::ptrdiff_t number_or(const arguments& given, std::size_t k, std::ptrdiff_t left_out) {
        return k < given.size() ? given[k].number() : left_out;
    }

    /// Asks the array and bytes with the same contents; complains where they differ.
    template <class F>
    std::string both(const F& f) {
        const lb::bytes shared(b_);
        const std::string answer = caught([&] { return f(std::as_const(b_)); });
        const std::string other = caught([&] { return f(shared); });
        return answer == other ? answer : answer + " but for bytes " + other;
    }

    template <class F>
    static operation_function question(const F& f) {
        return [f](bytearray_owner& owner, const arguments&) {
            return owner.both([&](const auto& b) { return word_of(f(b)); });
        };
    }
    template <class F>
    static operation_function with_number(const F& f) {
        return [f](bytearray_owner& owner, const arguments& given) {
            return owner.both([&](const auto& b) { return word_of(f(b, given[0].number())); });
        };
    }

    /// Searches between two bounds, with a needle that is a run of bytes or a number.
    template <class F>
    static operation_function search(const F& f) {
        return [f](bytearray_owner& owner, const arguments& given) {
            return owner.both([&](const auto& b) {
                if (given[0].is_number()) return number_word(f(b, given[0].number(), lb::none, lb::none));
                return owner.with_bytes(given[0], [&](bytes_like needle) {
                    const auto& run = needle.run();
                    const lb::region<const std::uint8_t, 1, lb::strided> wanted{
                        run.first, {{run.size}}, {{run.stride}}};
                    return number_word(f(b, wanted, bound(given, 1), bound(given, 2)));
                });
            });
        };
    }

    /// Asks with one run of bytes; `f` gives the answer of a method, `g` that of a function.
    template <class F, class G>
    static operation_function with_run(const F& f, const G& g) {
        return [f, g](bytearray_owner& owner, const arguments& given) {
            const std::string answer = owner.with_bytes(given[0], [&](const bytes_like& x) {
                return owner.both([&](const auto& b) { return f(b, x, given); });
            });
            const byte_vector copy = owner.copy_of(given[0]);
            const std::string other = caught([&] { return g(std::as_const(owner.b_), copy, given); });
            return answer == other ? answer : answer + " but the function says " + other;
        };
    }
    byte_vector copy_of(const argument& given) {
        byte_vector copy;
        with_bytes(given, [&copy](const bytes_like& x) {
            copy.resize(static_cast<std::size_t>(x.size()));
            lb::detail::copy_run(copy.data(), x.run());
            return std::string();
        });
        return copy;
    }

    static const operation_map& operations();
    static void add_changes(operation_map& map);
    static void add_questions(operation_map& map);
    static void add_cuts(operation_map& map);
    static void add_builders(operation_map& map);
    static void add_ascii(operation_map& map);

    bytearray b_;
    std::vector<lb::lease> leases_;
};

// Gives a number as the smallest type that holds it: append takes any.
template <class F>
std::string with_byte(std::ptrdiff_t number, const F& f) {
    return number >= 0 && number <= 255 ? f(static_cast<std::uint8_t>(number)) : f(number);
}

void bytearray_owner::add_changes(operation_map& map) {
    using owner_type = bytearray_owner;
    const auto change = [&map](std::string_view name, const auto& f) {
        map[name] = [f](owner_type& owner, const arguments& given) {
            f(owner, given);
            return std::string(nothing);
        };
    };
    const auto change_by_bytes = [&map](std::string_view name, std::size_t at, const auto& f) {
        map[name] = [f, at](owner_type& owner, const arguments& given) {
            return owner.with_bytes(given[at], [&](const bytes_like& x) {
                f(owner.b_, given, x);
                return std::string(nothing);
            });
        };
    };
    change("lease", [](owner_type& o, const arguments&) { o.leases_.push_back(lb::lend(o.b_)); });
    change("release", [](owner_type& o, const arguments&) {
        if (!o.leases_.empty()) o.leases_.pop_back();
    });
    change("append", [](owner_type& o, const arguments& given) {
        with_byte(given[0].number(), [&](auto byte) { return o.b_.append(byte), std::string(); });
    });
    change_by_bytes("extend", 0, [](bytearray& b, const arguments&, const bytes_like& x) { b.extend(x); });
    change_by_bytes("iadd", 0, [](bytearray& b, const arguments&, const bytes_like& x) { b += x; });
    change("imul", [](owner_type& o, const arguments& given) { o.b_ *= given[0].number(); });
    change("insert", [](owner_type& o, const arguments& given) { o.b_.insert(given[0].number(), given[1].number()); });
    map["pop"] = [](owner_type& o, const arguments& given) { return number_word(o.b_.pop(number_or(given, 0, -1))); };
    change("remove", [](owner_type& o, const arguments& given) { o.b_.remove(given[0].number()); });
    change("clear", [](owner_type& o, const arguments&) { o.b_.clear(); });
    change("reverse", [](owner_type& o, const arguments&) { o.b_.reverse(); });
    change("resize", [](owner_type& o, const arguments& given) { o.b_.resize(given[0].number()); });
    map["copy"] = [](owner_type& o, const arguments&) { return word_of(o.b_.copy()); };
    map["take_bytes"] = [](owner_type& o, const arguments& given) { return word_of(o.b_.take_bytes(bound(given, 0))); };
    change("set_item", [](owner_type& o, const arguments& given) {
        with_byte(given[1].number(), [&](auto byte) { return o.b_.assign(given[0].number(), byte), std::string(); });
    });
    change_by_bytes("set_slice", 1, [](bytearray& b, const arguments& given, const bytes_like& x) {
        given[0].with_slice([&](const auto& part) { b.assign(part, x); });
    });
    map["fit_slice"] = map["set_slice"];
    change("del_item", [](owner_type& o, const arguments& given) { o.b_.erase(given[0].number()); });
    change("del_slice", [](owner_type& o, const arguments& given) {
        given[0].with_slice([&](const auto& part) { o.b_.erase(part); });
    });
}

void bytearray_owner::add_questions(operation_map& map) {
    using owner_type = bytearray_owner;
    map["get_item"] = [](owner_type& o, const arguments& given) {
        return o.both([&](const auto& b) { return number_word(b[given[0].number()]); });
    };
    map["get_slice"] = [](owner_type& o, const arguments& given) {
        return o.both(
            [&](const auto& b) { return given[0].with_slice([&](const auto& part) { return word_of(b[part]); }); });
    };
    map["contains"] = [](owner_type& o, const arguments& given) {
        return o.both([&](const auto& b) {
            if (given[0].is_number()) return truth_word(b.contains(given[0].number()));
            return o.with_bytes(given[0], [&](const bytes_like& x) { return truth_word(b.contains(x)); });
        });
    };
    map["find"] = search([](const auto&... x) { return lb::find(x...); });
    map["rfind"] = search([](const auto&... x) { return lb::rfind(x...); });
    map["index"] = search([](const auto&... x) { return lb::index(x...); });
    map["rindex"] = search([](const auto&... x) { return lb::rindex(x...); });
    map["count"] = search([](const auto&... x) { return lb::count(x...); });
    map["startswith"] =
        with_run([](const auto& b, const bytes_like& x,
                    const arguments& given) { return truth_word(b.startswith(x, bound(given, 1), bound(given, 2))); },
                 [](const auto& b, const byte_vector& x, const arguments& given) {
                     return truth_word(lb::startswith(b, x, bound(given, 1), bound(given, 2)));
                 });
    map["endswith"] =
        with_run([](const auto& b, const bytes_like& x,
                    const arguments& given) { return truth_word(b.endswith(x, bound(given, 1), bound(given, 2))); },
                 [](const auto& b, const byte_vector& x, const arguments& given) {
                     return truth_word(lb::endswith(b, x, bound(given, 1), bound(given, 2)));
                 });
    map["startswith_one_of"] = [](owner_type& o, const arguments& given) {
        const byte_vector first = o.copy_of(given[0]);
        const byte_vector second = o.copy_of(given[1]);
        return o.both([&](const auto& b) { return truth_word(b.startswith({first, second})); });
    };
    map["endswith_one_of"] = [](owner_type& o, const arguments& given) {
        const byte_vector first = o.copy_of(given[0]);
        const byte_vector second = o.copy_of(given[1]);
        return o.both([&](const auto& b) { return truth_word(b.endswith({first, second})); });
    };
    map["compare"] = [](owner_type& o, const arguments& given) {
        const byte_vector x = o.copy_of(given[0]);
        return o.both([&](const auto& b) {
            if ((b == x) != ((b <=> x) == 0) || (x < b) != (b > x) || (b == lb::bytes(x)) != (b == x) ||
                ((b <=> bytearray(x)) != (b <=> x)))
                return std::string("comparisons contradict each other");
            return number_word((b > x ? 1 : 0) - (b < x ? 1 : 0));
        });
    };
}

void bytearray_owner::add_cuts(operation_map& map) {
    using owner_type = bytearray_owner;
    const auto add_strip = [&map](std::string_view name, const auto& method, const auto& function) {
        map[name] = [method, function](owner_type& o, const arguments& given) {
            const bool with_chars = !given.empty();
            const byte_vector x = with_chars ? o.copy_of(given[0]) : byte_vector();
            const std::string region = with_chars ? word_of(function(o.b_, x)) : word_of(function(o.b_));
            const std::string answer = o.both(
                [&](const auto& b) { return with_chars ? word_of(method(b, bytes_like(x))) : word_of(method(b)); });
            return answer == region ? answer : answer + " but the function says " + region;
        };
    };
    add_strip(
        "strip", [](const auto& b, const auto&... x) { return b.strip(x...); },
        [](const auto&... x) { return lb::strip(x...); });
    add_strip(
        "lstrip", [](const auto& b, const auto&... x) { return b.lstrip(x...); },
        [](const auto&... x) { return lb::lstrip(x...); });
    add_strip(
        "rstrip", [](const auto& b, const auto&... x) { return b.rstrip(x...); },
        [](const auto&... x) { return lb::rstrip(x...); });
    const auto add = [&map](std::string_view name, const auto& method, const auto& function) {
        map[name] = with_run(
            [method](const auto& b, const bytes_like& x, const arguments&) { return word_of(method(b, x)); },
            [function](const auto& b, const byte_vector& x, const arguments&) { return word_of(function(b, x)); });
    };
    add(
        "removeprefix", [](const auto& b, const auto& x) { return b.removeprefix(x); },
        [](const auto& b, const auto& x) { return lb::removeprefix(b, x); });
    add(
        "removesuffix", [](const auto& b, const auto& x) { return b.removesuffix(x); },
        [](const auto& b, const auto& x) { return lb::removesuffix(b, x); });
    add(
        "partition", [](const auto& b, const auto& x) { return b.partition(x); },
        [](const auto& b, const auto& x) { return lb::partition(b, x); });
    add(
        "rpartition", [](const auto& b, const auto& x) { return b.rpartition(x); },
        [](const auto& b, const auto& x) { return lb::rpartition(b, x); });
    const auto split_at = with_run([](const auto& b, const bytes_like& x,
                                      const arguments& given) { return word_of(b.split(x, number_or(given, 1, -1))); },
                                   [](const auto& b, const byte_vector& x, const arguments& given) {
                                       return word_of(lb::split(b, x, number_or(given, 1, -1)));
                                   });
    map["split"] = [split_at](owner_type& o, const arguments& given) {
        if (!given[0].is_none()) return split_at(o, given);
        const std::string region = word_of(lb::split(o.b_, lb::none, number_or(given, 1, -1)));
        const std::string answer =
            o.both([&](const auto& b) { return word_of(b.split(lb::none, number_or(given, 1, -1))); });
        return answer == region ? answer : answer + " but the function says " + region;
    };
    const auto rsplit_at =
        with_run([](const auto& b, const bytes_like& x,
                    const arguments& given) { return word_of(b.rsplit(x, number_or(given, 1, -1))); },
                 [](const auto& b, const byte_vector& x, const arguments& given) {
                     return reversed_word(lb::rsplit(b, x, number_or(given, 1, -1)));
                 });
    map["rsplit"] = [rsplit_at](owner_type& o, const arguments& given) {
        if (!given[0].is_none()) return rsplit_at(o, given);
        const std::string region = reversed_word(lb::rsplit(o.b_, lb::none, number_or(given, 1, -1)));
        const std::string answer =
            o.both([&](const auto& b) { return word_of(b.rsplit(lb::none, number_or(given, 1, -1))); });
        return answer == region ? answer : answer + " but the function says " + region;
    };
    map["splitlines"] = [](owner_type& o, const arguments& given) {
        const bool keepends = given[0].number() > 1;
        const std::string region = word_of(lb::splitlines(o.b_, keepends));
        const std::string answer = o.both([&](const auto& b) { return word_of(b.splitlines(keepends)); });
        return answer == region ? answer : answer + " but the function says " + region;
    };
}

void bytearray_owner::add_builders(operation_map& map) {
    using owner_type = bytearray_owner;
    map["replace"] = [](owner_type& o, const arguments& given) {
        return o.with_bytes(given[0], [&](const bytes_like& x) {
            return o.with_bytes(given[1], [&](const bytes_like& y) {
                return o.both([&](const auto& b) { return word_of(b.replace(x, y, number_or(given, 2, -1))); });
            });
        });
    };
    map["join"] = [](owner_type& o, const arguments& given) {
        std::vector<byte_vector> pieces;
        for (const argument& piece : given) pieces.push_back(o.copy_of(piece));
        return o.both([&](const auto& b) { return word_of(b.join(pieces)); });
    };
    map["translate"] = [](owner_type& o, const arguments& given) {
        const bool without_table = given[0].is_none();
        const std::size_t removed_at = without_table ? 1 : 2;
        const byte_vector from = without_table ? byte_vector() : o.copy_of(given[0]);
        const byte_vector to = without_table ? byte_vector() : o.copy_of(given[1]);
        const byte_vector removed = removed_at < given.size() ? o.copy_of(given[removed_at]) : byte_vector();
        return o.both([&](const auto& b) {
            if (without_table) return word_of(b.translate(lb::none, removed));
            return word_of(b.translate(lb::maketrans(from, to), removed));
        });
    };
    map["translate_by"] = [](owner_type& o, const arguments& given) {
        const byte_vector table = o.copy_of(given[0]);
        return o.both([&](const auto& b) { return word_of(b.translate(lb::byte_table(table))); });
    };
    map["hex"] = [](owner_type& o, const arguments& given) {
        return o.both([&](const auto& b) { return word_of(given.empty() ? b.hex() : b.hex(':', given[0].number())); });
    };
    map["fromhex"] = [](owner_type& o, const arguments& given) {
        return o.with_bytes(given[0], [&](const bytes_like& x) {
            return o.both([&](const auto& b) { return word_of(std::remove_cvref_t<decltype(b)>::fromhex(x)); });
        });
    };
    map["add"] = [](owner_type& o, const arguments& given) {
        return o.with_bytes(given[0],
                            [&](const bytes_like& x) { return o.both([&](const auto& b) { return word_of(b + x); }); });
    };
    map["mul"] = with_number([](const auto& b, std::ptrdiff_t count) { return b * count; });
}

void bytearray_owner::add_ascii(operation_map& map) {
    map["capitalize"] = question([](const auto& b) { return lb::capitalize(b); });
    map["lower"] = question([](const auto& b) { return lb::lower(b); });
    map["swapcase"] = question([](const auto& b) { return lb::swapcase(b); });
    map["title"] = question([](const auto& b) { return lb::title(b); });
    map["upper"] = question([](const auto& b) { return lb::upper(b); });
    map["center"] = with_number([](const auto& b, std::ptrdiff_t n) { return lb::center(b, n, '*'); });
    map["ljust"] = with_number([](const auto& b, std::ptrdiff_t n) { return lb::ljust(b, n, '*'); });
    map["rjust"] = with_number([](const auto& b, std::ptrdiff_t n) { return lb::rjust(b, n, '*'); });
    map["zfill"] = with_number([](const auto& b, std::ptrdiff_t n) { return lb::zfill(b, n); });
    map["expandtabs"] = [](bytearray_owner& o, const arguments& given) {
        return o.both([&](const auto& b) {
            return word_of(given.empty() ? lb::expandtabs(b) : lb::expandtabs(b, given[0].number()));
        });
    };
    map["isalnum"] = question([](const auto& b) { return lb::isalnum(b); });
    map["isalpha"] = question([](const auto& b) { return lb::isalpha(b); });
    map["isascii"] = question([](const auto& b) { return lb::isascii(b); });
    map["isdigit"] = question([](const auto& b) { return lb::isdigit(b); });
    map["islower"] = question([](const auto& b) { return lb::islower(b); });
    map["isspace"] = question([](const auto& b) { return lb::isspace(b); });
    map["istitle"] = question([](const auto& b) { return lb::istitle(b); });
    map["isupper"] = question([](const auto& b) { return lb::isupper(b); });
}

const bytearray_owner::operation_map& bytearray_owner::operations() {
    static const operation_map map = [] {
        operation_map made;
        add_changes(made);
        add_questions(made);
        add_cuts(made);
        add_builders(made);
        add_ascii(made);
        return made;
    }();
    return map;
}

} // namespace

std::unique_ptr<owner_under_test> make_bytearray(std::string_view name, const arguments& given) {
    if (name != "bytearray" || given.size() != 1) return nullptr;
    return std::make_unique<bytearray_owner>(given[0]);
}

} // namespace owners_test
