# Libraries for the tests and examples; lendbuf itself needs none. Packages come first; what is not
# installed is downloaded, unless LENDBUF_FETCH_DEPENDENCIES is OFF.
#
# A build for another machine, -m32 or another C++ library cannot use the packages' CMake targets: their
# libraries are the host's, and so is their include folder, /usr/include, which would put the host's C
# library before the target's. Catch2 v2 and fmt also work from their headers alone, so there a folder of
# links to just these two serves.
include_guard(GLOBAL)
option(LENDBUF_FETCH_DEPENDENCIES "Download Catch2 and fmt when they are not installed" ON)
option(LENDBUF_HOST_HEADERS "Use the host's Catch2 v2 and fmt as plain headers" ${CMAKE_CROSSCOMPILING})

# lendbuf_host_header_dir(OUT FOLDER FILE): makes OUT a folder in which <FOLDER/FILE> is the host's.
function(lendbuf_host_header_dir out folder file)
  find_path(LENDBUF_HOST_${folder} "${folder}/${file}" PATHS /usr/local/include /usr/include
    NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH REQUIRED)
  set(links "${PROJECT_BINARY_DIR}/host_headers")
  file(MAKE_DIRECTORY "${links}")
  file(CREATE_LINK "${LENDBUF_HOST_${folder}}/${folder}" "${links}/${folder}" SYMBOLIC)
  set(${out} "${links}" PARENT_SCOPE)
endfunction()

# Makes lendbuf_fmt. A macro, so that the package's own variables and targets reach the caller.
macro(lendbuf_find_fmt)
  if(NOT TARGET lendbuf_fmt)
    add_library(lendbuf_fmt INTERFACE)
    if(LENDBUF_HOST_HEADERS)
      lendbuf_host_header_dir(lendbuf_fmt_dir fmt format.h)
      target_include_directories(lendbuf_fmt SYSTEM INTERFACE "${lendbuf_fmt_dir}")
      target_compile_definitions(lendbuf_fmt INTERFACE FMT_HEADER_ONLY)
    else()
      find_package(fmt 8 QUIET)
      if(NOT fmt_FOUND)
        lendbuf_fetch(fmt https://github.com/fmtlib/fmt.git 9.1.0)
      endif()
      target_link_libraries(lendbuf_fmt INTERFACE fmt::fmt)
    endif()
  endif()
endmacro()

# lendbuf_find_python(COMPONENTS...): finds Python 3.9 or newer, the system's rather than one of a user's, as it can use
# the system's NumPy; and optionally Development.Embed or Development.Module of it, unless the build is for another
# machine. A macro, for Python3_FOUND and the like.
macro(lendbuf_find_python)
  if(NOT DEFINED Python3_EXECUTABLE AND EXISTS /usr/bin/python3)
    set(Python3_EXECUTABLE /usr/bin/python3)
  endif()
  if(LENDBUF_HOST_HEADERS)
    find_package(Python3 3.9 COMPONENTS Interpreter QUIET)
  else()
    find_package(Python3 3.9 COMPONENTS Interpreter OPTIONAL_COMPONENTS ${ARGN} QUIET)
  endif()
endmacro()

# Makes lendbuf_catch (Catch2's headers), lendbuf_catch_main (the same with a main) and
# catch_discover_tests; sets Catch2_VERSION.
macro(lendbuf_find_catch)
  if(LENDBUF_HOST_HEADERS)
    lendbuf_host_header_dir(lendbuf_catch_dir catch2 catch.hpp)
    set(Catch2_VERSION 2.13)
    add_library(lendbuf_catch INTERFACE)
    target_include_directories(lendbuf_catch SYSTEM INTERFACE "${lendbuf_catch_dir}")
  else()
    find_package(Catch2 3 QUIET)
    if(NOT Catch2_FOUND)
      find_package(Catch2 2.13 QUIET)
    endif()
    if(NOT Catch2_FOUND)
      lendbuf_fetch(Catch2 https://github.com/catchorg/Catch2.git v3.5.4)
      set(Catch2_VERSION 3.5.4)
      list(APPEND CMAKE_MODULE_PATH "${catch2_SOURCE_DIR}/extras")
    endif()
    add_library(lendbuf_catch INTERFACE)
    target_link_libraries(lendbuf_catch INTERFACE Catch2::Catch2)
    include(Catch)
  endif()
  message(STATUS "Catch2 ${Catch2_VERSION}")

  lendbuf_add_catch_main(lendbuf_catch_main)
endmacro()

# lendbuf_add_catch_main(TARGET OPTIONS...): Catch2's main as a library, compiled with OPTIONS.
function(lendbuf_add_catch_main target)
  add_library(${target} STATIC "${PROJECT_SOURCE_DIR}/tests/support/main.cpp")
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_compile_options(${target} PRIVATE $<$<NOT:$<BOOL:${MSVC}>>:-O0 -g0> ${ARGN})
  target_link_libraries(${target} PUBLIC lendbuf_catch)
endfunction()

macro(lendbuf_fetch name repository tag)
  if(NOT LENDBUF_FETCH_DEPENDENCIES)
    message(FATAL_ERROR "${name} was not found: install it or allow LENDBUF_FETCH_DEPENDENCIES")
  endif()
  message(STATUS "${name} is not installed: downloading ${tag} from ${repository}")
  include(FetchContent)
  set(lendbuf_fetch_system)
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.25)
    set(lendbuf_fetch_system SYSTEM)  # our warnings are not for other people's headers
  endif()
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON
    ${lendbuf_fetch_system})
  FetchContent_MakeAvailable(${name})
endmacro()
