// How values are shown to people: numbers by name, times, and text that cannot harm a terminal.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace inspect {

/// Puts a name to a number.
struct name_of {
    std::uint64_t value;
    std::string_view name;
};

/// Finds the name of `value` in a table; empty when there is none.
template <class Table>
[[nodiscard]] constexpr std::string_view find_name(const Table& names, std::uint64_t value) noexcept {
    for (const name_of& entry : names)
        if (entry.value == value) return entry.name;
    return {};
}

/// Shows the name of `value`, or the number where it has none.
template <class Table>
[[nodiscard]] std::string name_or_number(const Table& names, std::uint64_t value) {
    const std::string_view name = find_name(names, value);
    return name.empty() ? fmt::format("{:#x}", value) : std::string(name);
}

/// Shows a number and its name out of `Table`.
template <const auto& Table>
[[nodiscard]] std::string named(std::uint64_t value) {
    const std::string_view name = find_name(Table, value);
    return fmt::format("{} ({})", value, name.empty() ? "unknown" : name);
}

/// Shows a number in hexadecimal.
[[nodiscard]] inline std::string hex(std::uint64_t value) {
    return fmt::format("{:#x}", value);
}

/// Shows seconds since 1970 as a date and a time in UTC.
[[nodiscard]] std::string utc_time(std::uint64_t seconds);

/// Shows text in quotes, at most `most` characters of it; what is not printable ASCII is escaped as in Python.
[[nodiscard]] std::string quoted(std::string_view text, std::size_t most = 60);

/// Shows text as `quoted` does, without the quotes: for columns of names.
[[nodiscard]] std::string printable(std::string_view text, std::size_t most = 60);

/// Appends one character, escaped where it is not printable ASCII. `quote` is escaped too.
void append_escaped(std::string& out, std::uint32_t character, char quote);

} // namespace inspect
