// EXPECT: writable_exporter
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/copy.hpp>
#include <vector>

void overwrite(const std::vector<int>& from, const std::vector<int>& to) {
    lendbuf::copy(from, to);
}
