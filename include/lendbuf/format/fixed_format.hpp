// A format given as a template argument: checked when compiled, with the column and the character in the message.
#pragma once

#include <cstddef>
#include <lendbuf/format/parse.hpp>
#include <lendbuf/format/record.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Holds the text of a format as a template argument: `unpack<"<4sHI">`.
template <std::size_t Length>
struct fixed_format {
    char text[Length + 1] = {};

    consteval fixed_format(const char (&literal)[Length + 1]) noexcept {
        for (std::size_t k = 0; k < Length; ++k) text[k] = literal[k];
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return Length; }
};

template <std::size_t Size>
fixed_format(const char (&)[Size]) -> fixed_format<Size - 1>;

namespace detail {

template <auto...>
inline constexpr bool never = false;

// Their instantiation is the error message: the compiler prints the arguments.
template <fixed_format Format, std::ptrdiff_t Column, char Character>
struct bad_char_in_struct_format {
    static_assert(never<Column, Character>, "bad char in struct format: the arguments of bad_char_in_struct_format "
                                            "name the format, the column and the character");
};
template <fixed_format Format, std::ptrdiff_t Column>
struct repeat_count_without_format_specifier {
    static_assert(never<Column>, "repeat count given without format specifier: the arguments of "
                                 "repeat_count_without_format_specifier name the format and the column");
};
template <fixed_format Format, std::ptrdiff_t Column>
struct bracket_never_closed_or_too_deep {
    static_assert(never<Column>, "a bracket or name is never closed, or nested too deep: the arguments of "
                                 "bracket_never_closed_or_too_deep name the format and the column");
};
template <fixed_format Format, std::ptrdiff_t Column>
struct total_struct_size_too_long {
    static_assert(never<Column>, "total struct size too long: the arguments of total_struct_size_too_long name the "
                                 "format and the column");
};

/// Holds what a first walk over a format finds.
struct format_summary {
    error_info error;
    std::ptrdiff_t size = 0;
    std::ptrdiff_t values = 0;
    std::size_t fields = 0;
    bool is_record = false; ///< whether it takes PEP 3118's grammar, and struct's does not do
};

/// Tells whether a text has what only PEP 3118 knows: brackets, names, or one of its own codes.
constexpr bool has_record_signs(const char* text, std::size_t length) noexcept {
    for (std::size_t k = 0; k < length; ++k)
        for (const char sign : {'{', ':', '(', '&', 'g', 'u', 'w', 't', 'O'})
            if (text[k] == sign) return true;
    return false;
}

constexpr format_summary summarise(const char* text, std::size_t length) noexcept {
    format_summary summary;
    format_walk walk(text, length);
    for (format_field field; walk.next(field);) ++summary.fields;
    summary.error = walk.error();
    summary.size = walk.size();
    summary.values = walk.values();
    if (summary.error.code == errc::success || !has_record_signs(text, length)) return summary;
    record_walk members(text, length);
    std::size_t count = 0;
    for (record_member member; members.next(member);)
        if (!member.is_padding()) ++count;
    if (members.error().code == errc::success)
        return {{}, members.size(), static_cast<std::ptrdiff_t>(count), count, true};
    // The walk that came further knows better what is wrong; at the same place, the one that knows brackets and names.
    if (members.error().column >= summary.error.column) summary.error = members.error();
    return summary;
}

/// Stops the compiler where `Format` is malformed. It returns nothing and is never called: an error within a constant
/// would spread to all that is made of it.
template <fixed_format Format>
constexpr auto report_errors() noexcept {
    constexpr error_info error = summarise(Format.text, Format.size()).error;
    if constexpr (error.code == errc::bad_format_char)
        (void)bad_char_in_struct_format<Format, error.column, error.symbol>{};
    else if constexpr (error.code == errc::count_without_code)
        (void)repeat_count_without_format_specifier<Format, error.column>{};
    else if constexpr (error.code == errc::unclosed || error.code == errc::too_deep)
        (void)bracket_never_closed_or_too_deep<Format, error.column>{};
    else if constexpr (error.code == errc::format_too_long)
        (void)total_struct_size_too_long<Format, error.column>{};
}

} // namespace detail

/// Holds what the compiler knows of `Format`: sizes and counts. A malformed format does not compile.
template <fixed_format Format>
struct format_facts {
    // Of a malformed format it tells what stands before the error.
    static constexpr detail::format_summary summary = detail::summarise(Format.text, Format.size());

    /// Counts the bytes of a record.
    static constexpr std::ptrdiff_t size = summary.size;
    /// Tells whether the format is a record of PEP 3118: its values are those of its members.
    static constexpr bool is_record = summary.is_record;
    /// Counts the values of a record.
    static constexpr std::size_t values = static_cast<std::size_t>(summary.values);

private:
    using checked = decltype(detail::report_errors<Format>()); // to find the type, the compiler reads the body
};

} // namespace lendbuf::inline LENDBUF_ABI
