// Bytes that are put together of pieces.
#pragma once

#include <lendbuf/owner/byte_edit.hpp>
#include <lendbuf/owner/growable.hpp>
#include <vector>

namespace lendbuf::inline LENDBUF_ABI::detail {

/// Grows by arguments that are bytes, until it becomes a `bytes`.
class byte_builder : public growable<std::uint8_t> {
public:
    byte_builder() : growable("bytes", 0) {}

    /// Adds bytes that are not its own.
    void extend(bytes_like more) {
        if (more.run().stride == 1) return append_items(more.run().first, more.size());
        const gap fresh(*this, size(), 0, more.size());
        copy_run(fresh.data(), more.run());
    }
};

/// Is satisfied by ranges of byte arguments.
template <class Pieces>
concept byte_arguments = requires(Pieces& pieces) {
    requires std::constructible_from<bytes_like, decltype(*std::begin(pieces))>;
    std::end(pieces);
};

/// Is satisfied by ranges that keep their items, so that they can be walked over twice.
template <class Pieces>
concept container_like = requires(Pieces& pieces) {
    pieces.size();
    requires std::is_lvalue_reference_v<decltype(*std::begin(pieces))>;
};

/// Adds pieces to `joined`, with a separator between each two. Throws: std::bad_alloc; what the range throws.
template <class Builder, byte_arguments Pieces>
void append_joined(Builder& joined, bytes_like separator, Pieces& pieces) {
    if constexpr (container_like<Pieces>) {
        std::ptrdiff_t total = 0; // only a hint: each piece is asked again
        for (auto&& piece : pieces)
            total = grown_size(total, 1, grown_size(separator.size(), 1, bytes_like(piece).size()));
        if (total > separator.size()) joined.reserve(total - separator.size());
    }
    bool is_first = true;
    for (auto&& piece : pieces) {
        if (!is_first) joined.extend(separator);
        joined.extend(bytes_like(piece));
        is_first = false;
    }
}

} // namespace lendbuf::inline LENDBUF_ABI::detail
