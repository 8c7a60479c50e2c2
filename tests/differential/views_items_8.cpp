// The chains of differential.views on items of eight bytes.
#include "views_chain.hpp"

VIEWS_TEST_INSTANTIATE(8)
