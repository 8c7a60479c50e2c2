#pragma once
#include "good.hpp"
#include <lendbuf/base/../base/good.hpp>
