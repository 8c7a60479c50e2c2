// What the program prints: each field with its place, its bytes, its name and its value; lists that end in time.
#pragma once

#include "format.hpp"
#include "show.hpp"
#include <array>
#include <cstdio>
#include <iterator>
#include <utility>

namespace inspect {

/// Lists longer than this are cut, and say so.
inline constexpr std::int64_t most_rows = 48;

/// Names a field of a record, and says how its number is shown.
struct label {
    std::string_view name;
    std::string (*show)(std::uint64_t value) = nullptr; ///< Null: as a decimal number.

    constexpr label(const char* field, std::string (*how)(std::uint64_t) = nullptr) noexcept : name(field), show(how) {}
};

/// Collects lines of text and writes them to a file, or to nowhere.
class report {
public:
    /// Writes to `file`; null throws the text away.
    explicit report(std::FILE* file) noexcept : file_(file) {}
    report(const report&) = delete;
    report& operator=(const report&) = delete;
    ~report() { flush(); }

    template <class... A>
    void line(fmt::format_string<A...> text, A&&... values) {
        fmt::format_to(std::back_inserter(buffer_), text, std::forward<A>(values)...);
        end_line();
    }

    /// Starts a section. It becomes the place that the next problem is reported for.
    template <class... A>
    void heading(fmt::format_string<A...> text, A&&... values) {
        about(text, std::forward<A>(values)...);
        line("\n{}", place_);
    }

    /// Says what is read next, in case that goes wrong.
    template <class... A>
    void about(fmt::format_string<A...> text, A&&... values) {
        place_.clear();
        fmt::format_to(std::back_inserter(place_), text, std::forward<A>(values)...);
    }
    [[nodiscard]] const std::string& place() const noexcept { return place_; }

    /// Unpacks the record at `offset`, prints a line for each of its values, and returns them.
    template <lb::fixed_format Format, std::size_t Count>
    auto fields(bytes file, std::uint64_t offset, const label (&labels)[Count]) {
        static_assert(Count == lb::format_facts<Format>::values, "fields: every value needs a label");
        const auto record = lb::unpack_from<Format>(file, index_of(offset));
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            static constexpr auto places = places_of<Format, Count>();
            (field(file, offset + places[I].first, places[I].second, labels[I].name,
                   shown(labels[I], lb::get<I>(record))),
             ...);
        }(std::make_index_sequence<Count>());
        return record;
    }

    /// Prints one field: where it is, its bytes, its name and its value. Checks nothing.
    void field(bytes file, std::uint64_t offset, std::uint64_t size, std::string_view name, std::string_view value);

    /// Prints at most `size` bytes at `offset`, in hexadecimal and as characters.
    void hexdump(bytes file, std::uint64_t offset, std::uint64_t size);

    /// Ends a list of `total` things of which only the first `most` were printed.
    void more(std::int64_t total, std::string_view things, std::int64_t most = most_rows);

    /// Writes everything out. Returns false when that failed, now or before.
    bool flush();

    /// Counts the characters printed so far.
    [[nodiscard]] std::size_t size() const noexcept { return written_ + buffer_.size(); }

private:
    /// Finds the offset and the size of every value of a format, when compiled.
    template <lb::fixed_format Format, std::size_t Count>
    static consteval auto places_of() {
        std::array<std::pair<std::uint64_t, std::uint64_t>, Count> places{};
        std::size_t number = 0;
        lb::format_walk walk(Format.text, Format.size());
        for (lb::format_field field; walk.next(field);) {
            const auto size = field.code.counts_bytes() ? field.count : field.itemsize;
            for (std::ptrdiff_t k = 0; k < field.values(); ++k)
                places[number++] = {static_cast<std::uint64_t>(field.offset + k * field.itemsize),
                                    static_cast<std::uint64_t>(size)};
        }
        return places;
    }

    template <class Value>
    static std::string shown(const label& how, const Value& value) {
        if constexpr (std::convertible_to<Value, std::string_view>)
            return quoted(value);
        else if (how.show != nullptr)
            return how.show(static_cast<std::uint64_t>(value));
        else
            return fmt::format("{}", value);
    }

    void end_line();

    std::FILE* file_;
    fmt::memory_buffer buffer_;
    std::string place_;
    std::size_t written_ = 0;
    bool failed_ = false;
    bool columns_named_ = false;
};

} // namespace inspect
