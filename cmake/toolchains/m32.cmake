# 32-bit x86 on a 64-bit machine, which runs the programs itself. Debian: g++-12-multilib (g++-multilib
# removes every cross compiler; the versioned package does not, but then /usr/include/asm is missing and
# -idirafter finds it elsewhere).
set(CMAKE_CXX_COMPILER g++-12)
set(CMAKE_CXX_FLAGS_INIT "-m32 -idirafter /usr/include/x86_64-linux-gnu")
set(CMAKE_EXE_LINKER_FLAGS_INIT -m32)
set(LENDBUF_HOST_HEADERS ON CACHE BOOL "")
