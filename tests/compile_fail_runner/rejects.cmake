# cmake -D SCRIPT=<compile_fail.cmake> -D WORK_DIR=<dir> -D COMMAND=<compiler;flags> -P rejects.cmake
#
# Proves that the runner for code that must not compile accepts a refusal with the expected message and
# nothing else. The samples are written to WORK_DIR.
cmake_minimum_required(VERSION 3.23)
set(refused "static_assert(sizeof(int) == 0, \"no such int [0]; ask\" \" again\");\n")

# expect(NAME CONTENT PASSES TEXT): what the runner answers for a file with this content.
function(expect name content passes text)
  file(WRITE "${WORK_DIR}/${name}.cpp" "${content}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -D "SOURCE=${WORK_DIR}/${name}.cpp"
    -D "OBJECT=${WORK_DIR}/${name}.o" -D "COMMAND=${COMMAND}" -P "${SCRIPT}"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  set(passed FALSE)
  if(result EQUAL 0)
    set(passed TRUE)
  endif()
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  string(FIND "${output}" "${text}" position)
  if(position EQUAL -1 OR NOT passed STREQUAL passes)
    message(FATAL_ERROR "${name}: wanted '${text}', got ${result}: ${output}")
  endif()
endfunction()

expect(right "// EXPECT: no such int [0]; ask again\n${refused}" TRUE "refused as expected")
expect(compiles "// EXPECT: anything\nint x;\n" FALSE "compiles, but must not")
expect(other_text "// EXPECT: no such long\n${refused}" FALSE "the compiler does not say 'no such long'")
expect(quoted "// EXPECT: quoted_from_here\nint quoted_from_here = \"\"; // quoted_from_here\n"
  FALSE "does not say")
expect(own_name "// EXPECT: own_name\nint x = ;\n" FALSE "does not say")
expect(no_header "// EXPECT: missing_header\n#include <missing_header>\n" FALSE "fails for another reason")
expect(no_expectation "int x = ;\n" FALSE "the first line must be")
message(STATUS "the runner accepts only what it must")
