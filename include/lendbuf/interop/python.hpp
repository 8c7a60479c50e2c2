// Python's buffers in C++ and C++'s in Python, without any binding library.
//
//     auto image = lendbuf::python::view<std::uint8_t, 3>(array);              // numpy.ndarray -> view, no copy
//     return lendbuf::python::export_object(std::move(samples));               // owner -> numpy.asarray(...), no copy
//     return lendbuf::python::fill(out, self->samples, self_object, flags);    // bf_getbuffer of an own type
#pragma once

#include <lendbuf/interop/python_borrow.hpp>
#include <lendbuf/interop/python_errors.hpp>
#include <lendbuf/interop/python_export.hpp>
#include <lendbuf/interop/python_object.hpp>
