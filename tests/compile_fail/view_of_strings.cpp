// EXPECT: element
// Items must be trivially copyable.
#include <lendbuf/core.hpp>
#include <string>

lendbuf::buffer_view<std::string> view;
