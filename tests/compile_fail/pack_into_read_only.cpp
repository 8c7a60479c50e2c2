// EXPECT: writable_exporter
#include <lendbuf/core.hpp>
#include <vector>

void write(const std::vector<char>& bytes) {
    lendbuf::pack_into<"<I">(bytes, 0, 1);
}
