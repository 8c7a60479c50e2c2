#include "support/catch.hpp"

#include <lendbuf/base/scratch.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/buffer_view.hpp>
#include <lendbuf/view/copy.hpp>
#include <lendbuf/view/heap_scratch.hpp>
#include <vector>

namespace lb = lendbuf;

TEST_CASE("with the heap as scratch memory overlapping layouts of any size are copied") {
    CHECK(lb::heap_scratch);
    CHECK(lb::current_scratch_source().take != nullptr);
    std::vector<int> items(1000);
    for (std::size_t k = 0; k < items.size(); ++k) items[k] = static_cast<int>(k);
    lb::copy(lb::buffer_view(items).flip(0), items);
    CHECK((items.front() == 999 && items.back() == 0));
}

TEST_CASE("the heap does not replace another source") {
    const lb::scratch_source other{[](std::size_t) noexcept -> void* { return nullptr; },
                                   [](void*, std::size_t) noexcept {}};
    const auto before = lb::set_scratch_source(other);
    CHECK(lb::detail::set_heap_scratch());
    CHECK(lb::current_scratch_source().take == other.take);
    lb::set_scratch_source(before);
}
