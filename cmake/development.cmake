# What the project's own tests, examples and benchmarks are built with, and the checks that every header
# compiles alone. None of it is installed.
include("${CMAKE_CURRENT_LIST_DIR}/dependencies.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/headers.cmake")

option(LENDBUF_WERROR "Treat warnings in lendbuf's own programs as errors" ON)

add_library(lendbuf_dev INTERFACE)
target_link_libraries(lendbuf_dev INTERFACE lendbuf::lendbuf)
if(MSVC)
  target_compile_options(lendbuf_dev INTERFACE /W4 /permissive- $<$<BOOL:${LENDBUF_WERROR}>:/WX>)
else()
  target_compile_options(lendbuf_dev INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
    $<IF:$<CXX_COMPILER_ID:GNU>,-Wcast-align=strict,-Wcast-align>
    $<$<BOOL:${LENDBUF_WERROR}>:-Werror>)
endif()

# lendbuf_verify_headers(TARGET HEADERS...): compiles every header alone, with what TARGET says: target
# TARGET_verify_interface_header_sets, part of all_verify_interface_header_sets (CMake 3.24 and newer).
function(lendbuf_verify_headers target)
  target_sources(${target} INTERFACE
    FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${ARGN})
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
endfunction()

# Headers for foreign libraries belong to targets of their own, made where the library is installed.
set(headers ${lendbuf_headers})
list(FILTER headers EXCLUDE REGEX "/interop/python[^/]*$")
lendbuf_verify_headers(lendbuf_dev ${headers})

lendbuf_find_python(Development.Embed)
if(TARGET Python3::Python)
  add_library(lendbuf_dev_python INTERFACE)
  target_link_libraries(lendbuf_dev_python INTERFACE lendbuf_dev Python3::Python)
  set(headers ${lendbuf_headers})
  list(FILTER headers INCLUDE REGEX "/interop/python[^/]*$")
  lendbuf_verify_headers(lendbuf_dev_python ${headers})
else()
  message(STATUS "interop/python.hpp is not tested: Python's header and library are missing (python3-dev)")
endif()

# Every core header alone, included twice, without exceptions and run-time type information.
set(sources)
foreach(path IN LISTS lendbuf_headers)
  cmake_path(RELATIVE_PATH path BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/include/lendbuf" OUTPUT_VARIABLE header)
  lendbuf_is_core(core "${header}")
  if(core)
    set(source "${PROJECT_BINARY_DIR}/core_headers/${header}.cpp")
    file(CONFIGURE OUTPUT "${source}"
      CONTENT "#include <lendbuf/@header@>\n#include <lendbuf/@header@>\n" @ONLY)
    list(APPEND sources "${source}")
  endif()
endforeach()
if(sources)
  add_library(lendbuf_core_headers_no_exceptions OBJECT EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(lendbuf_core_headers_no_exceptions PRIVATE lendbuf_dev)
  target_compile_options(lendbuf_core_headers_no_exceptions PRIVATE
    $<$<NOT:$<BOOL:${MSVC}>>:-fno-exceptions -fno-rtti>)
endif()
