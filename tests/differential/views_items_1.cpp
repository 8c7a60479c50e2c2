// The chains of differential.views on items of one byte.
#include "views_chain.hpp"

VIEWS_TEST_INSTANTIATE(1)
