// Where shared memory lives: what POSIX calls a shared memory object, and on Windows a file that need not reach a disk.
#pragma once

#include <cstddef>
#include <lendbuf/owner/system_file.hpp>

#if defined(_WIN32)
#    include <string>
#else
#    include <fcntl.h>
#    include <sys/mman.h>
#    include <sys/stat.h>
#endif

namespace lendbuf::inline LENDBUF_ABI::detail {

#if defined(_WIN32)

/// Opens files in the folder for temporary ones. A section of the paging file would lose its name, and with it the
/// memory, along with the last process that maps it; a file keeps it, as POSIX does.
class shared_file {
public:
    [[nodiscard]] static result<system_file> create(const char* name) { return open(path_of(name), CREATE_NEW); }
    [[nodiscard]] static result<system_file> attach(const char* name, access mode) {
        return open(path_of(name), OPEN_EXISTING, mode == access::write ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ);
    }
    /// Makes memory that ends with its last handle.
    [[nodiscard]] static result<system_file> anonymous() {
        wchar_t path[MAX_PATH + 1]{};
        if (::GetTempFileNameW(folder().c_str(), L"lbf", 0, path) == 0) return system_error("GetTempFileName");
        return open(path, CREATE_ALWAYS, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_DELETE_ON_CLOSE);
    }
    /// Takes a name away; gives false, when there was none.
    [[nodiscard]] static result<bool> unlink(const char* name) {
        if (::DeleteFileW(path_of(name).c_str())) return true;
        const unsigned long code = ::GetLastError();
        if (code == ERROR_FILE_NOT_FOUND) return false;
        return system_error("DeleteFile", code);
    }

private:
    static std::wstring folder() {
        wchar_t path[MAX_PATH + 2]{};
        const unsigned long length = ::GetTempPathW(MAX_PATH + 2, path);
        return {path, length};
    }
    // A name begins with a slash and has no other; what else a file cannot be called the system refuses.
    static std::wstring path_of(const char* name) {
        const char* const letters = *name == '/' ? name + 1 : name;
        const int length = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, letters, -1, nullptr, 0);
        std::wstring wide(length > 0 ? static_cast<std::size_t>(length) : 1u, L'\0');
        ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, letters, -1, wide.data(), length);
        wide.pop_back(); // the terminator
        for (wchar_t& letter : wide)
            if (letter == L'/' || letter == L'\\') letter = L'|'; // which no file has in its name
        return folder() + L"lendbuf-" + wide;
    }
    static result<system_file> open(const std::wstring& path, unsigned long how,
                                    unsigned long rights = GENERIC_READ | GENERIC_WRITE, unsigned long more = 0) {
        void* const handle = ::CreateFileW(path.c_str(), rights, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                           nullptr, how, FILE_ATTRIBUTE_TEMPORARY | more, nullptr);
        if (handle == INVALID_HANDLE_VALUE) return system_error("CreateFile");
        return system_file(handle);
    }
};

#else

/// Opens shared memory objects.
class shared_file {
public:
    [[nodiscard]] static result<system_file> create(const char* name) {
        return opened(::shm_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600), "shm_open");
    }
    [[nodiscard]] static result<system_file> attach(const char* name, access mode) {
        return opened(::shm_open(name, (mode == access::write ? O_RDWR : O_RDONLY) | O_CLOEXEC, 0), "shm_open");
    }
#    if defined(MFD_CLOEXEC)
    /// Makes memory that ends with its last descriptor.
    [[nodiscard]] static result<system_file> anonymous() {
        return opened(::memfd_create("lendbuf", MFD_CLOEXEC), "memfd_create");
    }
#    endif
    /// Takes a name away; gives false, when there was none.
    [[nodiscard]] static result<bool> unlink(const char* name) {
        if (::shm_unlink(name) == 0) return true;
        if (errno != ENOENT) return system_error("shm_unlink");
        return false;
    }

private:
    static result<system_file> opened(int fd, const char* call) {
        if (fd < 0) return system_error(call);
        return system_file(fd);
    }
};

#endif

} // namespace lendbuf::inline LENDBUF_ABI::detail
