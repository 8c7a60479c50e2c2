# cmake -D SOURCE=<file> -D OBJECT=<file> -D COMMAND=<compiler;flags> -P compile_fail.cmake
#
# Compiles SOURCE and passes if the compiler refuses it with a message that contains the text after
# "// EXPECT: " in the first line of SOURCE. Neither what the compiler quotes from SOURCE nor its path counts,
# and a header that is not found is no refusal.
cmake_minimum_required(VERSION 3.23)

# A CMake list is split at semicolons, but not between brackets or after a backslash: all are compared as
# spaces.
macro(plain variable)
  string(REGEX REPLACE "[][;\\\\]" " " ${variable} "${${variable}}")
endmacro()

file(READ "${SOURCE}" source)
plain(source)
if(NOT source MATCHES "^// EXPECT: ([^\n]*[^\n ])")
  message(FATAL_ERROR "${SOURCE}:1: the first line must be '// EXPECT: text'")
endif()
set(expected "${CMAKE_MATCH_1}")

cmake_path(GET OBJECT PARENT_PATH directory)
file(MAKE_DIRECTORY "${directory}")
execute_process(COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C ${COMMAND} -c "${SOURCE}" -o "${OBJECT}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
file(REMOVE "${OBJECT}")
if(result EQUAL 0)
  message(FATAL_ERROR "${SOURCE}: compiles, but must not")
endif()
if(output MATCHES "fatal error: [^\n]*")
  message(FATAL_ERROR "${SOURCE}: fails for another reason: ${CMAKE_MATCH_0}")
endif()

string(REPLACE "${SOURCE}" "" messages "${output}")
plain(messages)
string(REPLACE "\n" ";" lines "${source}")
foreach(line IN LISTS lines)
  string(STRIP "${line}" line)
  string(LENGTH "${line}" length)
  if(length GREATER 3)
    string(REPLACE "${line}" "" messages "${messages}")
  endif()
endforeach()
string(FIND "${messages}" "${expected}" position)
if(position EQUAL -1)
  message(FATAL_ERROR "${SOURCE}: the compiler does not say '${expected}', but:\n${output}")
endif()
message(STATUS "refused as expected: ${expected}")
