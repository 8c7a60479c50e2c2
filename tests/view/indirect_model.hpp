// Arrays behind pointers for tests: any axes of any array, each piece of memory on its own, and the items known.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/view/indirect_view.hpp>
#include <memory>
#include <vector>

#include "model.hpp"

namespace test_support {

/// Holds an array of `Rank` axes whose items are their numbers in C order, with a pointer behind the axes of which
/// `pointers` is true. Every piece has exactly its size, so that the address sanitizer sees each step beside it.
template <class T, std::size_t Rank>
class pointer_array {
public:
    pointer_array(const lendbuf::index_array<Rank>& shape, const bool (&pointers)[Rank],
                  std::ptrdiff_t suboffset = static_cast<std::ptrdiff_t>(sizeof(T)))
        : shape_(shape), suboffset_(suboffset) {
        // From the last axis on: how large a piece is, and how far apart its parts are.
        std::ptrdiff_t size = sizeof(T);
        for (std::size_t k = Rank; k-- > 0;) {
            suboffsets_[k] = pointers[k] ? suboffset_ : -1;
            strides_[k] = pointers[k] ? static_cast<std::ptrdiff_t>(sizeof(void*)) : size;
            size = strides_[k] * shape[k];
            piece_[k] = size;
        }
        base_ = fill(take(piece_[0]), 0);
    }

    [[nodiscard]] std::byte* base() const { return base_; }
    [[nodiscard]] const lendbuf::index_array<Rank>& shape() const { return shape_; }
    [[nodiscard]] const lendbuf::index_array<Rank>& strides() const { return strides_; }
    [[nodiscard]] const lendbuf::index_array<Rank>& suboffsets() const { return suboffsets_; }

    [[nodiscard]] lendbuf::indirect_view<T, Rank> view() const { return {base_, shape_, strides_, suboffsets_}; }

    [[nodiscard]] nd_model model() const {
        nd_model result{{shape_.begin(), shape_.end()}, {}};
        for (int n = 0; n < next_; ++n) result.items.push_back(n);
        return result;
    }

private:
    std::byte* take(std::ptrdiff_t size) {
        memory_.push_back(std::make_unique<std::byte[]>(static_cast<std::size_t>(size)));
        return memory_.back().get();
    }

    std::byte* fill(std::byte* place, std::size_t axis) {
        for (std::ptrdiff_t i = 0; axis < Rank && i < shape_[axis]; ++i) {
            std::byte* const part = place + i * strides_[axis];
            const bool last = axis + 1 == Rank;
            if (suboffsets_[axis] < 0) {
                if (last)
                    write(part);
                else
                    fill(part, axis + 1);
                continue;
            }
            std::byte* const piece =
                take(suboffset_ + (last ? static_cast<std::ptrdiff_t>(sizeof(T)) : piece_[axis + 1]));
            std::memcpy(part, &piece, sizeof piece);
            if (last)
                write(piece + suboffset_);
            else
                fill(piece + suboffset_, axis + 1);
        }
        return place;
    }

    void write(std::byte* place) {
        const T value = static_cast<T>(next_++);
        std::memcpy(place, &value, sizeof value);
    }

    lendbuf::index_array<Rank> shape_;
    lendbuf::index_array<Rank> strides_{};
    lendbuf::index_array<Rank> suboffsets_{};
    lendbuf::index_array<Rank> piece_{};
    std::ptrdiff_t suboffset_;
    std::vector<std::unique_ptr<std::byte[]>> memory_{};
    std::byte* base_ = nullptr;
    int next_ = 0;
};

/// Reads an indirect view item by item through its iterators.
template <class T, std::size_t Rank, class Pointers, class Hold>
void append_items(const lendbuf::indirect_view<T, Rank, Pointers, Hold>& view, std::vector<int>& items) {
    if constexpr (Rank == 1)
        for (const auto& item : view) items.push_back(static_cast<int>(item));
    else
        for (const auto& row : view) append_items(row, items);
}
template <class T, std::size_t Rank, class Pointers, class Hold>
nd_model model_of(const lendbuf::indirect_view<T, Rank, Pointers, Hold>& view) {
    nd_model model{{view.shape().begin(), view.shape().end()}, {}};
    append_items(view, model.items);
    return model;
}

} // namespace test_support
