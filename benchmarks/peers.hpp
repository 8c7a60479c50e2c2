// The peers that are installed; the others are left out, and configuring says so.
#pragma once

#if __has_include(<Eigen/Core>)
#    include <Eigen/Core>
#    define LENDBUF_BENCH_EIGEN 1
#else
#    define LENDBUF_BENCH_EIGEN 0
#endif

#if __has_include(<boost/endian/arithmetic.hpp>)
#    include <boost/endian/arithmetic.hpp>
#    include <boost/endian/conversion.hpp>
#    define LENDBUF_BENCH_BOOST_ENDIAN 1
#else
#    define LENDBUF_BENCH_BOOST_ENDIAN 0
#endif

#if __has_include(<gsl/span>)
#    include <gsl/span>
#    define LENDBUF_BENCH_GSL 1
#else
#    define LENDBUF_BENCH_GSL 0
#endif
