// The only place where macros of the user and of the compiler are read: they become constexpr values here.
//
//   LENDBUF_SINGLE_THREAD   define it to count leases without atomics (default on targets without atomic RMW)
//
// Whatever changes an inline function body is part of the inline namespace LENDBUF_ABI, so that translation units
// built with different settings fail to link instead of misbehaving.
#pragma once

#if defined(__cpp_exceptions)
#    define LENDBUF_EXCEPTIONS 1
#else
#    define LENDBUF_EXCEPTIONS 0
#endif

#if defined(LENDBUF_SINGLE_THREAD) || (defined(__GCC_ATOMIC_POINTER_LOCK_FREE) && __GCC_ATOMIC_POINTER_LOCK_FREE < 2)
#    define LENDBUF_ATOMIC_COUNTS 0
#else
#    define LENDBUF_ATOMIC_COUNTS 1
#endif

#if LENDBUF_EXCEPTIONS && LENDBUF_ATOMIC_COUNTS
#    define LENDBUF_ABI v0_ex_mt
#elif LENDBUF_EXCEPTIONS
#    define LENDBUF_ABI v0_ex_st
#elif LENDBUF_ATOMIC_COUNTS
#    define LENDBUF_ABI v0_nx_mt
#else
#    define LENDBUF_ABI v0_nx_st
#endif

#if defined(__cpp_multidimensional_subscript)
#    define LENDBUF_MULTI_SUBSCRIPT 1 // v[i, j]
#else
#    define LENDBUF_MULTI_SUBSCRIPT 0
#endif

#if defined(__has_builtin)
#    if __has_builtin(__builtin_shufflevector)
#        define LENDBUF_VECTOR_SHUFFLE 1
#    endif
#endif
#if !defined(LENDBUF_VECTOR_SHUFFLE)
#    define LENDBUF_VECTOR_SHUFFLE 0 // kernels use their portable twins
#endif

#if defined(__SIZEOF_INT128__)
#    define LENDBUF_INT128 1 // products of 128 bits in one go
#else
#    define LENDBUF_INT128 0
#endif

/// Views, owners and formats for memory that is lent and never copied.
namespace lendbuf::inline LENDBUF_ABI {

/// Holds the settings of this build as values.
namespace config {

/// True when failures throw; otherwise they go to the failure handler.
inline constexpr bool exceptions = LENDBUF_EXCEPTIONS != 0;

/// True when lease counts are atomic.
inline constexpr bool atomic_counts = LENDBUF_ATOMIC_COUNTS != 0;

/// True when a multi-byte load from any address is one instruction. Elsewhere memcpy may become a call, so loads are
/// folds of shifts.
#if defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) || defined(__ARM_FEATURE_UNALIGNED) || \
    defined(__s390x__) || defined(__powerpc__) || defined(__wasm__) || defined(_M_X64) || defined(_M_IX86)
inline constexpr bool unaligned_access = true;
#else
inline constexpr bool unaligned_access = false;
#endif

/// Gives the bytes of the vectors that the machine compares in one instruction; 0 where there are none.
#if defined(__AVX2__)
inline constexpr int vector_bytes = 32;
#elif defined(__SSE2__) || defined(__ARM_NEON) || defined(__VSX__) || defined(__VX__) || defined(__wasm_simd128__)
inline constexpr int vector_bytes = 16;
#else
inline constexpr int vector_bytes = 0;
#endif

/// True where 16 bytes are shuffled by one instruction; elsewhere a few shifts of words are better.
#if defined(__SSE2__) && !defined(__SSSE3__)
inline constexpr bool byte_shuffles = false;
#else
inline constexpr bool byte_shuffles = true;
#endif

} // namespace config
} // namespace lendbuf::inline LENDBUF_ABI
