#include <lendbuf/protocol/request.hpp>

#include "support/python.hpp"

namespace lb = lendbuf;
using lb::asks_for;
using lb::request;

namespace {

constexpr int value(request r) {
    return static_cast<int>(r);
}

} // namespace

TEST_CASE("flags have the values of CPython") {
    CHECK_BOTH(value(request::simple) == 0x000 && value(request::writable) == 0x001);
    CHECK_BOTH(value(request::format) == 0x004 && value(request::nd) == 0x008);
    CHECK_BOTH(value(request::strides) == 0x018 && value(request::c_contiguous) == 0x038);
    CHECK_BOTH(value(request::f_contiguous) == 0x058 && value(request::any_contiguous) == 0x098);
    CHECK_BOTH(value(request::indirect) == 0x118);
    CHECK_BOTH(value(request::contig) == 0x009 && value(request::contig_ro) == 0x008);
    CHECK_BOTH(value(request::strided) == 0x019 && value(request::strided_ro) == 0x018);
    CHECK_BOTH(value(request::records) == 0x01D && value(request::records_ro) == 0x01C);
    CHECK_BOTH(value(request::full) == 0x11D && value(request::full_ro) == 0x11C);
    CHECK_BOTH(value(request::read) == 0x100 && value(request::write) == 0x200);
}

#if LENDBUF_TEST_HAS_PYTHON
TEST_CASE("flags have the values of this CPython") {
    STATIC_CHECK(value(request::writable) == PyBUF_WRITABLE && value(request::format) == PyBUF_FORMAT);
    STATIC_CHECK(value(request::nd) == PyBUF_ND && value(request::strides) == PyBUF_STRIDES);
    STATIC_CHECK(value(request::c_contiguous) == PyBUF_C_CONTIGUOUS);
    STATIC_CHECK(value(request::f_contiguous) == PyBUF_F_CONTIGUOUS);
    STATIC_CHECK(value(request::any_contiguous) == PyBUF_ANY_CONTIGUOUS);
    STATIC_CHECK(value(request::indirect) == PyBUF_INDIRECT && value(request::full) == PyBUF_FULL);
    STATIC_CHECK(value(request::full_ro) == PyBUF_FULL_RO && value(request::records_ro) == PyBUF_RECORDS_RO);
    STATIC_CHECK(value(request::read) == PyBUF_READ && value(request::write) == PyBUF_WRITE);
}
#endif

TEST_CASE("flags combine") {
    CHECK_BOTH((request::nd | request::writable) == request::contig);
    CHECK_BOTH((request::indirect | request::format) == request::full_ro);
    CHECK_BOTH((request::simple | request::simple) == request::simple);
}

TEST_CASE("a composite flag is asked for only as a whole") {
    CHECK_BOTH(asks_for(request::full, request::strides) && asks_for(request::full, request::writable));
    CHECK_BOTH(asks_for(request::c_contiguous, request::nd));
    CHECK_BOTH(!asks_for(request::nd, request::strides));
    CHECK_BOTH(!asks_for(request::strides, request::c_contiguous));
    CHECK_BOTH(!asks_for(static_cast<request>(0x20), request::c_contiguous));
    CHECK_BOTH(!asks_for(request::read, request::indirect));
    CHECK_BOTH(asks_for(request::simple, request::simple));
}
