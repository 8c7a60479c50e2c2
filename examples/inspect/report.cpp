#include "report.hpp"
#include <algorithm>

namespace inspect {

void report::field(bytes file, std::uint64_t offset, std::uint64_t size, std::string_view name,
                   std::string_view value) {
    // A slice never leaves the file: it is as long as the file allows, and cut where the column ends.
    constexpr std::uint64_t column = 8;
    if (!std::exchange(columns_named_, true)) line("  {:<8}  {:<26}  {:<22}  {}", "offset", "bytes", "field", "value");
    std::string dump;
    for (const std::uint8_t byte : file[lb::slice(offset, offset + std::min(size, column))])
        fmt::format_to(std::back_inserter(dump), "{:02x} ", byte);
    if (size > column) dump += "..";
    line("  {:08x}  {:<26}  {:<22}  {}", offset, dump, name, value);
}

void report::hexdump(bytes file, std::uint64_t offset, std::uint64_t size) {
    const bytes area = file[lb::slice(offset, offset + std::min(size, size_of(file)))];
    for (std::ptrdiff_t at = 0; at < area.size(); at += 16) {
        std::string hex;
        std::string characters;
        for (const std::uint8_t byte : area[lb::slice(at, at + 16)]) {
            fmt::format_to(std::back_inserter(hex), "{}{:02x} ", hex.size() == 24 ? " " : "", byte);
            characters += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
        }
        line("  {:08x}  {:<49} |{}|", offset + static_cast<std::uint64_t>(at), hex, characters);
    }
}

void report::more(std::int64_t total, std::string_view things, std::int64_t most) {
    if (total > most) line("  ... {} more {}", total - most, things);
}

bool report::flush() {
    if (file_ != nullptr) {
        const std::size_t done = std::fwrite(buffer_.data(), 1, buffer_.size(), file_);
        failed_ = std::fflush(file_) != 0 || done != buffer_.size() || failed_;
    }
    written_ += buffer_.size();
    buffer_.clear();
    return !failed_;
}

void report::end_line() {
    while (buffer_.size() > 0 && buffer_.end()[-1] == ' ') buffer_.resize(buffer_.size() - 1);
    buffer_.push_back('\n');
    if (buffer_.size() > 1u << 16) flush();
}

} // namespace inspect
