// The chains of differential.views on items of four bytes.
#include "views_chain.hpp"

VIEWS_TEST_INSTANTIATE(4)
