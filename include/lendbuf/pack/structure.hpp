// struct.Struct for hosted programs: any number of fields, and results that own themselves (hosted).
#pragma once

#include <lendbuf/pack/basic_structure.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Stores 16 fields in place and the rest on the heap; keeps a copy of the text.
class spilling_fields {
public:
    // A defaulted one would write zeros first. NOLINTNEXTLINE(modernize-use-equals-default)
    spilling_fields() noexcept {}
    [[nodiscard]] plan_field* add() {
        if (count_ == capacity) spilled_.assign(here_, here_ + count_);
        return count_++ < capacity ? &here_[count_ - 1] : &spilled_.emplace_back();
    }
    void keep_text(const char* text, std::size_t length) { text_.assign(text, length); }
    [[nodiscard]] string_slice<char> text() const noexcept { return {text_.data(), text_.size()}; }
    [[nodiscard]] const plan_field* begin() const noexcept { return count_ <= capacity ? here_ : spilled_.data(); }
    [[nodiscard]] const plan_field* end() const noexcept { return begin() + count_; }

private:
    static constexpr std::size_t capacity = 16;

    plan_field here_[capacity];
    std::size_t count_ = 0;
    std::vector<plan_field> spilled_;
    std::string text_;
};

} // namespace detail

/// Packs and unpacks by a format read at run time. Parsing allocates nothing up to 16 fields and 15 characters.
///
/// Python: struct.Struct
class structure : public basic_structure<detail::spilling_fields> {
    using base = basic_structure<detail::spilling_fields>;

public:
    /// Reads a format. Throws: struct_error with column and character.
    explicit structure(std::string_view format) : base(format.data(), format.size()) {}
    structure() = default;

    using base::try_parse;
    /// Reads a format, or says what is wrong with it. Errors: as `basic_structure::try_parse`.
    [[nodiscard]] static result<structure> try_parse(std::string_view format) {
        result<base> parsed = base::try_parse(format.data(), format.size());
        if (!parsed) return parsed.error();
        return structure(std::move(*parsed));
    }

    /// Packs values into as many bytes as the format has. Throws: struct_error, overflow_error. Python: Struct.pack
    template <class... V>
    [[nodiscard]] std::vector<std::byte> pack(const V&... value) const {
        std::vector<std::byte> bytes(static_cast<std::size_t>(size()));
        pack_into(bytes, 0, value...);
        return bytes;
    }

private:
    explicit structure(base&& parsed) : base(std::move(parsed)) {}
};

/// Gives the bytes of a record of `format`. Throws: struct_error. Python: struct.calcsize
[[nodiscard]] inline std::ptrdiff_t calcsize(std::string_view format) {
    return try_calcsize(format.data(), format.size()).value();
}

/// Packs values by a format read at run time. Throws: struct_error, overflow_error. Python: struct.pack
template <class... V>
[[nodiscard]] std::vector<std::byte> pack(std::string_view format, const V&... value) {
    return structure(format).pack(value...);
}

/// Packs values at byte `offset` of `x`, by a format read at run time; all or nothing. Python: struct.pack_into
template <writable_exporter X, class... V>
void pack_into(std::string_view format, X&& x, std::ptrdiff_t offset, const V&... value) {
    structure(format).pack_into(x, offset, value...);
}

namespace detail {
template <class Reader>
[[nodiscard]] std::vector<item> items_of(const Reader& record) {
    return {record.begin(), record.end()};
}
} // namespace detail

/// Unpacks a record that fills `x` exactly; strings point into `x`. Throws: struct_error. Python: struct.unpack
template <viewable X>
[[nodiscard]] std::vector<item> unpack(std::string_view format, X&& x) {
    const structure parsed(format);
    return detail::items_of(parsed.unpack(x));
}

/// Unpacks the record at byte `offset` of `x`; strings point into `x`. Python: struct.unpack_from
template <viewable X>
[[nodiscard]] std::vector<item> unpack_from(std::string_view format, X&& x, std::ptrdiff_t offset = 0) {
    const structure parsed(format);
    return detail::items_of(parsed.unpack_from(x, offset));
}

/// Divides a buffer into records of a format it owns; iterators must not outlive it.
template <class Cursor>
class owning_structure_range {
public:
    template <class X>
    owning_structure_range(std::string_view format, X& x)
        : parsed_(format),
          count_(parsed_.iter_unpack(x).size()),
          first_(detail::raw_bytes_behind(x).bytes),
          hold_(lendbuf::lend(x)) {}

    [[nodiscard]] auto begin() const noexcept { return records().begin(); }
    [[nodiscard]] auto end() const noexcept { return records().end(); }
    [[nodiscard]] std::ptrdiff_t size() const noexcept { return count_; }

private:
    using parsed_type = basic_structure<detail::spilling_fields>;

    [[nodiscard]] structure_range<parsed_type, Cursor> records() const noexcept {
        return {parsed_, first_, count_, lease()};
    }

    structure parsed_;
    std::ptrdiff_t count_;
    Cursor first_;
    lease hold_;
};

/// Divides `x` into records of a format read at run time. Throws: struct_error. Python: struct.iter_unpack
template <viewable X>
[[nodiscard]] auto iter_unpack(std::string_view format, X&& x) {
    return owning_structure_range<detail::raw_cursor_of<X>>(format, x);
}

/// Unpacks the record at byte `offset` of `x` into variables, by a format read at run time.
template <exporter X, class... T>
void unpack_into(std::string_view format, X&& x, std::ptrdiff_t offset, T&... target) {
    structure(format).unpack_into(x, offset, target...);
}

} // namespace lendbuf::inline LENDBUF_ABI
