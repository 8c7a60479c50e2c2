// CPython's own header, where one for this machine is installed: LENDBUF_TEST_HAS_PYTHON says so.
#pragma once

#include "support/catch.hpp"

#define LENDBUF_TEST_HAS_PYTHON 0
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
#    if __has_include(<python3.11/Python.h>)
#        define PY_SSIZE_T_CLEAN
#        include <python3.11/Python.h>
#        undef LENDBUF_TEST_HAS_PYTHON
#        define LENDBUF_TEST_HAS_PYTHON 1
#    endif
#endif
