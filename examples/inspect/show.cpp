#include "show.hpp"
#include <chrono>
#include <iterator>

namespace inspect {

std::string utc_time(std::uint64_t seconds) {
    using namespace std::chrono;
    const sys_seconds time{std::chrono::seconds(seconds)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

void append_escaped(std::string& out, std::uint32_t character, char quote) {
    const auto to = std::back_inserter(out);
    if (character == '\\' || (quote != '\0' && character == static_cast<std::uint32_t>(quote)))
        fmt::format_to(to, "\\{}", static_cast<char>(character));
    else if (character == '\n')
        out += "\\n";
    else if (character == '\r')
        out += "\\r";
    else if (character == '\t')
        out += "\\t";
    else if (character >= 0x20 && character < 0x7f)
        out += static_cast<char>(character);
    else if (character < 0x100)
        fmt::format_to(to, "\\x{:02x}", character);
    else if (character < 0x10000)
        fmt::format_to(to, "\\u{:04x}", character);
    else
        fmt::format_to(to, "\\U{:08x}", character);
}

namespace {
std::string escaped(std::string_view text, std::size_t most, char quote) {
    std::string out;
    for (const char c : text.substr(0, most)) append_escaped(out, static_cast<unsigned char>(c), quote);
    return out;
}
} // namespace

std::string quoted(std::string_view text, std::size_t most) {
    const std::string shown = escaped(text, most, '"');
    if (text.size() <= most) return fmt::format("\"{}\"", shown);
    return fmt::format("\"{}\" ... {} more characters", shown, text.size() - most);
}

std::string printable(std::string_view text, std::size_t most) {
    return escaped(text, most, '\0') + (text.size() > most ? "..." : "");
}

} // namespace inspect
