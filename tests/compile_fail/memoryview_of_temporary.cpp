// EXPECT: viewable
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <vector>

const lendbuf::memoryview dangling(std::vector<int>{1, 2, 3});
