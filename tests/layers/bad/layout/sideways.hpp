#pragma once
#include <lendbuf/base/good.hpp>
#include <lendbuf/layout/shape.hpp>
#include <lendbuf/format/code.hpp>
