// A file, or anonymous memory, mapped into the address space.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <lendbuf/layout/layout.hpp>
#include <lendbuf/owner/file_position.hpp>
#include <lendbuf/owner/standard.hpp>
#include <lendbuf/owner/system_file.hpp>
#include <lendbuf/protocol/observer.hpp>
#include <new>
#include <utility>

namespace lendbuf::inline LENDBUF_ABI {

/// Owns a mapping and lends its bytes: read-only ones for `access::read`, writable ones otherwise.
///
/// `mapped_file file("data.bin");` maps a whole file for reading; `mapped_file<access::write>` changes it in place.
/// Any offset will do. An empty file is an empty buffer. While leased, `close` and `resize` refuse; destroying is always
/// allowed and leaves the mapping to the last lease. Leases may be taken and dropped in any thread meanwhile.
/// Safety: a file that another process truncates takes its pages along; touching them is then a SIGBUS (`guarded` turns
/// it into an os_error, `revalidate` looks first). Windows lets nobody truncate a mapped file, this owner included:
/// `resize` to fewer bytes is an os_error while the file has another mapping.
/// Python: mmap.mmap; also empty files, and offsets that are no multiple of the page.
template <access Access = access::read>
class mapped_file : public file_position<mapped_file<Access>> {
public:
    using value_type = std::conditional_t<Access == access::read, const std::uint8_t, std::uint8_t>;

    /// Stands for "to the end of the file".
    static constexpr std::ptrdiff_t whole = -1;
    static constexpr bool writable = Access != access::read;

    /// Makes a closed mapping.
    mapped_file() noexcept = default;

    /// Maps `length` bytes from `offset` of the file `path`.
    ///
    /// Throws: os_error with the system's code; value_error (`bad_map_range`), when the file is too short.
    template <detail::path_like Path>
    explicit mapped_file(const Path& path, std::int64_t offset = 0, std::ptrdiff_t length = whole)
        : mapped_file(try_open(path, offset, length).value()) {}

    /// Maps `length` bytes from `offset` of the file `path`, or says why not.
    ///
    /// Errors: `system_failure` with the call and the system's code; `negative_size`; `bad_map_range` with need and have.
    template <detail::path_like Path>
    [[nodiscard]] static result<mapped_file> try_open(const Path& path, std::int64_t offset = 0,
                                                      std::ptrdiff_t length = whole) {
        auto file = detail::system_file::open(detail::path_text(path), Access);
        if (!file) return file.error();
        return try_map(std::move(*file), offset, length);
    }

    /// Makes a file of `size` zero bytes, in the place of one that may be there, and maps it. Errors: as `try_open`.
    template <detail::path_like Path>
    [[nodiscard]] static result<mapped_file> try_create(const Path& path, std::ptrdiff_t size)
        requires(Access == access::write)
    {
        if (size < 0) return error_info{.code = errc::negative_size, .offset = size, .subject = "mmap"};
        auto file = detail::system_file::create(detail::path_text(path), size);
        if (!file) return file.error();
        return try_map(std::move(*file), 0, size);
    }
    /// Makes a file of `size` zero bytes and maps it. Throws: os_error; value_error.
    template <detail::path_like Path>
    [[nodiscard]] static mapped_file create(const Path& path, std::ptrdiff_t size)
        requires(Access == access::write)
    {
        return try_create(path, size).value();
    }

    /// Maps `length` bytes from `offset` of an open file, which may be closed afterwards.
    ///
    /// Errors: as `try_open`.
    [[nodiscard]] static result<mapped_file> try_map(detail::native_file fd, std::int64_t offset = 0,
                                                     std::ptrdiff_t length = whole) {
        auto file = detail::system_file::duplicate(fd);
        if (!file) return file.error();
        return try_map(std::move(*file), offset, length);
    }

    /// Maps `length` zero bytes that belong to no file; children of a fork see each other's writes with
    /// `access::write`.
    ///
    /// Throws: value_error for a negative length; os_error.
    /// Python: mmap.mmap(-1, length)
    [[nodiscard]] static mapped_file anonymous(std::ptrdiff_t length) {
        if (length < 0) fail({.code = errc::negative_size, .offset = length, .subject = "mmap"});
        return make(detail::system_file(), 0, length).value();
    }

    mapped_file(mapped_file&& other) noexcept
        : file_position<mapped_file>(other),
          mapping_(std::exchange(other.mapping_, nullptr)),
          data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0)) {}

    /// Throws: buffer_error (`close_while_leased`), when this mapping is leased; the other one may be.
    mapped_file& operator=(mapped_file&& other) {
        if (this == &other) return *this;
        close();
        file_position<mapped_file>::operator=(other);
        mapping_ = std::exchange(other.mapping_, nullptr);
        data_ = std::exchange(other.data_, nullptr);
        size_ = std::exchange(other.size_, 0);
        return *this;
    }

    ~mapped_file() { drop(); }

    /// Unmaps. Closing again does nothing.
    ///
    /// Throws: buffer_error (`close_while_leased`) while leased; the mapping stays open then.
    /// Python: mmap.close
    void close() {
        if (mapping_ == nullptr) return;
        { const export_lock lock(mapping_, errc::close_while_leased); }
        drop();
        mapping_ = nullptr;
        data_ = nullptr;
        size_ = 0;
    }

    [[nodiscard]] bool closed() const noexcept { return mapping_ == nullptr; }

    /// Gives the number of mapped bytes. Throws: value_error (`closed`). Python: len
    [[nodiscard]] std::ptrdiff_t size() const {
        require_open();
        return size_;
    }
    [[nodiscard]] bool empty() const { return size() == 0; }

    /// Gives the length of the file as it is now; that of the mapping where there is no file.
    ///
    /// Throws: os_error; value_error (`closed`). Python: mmap.size
    [[nodiscard]] std::int64_t file_size() const {
        require_open();
        return mapping_->file.is_open() ? mapping_->file.size().value() : size_;
    }

    /// Gives the place of the first mapped byte in the file. Throws: value_error (`closed`).
    [[nodiscard]] std::int64_t file_offset() const {
        require_open();
        return mapping_->offset;
    }

    /// Gives the system's name of the open file, which the mapping keeps; -1, on Windows
    /// INVALID_HANDLE_VALUE, for memory without a file.
    ///
    /// Throws: value_error (`closed`).
    [[nodiscard]] detail::native_file native_handle() const {
        require_open();
        return mapping_->file.get();
    }

    /// Points to the first byte. Throws: value_error (`closed`).
    [[nodiscard]] value_type* data() {
        require_open();
        return data_;
    }
    [[nodiscard]] const std::uint8_t* data() const {
        require_open();
        return data_;
    }
    [[nodiscard]] value_type* begin() { return data(); }
    [[nodiscard]] value_type* end() { return data() + size_; }
    [[nodiscard]] const std::uint8_t* begin() const { return data(); }
    [[nodiscard]] const std::uint8_t* end() const { return data() + size_; }

    /// Gives a byte; negative counts from the end. Throws: index_error; value_error (`closed`).
    [[nodiscard]] value_type& operator[](std::ptrdiff_t index) { return data()[checked_index(index, size_, 0)]; }
    [[nodiscard]] const std::uint8_t& operator[](std::ptrdiff_t index) const {
        return data()[checked_index(index, size_, 0)];
    }

    /// Changes the length of the file, and of the mapping with it; new bytes are zero. Anonymous memory is copied: other
    /// processes keep what they have.
    /// `grow` is the same, but takes the disk's blocks at once, so that writing cannot fail later.
    ///
    /// Throws: buffer_error (`resize_while_leased`); type_error (`resize_copy_on_write`) for a private mapping of a file;
    /// value_error; os_error, and nothing has changed.
    /// Python: mmap.resize
    void resize(std::ptrdiff_t size)
        requires writable
    {
        resize_to(size, false);
    }
    void grow(std::ptrdiff_t size)
        requires(Access == access::write)
    {
        resize_to(size, true);
    }

    /// Tells whether the file still has all the mapped bytes: false when another process has truncated it.
    ///
    /// Throws: os_error; value_error (`closed`).
    [[nodiscard]] bool revalidate() const {
        require_open();
        return !mapping_->file.is_open() || !mapping_->file.is_regular() ||
               mapping_->file.size().value() - mapping_->offset >= size_;
    }

    /// Waits until the file holds what was written to `length` bytes from `offset` on, or to all.
    ///
    /// Throws: os_error; value_error (`closed`, `bad_map_range`). Python: mmap.flush; any offset will do.
    void flush(std::ptrdiff_t offset = 0, std::ptrdiff_t length = whole)
        requires(Access == access::write)
    {
        on_range(offset, length, [this](auto from, auto count) { return mapping_->pages.flush(from, count, false); });
    }

    /// Tells the system how `length` bytes from `offset` on will be used.
    ///
    /// Throws: os_error; value_error (`closed`, `bad_map_range`). Python: mmap.madvise
    void advise(advice use, std::ptrdiff_t offset = 0, std::ptrdiff_t length = whole) const {
        on_range(offset, length,
                 [this, use](auto from, auto count) { return mapping_->pages.advise(from, count, use); });
    }

    /// Reads all pages in now. Throws: os_error; value_error (`closed`).
    void populate() const {
        require_open();
        mapping_->pages.populate(writable).value();
    }

    /// Keeps bytes in main memory until `unlock_memory`. Throws: os_error; value_error (`closed`, `bad_map_range`).
    void lock_memory(std::ptrdiff_t offset = 0, std::ptrdiff_t length = whole) const {
        on_range(offset, length, [this](auto from, auto count) { return mapping_->pages.lock(from, count); });
    }
    void unlock_memory(std::ptrdiff_t offset = 0, std::ptrdiff_t length = whole) const {
        on_range(offset, length, [this](auto from, auto count) { return mapping_->pages.unlock(from, count); });
    }

    /// Copies `count` bytes from `source` to `target`, which may overlap. Throws: value_error (`bad_map_range`).
    ///
    /// Python: mmap.move
    void move(std::ptrdiff_t target, std::ptrdiff_t source, std::ptrdiff_t count)
        requires writable
    {
        require_range(target, count);
        require_range(source, count);
        if (count > 0) std::memmove(data_ + target, data_ + source, static_cast<std::size_t>(count));
    }

    /// Takes a lease. Throws: value_error (`closed`); buffer_error (`being_changed`).
    [[nodiscard]] lease lend() const {
        require_open();
        return lease::take(mapping_);
    }

    /// Begins to observe the mapping: where it is, and how many bytes. After `close` it is gone.
    ///
    /// Throws: value_error (`closed`); buffer_error (`being_changed`).
    [[nodiscard]] observer observe() const {
        const lease here = lend();
        return observer(*mapping_);
    }

    /// Tells how many leases there are; a snapshot.
    [[nodiscard]] std::size_t leases() const noexcept { return mapping_ == nullptr ? 0 : mapping_->count.leases(); }

private:
    struct mapping : observable_block {
        detail::system_file file;
        detail::system_mapping pages;
        std::int64_t offset = 0; // of the first byte in the file
    };

    static result<mapped_file> try_map(detail::system_file file, std::int64_t offset, std::ptrdiff_t length) {
        const auto size = file.size();
        if (!size) return size.error();
        if (length < 0 && length != whole)
            return error_info{.code = errc::negative_size, .offset = length, .subject = "mmap"};
        if (length == whole && offset >= 0 && offset <= *size) {
            if (*size - offset > number_limits<std::ptrdiff_t>::max()) return detail::too_large("mmap");
            length = static_cast<std::ptrdiff_t>(*size - offset);
        }
        if (offset < 0 || length < 0 || (file.is_regular() && (offset > *size || length > *size - offset)))
            return error_info{.code = errc::bad_map_range,
                              .offset = offset,
                              .need = length < 0 ? 0 : static_cast<std::uint64_t>(length),
                              .have = static_cast<std::uint64_t>(*size)};
        return make(std::move(file), offset, length);
    }

    static result<mapped_file> make(detail::system_file file, std::int64_t offset, std::ptrdiff_t length) {
        auto pages = detail::system_mapping::map(file, offset, length, Access);
        if (!pages) return pages.error();
        auto* const block = new (std::nothrow) mapping;
        if (block == nullptr) return error_info{.code = errc::out_of_memory, .need = sizeof(mapping)};
        block->owner_name = "mmap";
        block->release = &unmap;
        block->free_block = &free_mapping;
        block->file = std::move(file);
        block->pages = std::move(*pages);
        block->offset = offset;
        mapped_file made;
        made.mapping_ = block;
        made.data_ = block->pages.data();
        made.size_ = length;
        return made;
    }

    void resize_to(std::ptrdiff_t size, bool allocated) {
        require_open();
        if (Access == access::copy && mapping_->file.is_open()) fail({.code = errc::resize_copy_on_write});
        if (size < 0) fail({.code = errc::negative_size, .offset = size, .subject = "mmap"});
        if (size == size_ && !allocated && !file_goes_on()) return;
        const export_lock lock(mapping_, errc::resize_while_leased);
        if (mapping_->offset > number_limits<std::int64_t>::max() - size) fail(detail::too_large("mmap"));
        const auto resized = mapping_->pages.resize(mapping_->file, mapping_->offset, size, Access, allocated);
        const auto before = reinterpret_cast<std::uintptr_t>(data_); // those pages may have gone
        data_ = mapping_->pages.data();
        if (reinterpret_cast<std::uintptr_t>(data_) != before || (resized && size != size_)) mapping_->memory_changed();
        if (resized)
            size_ = size;
        else if (data_ == nullptr) // the system did not even map again what had been mapped
            size_ = 0;
        resized.value();
    }

    // Tells whether the file has bytes behind those that are mapped.
    [[nodiscard]] bool file_goes_on() const {
        return mapping_->file.is_open() && mapping_->file.is_regular() &&
               mapping_->file.size().value() - mapping_->offset > size_;
    }

    static void unmap(lease_block* exports) noexcept {
        auto* const mapped = static_cast<mapping*>(exports);
        {
            const detail::system_file file(std::move(mapped->file)); // closed after the pages
            const detail::system_mapping pages(std::move(mapped->pages));
        }
        mapped->end_memory();
    }
    static void free_mapping(observable_block* block) noexcept { delete static_cast<mapping*>(block); }

    void drop() noexcept {
        if (mapping_ != nullptr && mapping_->count.release_owner() == use_count::left::nothing) unmap(mapping_);
    }

    void require_open() const {
        if (mapping_ == nullptr) [[unlikely]]
            fail({.code = errc::closed, .subject = "mmap"});
    }

    void require_range(std::ptrdiff_t offset, std::ptrdiff_t length) const {
        require_open();
        if (offset < 0 || length < 0 || offset > size_ || length > size_ - offset)
            fail({.code = errc::bad_map_range,
                  .offset = offset,
                  .need = length < 0 ? 0 : static_cast<std::uint64_t>(length),
                  .have = static_cast<std::uint64_t>(size_)});
    }

    template <class Call>
    void on_range(std::ptrdiff_t offset, std::ptrdiff_t length, Call call) const {
        require_open();
        if (length == whole && offset >= 0 && offset <= size_) length = size_ - offset;
        require_range(offset, length);
        call(offset, length).value();
    }

    mapping* mapping_ = nullptr;
    std::uint8_t* data_ = nullptr;
    std::ptrdiff_t size_ = 0;
};

template <detail::path_like Path>
mapped_file(const Path&) -> mapped_file<access::read>;

} // namespace lendbuf::inline LENDBUF_ABI
