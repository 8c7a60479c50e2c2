// What a borrowed view remembers in checked builds: from what it was borrowed, and where in the source. Otherwise nothing.
#pragma once

#include <lendbuf/protocol/lease.hpp>
#if LENDBUF_CHECKED_VIEWS
#    include <lendbuf/protocol/observer.hpp>
#    include <utility>
#endif

namespace lendbuf::inline LENDBUF_ABI::detail {

#if LENDBUF_CHECKED_VIEWS

/// Names a place in the source; as a default argument, that of the caller.
struct source_place {
    const char* file = nullptr;
    int line = 0;
    [[nodiscard]] static constexpr source_place here(const char* file = __builtin_FILE(),
                                                     int line = __builtin_LINE()) noexcept {
        return {file, line};
    }
};

/// Watches the memory of a borrowed view.
class borrow_watch {
public:
    constexpr borrow_watch() noexcept = default;
    constexpr borrow_watch(observer seen, const source_place& from) noexcept : seen_(std::move(seen)), from_(from) {}

    /// Hands `released` to the failure handler, with the place of the loan as subject (file) and offset (line), when the
    /// memory has moved, changed its size or gone.
    constexpr void check() const noexcept {
        if (from_.file != nullptr && seen_.state() != observed::unchanged)
            fail_fatally({.code = errc::used_after_release, .offset = from_.line, .subject = from_.file});
    }

private:
    observer seen_{};
    source_place from_{};
};

/// Begins to watch what `x` lends, if that can be observed; a view hands on its own watch.
template <class X>
[[nodiscard]] constexpr borrow_watch watch_of(const X& x, const source_place& from) {
    if constexpr (requires(borrow_watch& copy) { copy = x.hold(); }) {
        return x.hold();
    } else if constexpr (requires { x.hold(); }) {
        const lease hold = x.share(); // for the time of this call nothing moves
        if (!hold || hold.block()->observable.block == nullptr) return {};
        return {observer(*hold.block()->observable.block), from};
    } else if constexpr (observable_exporter<const X&>) {
        return {observe(x), from};
    } else {
        return {};
    }
}

#else

struct source_place {
    [[nodiscard]] static constexpr source_place here() noexcept { return {}; }
};

struct borrow_watch {};

template <class X>
[[nodiscard]] constexpr borrow_watch watch_of(const X&, const source_place&) noexcept {
    return {};
}

#endif

} // namespace lendbuf::inline LENDBUF_ABI::detail
