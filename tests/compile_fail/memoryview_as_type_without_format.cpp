// EXPECT: formatted
#include <lendbuf/view/memoryview.hpp>

union number {
    int whole;
    float real;
};

auto numbers_of(const lendbuf::memoryview& view) {
    return view.as<number>();
}
