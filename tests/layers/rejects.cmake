# cmake -D SCRIPT=<layers.cmake> -D WORK_DIR=<dir> -P rejects.cmake
#
# Runs the layers check on the small bad tree beside this file, with a header of 501 lines and one of 500
# added, and demands that it fails with every breach and finds no other.
cmake_minimum_required(VERSION 3.23)
file(REMOVE_RECURSE "${WORK_DIR}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/bad/" DESTINATION "${WORK_DIR}/lendbuf")
string(REPEAT "int f[]; // [; \\\n" 500 lines)
file(WRITE "${WORK_DIR}/lendbuf/base/just_short_enough.hpp" "${lines}")
file(WRITE "${WORK_DIR}/lendbuf/base/too_long.hpp" "${lines}\n")

execute_process(COMMAND "${CMAKE_COMMAND}" -D "INCLUDE_DIR=${WORK_DIR}" -P "${SCRIPT}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "the bad tree was accepted")
endif()
set(wanted
  "base/too_long.hpp:501: 501 lines"
  "base/upwards.hpp:6: base may not include layout"
  "base/relative.hpp:2: relative include of good.hpp"
  "base/relative.hpp:3: relative include of lendbuf/base/../base/good.hpp"
  "layout/sideways.hpp:4: layout may not include format"
  "protocol/sideways.hpp:2: protocol may not include element"
  "view/umbrella.hpp:2: view may not include ."
  "view/hosted.hpp:3: a core header may not include a hosted one"
  "view/missing.hpp:2: there is no lendbuf/base/nowhere.hpp"
  "elsewhere/stray.hpp:1: layers.txt does not name the folder elsewhere"
  "umbrella.hpp:3: . may not include interop")
list(LENGTH wanted count)
foreach(text IN LISTS wanted)
  string(FIND "${output}" "${text}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "not noticed: ${text}\n${output}")
  endif()
endforeach()
if(NOT output MATCHES "[^0-9]${count} breaches in")
  message(FATAL_ERROR "wanted ${count} breaches:\n${output}")
endif()
message(STATUS "all ${count} breaches noticed")
