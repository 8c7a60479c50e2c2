// How a failure leaves a function: as an exception, or through the failure handler where there are none.
#pragma once

#include <lendbuf/base/error_info.hpp>
#include <new> // also has std::exception, without the rest of <exception>

namespace lendbuf::inline LENDBUF_ABI {

/// Is the base of everything the library throws (but out of memory, which is `std::bad_alloc`). The message sits in
/// the object: making or copying one never allocates.
class error : public std::exception {
public:
    explicit error(const error_info& info) noexcept : info_(info) { write_message(info, text_, sizeof text_); }

    /// Gives the message; it reads like CPython's, with the numbers in.
    [[nodiscard]] const char* what() const noexcept override { return text_; }

    /// Gives the same facts as values.
    [[nodiscard]] const error_info& info() const noexcept { return info_; }

    /// Gives the error code.
    [[nodiscard]] errc code() const noexcept { return info_.code; }

private:
    error_info info_;
    char text_[216];
};

/// Python: IndexError.
class index_error : public error {
public:
    using error::error;
};

/// Python: ValueError.
class value_error : public error {
public:
    using error::error;
};

/// Python: BufferError.
class buffer_error : public error {
public:
    using error::error;
};

/// Python: struct.error.
class struct_error : public error {
public:
    using error::error;
};

/// Python: TypeError, where the type is known at run time only.
class type_error : public error {
public:
    using error::error;
};

/// Python: OverflowError.
class overflow_error : public error {
public:
    using error::error;
};

/// Python: OSError; `system_code()` is its `errno`.
class os_error : public error {
public:
    using error::error;
    /// Gives the operating system's error number.
    [[nodiscard]] int system_code() const noexcept { return info().system_code(); }
};

/// Is called with a failure that cannot be thrown; must not return.
using failure_handler = void (*)(const error_info&);

namespace detail {
inline failure_handler current_failure_handler = nullptr;
} // namespace detail

/// Replaces the handler of failures that cannot be thrown and returns the one before; null means trap.
///
/// Safety: set it before other threads start; a handler that returns is followed by a trap.
inline failure_handler set_failure_handler(failure_handler handler) noexcept {
    const failure_handler before = detail::current_failure_handler;
    detail::current_failure_handler = handler;
    return before;
}

/// Hands a broken promise that no exception may report (in a destructor, say) to the failure handler, then traps.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail_fatally(const error_info& info) noexcept {
    if (detail::current_failure_handler != nullptr) detail::current_failure_handler(info);
    __builtin_trap();
}

/// Throws the exception of `info`; without exceptions, calls the failure handler. Not a constant expression, so a
/// failure during constant evaluation is a compile error that names the failing call.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail(const error_info& info) {
#if LENDBUF_EXCEPTIONS
    switch (info.kind()) {
    case error_kind::index: throw index_error(info);
    case error_kind::value: throw value_error(info);
    case error_kind::buffer: throw buffer_error(info);
    case error_kind::structure: throw struct_error(info);
    case error_kind::type: throw type_error(info);
    case error_kind::overflow: throw overflow_error(info);
    case error_kind::os: throw os_error(info);
    case error_kind::memory: throw std::bad_alloc();
    }
#endif
    fail_fatally(info);
}

} // namespace lendbuf::inline LENDBUF_ABI
