// EXPECT: viewable
#include <lendbuf/protocol/exporter.hpp>

struct stranger {};
stranger s;
const auto buffer = lendbuf::get_buffer(s);
