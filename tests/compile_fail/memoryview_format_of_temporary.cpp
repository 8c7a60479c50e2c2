// EXPECT: deleted
// A short format lives in the view.
#include <lendbuf/view/memoryview.hpp>

const char* format_of(const lendbuf::memoryview& view) {
    return view[lendbuf::all].format();
}
