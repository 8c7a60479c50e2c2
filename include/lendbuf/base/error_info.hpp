// What is known of a failure: the code and where it happened. A plain value, made without allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/errc.hpp>
#include <lendbuf/base/system_text.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says what went wrong and where. Members that do not apply keep their defaults.
struct error_info {
    errc code = errc::success;
    char symbol = '\0';            ///< The format character concerned; 'W' where `have` is a Windows error.
    std::int32_t field = -1;       ///< Number of the field (pack) or of the axis (views), from 0.
    std::int64_t offset = -1;      ///< Offset in bytes, or the index that was out of bounds.
    std::int64_t column = -1;      ///< Column in the format text, from 0.
    std::uint64_t need = 0;        ///< Bytes or items needed, or the largest number allowed.
    std::uint64_t have = 0;        ///< Bytes or items there are, or the system's error number.
    const char* subject = nullptr; ///< The owner or operation concerned; static storage.

    /// Tells which exception this failure is thrown as.
    [[nodiscard]] constexpr error_kind kind() const noexcept { return row_of(code).kind; }

    /// Gives the code of the operating system: errno or, of Windows, GetLastError. 0 when the system had no part in it.
    [[nodiscard]] constexpr int system_code() const noexcept {
        return code == errc::system_failure ? static_cast<int>(have) : 0;
    }

    /// Tells how many more bytes would help: 0 means that the input is wrong, not short. For stream parsers.
    [[nodiscard]] constexpr std::uint64_t missing() const noexcept {
        const std::uint64_t start = code == errc::unpack_from_needs ? static_cast<std::uint64_t>(offset) : 0;
        const bool is_short = code == errc::unpack_from_needs || (code == errc::unpack_needs_exactly && have < need);
        return is_short ? start + need - have : 0;
    }
};

namespace detail {

/// Appends text to a fixed buffer, cutting what does not fit.
class message_writer {
public:
    constexpr message_writer(char* out, std::size_t capacity) noexcept : out_(out), left_(capacity - 1) {}

    constexpr void put(char c) noexcept {
        if (left_ == 0) return;
        *out_++ = c;
        *out_ = '\0';
        --left_;
    }
    constexpr void put(const char* text) noexcept {
        while (*text != '\0') put(*text++);
    }
    constexpr void put(std::uint64_t number) noexcept {
        char digits[20]{};
        int n = 0;
        do digits[n++] = static_cast<char>('0' + number % 10);
        while ((number /= 10) != 0);
        while (n > 0) put(digits[--n]);
    }
    constexpr void put_signed(std::int64_t number) noexcept {
        if (number < 0) put('-');
        put(number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number));
    }
    constexpr void put_symbol(char c) noexcept {
        if (c >= ' ' && c <= '~') return put(c);
        constexpr char hex[] = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        put("\\x");
        put(hex[byte >> 4]);
        put(hex[byte & 15]);
    }

private:
    char* out_;
    std::size_t left_;
};

/// Tells whether the word that starts at `text`, behind a brace, is `name`, which ends in the closing one.
constexpr bool is_named(const char* text, const char* name) noexcept {
    while (*name != '\0')
        if (*text++ != *name++) return false;
    return true;
}

/// Appends the text and the number of an error of the system; without exceptions the number alone, since the texts
/// are not worth their size there.
inline void put_system_fact(message_writer& out, const error_info& info) noexcept {
    const bool windows = info.symbol == windows_error;
    if constexpr (config::exceptions) {
#if defined(_WIN32)
        char buffer[256] = "";
        if (windows) write_windows_text(static_cast<unsigned long>(info.have), buffer, sizeof buffer);
        const char* const text = windows ? buffer : std::strerror(static_cast<int>(info.have));
#else
        const char* const text = std::strerror(static_cast<int>(info.have));
#endif
        out.put(text);
        if (*text != '\0') out.put(' ');
    }
    out.put(windows ? "(Windows error " : "(error ");
    out.put(info.have);
    out.put(')');
}

constexpr void put_fact(message_writer& out, const char* name, const error_info& info) noexcept {
    if (is_named(name, "dimension}")) return out.put_signed(info.field + 1);
    if (is_named(name, "field}")) return out.put_signed(info.field);
    if (is_named(name, "offset}")) return out.put_signed(info.offset);
    if (is_named(name, "column}")) return out.put_signed(info.column);
    if (is_named(name, "need}")) return out.put(info.need);
    if (is_named(name, "have}")) return out.put(info.have);
    if (is_named(name, "total}")) return out.put(info.need + static_cast<std::uint64_t>(info.offset));
    if (is_named(name, "symbol}")) return out.put_symbol(info.symbol);
    if (is_named(name, "subject}")) return out.put(info.subject != nullptr ? info.subject : "buffer");
    if (is_named(name, "low}")) { // the codes of signed integers are the lower-case ones
        if (info.symbol < 'a' || info.symbol > 'z') return out.put('0');
        out.put('-');
        return out.put(info.need + 1);
    }
    if (is_named(name, "system}") && !__builtin_is_constant_evaluated()) put_system_fact(out, info);
}

} // namespace detail

/// Writes the message of `info` to `out`, always terminated and cut at `capacity` (> 0) characters.
///
/// Python: the texts of CPython's exceptions, with the numbers filled in.
constexpr void write_message(const error_info& info, char* out, std::size_t capacity) noexcept {
    *out = '\0';
    detail::message_writer writer(out, capacity);
    for (const char* text = row_of(info.code).text; *text != '\0'; ++text) {
        if (*text != '{') {
            writer.put(*text);
            continue;
        }
        detail::put_fact(writer, text + 1, info);
        while (*text != '}') ++text;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI
