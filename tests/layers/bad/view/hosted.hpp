#pragma once
#include <lendbuf/base/good.hpp>
#include <lendbuf/view/tolist.hpp>
