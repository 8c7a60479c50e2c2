#include <lendbuf/base/scratch.hpp>

#include "support/catch.hpp"

namespace lb = lendbuf;

namespace {

std::byte memory[100];
std::size_t in_use = 0;

void* take(std::size_t bytes) noexcept {
    if (bytes > sizeof memory) return nullptr;
    in_use = bytes;
    return memory;
}
void give_back(void* taken, std::size_t bytes) noexcept {
    if (taken == memory) in_use -= bytes;
}

} // namespace

TEST_CASE("scratch memory comes from nowhere until a source is set") {
    const lb::scratch_source before = lb::set_scratch_source({});
    CHECK(lb::current_scratch_source().take == nullptr);
    CHECK(lb::detail::taken_scratch(10).data() == nullptr);

    const lb::scratch_source none = lb::set_scratch_source({&take, &give_back});
    CHECK(none.take == nullptr);
    {
        const lb::detail::taken_scratch scratch(10);
        CHECK((scratch.data() == memory && in_use == 10));
        lb::set_scratch_source({}); // what was taken goes back to where it came from
    }
    CHECK(in_use == 0);
    lb::set_scratch_source({&take, &give_back});
    CHECK((lb::detail::taken_scratch(101).data() == nullptr && in_use == 0));
    lb::set_scratch_source(before);
}
