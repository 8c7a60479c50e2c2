// xtensor as a peer, where it is installed.
#pragma once

#if __has_include(<xtensor/xadapt.hpp>)
#    include <array>
#    include <cstddef>
#    include <xtensor/xadapt.hpp>
#    include <xtensor/xmath.hpp>
#    include <xtensor/xnoalias.hpp>
#    include <xtensor/xview.hpp>
#    define LENDBUF_BENCH_XTENSOR 1

namespace bench {

/// Sees `rows` times `width` items as xtensor does.
template <class T>
auto xtensor_of(T* data, std::ptrdiff_t rows, std::ptrdiff_t width) {
    return xt::adapt(data, static_cast<std::size_t>(rows * width), xt::no_ownership(),
                     std::array<std::size_t, 2>{static_cast<std::size_t>(rows), static_cast<std::size_t>(width)});
}

} // namespace bench
#else
#    define LENDBUF_BENCH_XTENSOR 0
#endif
