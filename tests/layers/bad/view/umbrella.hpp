#pragma once
#include <lendbuf/umbrella.hpp>
