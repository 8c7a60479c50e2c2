// The numbers of Python's mmap module. Which of them there are depends on the system.
#include "mmap_constants.hpp" // Python.h comes first

#include <sys/mman.h>
#include <unistd.h>

namespace module {

namespace {

struct constant {
    const char* name;
    long value;
};

constexpr constant constants[] = {
    {"ACCESS_DEFAULT", static_cast<long>(map_access::by_default)},
    {"ACCESS_READ", static_cast<long>(map_access::read)},
    {"ACCESS_WRITE", static_cast<long>(map_access::write)},
    {"ACCESS_COPY", static_cast<long>(map_access::copy)},
    {"PROT_EXEC", PROT_EXEC},
    {"PROT_READ", PROT_READ},
    {"PROT_WRITE", PROT_WRITE},
    {"MAP_SHARED", MAP_SHARED},
    {"MAP_PRIVATE", MAP_PRIVATE},
#if defined(MAP_DENYWRITE)
    {"MAP_DENYWRITE", MAP_DENYWRITE},
#endif
#if defined(MAP_EXECUTABLE)
    {"MAP_EXECUTABLE", MAP_EXECUTABLE},
#endif
#if defined(MAP_ANONYMOUS)
    {"MAP_ANONYMOUS", MAP_ANONYMOUS},
#endif
#if defined(MAP_ANON)
    {"MAP_ANON", MAP_ANON},
#endif
#if defined(MAP_POPULATE)
    {"MAP_POPULATE", MAP_POPULATE},
#endif
#if defined(MAP_STACK)
    {"MAP_STACK", MAP_STACK},
#endif
#if defined(MADV_NORMAL)
    {"MADV_NORMAL", MADV_NORMAL},
#endif
#if defined(MADV_RANDOM)
    {"MADV_RANDOM", MADV_RANDOM},
#endif
#if defined(MADV_SEQUENTIAL)
    {"MADV_SEQUENTIAL", MADV_SEQUENTIAL},
#endif
#if defined(MADV_WILLNEED)
    {"MADV_WILLNEED", MADV_WILLNEED},
#endif
#if defined(MADV_DONTNEED)
    {"MADV_DONTNEED", MADV_DONTNEED},
#endif
#if defined(MADV_REMOVE)
    {"MADV_REMOVE", MADV_REMOVE},
#endif
#if defined(MADV_DONTFORK)
    {"MADV_DONTFORK", MADV_DONTFORK},
#endif
#if defined(MADV_DOFORK)
    {"MADV_DOFORK", MADV_DOFORK},
#endif
#if defined(MADV_HWPOISON)
    {"MADV_HWPOISON", MADV_HWPOISON},
#endif
#if defined(MADV_MERGEABLE)
    {"MADV_MERGEABLE", MADV_MERGEABLE},
#endif
#if defined(MADV_UNMERGEABLE)
    {"MADV_UNMERGEABLE", MADV_UNMERGEABLE},
#endif
#if defined(MADV_SOFT_OFFLINE)
    {"MADV_SOFT_OFFLINE", MADV_SOFT_OFFLINE},
#endif
#if defined(MADV_HUGEPAGE)
    {"MADV_HUGEPAGE", MADV_HUGEPAGE},
#endif
#if defined(MADV_NOHUGEPAGE)
    {"MADV_NOHUGEPAGE", MADV_NOHUGEPAGE},
#endif
#if defined(MADV_DONTDUMP)
    {"MADV_DONTDUMP", MADV_DONTDUMP},
#endif
#if defined(MADV_DODUMP)
    {"MADV_DODUMP", MADV_DODUMP},
#endif
#if defined(MADV_FREE)
    {"MADV_FREE", MADV_FREE},
#endif
#if defined(MADV_NOSYNC)
    {"MADV_NOSYNC", MADV_NOSYNC},
#endif
#if defined(MADV_AUTOSYNC)
    {"MADV_AUTOSYNC", MADV_AUTOSYNC},
#endif
#if defined(MADV_NOCORE)
    {"MADV_NOCORE", MADV_NOCORE},
#endif
#if defined(MADV_CORE)
    {"MADV_CORE", MADV_CORE},
#endif
#if defined(MADV_PROTECT)
    {"MADV_PROTECT", MADV_PROTECT},
#endif
#if defined(MADV_FREE_REUSABLE)
    {"MADV_FREE_REUSABLE", MADV_FREE_REUSABLE},
#endif
#if defined(MADV_FREE_REUSE)
    {"MADV_FREE_REUSE", MADV_FREE_REUSE},
#endif
};

} // namespace

const char* name_of(map_access mode) noexcept {
    switch (mode) {
    case map_access::by_default: return "ACCESS_DEFAULT";
    case map_access::read: return "ACCESS_READ";
    case map_access::write: return "ACCESS_WRITE";
    case map_access::copy: return "ACCESS_COPY";
    }
    return "UNKNOWN!";
}

void add_mmap_constants(PyObject* module) {
    for (const auto& [name, value] : constants) checked(Py_ssize_t{PyModule_AddIntConstant(module, name, value)});
    for (const char* const name : {"PAGESIZE", "ALLOCATIONGRANULARITY"})
        checked(Py_ssize_t{PyModule_AddIntConstant(module, name, ::sysconf(_SC_PAGESIZE))});
}

} // namespace module
