// EXPECT: viewable
// A memoryview has data() and size() and is no container of bytes: kernels for those would read the wrong items.
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>

lendbuf::buffer_view<const std::byte> bytes_of(const lendbuf::memoryview& view) {
    return lendbuf::buffer_view<const std::byte>(view);
}
