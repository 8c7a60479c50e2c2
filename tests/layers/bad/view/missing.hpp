#pragma once
#include <lendbuf/base/nowhere.hpp>
