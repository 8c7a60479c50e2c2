# cmake -D EXPECTED=<file> -D ACTUAL=<file> -D COMMAND=<program;arguments> -P compare_output.cmake
#
# Runs the command and compares what it prints on standard output with EXPECTED, character for character.
# The output is left in ACTUAL.
cmake_minimum_required(VERSION 3.23)

execute_process(COMMAND ${COMMAND} RESULT_VARIABLE result OUTPUT_VARIABLE actual)
string(REPLACE "\r\n" "\n" actual "${actual}")
file(WRITE "${ACTUAL}" "${actual}")
if(NOT result EQUAL 0)
  message(FATAL_ERROR "the program ended with ${result}, after printing\n${actual}")
endif()
file(READ "${EXPECTED}" expected)
string(REPLACE "\r\n" "\n" expected "${expected}")
if(NOT actual STREQUAL expected)
  find_program(diff diff)
  if(diff)
    execute_process(COMMAND "${diff}" -u "${EXPECTED}" "${ACTUAL}")
  else()
    message("--- expected\n${expected}\n+++ printed\n${actual}")
  endif()
  message(FATAL_ERROR "the output differs from ${EXPECTED}")
endif()
