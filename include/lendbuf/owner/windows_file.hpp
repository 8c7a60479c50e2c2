// Files and mappings as Windows has them: thin owners of what the system gives, with its errors kept.
#pragma once

#if defined(_WIN32) // so that the header compiles alone everywhere

#    include <cstddef>
#    include <cstdint>
#    include <cstring>
#    include <lendbuf/base/checked.hpp>
#    include <lendbuf/base/number_limits.hpp>
#    include <lendbuf/base/result.hpp>
#    include <lendbuf/base/system_text.hpp>
#    include <lendbuf/owner/access.hpp>
#    include <memory>
#    include <new>
#    include <utility>

// What is defined here for <windows.h> is defined for nobody else; and one of its macros is the name of a value_kind.
#    pragma push_macro("pascal")
#    if !defined(WIN32_LEAN_AND_MEAN)
#        define WIN32_LEAN_AND_MEAN
#        define LENDBUF_UNDO_LEAN
#    endif
#    if !defined(NOMINMAX)
#        define NOMINMAX
#        define LENDBUF_UNDO_NOMINMAX
#    endif
#    include <windows.h>
#    pragma pop_macro("pascal")
#    if defined(LENDBUF_UNDO_LEAN)
#        undef WIN32_LEAN_AND_MEAN
#        undef LENDBUF_UNDO_LEAN
#    endif
#    if defined(LENDBUF_UNDO_NOMINMAX)
#        undef NOMINMAX
#        undef LENDBUF_UNDO_NOMINMAX
#    endif

namespace lendbuf::inline LENDBUF_ABI::detail {

[[nodiscard]] inline error_info system_error(const char* call, unsigned long code = ::GetLastError()) noexcept {
    return {.code = errc::system_failure, .symbol = windows_error, .have = code, .subject = call};
}

[[nodiscard]] inline error_info too_large(const char* call) noexcept {
    return system_error(call, ERROR_FILE_TOO_LARGE);
}

/// Names an open file to the system: a HANDLE.
using native_file = void*;

/// Owns the handle of a file.
class system_file {
public:
    system_file() noexcept = default;
    explicit system_file(void* handle) noexcept : handle_(handle) {}
    system_file(system_file&& other) noexcept : handle_(std::exchange(other.handle_, INVALID_HANDLE_VALUE)) {}
    system_file& operator=(system_file&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~system_file() {
        if (is_open()) ::CloseHandle(handle_);
    }

    /// Opens a file as POSIX would: others may read, write, rename and delete it meanwhile. Narrow paths are UTF-8.
    template <class Character>
    [[nodiscard]] static result<system_file> open(const Character* path, access mode) {
        return open_as(path, mode == access::write ? GENERIC_READ | GENERIC_WRITE : GENERIC_READ, OPEN_EXISTING);
    }
    template <class Character>
    [[nodiscard]] static result<system_file> create(const Character* path, std::int64_t size) {
        auto file = open_as(path, GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS);
        if (!file) return file;
        if (const auto sized = file->resize(size, false); !sized) return sized.error();
        return file;
    }
    [[nodiscard]] static result<system_file> duplicate(void* handle) {
        // This handle also stands for the process itself, which could be duplicated.
        if (handle == INVALID_HANDLE_VALUE) return system_error("DuplicateHandle", ERROR_INVALID_HANDLE);
        HANDLE copy = nullptr;
        const HANDLE process = ::GetCurrentProcess();
        if (!::DuplicateHandle(process, handle, process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS))
            return system_error("DuplicateHandle");
        return system_file(copy);
    }

    [[nodiscard]] bool is_open() const noexcept { return handle_ != INVALID_HANDLE_VALUE; }
    [[nodiscard]] void* get() const noexcept { return handle_; }

    /// Tells how long the file is.
    [[nodiscard]] result<std::int64_t> size() const {
        FILE_STANDARD_INFO facts{};
        if (!::GetFileInformationByHandleEx(handle_, FileStandardInfo, &facts, sizeof facts))
            return system_error("GetFileInformationByHandleEx");
        if (facts.Directory) return system_error("CreateFileMapping", ERROR_ACCESS_DENIED); // as when it is opened
        return std::int64_t{facts.EndOfFile.QuadPart};
    }
    [[nodiscard]] bool is_regular() const noexcept { return ::GetFileType(handle_) == FILE_TYPE_DISK; }

    /// Sets the length of the file. The disk's blocks are taken along with it, `allocated` or not.
    [[nodiscard]] result<void> resize(std::int64_t size, [[maybe_unused]] bool allocated) const {
        // Unlike SetEndOfFile this leaves alone the position, which a duplicated handle shares.
        FILE_END_OF_FILE_INFO end{};
        end.EndOfFile.QuadPart = size;
        if (!::SetFileInformationByHandle(handle_, FileEndOfFileInfo, &end, sizeof end))
            return system_error("SetFileInformationByHandle");
        return {};
    }

private:
    [[nodiscard]] static result<system_file> open_as(const wchar_t* path, unsigned long rights, unsigned long how) {
        void* const handle = ::CreateFileW(path, rights, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                           nullptr, how, FILE_ATTRIBUTE_NORMAL, nullptr);
        if (handle == INVALID_HANDLE_VALUE) return system_error("CreateFile");
        return system_file(handle);
    }
    [[nodiscard]] static result<system_file> open_as(const char* path, unsigned long rights, unsigned long how) {
        const int length = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, nullptr, 0);
        if (length <= 0) return system_error("MultiByteToWideChar");
        const auto count = static_cast<std::size_t>(length);
        const std::unique_ptr<wchar_t[]> wide(new (std::nothrow) wchar_t[count]);
        if (wide == nullptr) return error_info{.code = errc::out_of_memory, .need = count * sizeof(wchar_t)};
        if (::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path, -1, wide.get(), length) != length)
            return system_error("MultiByteToWideChar");
        return open_as(wide.get(), rights, how);
    }

    void* handle_ = INVALID_HANDLE_VALUE;
};

/// Owns mapped pages and knows where in them the bytes asked for start.
class system_mapping {
public:
    system_mapping() noexcept = default;
    system_mapping(system_mapping&& other) noexcept
        : pages_(std::exchange(other.pages_, nullptr)),
          mapped_(std::exchange(other.mapped_, 0)),
          before_(std::exchange(other.before_, 0)),
          file_(other.file_) {}
    system_mapping& operator=(system_mapping&& other) noexcept {
        std::swap(pages_, other.pages_);
        std::swap(mapped_, other.mapped_);
        std::swap(before_, other.before_);
        std::swap(file_, other.file_);
        return *this;
    }
    ~system_mapping() {
        if (pages_ != nullptr) ::UnmapViewOfFile(pages_);
    }

    /// Maps `length` bytes from `offset` of `file`, which must stay open, or fresh memory where `file` is not open.
    /// Nothing for no bytes.
    [[nodiscard]] static result<system_mapping> map(const system_file& file, std::int64_t offset, std::ptrdiff_t length,
                                                    access mode) {
        system_mapping made;
        made.file_ = file.get();
        if (length == 0) return made;
        made.before_ = static_cast<std::size_t>(offset % system_facts().dwAllocationGranularity);
        std::ptrdiff_t mapped = length;
        if (!checked_add(mapped, static_cast<std::ptrdiff_t>(made.before_))) return too_large("CreateFileMapping");
        made.mapped_ = static_cast<std::size_t>(mapped);

        // A size of 0 is that of the file: a larger one would make it longer.
        const auto fresh = file.is_open() ? std::uint64_t{0} : static_cast<std::uint64_t>(mapped);
        const auto start = static_cast<std::uint64_t>(offset) - made.before_;
        const bool changes = mode == access::write || !file.is_open();
        const unsigned long protection = changes                ? PAGE_READWRITE
                                         : mode == access::copy ? PAGE_WRITECOPY
                                                                : PAGE_READONLY;
        const unsigned long rights = changes ? FILE_MAP_WRITE : mode == access::copy ? FILE_MAP_COPY : FILE_MAP_READ;
        void* const section =
            ::CreateFileMappingW(file.get(), nullptr, protection, high_half(fresh), low_half(fresh), nullptr);
        if (section == nullptr) return system_error("CreateFileMapping");
        made.pages_ = ::MapViewOfFile(section, rights, high_half(start), low_half(start), made.mapped_);
        const unsigned long code = ::GetLastError();
        ::CloseHandle(section); // the pages keep it
        if (made.pages_ == nullptr) return system_error("MapViewOfFile", code);
        return made;
    }

    /// Points to the first byte asked for; null, when there is none.
    [[nodiscard]] std::uint8_t* data() const noexcept {
        // Safety: the pages hold bytes as long as they are mapped; std::uint8_t may look at any of them.
        return pages_ == nullptr ? nullptr : static_cast<std::uint8_t*>(pages_) + before_;
    }

    /// Changes the number of bytes that are mapped, and the length of the file with it. Nothing has changed on failure;
    /// only when the system refuses to map a part of what it had mapped before, the end of a file that was to become
    /// shorter is zeros, or nothing is mapped any more.
    [[nodiscard]] result<void> resize(const system_file& file, std::int64_t offset, std::ptrdiff_t length, access mode,
                                      bool allocated) {
        if (!file.is_open()) return resize_memory(file, length, mode);
        const std::int64_t end = offset + length;
        const auto before = file.size();
        if (!before) return before.error();
        const auto had = static_cast<std::ptrdiff_t>(mapped_ - before_);
        if (end >= *before) {
            // The pages stay until there are others.
            if (const auto longer = file.resize(end, allocated); !longer) return longer;
            auto fresh = map(file, offset, length, mode);
            if (fresh) {
                *this = std::move(*fresh);
                return {};
            }
            return restore(file, offset, had, mode, *before, fresh.error());
        }
        *this = system_mapping(); // a mapped file cannot become shorter
        if (const auto shorter = file.resize(end, allocated); !shorter)
            return restore(file, offset, had, mode, *before, shorter.error());
        auto fresh = map(file, offset, length, mode);
        if (!fresh) return restore(file, offset, had, mode, *before, fresh.error());
        *this = std::move(*fresh);
        return {};
    }

    /// Waits until the file holds `length` bytes from `offset` on as they are in memory; `later` only begins that.
    [[nodiscard]] result<void> flush(std::ptrdiff_t offset, std::ptrdiff_t length, bool later) const {
        if (file_ == INVALID_HANDLE_VALUE) return {};
        const auto written = on_pages(offset, length, "FlushViewOfFile", [](void* first, std::size_t size) {
            // The system may be writing these very pages; that ends soon.
            for (int tries = 0; !::FlushViewOfFile(first, size); ++tries) {
                if (::GetLastError() != ERROR_LOCK_VIOLATION || tries == 100) return false;
                ::Sleep(1);
            }
            return true;
        });
        if (!written || later || pages_ == nullptr || length == 0) return written;
        if (!::FlushFileBuffers(file_)) return system_error("FlushFileBuffers");
        return {};
    }

    [[nodiscard]] result<void> advise([[maybe_unused]] std::ptrdiff_t offset, [[maybe_unused]] std::ptrdiff_t length,
                                      [[maybe_unused]] advice use) const {
#    if _WIN32_WINNT >= 0x0602
        if (use == advice::will_need)
            return on_pages(offset, length, "PrefetchVirtualMemory", [](void* first, std::size_t size) {
                WIN32_MEMORY_RANGE_ENTRY range{first, size};
                return ::PrefetchVirtualMemory(::GetCurrentProcess(), 1, &range, 0) != FALSE;
            });
#    endif
        return {};
    }

    [[nodiscard]] result<void> lock(std::ptrdiff_t offset, std::ptrdiff_t length) const {
        return on_pages(offset, length, "VirtualLock",
                        [](void* first, std::size_t size) { return ::VirtualLock(first, size) != FALSE; });
    }
    [[nodiscard]] result<void> unlock(std::ptrdiff_t offset, std::ptrdiff_t length) const {
        return on_pages(offset, length, "VirtualUnlock", [](void* first, std::size_t size) {
            return ::VirtualUnlock(first, size) || ::GetLastError() == ERROR_NOT_LOCKED; // as POSIX has it
        });
    }

    /// Brings all pages in, for reading or for writing.
    [[nodiscard]] result<void> populate(bool for_writing) const {
        if (pages_ == nullptr) return {};
        (void)advise(0, static_cast<std::ptrdiff_t>(mapped_ - before_), advice::will_need).has_value();
        const std::size_t page = system_facts().dwPageSize;
        auto* const bytes = static_cast<unsigned char*>(pages_);
        for (std::size_t k = 0; k < mapped_; k += page) {
            // Safety: pages are aligned for a long, and mapped as a whole.
            void* const first = bytes + k;
            if (for_writing)
                (void)::InterlockedOr(static_cast<volatile long*>(first), 0); // harms nobody who writes there just now
            else
                (void)*static_cast<const volatile unsigned char*>(first);
        }
        return {};
    }

private:
    [[nodiscard]] static SYSTEM_INFO system_facts() noexcept {
        SYSTEM_INFO facts{};
        ::GetSystemInfo(&facts);
        return facts;
    }
    [[nodiscard]] static unsigned long high_half(std::uint64_t number) noexcept {
        return static_cast<unsigned long>(number >> 32);
    }
    [[nodiscard]] static unsigned long low_half(std::uint64_t number) noexcept {
        return static_cast<unsigned long>(number & 0xffff'ffffu);
    }

    // Memory without a file cannot become longer: its bytes move.
    [[nodiscard]] result<void> resize_memory(const system_file& none, std::ptrdiff_t length, access mode) {
        auto fresh = map(none, 0, length, mode);
        if (!fresh) return fresh.error();
        const std::size_t least = mapped_ < fresh->mapped_ ? mapped_ : fresh->mapped_;
        if (least > 0) std::memcpy(fresh->pages_, pages_, least);
        *this = std::move(*fresh);
        return {};
    }

    // Gives the file the length it had and maps the bytes that were mapped; says what went wrong before.
    [[nodiscard]] error_info restore(const system_file& file, std::int64_t offset, std::ptrdiff_t length, access mode,
                                     std::int64_t file_length, const error_info& error) {
        *this = system_mapping();
        (void)file.resize(file_length, false).has_value();
        if (auto old = map(file, offset, length, mode)) *this = std::move(*old);
        return error;
    }

    // The system wants whole pages: those that hold the bytes.
    template <class Call>
    [[nodiscard]] result<void> on_pages(std::ptrdiff_t offset, std::ptrdiff_t length, const char* name,
                                        Call call) const {
        if (pages_ == nullptr || length == 0) return {};
        const std::size_t page = system_facts().dwPageSize;
        const std::size_t first = before_ + static_cast<std::size_t>(offset);
        const std::size_t start = first - first % page;
        const std::size_t size = first + static_cast<std::size_t>(length) - start;
        if (!call(static_cast<void*>(static_cast<std::uint8_t*>(pages_) + start), size)) return system_error(name);
        return {};
    }

    void* pages_ = nullptr;
    std::size_t mapped_ = 0;            // bytes, from the first page on
    std::size_t before_ = 0;            // bytes of the first page before those asked for
    void* file_ = INVALID_HANDLE_VALUE; // borrowed, for flushing
};

} // namespace lendbuf::inline LENDBUF_ABI::detail

#endif
