#pragma once
#include <lendbuf/element/item.hpp>
