// The gapless runs of bytes that a view consists of, in C order: what a file or a socket takes.
#pragma once

#include <compare>
#include <cstddef>
#include <lendbuf/base/byte_like.hpp>
#include <lendbuf/layout/walk.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <type_traits>

namespace lendbuf::inline LENDBUF_ABI {

/// Is the range of the gapless runs of bytes of an array, in C order; each is a view of std::byte.
///
/// All runs have one length, so the state does not grow with the array: axes are joined where the bytes go on evenly.
/// Neighbours that happen to touch stay apart: every second item of rows of three gives items 0, 2, 3, 5 one by one.
template <class Byte, std::size_t Rank, hold_tag Hold = borrowed>
class run_range {
    struct run_map {
        std::size_t rank = 0;
        index_array<Rank> shape{};
        index_array<Rank> strides{};
        std::ptrdiff_t length = 0; // bytes of a run
    };

public:
    using value_type = buffer_view<Byte, 1, contiguous>;

    class iterator {
    public:
        using value_type = run_range::value_type;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        [[nodiscard]] constexpr value_type operator*() const noexcept {
            // Safety: the layout was checked when the view was made, and this is one of its items' addresses.
            return {first_ + offset_, map_.length};
        }
        constexpr iterator& operator++() noexcept {
            ++position_;
            for (std::size_t axis = map_.rank; axis-- > 0;) {
                if (++index_[axis] < map_.shape[axis]) {
                    offset_ += map_.strides[axis];
                    return *this;
                }
                offset_ -= map_.strides[axis] * (map_.shape[axis] - 1);
                index_[axis] = 0;
            }
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            const iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.position_ == b.position_;
        }

    private:
        friend run_range;
        constexpr iterator(Byte* first, const run_range& range, std::ptrdiff_t position) noexcept
            : first_(first), map_(range.map_), position_(position) {}

        Byte* first_ = nullptr;
        run_map map_{};
        index_array<Rank> index_{};
        std::ptrdiff_t offset_ = 0;
        std::ptrdiff_t position_ = 0;
    };

    run_range() = default;
    constexpr run_range(Byte* first, const layout<Rank>& from, std::ptrdiff_t itemsize, const Hold& hold) noexcept
        : first_(first), hold_(hold) {
        if (item_count_unchecked(from.shape) == 0) return;
        const index_array<Rank> strides[] = {from.strides};
        const auto joint = coalesce(from.shape, strides, false);
        const bool gapless = joint.strides[0][joint.rank - 1] == itemsize || joint.shape[joint.rank - 1] == 1;
        map_.rank = gapless ? joint.rank - 1 : joint.rank;
        map_.length = gapless ? joint.shape[joint.rank - 1] * itemsize : itemsize;
        count_ = 1;
        for (std::size_t k = 0; k < map_.rank; ++k) {
            map_.shape[k] = joint.shape[k];
            map_.strides[k] = joint.strides[0][k];
            count_ *= joint.shape[k];
        }
    }

    [[nodiscard]] constexpr iterator begin() const noexcept { return {first_, *this, 0}; }
    [[nodiscard]] constexpr iterator end() const noexcept { return {first_, *this, count_}; }

    /// Gives the number of runs.
    [[nodiscard]] constexpr std::ptrdiff_t size() const noexcept { return count_; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }

private:
    Byte* first_ = nullptr;
    run_map map_{};
    std::ptrdiff_t count_ = 0;
    [[no_unique_address]] Hold hold_{};
};

/// Gives the gapless runs of bytes of `v`, in C order: `for (auto bytes : runs(image)) out.write(bytes)`.
///
/// Complexity: linear in the rank; constant for each run.
/// Python: memoryview.tobytes, without the copy.
template <class T, std::size_t Rank, class Layout, class Hold>
[[nodiscard]] auto runs(const buffer_view<T, Rank, Layout, Hold>& v) noexcept {
    using byte = detail::copy_const<T, std::byte>;
    // Safety: std::byte may look at any object's bytes.
    auto* const first = static_cast<byte*>(static_cast<detail::copy_const<T, void>*>(v.data()));
    return run_range<byte, Rank, Hold>(first, v.layout(), v.itemsize(), v.hold());
}

} // namespace lendbuf::inline LENDBUF_ABI
