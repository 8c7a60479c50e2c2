// The only place where macros of the user and of the compiler are read: they become constexpr values here.
//
//   LENDBUF_SINGLE_THREAD   define it to count leases without atomics (default on targets without atomic RMW)
//   LENDBUF_CHECKED         define it to trap where a borrowed view is used after its owner has moved, resized or freed
//                           the memory
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

#if LENDBUF_ATOMIC_COUNTS && defined(__has_include)
#    if __has_include(<sys/single_threaded.h>)
#        include <sys/single_threaded.h>
#        define LENDBUF_IS_SINGLE_THREADED (__libc_single_threaded != 0) // glibc says it, from 2.32 on
#    endif
#endif
#if !defined(LENDBUF_IS_SINGLE_THREADED)
#    define LENDBUF_IS_SINGLE_THREADED false
#endif

#if defined(LENDBUF_CHECKED)
#    define LENDBUF_CHECKED_VIEWS 1
#else
#    define LENDBUF_CHECKED_VIEWS 0
#endif

#if LENDBUF_EXCEPTIONS && LENDBUF_ATOMIC_COUNTS
#    define LENDBUF_ABI_OF(checked) v0_ex_mt##checked
#elif LENDBUF_EXCEPTIONS
#    define LENDBUF_ABI_OF(checked) v0_ex_st##checked
#elif LENDBUF_ATOMIC_COUNTS
#    define LENDBUF_ABI_OF(checked) v0_nx_mt##checked
#else
#    define LENDBUF_ABI_OF(checked) v0_nx_st##checked
#endif
#if LENDBUF_CHECKED_VIEWS
#    define LENDBUF_ABI LENDBUF_ABI_OF(_ck)
#else
#    define LENDBUF_ABI LENDBUF_ABI_OF()
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

/// True when borrowed views watch the memory of their owner.
inline constexpr bool checked_views = LENDBUF_CHECKED_VIEWS != 0;

/// Tells whether the process has one thread only, as far as the system says: then even atomic counts need no atomics.
[[nodiscard]] inline bool is_single_threaded() noexcept {
    return LENDBUF_IS_SINGLE_THREADED;
}

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
