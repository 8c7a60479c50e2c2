// EXPECT: deleted
#include <lendbuf/protocol/lease.hpp>

void twice(lendbuf::lease_block& block) {
    const lendbuf::export_lock lock(&block, lendbuf::errc::resize_while_leased);
    const lendbuf::export_lock again = lock;
}
