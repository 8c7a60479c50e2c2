# cmake -D SCRIPT=<known_bugs.cmake> -D WORK_DIR=<dir> -P rejects.cmake
#
# Runs the check of known bugs on a table with one mistake of each kind, and demands that it finds these and no other.
cmake_minimum_required(VERSION 3.23)
file(REMOVE_RECURSE "${WORK_DIR}")
file(WRITE "${WORK_DIR}/owner/a.test.cpp" [[
TEST_CASE("one, gh-1 and gh-12") {}
TEST_CASE("two, pypy 2") {}
TEST_CASE("three; [gh-3]") {}
TEST_CASE("nobody knows this, gh-99") {}
]])
file(WRITE "${WORK_DIR}/conformance/bugs/b_bugs.py" "def test_gh_4_four(self):\ndef test_numpy_98_unknown(self):\n")
file(WRITE "${WORK_DIR}/known_bugs.txt" [[
# a comment
  owner/a.test.cpp: too early
gh-1: has a test
  owner/a.test.cpp: one, gh-1 and gh-12
pypy-2: has a test
  owner/a.test.cpp: two, pypy 2
gh-3: cannot be
  cannot be: no three here
gh-4: has a test
  conformance/bugs/b_bugs.py: test_gh_4_four
gh-5: has no test
gh-2: has a test without its number
  owner/a.test.cpp: one, gh-1 and gh-12
gh-12: names tests that are not there
  owner/a.test.cpp: one, gh-1 and gh-12
  owner/a.test.cpp: one, gh-1
  conformance/bugs/b_bugs.py: test_gh_4
  owner/nowhere.test.cpp: one
gh-1: again
  owner/a.test.cpp: one, gh-1 and gh-12
gh-6 has no colon
]])

execute_process(COMMAND "${CMAKE_COMMAND}" -D "TESTS_DIR=${WORK_DIR}" -P "${SCRIPT}"
  RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "the bad table was accepted")
endif()
set(wanted
  "before the first bug:   owner/a.test.cpp: too early"
  "gh-5 has no test with its number"
  "gh-2 has no test with its number"
  "gh-12: there is no test in owner/a.test.cpp called one, gh-1"
  "gh-12: there is no test in conformance/bugs/b_bugs.py called test_gh_4"
  "gh-12: there is no owner/nowhere.test.cpp"
  "gh-1 is there twice"
  "cannot read: gh-6 has no colon"
  "owner/a.test.cpp: gh-99 is not in known_bugs.txt"
  "conformance/bugs/b_bugs.py: numpy-98 is not in known_bugs.txt")
list(LENGTH wanted count)
foreach(text IN LISTS wanted)
  string(FIND "${output}" "${text}" position)
  if(position EQUAL -1)
    message(FATAL_ERROR "not noticed: ${text}\n${output}")
  endif()
endforeach()
if(NOT output MATCHES "with the tests: ${count}\n")
  message(FATAL_ERROR "wanted ${count} breaches:\n${output}")
endif()
message(STATUS "all ${count} breaches noticed")
