// lendbuf.mmap: the type in Python. Arguments are converted before the map is looked at: that may run foreign code, which
// may close the map.
#include "byte_arguments.hpp" // Python.h comes first

#include <cerrno>
#include <structmember.h>
#include <sys/mman.h>
#include <unistd.h>
#include <variant>

#include "mmap_constants.hpp"

namespace module {

namespace {

using lendbuf::access;
using lendbuf::mapped_file;

/// Is one of the three kinds of mappings, which Python tells apart at run time.
using mapping = std::variant<mapped_file<access::read>, mapped_file<access::write>, mapped_file<access::copy>>;

/// Is the object: what Python wants, the mapping, and what it was asked for with.
struct mmap_object {
    PyObject_HEAD PyObject* weak_references;
    map_access mode;
    long long offset;
    alignas(mapping) std::byte map[sizeof(mapping)]; // as bytes: members have an offset then
};

PyTypeObject* mmap_type = nullptr;

mmap_object& whole_of(PyObject* self) noexcept {
    return *reinterpret_cast<mmap_object*>(self);
}
mapping& map_of(PyObject* self) noexcept {
    // Safety: `make` made one there.
    void* const there = whole_of(self).map;
    return *std::launder(static_cast<mapping*>(there));
}

/// Calls `f` with the mapping.
template <class F>
auto with_map(PyObject* self, const F& f) {
    return std::visit(f, map_of(self));
}

/// Calls `f` with a mapping that may be written to. Throws: python_error (TypeError).
template <class F>
void with_writable(PyObject* self, const F& f) {
    with_map(self, [&f]<access Access>(mapped_file<Access>& map) {
        if constexpr (Access != access::read)
            f(map);
        else
            raise(PyExc_TypeError, "mmap can't modify a readonly memory map.");
    });
}

/// Gives the number of mapped bytes. Throws: value_error, when the map is closed.
std::ptrdiff_t size_of_map(PyObject* self) {
    return with_map(self, [](const auto& map) { return map.size(); });
}
void require_open(PyObject* self) {
    (void)size_of_map(self);
}
void require_writable(PyObject* self) {
    with_writable(self, [](const auto&) {});
}

[[noreturn]] void refuse(int code) {
    errno = code;
    PyErr_SetFromErrno(PyExc_OSError);
    throw python_error{};
}

template <class... Out>
void parse_all(PyObject* given, const char* format, Out*... out) {
    if (PyArg_ParseTuple(given, format, out...) == 0) throw python_error{};
}

/// Holds the buffer that a format of PyArg_Parse gave.
struct parsed_buffer {
    Py_buffer buffer{};
    parsed_buffer() = default;
    parsed_buffer(const parsed_buffer&) = delete;
    parsed_buffer& operator=(const parsed_buffer&) = delete;
    ~parsed_buffer() { PyBuffer_Release(&buffer); }
    [[nodiscard]] auto bytes() const noexcept {
        return lendbuf::region_of(static_cast<const std::uint8_t*>(buffer.buf), static_cast<std::size_t>(buffer.len));
    }
};

/// Calls a method with a tuple of arguments.
template <auto Method>
PyObject* tuple_method(PyObject* self, PyObject* given) noexcept {
    return guarded([&] { return Method(self, given); });
}

template <class Region>
object bytes_of(const Region& region) {
    return checked(PyBytes_FromStringAndSize(reinterpret_cast<const char*>(region.data), region.shape[0]));
}

// Making maps.

/// Maps, and refuses what CPython refuses beyond what the library does. Of the flags and the protection the library knows
/// who sees writes and who may write: hints such as MAP_POPULATE have no effect, and the memory is never executable.
template <access Access>
mapping mapped(int file, std::ptrdiff_t length, long long offset) {
    using map_type = mapped_file<Access>;
    const bool off_pages = offset % ::sysconf(_SC_PAGESIZE) != 0;
    if (file == -1) {
        if (length == 0 || off_pages) refuse(EINVAL);
        return map_type::anonymous(length);
    }
    auto made = map_type::try_map(file, offset, length == 0 ? map_type::whole : length);
    if (!made && off_pages && made.error().system_code() == EACCES) refuse(EINVAL); // what the system sees first
    if (made.value().empty())
        raise(PyExc_ValueError,
              made->file_size() == 0 ? "cannot mmap an empty file" : "mmap offset is greater than file size");
    if (off_pages) refuse(EINVAL);
    return std::move(*made);
}

object make_checked(PyTypeObject* type, PyObject* positional, PyObject* named) {
    static const char* const names[] = {"fileno", "length", "flags", "prot", "access", "offset", nullptr};
    int file = -1;
    Py_ssize_t length = 0;
    int flags = MAP_SHARED;
    int protection = PROT_READ | PROT_WRITE;
    int mode_number = static_cast<int>(map_access::by_default);
    long long offset = 0;
    parse(positional, named, "in|iiiL:mmap", names, &file, &length, &flags, &protection, &mode_number, &offset);
    if (length < 0) raise(PyExc_OverflowError, "memory mapped length must be positive");
    if (offset < 0) raise(PyExc_OverflowError, "memory mapped offset must be positive");
    auto mode = static_cast<map_access>(mode_number);
    if (mode != map_access::by_default && (flags != MAP_SHARED || protection != (PROT_READ | PROT_WRITE)))
        raise(PyExc_ValueError, "mmap can't specify both access and flags, prot.");
    switch (mode) {
    case map_access::by_default:
        if ((protection & PROT_WRITE) == 0)
            mode = map_access::read;
        else if ((protection & PROT_READ) == 0)
            mode = map_access::write;
        break;
    case map_access::read:
    case map_access::write: break;
    case map_access::copy: flags = MAP_PRIVATE; break;
    default: raise(PyExc_ValueError, "mmap invalid access parameter.");
    }
    if ((flags & MAP_ANONYMOUS) != 0) file = -1;
    mapping made = mode == map_access::read             ? mapped<access::read>(file, length, offset)
                   : (flags & MAP_SHARED) == MAP_SHARED ? mapped<access::write>(file, length, offset)
                                                        : mapped<access::copy>(file, length, offset);
    if ((flags & (MAP_SHARED | MAP_PRIVATE)) == 0) refuse(EINVAL); // files that are too short come first
    object self = checked(type->tp_alloc(type, 0));
    mmap_object& whole = whole_of(self.get());
    ::new (static_cast<void*>(whole.map)) mapping(std::move(made));
    whole.mode = mode;
    whole.offset = offset;
    return self;
}

PyObject* make(PyTypeObject* type, PyObject* positional, PyObject* named) noexcept {
    return guarded([&] { return make_checked(type, positional, named); });
}

void dealloc(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    if (whole_of(self).weak_references != nullptr) PyObject_ClearWeakRefs(self);
    map_of(self).~mapping();
    type->tp_free(self);
    Py_DECREF(type);
}

PyObject* repr(PyObject* self) noexcept {
    return guarded([&] {
        const char* const name = Py_IS_TYPE(self, mmap_type) ? "mmap.mmap" : type_name(self);
        return with_map(self, [&](const auto& map) {
            if (map.closed()) return checked(PyUnicode_FromFormat("<%s closed=True>", name));
            return checked(PyUnicode_FromFormat("<%s closed=False, access=%s, length=%zd, pos=%zd, offset=%lld>", name,
                                                name_of(whole_of(self).mode), map.size(), map.tell(),
                                                whole_of(self).offset));
        });
    });
}

// As a file.

object read(PyObject* self, PyObject* given) {
    require_open(self);
    PyObject* count = Py_None;
    parse_all(given, "|O:read", &count);
    std::ptrdiff_t wanted = -1;
    if (count != Py_None) {
        if (PyIndex_Check(count) == 0)
            raise(PyExc_TypeError, "argument should be integer or None, not '%.200s'", type_name(count));
        wanted = size_of(count, PyExc_OverflowError);
    }
    return with_map(self, [wanted](auto& map) { return bytes_of(map.read(wanted)); });
}

object readline(PyObject* self) {
    return with_map(self, [](auto& map) { return bytes_of(map.readline()); });
}

object read_byte(PyObject* self) {
    return with_map(self, [](auto& map) {
        if (map.tell() >= map.size()) raise(PyExc_ValueError, "read byte out of range");
        return checked(PyLong_FromLong(map.read_byte()));
    });
}

object write(PyObject* self, PyObject* given) {
    require_open(self);
    parsed_buffer from;
    parse_all(given, "y*:write", &from.buffer);
    std::ptrdiff_t written = 0;
    with_writable(self, [&](auto& map) {
        if (map.tell() > map.size() || from.buffer.len > map.size() - map.tell())
            raise(PyExc_ValueError, "data out of range");
        written = map.write(from.bytes());
    });
    return checked(PyLong_FromSsize_t(written));
}

object write_byte(PyObject* self, PyObject* given) {
    require_open(self);
    unsigned char byte = 0;
    parse_all(given, "b:write_byte", &byte);
    with_writable(self, [byte](auto& map) {
        if (map.tell() >= map.size()) raise(PyExc_ValueError, "write byte out of range");
        map.write_byte(byte);
    });
    return nothing();
}

object seek(PyObject* self, PyObject* given) {
    require_open(self);
    Py_ssize_t distance = 0;
    int from = 0;
    parse_all(given, "n|i:seek", &distance, &from);
    if (from < 0 || from > 2) raise(PyExc_ValueError, "unknown seek type");
    with_map(self, [&](auto& map) { (void)map.seek(distance, static_cast<lendbuf::whence>(from)); });
    return nothing();
}

object tell(PyObject* self) {
    return with_map(self, [](const auto& map) { return checked(PyLong_FromSsize_t(map.tell())); });
}

// Searching.

template <bool Forward>
object search(PyObject* self, PyObject* given) {
    std::ptrdiff_t start = with_map(self, [](const auto& map) { return map.tell(); });
    std::ptrdiff_t end = size_of_map(self);
    parsed_buffer wanted;
    parse_all(given, Forward ? "y*|nn:find" : "y*|nn:rfind", &wanted.buffer, &start, &end);
    return with_map(self, [&](const auto& map) {
        const auto cut = [size = map.size()](std::ptrdiff_t bound) {
            if (bound < 0) bound += size;
            return bound < 0 ? 0 : bound > size ? size : bound;
        };
        start = cut(start);
        end = cut(end);
        // Nothing is found anywhere, even between bounds in the wrong order, where bytes.find gives -1.
        if (wanted.buffer.len == 0) return checked(PyLong_FromSsize_t(Forward ? start : end));
        return checked(PyLong_FromSsize_t(Forward ? lendbuf::find(map, wanted.bytes(), start, end)
                                                  : lendbuf::rfind(map, wanted.bytes(), start, end)));
    });
}

// The map as a whole.

object close(PyObject* self) {
    with_map(self, [](auto& map) { map.close(); });
    return nothing();
}

object flush(PyObject* self, PyObject* given) {
    Py_ssize_t offset = 0;
    Py_ssize_t length = size_of_map(self);
    parse_all(given, "|nn:flush", &offset, &length);
    const std::ptrdiff_t size = size_of_map(self);
    if (length < 0 || offset < 0 || size - offset < length) raise(PyExc_ValueError, "flush values out of range");
    const map_access mode = whole_of(self).mode;
    if (mode == map_access::read || mode == map_access::copy) return nothing();
    if (offset % ::sysconf(_SC_PAGESIZE) != 0) refuse(EINVAL);
    with_map(self, [&]<access Access>(mapped_file<Access>& map) {
        if constexpr (Access == access::write) map.flush(offset, length);
    });
    return nothing();
}

object move(PyObject* self, PyObject* given) {
    require_open(self);
    Py_ssize_t target = 0;
    Py_ssize_t source = 0;
    Py_ssize_t count = 0;
    parse_all(given, "nnn:move", &target, &source, &count);
    with_writable(self, [&](auto& map) {
        const auto fits = [&](std::ptrdiff_t place) { return place >= 0 && map.size() - place >= count; };
        if (count < 0 || !fits(target) || !fits(source))
            raise(PyExc_ValueError, "source, destination, or count out of range");
        map.move(target, source, count);
    });
    return nothing();
}

object resize(PyObject* self, PyObject* given) {
    require_open(self);
    Py_ssize_t size = 0;
    parse_all(given, "n:resize", &size);
    if (with_map(self, [](const auto& map) { return map.leases(); }) > 0)
        raise(PyExc_BufferError, "mmap can't resize with extant buffers exported.");
    const map_access mode = whole_of(self).mode;
    if (mode == map_access::read || mode == map_access::copy)
        raise(PyExc_TypeError, "mmap can't resize a readonly or copy-on-write memory map.");
    if (size < 0 || PTRDIFF_MAX - size < whole_of(self).offset) raise(PyExc_ValueError, "new size out of range");
    require_open(self);
    if (size == 0) refuse(EINVAL); // no map is empty
    with_writable(self, [size](auto& map) { map.resize(size); });
    return nothing();
}

object size(PyObject* self) {
    return with_map(self, [](const auto& map) {
        if (map.native_handle() == -1) refuse(EBADF); // CPython asks the system, whatever the file
        return checked(PyLong_FromLongLong(map.file_size()));
    });
}

object madvise(PyObject* self, PyObject* given) {
    int option = 0;
    Py_ssize_t start = 0;
    Py_ssize_t length = size_of_map(self);
    parse_all(given, "i|nn:madvise", &option, &start, &length);
    return with_map(self, [&](const auto& map) {
        if (start < 0 || start >= map.size()) raise(PyExc_ValueError, "madvise start out of bounds");
        if (length < 0) raise(PyExc_ValueError, "madvise length invalid");
        if (PTRDIFF_MAX - start < length) raise(PyExc_OverflowError, "madvise length too large");
        if (length > map.size() - start) length = map.size() - start;
        // The system's own numbers, of which the library knows a few.
        if (::madvise(const_cast<std::uint8_t*>(map.data()) + start, static_cast<std::size_t>(length), option) != 0)
            refuse(errno);
        return nothing();
    });
}

object enter(PyObject* self) {
    require_open(self);
    return object::borrow(self);
}
object leave(PyObject* self, arguments) {
    return close(self);
}

PyObject* is_closed(PyObject* self, void*) noexcept {
    return PyBool_FromLong(with_map(self, [](const auto& map) { return map.closed(); }) ? 1 : 0);
}

// As a sequence.

Py_ssize_t length(PyObject* self) noexcept {
    return guarded([&] { return size_of_map(self); });
}

/// Gives an item of the sequence, which is bytes; `map[k]` is a number.
PyObject* item_of(PyObject* self, Py_ssize_t index) noexcept {
    return guarded([&] {
        return with_map(self, [index](const auto& map) {
            if (index < 0 || index >= map.size()) raise(PyExc_IndexError, "mmap index out of range");
            return bytes_of(lendbuf::region_of(map.data() + index, 1));
        });
    });
}

std::ptrdiff_t place_of(PyObject* self, PyObject* key) {
    std::ptrdiff_t index = size_of(key, PyExc_IndexError);
    const std::ptrdiff_t size = size_of_map(self);
    if (index < 0) index += size;
    if (index < 0 || index >= size) raise(PyExc_IndexError, "mmap index out of range");
    return index;
}

lendbuf::slice<true> part_of(PyObject* key) {
    if (!PySlice_Check(key)) raise(PyExc_TypeError, "mmap indices must be integers");
    return slice_of(key);
}

PyObject* subscript(PyObject* self, PyObject* key) noexcept {
    return guarded([&] {
        require_open(self);
        if (PyIndex_Check(key) != 0) {
            const std::ptrdiff_t place = place_of(self, key);
            return with_map(self, [place](const auto& map) { return checked(PyLong_FromLong(map[place])); });
        }
        const auto part = part_of(key);
        return with_map(self, [part](const auto& map) {
            const auto view = lendbuf::buffer_view(map)[part];
            object copy = checked(PyBytes_FromStringAndSize(nullptr, view.size()));
            auto* const to = reinterpret_cast<std::uint8_t*>(PyBytes_AS_STRING(copy.get()));
            lendbuf::tobytes_into(view, lendbuf::region_of(to, static_cast<std::size_t>(view.size())));
            return copy;
        });
    });
}

void assign_item(PyObject* self, PyObject* key, PyObject* value) {
    const std::ptrdiff_t place = place_of(self, key);
    if (value == nullptr) raise(PyExc_TypeError, "mmap doesn't support item deletion");
    if (PyIndex_Check(value) == 0) raise(PyExc_TypeError, "mmap item value must be an int");
    const std::ptrdiff_t number = size_of(value, PyExc_TypeError);
    if (number < 0 || number > 255) raise(PyExc_ValueError, "mmap item value must be in range(0, 256)");
    with_writable(self, [&](auto& map) { map[place] = static_cast<std::uint8_t>(number); });
}

void assign_slice(PyObject* self, PyObject* key, PyObject* value) {
    const auto part = part_of(key);
    if (value == nullptr) raise(PyExc_TypeError, "mmap object doesn't support slice deletion");
    const argument_bytes from(value);
    with_writable(self, [&](auto& map) {
        const auto to = lendbuf::buffer_view(map)[part];
        if (to.size() != static_cast<std::ptrdiff_t>(from.size()))
            raise(PyExc_IndexError, "mmap slice assignment is wrong size");
        lendbuf::copy(from, to); // which may be the map's own bytes
    });
}

int assign(PyObject* self, PyObject* key, PyObject* value) noexcept {
    return guarded([&] {
        require_open(self);
        require_writable(self);
        if (PyIndex_Check(key) != 0)
            assign_item(self, key, value);
        else
            assign_slice(self, key, value);
        return 0;
    });
}

int get_buffer(PyObject* self, Py_buffer* view, int flags) noexcept {
    return with_map(self, [&](auto& map) { return lendbuf::python::fill(view, map, self, flags); });
}
void release_buffer(PyObject*, Py_buffer* view) noexcept {
    lendbuf::python::release(view);
}

} // namespace

void add_mmap(PyObject* made) {
    static PyMethodDef methods[] = {
        {"__enter__", as_method(plain_method<enter>), METH_NOARGS, "Give the map itself."},
        {"__exit__", as_method(fast_method<leave>), METH_FASTCALL, "Close the map."},
        {"close", as_method(plain_method<close>), METH_NOARGS, "Unmap the memory."},
        {"find", as_method(tuple_method<search<true>>), METH_VARARGS, "Find the first place of bytes, or -1."},
        {"flush", as_method(tuple_method<flush>), METH_VARARGS, "Wait until the file has what was written."},
        {"madvise", as_method(tuple_method<madvise>), METH_VARARGS, "Tell the system how memory will be used."},
        {"move", as_method(tuple_method<move>), METH_VARARGS, "Copy bytes within the map."},
        {"read", as_method(tuple_method<read>), METH_VARARGS, "Read bytes from the position on."},
        {"read_byte", as_method(plain_method<read_byte>), METH_NOARGS, "Read a byte as a number."},
        {"readline", as_method(plain_method<readline>), METH_NOARGS, "Read up to and with the next newline."},
        {"resize", as_method(tuple_method<resize>), METH_VARARGS, "Change the length of the map and its file."},
        {"rfind", as_method(tuple_method<search<false>>), METH_VARARGS, "Find the last place of bytes, or -1."},
        {"seek", as_method(tuple_method<seek>), METH_VARARGS, "Move the position."},
        {"size", as_method(plain_method<size>), METH_NOARGS, "Give the length of the file."},
        {"tell", as_method(plain_method<tell>), METH_NOARGS, "Give the position."},
        {"write", as_method(tuple_method<write>), METH_VARARGS, "Write bytes at the position."},
        {"write_byte", as_method(tuple_method<write_byte>), METH_VARARGS, "Write a byte at the position."},
        {nullptr, nullptr, 0, nullptr}};
    static PyGetSetDef properties[] = {{"closed", is_closed, nullptr, "Whether the map is closed.", nullptr},
                                       {nullptr, nullptr, nullptr, nullptr, nullptr}};
    static PyMemberDef members[] = {
        {"__weaklistoffset__", T_PYSSIZET, offsetof(mmap_object, weak_references), READONLY, nullptr},
        {nullptr, 0, 0, 0, nullptr}};
    static const char doc[] = "mmap(fileno, length[, flags[, prot[, access[, offset]]]]) -> mmap\n\n"
                              "A file in memory; without one (fileno -1) memory that others may share.";
    static PyType_Slot slots[] = {{Py_tp_new, as_slot(make)},
                                  {Py_tp_dealloc, as_slot(dealloc)},
                                  {Py_tp_repr, as_slot(repr)},
                                  {Py_tp_methods, methods},
                                  {Py_tp_getset, properties},
                                  {Py_tp_members, members},
                                  {Py_tp_doc, const_cast<char*>(doc)},
                                  {Py_sq_length, as_slot(length)},
                                  {Py_sq_item, as_slot(item_of)},
                                  {Py_mp_length, as_slot(length)},
                                  {Py_mp_subscript, as_slot(subscript)},
                                  {Py_mp_ass_subscript, as_slot(assign)},
                                  {Py_bf_getbuffer, as_slot(get_buffer)},
                                  {Py_bf_releasebuffer, as_slot(release_buffer)},
                                  {0, nullptr}};
    static PyType_Spec spec = {"lendbuf.mmap", static_cast<int>(sizeof(mmap_object)), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE, slots};
    mmap_type = add_type(made, spec);
    add_mmap_constants(made);
}

} // namespace module
