#pragma once
// [ an open bracket; and semicolons; \

int f[3];

  #  include   <lendbuf/layout/shape.hpp>  // up
#include <cstddef>
