#pragma once
#include <lendbuf/base/good.hpp>
#include <lendbuf/interop/foreign.hpp>
