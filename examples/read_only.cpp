// Read-only is part of a view's type, and of what an exporter grants: there is no way back to writing.
#include <concepts>
#include <fmt/core.h>
#include <lendbuf/lendbuf.hpp>

namespace lb = lendbuf;

int main() {
    const lb::bytes fixed("constant");
    const lb::buffer_view view(fixed);
    fmt::print("first byte: {}, readonly: {}\n", view[0], view.readonly());

    // `view[0] = 1` does not compile, nor does a writable view of read-only memory.
    using writable = lb::buffer_view<std::uint8_t, 1, lb::contiguous>;
    static_assert(!std::constructible_from<writable, const lb::bytes&>);
    static_assert(!std::constructible_from<writable, decltype(view)>);

    // Who asks at run time is refused at run time.
    const auto refusal = lb::try_get_buffer(fixed, lb::request::writable);
    fmt::print("asked for a writable buffer: {}\n", refusal ? "granted" : "refused");
    try {
        (void)refusal.value();
    } catch (const lb::buffer_error& error) {
        fmt::print("{}\n", error.what());
    }

    lb::bytearray changeable("changing");
    const auto locked = lb::buffer_view(changeable).toreadonly();
    changeable[0] = 'C';
    fmt::print("toreadonly still sees changes: {:c}\n", locked[0]);
}
