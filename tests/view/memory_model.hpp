// Memoryviews for tests, of any rank and any strides, and what is known of their items by plain index computation.
#pragma once

#include <cstddef>
#include <cstring>
#include <lendbuf/base/scratch.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <vector>

#include "view/model.hpp"

namespace test_support {

using extents = std::vector<std::ptrdiff_t>;

/// Describes memory from its parts; the vectors outlive the description.
inline lendbuf::descriptor described(void* first, const extents& shape, const extents& strides, const char* format,
                                     std::ptrdiff_t itemsize) {
    lendbuf::descriptor d;
    d.buf = first;
    d.itemsize = itemsize;
    auto bytes = static_cast<std::size_t>(itemsize); // which may wrap, where a test wants the impossible
    for (const auto extent : shape) bytes *= static_cast<std::size_t>(extent);
    d.len = static_cast<std::ptrdiff_t>(bytes);
    d.ndim = static_cast<int>(shape.size());
    d.format = format;
    d.shape = shape.data();
    d.strides = strides.data();
    if (shape.empty()) d.shape = d.strides = nullptr;
    return d;
}

/// Views gapless memory in `shape`.
inline lendbuf::memoryview shaped(std::vector<int>& memory, const extents& shape,
                                  lendbuf::order o = lendbuf::order::c) {
    extents strides(shape.size());
    lendbuf::fill_contiguous_strides(shape.size(), shape.data(), strides.data(), sizeof(int), o);
    return lendbuf::memoryview(described(memory.data(), shape, strides, "i", sizeof(int)));
}

/// Gives as many numbers as asked for, from 0 on.
inline std::vector<int> counted(std::ptrdiff_t count) {
    std::vector<int> items(static_cast<std::size_t>(count));
    for (std::size_t k = 0; k < items.size(); ++k) items[k] = static_cast<int>(k);
    return items;
}

/// Reads a memoryview item by item through indices.
template <class Hold, std::size_t MaxRank>
nd_model model_of(const lendbuf::basic_memoryview<Hold, MaxRank>& m) {
    nd_model model{{m.shape().begin(), m.shape().end()}, {}};
    for_each_index(model.shape, [&](const extents& index) {
        model.items.push_back(m.at_index(index.data(), index.size()).template as<int>());
    });
    return model;
}

/// Lays `shape` out at random in memory of `size` bytes: strides of any sign, 0 and overlaps included, or gapless.
struct random_layout {
    extents strides;
    std::ptrdiff_t first = 0;

    random_layout(random_numbers& next, const extents& shape, std::ptrdiff_t itemsize, std::ptrdiff_t size) {
        std::ptrdiff_t lowest = 0;
        std::ptrdiff_t highest = 0;
        const std::ptrdiff_t unit = next(0, 3) == 0 ? 1 : itemsize;
        for (const std::ptrdiff_t extent : shape) {
            const std::ptrdiff_t steps = extent > 1 ? extent - 1 : 1;
            const std::ptrdiff_t most = size / (2 * static_cast<std::ptrdiff_t>(shape.size()) * steps * unit);
            strides.push_back(unit * next(-most, most));
            (strides.back() < 0 ? lowest : highest) += strides.back() * (extent > 0 ? extent - 1 : 0);
        }
        if (next(0, 2) == 0) {
            lowest = highest = 0;
            lendbuf::fill_contiguous_strides(shape.size(), shape.data(), strides.data(), itemsize,
                                             next(0, 1) == 0 ? lendbuf::order::c : lendbuf::order::f);
            for (std::size_t k = 0; k < shape.size(); ++k) {
                if (next(0, 2) == 0) strides[k] = -strides[k];
                (strides[k] < 0 ? lowest : highest) += strides[k] * (shape[k] > 0 ? shape[k] - 1 : 0);
            }
        }
        first = -lowest + next(0, size - itemsize - highest + lowest);
    }

    [[nodiscard]] std::ptrdiff_t place(const extents& index) const {
        std::ptrdiff_t at = first;
        for (std::size_t k = 0; k < index.size(); ++k) at += strides[k] * index[k];
        return at;
    }
};

/// Gives a shape of `rank` axes with at most `most` items each; now and then one of them is empty.
inline extents random_shape(random_numbers& next, std::size_t rank, std::ptrdiff_t most) {
    extents shape(rank);
    for (auto& extent : shape) extent = next(0, 19) == 0 ? 0 : next(1, most);
    return shape;
}

/// Sets a source of scratch memory until the end of the scope.
struct scratch_for_a_test {
    explicit scratch_for_a_test(lendbuf::scratch_source source) : before(lendbuf::set_scratch_source(source)) {}
    ~scratch_for_a_test() { lendbuf::set_scratch_source(before); }
    scratch_for_a_test(const scratch_for_a_test&) = delete;
    scratch_for_a_test& operator=(const scratch_for_a_test&) = delete;
    lendbuf::scratch_source before;
};

} // namespace test_support
