// Does one small operation a number of times: `operations NAME COUNT`. instructions.py counts the instructions.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <lendbuf/lendbuf.hpp>
#include <string_view>
#include <vector>

namespace lb = lendbuf;

namespace {

/// Makes the compiler believe that `value` is used.
template <class T>
[[gnu::always_inline]] inline void use(const T& value) {
    asm volatile("" : : "g"(&value) : "memory");
}
/// Makes the compiler forget what `value` is.
template <class T>
[[gnu::always_inline]] inline void hide(T& value) {
    asm volatile("" : "+r"(value));
}

const lb::bytearray& owner() {
    static const lb::bytearray bytes(4096);
    return bytes;
}

template <class Operation>
void repeat(long count, const Operation& operation) {
    for (long k = 0; k < count; ++k) {
        std::ptrdiff_t place = 100;
        hide(place);
        operation(place);
    }
}

using plain_view = lb::buffer_view<const std::uint8_t, 1, lb::contiguous>;

struct named {
    const char* name;
    void (*run)(long count);
};

constexpr named operations[] = {
    {"nothing", [](long count) { repeat(count, [](std::ptrdiff_t place) { use(place); }); }},
    {"v[i]", [](long count) { repeat(count, [v = plain_view(owner())](std::ptrdiff_t i) { use(v[i]); }); }},
    {"v[slice(i, i + 1000)], borrowed",
     [](long count) {
         repeat(count, [v = plain_view(owner())](std::ptrdiff_t i) { use(v[lb::slice(i, i + 1000)]); });
     }},
    {"v[slice(i, i + 1000)], leased",
     [](long count) {
         const lb::buffer_view v(owner());
         repeat(count, [&v](std::ptrdiff_t i) { use(v[lb::slice(i, i + 1000)]); });
     }},
    {"lease copied",
     [](long count) {
         const lb::lease held = lb::lend(owner());
         repeat(count, [&held](std::ptrdiff_t) {
             const lb::lease copied = held;
             use(copied);
         });
     }},
    {"unpack_from<\"<4sHI\">",
     [](long count) {
         repeat(count, [v = plain_view(owner())](std::ptrdiff_t i) {
             const auto [magic, version, size] = lb::unpack_from<"<4sHI">(v, i);
             use(magic.data()[0] + version + static_cast<int>(size));
         });
     }},
    {"unpack_from<\">BHIQd\">",
     [](long count) {
         repeat(count, [v = plain_view(owner())](std::ptrdiff_t i) {
             const auto [b, h, k, q, d] = lb::unpack_from<">BHIQd">(v, i);
             use(d + static_cast<double>(b + std::uint64_t{h} + k + q));
         });
     }},
    {"structure(\">BHIQd\").unpack_into",
     [](long count) {
         const lb::structure header(">BHIQd");
         repeat(count, [v = plain_view(owner()), &header](std::ptrdiff_t i) {
             std::uint8_t b = 0;
             std::uint16_t h = 0;
             std::uint32_t k = 0;
             std::uint64_t q = 0;
             double d = 0;
             header.unpack_into(v, i, b, h, k, q, d);
             use(d + static_cast<double>(b + std::uint64_t{h} + k + q));
         });
     }},
    {"structure(\"<4sHI\")",
     [](long count) {
         repeat(count, [](std::ptrdiff_t) {
             const char* text = "<4sHI";
             hide(text);
             const lb::structure parsed(std::string_view(text, 5));
             use(parsed);
         });
     }},
    {"static_structure<4>(\"<4sHI\")",
     [](long count) {
         repeat(count, [](std::ptrdiff_t) {
             const char* text = "<4sHI";
             hide(text);
             const lb::static_structure<4> parsed(text, 5);
             use(parsed);
         });
     }},
};

} // namespace

int main(int argc, char** argv) {
    if (argc == 3)
        for (const named& operation : operations)
            if (std::strcmp(operation.name, argv[1]) == 0) return operation.run(std::atol(argv[2])), 0;
    if (argc == 1) {
        for (const named& operation : operations) std::puts(operation.name);
        return 0;
    }
    std::fputs("usage: operations [NAME COUNT]\n", stderr);
    return 2;
}
