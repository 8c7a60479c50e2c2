// Files and mappings of the system at hand, under one set of names.
#pragma once

#if defined(_WIN32)
#    include <lendbuf/owner/windows_file.hpp>
#else
#    include <lendbuf/owner/posix_file.hpp>
#endif
