// A mapping read and written like a file: from a position that moves along.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/base/checked.hpp>
#include <lendbuf/base/error.hpp>
#include <lendbuf/protocol/exporter.hpp>

namespace lendbuf::inline LENDBUF_ABI {

/// Says from where `seek` counts. Python: os.SEEK_SET, SEEK_CUR, SEEK_END
enum class whence : unsigned char { start, current, end };

/// Gives `Mapping` a position, and what files do with one. What is read is seen in place, not copied: the regions
/// borrow from the mapping.
///
/// Every member throws value_error (`closed`) when the mapping is closed.
/// Python: the file methods of mmap.mmap, whose reads copy.
template <class Mapping>
class file_position {
public:
    [[nodiscard]] std::ptrdiff_t tell() const {
        (void)self().size();
        return position_;
    }

    /// Moves the position and gives the new one. Throws: value_error (`bad_map_range`) outside the mapping.
    std::ptrdiff_t seek(std::ptrdiff_t offset, whence from = whence::start) {
        const std::ptrdiff_t size = self().size();
        std::ptrdiff_t to = from == whence::start ? 0 : from == whence::current ? position_ : size;
        if (!checked_add(to, offset) || to < 0 || to > size)
            fail({.code = errc::bad_map_range, .offset = offset, .have = static_cast<std::uint64_t>(size)});
        return position_ = to;
    }

    /// Reads `count` bytes, fewer at the end; all that are left for a negative `count`.
    [[nodiscard]] auto read(std::ptrdiff_t count = -1) {
        const std::ptrdiff_t rest = left();
        return taken(count < 0 || count > rest ? rest : count);
    }

    /// Reads up to and with the next newline, or all that is left.
    [[nodiscard]] auto readline() {
        const std::ptrdiff_t rest = left();
        const auto* const from = self().data() + position_;
        const void* const newline = rest == 0 ? nullptr : std::memchr(from, '\n', static_cast<std::size_t>(rest));
        return taken(newline == nullptr ? rest : static_cast<const std::uint8_t*>(newline) - from + 1);
    }

    /// Reads a byte. Throws: value_error (`bad_map_range`) at the end.
    [[nodiscard]] std::uint8_t read_byte() {
        require_room(1);
        return self().data()[position_++];
    }

    /// Writes the bytes of any exporter of gapless bytes and gives their number; all or none.
    ///
    /// Throws: value_error (`bad_map_range`) where they do not fit.
    template <exporter X, class M = Mapping>
        requires(M::writable && byte_like<typename region_t<X>::element_type> && region_t<X>::rank == 1 &&
                 std::same_as<typename region_t<X>::layout_type, contiguous>)
    std::ptrdiff_t write(X&& x) {
        const auto bytes = lendbuf::describe(x);
        const std::ptrdiff_t count = bytes.shape[0];
        require_room(count);
        if (count > 0) std::memmove(self().data() + position_, bytes.data, static_cast<std::size_t>(count));
        position_ += count;
        return count;
    }

    /// Writes a byte. Throws: value_error (`bad_map_range`) at the end, (`byte_out_of_range`) for what is none.
    template <class M = Mapping>
        requires(M::writable)
    void write_byte(int byte) {
        if (byte < 0 || byte > 255) fail({.code = errc::byte_out_of_range, .offset = byte});
        require_room(1);
        self().data()[position_++] = static_cast<std::uint8_t>(byte);
    }

private:
    friend Mapping;
    file_position() noexcept = default;

    [[nodiscard]] Mapping& self() noexcept { return static_cast<Mapping&>(*this); }
    [[nodiscard]] const Mapping& self() const noexcept { return static_cast<const Mapping&>(*this); }

    // The mapping may have become shorter than the position.
    [[nodiscard]] std::ptrdiff_t left() const {
        const std::ptrdiff_t size = self().size();
        return position_ < size ? size - position_ : 0;
    }

    [[nodiscard]] auto taken(std::ptrdiff_t count) {
        auto* const from = self().data() + (count > 0 ? position_ : 0);
        if (count > 0) position_ += count;
        return region_of(from, static_cast<std::size_t>(count));
    }

    void require_room(std::ptrdiff_t count) const {
        if (count > left())
            fail({.code = errc::bad_map_range,
                  .offset = position_,
                  .need = static_cast<std::uint64_t>(count),
                  .have = static_cast<std::uint64_t>(self().size())});
    }

    std::ptrdiff_t position_ = 0;
};

} // namespace lendbuf::inline LENDBUF_ABI
