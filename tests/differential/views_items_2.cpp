// The chains of differential.views on items of two bytes.
#include "views_chain.hpp"

VIEWS_TEST_INSTANTIATE(2)
