// Reading a mapped file that another process may truncate meanwhile: an error instead of a dead process (POSIX).
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <lendbuf/owner/mapped_file.hpp>
#include <sys/mman.h>
#include <type_traits>
#include <unistd.h>

namespace lendbuf::inline LENDBUF_ABI {

namespace detail {

/// Watches over the pages of one mapping while one thread reads them.
struct page_guard {
    std::uintptr_t first; // pages, as numbers: [first, end)
    std::uintptr_t end;
    volatile std::uintptr_t fault = 0; // where the first missing byte was; 0 for nowhere
    page_guard* outer = nullptr;

    static inline thread_local page_guard* innermost = nullptr;
};

/// Owns the process's SIGBUS handler: ours first, then the one that was there before.
class bus_error_handler {
public:
    static result<void> install() {
        static const result<void> done = [] {
            struct sigaction ours {};
            ours.sa_sigaction = &handle;
            ours.sa_flags = SA_SIGINFO | SA_NODEFER;
            sigemptyset(&ours.sa_mask);
            return ::sigaction(SIGBUS, &ours, &before_) == 0 ? result<void>() : system_error("sigaction");
        }();
        return done;
    }

private:
    // Puts a page of zeros where the file's page is gone, so that the read goes on, and remembers. Only calls what a
    // signal handler may call.
    static void handle(int signal, siginfo_t* info, void* context) {
        const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
        for (page_guard* guard = page_guard::innermost; guard != nullptr; guard = guard->outer) {
            if (address < guard->first || address >= guard->end) continue;
            const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
            void* const hole = static_cast<char*>(info->si_addr) - address % page;
            if (::mmap(hole, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
                MAP_FAILED)
                break;
            if (guard->fault == 0) guard->fault = address;
            return;
        }
        if ((before_.sa_flags & SA_SIGINFO) != 0) return before_.sa_sigaction(signal, info, context);
        if (before_.sa_handler != SIG_DFL && before_.sa_handler != SIG_IGN) return before_.sa_handler(signal);
        ::sigaction(SIGBUS, &before_, nullptr); // the fault comes again, and does what it would have done
    }

    static inline struct sigaction before_ {};
};

} // namespace detail

/// Calls `f()`, which reads `file`, and tells whether all the bytes were there: where the file was truncated meanwhile,
/// `f` has read zeros.
///
/// Errors: `system_failure` with EFAULT and the offset in the mapping of the first byte that was missing. The mapping
/// is as before then: what the file has lost is still lost.
/// Requires: `f` reads on the calling thread; nobody else reads these pages outside a guard meanwhile.
/// Safety: replaces the process's SIGBUS handler, once, and calls the one before for every other fault. Leaves `f`'s
/// objects alone: nothing is unwound.
/// Complexity: as `f`; nothing per read.
template <access Access, class F>
    requires(Access != access::copy)
[[nodiscard]] result<void> try_guarded(const mapped_file<Access>& file, F&& f) {
    if (const auto installed = detail::bus_error_handler::install(); !installed) return installed.error();
    const lease hold = file.lend();
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto data = reinterpret_cast<std::uintptr_t>(file.data());
    const std::uintptr_t before = data % page;
    const std::uintptr_t size = (static_cast<std::uintptr_t>(file.size()) + before + page - 1) / page * page;
    detail::page_guard guard{data - before, data - before + size};
    struct scope { // also when `f` throws
        explicit scope(detail::page_guard& g) noexcept {
            g.outer = detail::page_guard::innermost;
            detail::page_guard::innermost = &g;
        }
        scope(const scope&) = delete;
        scope& operator=(const scope&) = delete;
        ~scope() { detail::page_guard::innermost = detail::page_guard::innermost->outer; }
    };
    const auto put_back = [&]() -> result<void> {
        if (guard.fault == 0) return {};
        void* const pages = const_cast<std::uint8_t*>(file.data()) - before;
        const int protection = Access == access::read ? PROT_READ : PROT_READ | PROT_WRITE;
        if (detail::large::map(pages, size, protection,
                               (Access == access::write ? MAP_SHARED : MAP_PRIVATE) | MAP_FIXED, file.native_handle(),
                               static_cast<detail::large::offset>(file.file_offset() -
                                                                  static_cast<std::int64_t>(before))) == MAP_FAILED)
            return detail::system_error("mmap");
        error_info error = detail::system_error("reading a truncated file", EFAULT);
        error.offset = static_cast<std::int64_t>(guard.fault - data);
        return error;
    };
    struct restorer {
        const decltype(put_back)& restore;
        bool armed = true;
        ~restorer() {
            if (armed) (void)restore();
        }
    };
    restorer on_throw{put_back};
    {
        const scope watching(guard);
        f();
    }
    on_throw.armed = false;
    return put_back();
}

/// Calls `f()`, which reads `file`. Throws: os_error, when the file was truncated meanwhile; see `try_guarded`.
template <access Access, class F>
    requires(Access != access::copy)
void guarded(const mapped_file<Access>& file, F&& f) {
    try_guarded(file, f).value();
}

} // namespace lendbuf::inline LENDBUF_ABI
