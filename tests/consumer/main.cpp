#include <lendbuf/lendbuf.hpp>

int main() {
    static_assert(lendbuf::calcsize<"<4sHI">() == 10);
    return 0;
}
