// The struct module: formats are parsed once, and values go straight between buffers and Python's objects.
#include <cstring>
#include <lendbuf/pack/visit_values.hpp>
#include <string_view>
#include <vector>

#include "support.hpp"

namespace {

using lendbuf::errc;
using lendbuf::item;
using lendbuf::plan_field;
using lendbuf::value_kind;
using module::as_slot;
using module::checked;
using module::guarded;
using module::object;
using module::raise;

using readable_bytes = lendbuf::buffer_view<const std::uint8_t, 1, lendbuf::contiguous>;
using writable_bytes = lendbuf::buffer_view<std::uint8_t, 1, lendbuf::contiguous>;

// ---- Struct ----------------------------------------------------------------------------------------------------

struct struct_object {
    PyObject ob_base;
    lendbuf::structure plan;
    Py_ssize_t users; // calls and iterators: while there are any, nobody may change the plan
};

PyTypeObject* struct_type = nullptr;
PyTypeObject* iterator_type = nullptr;

const lendbuf::structure& plan_of(PyObject* self) noexcept {
    return reinterpret_cast<struct_object*>(self)->plan;
}

Py_ssize_t& users_of(PyObject* self) noexcept {
    return reinterpret_cast<struct_object*>(self)->users;
}

/// Keeps the plan of a Struct as it is: values that are packed may run Python code, and so may a new tuple.
class use_scope {
public:
    explicit use_scope(PyObject* self) noexcept : users_(users_of(self)) { ++users_; }
    use_scope(const use_scope&) = delete;
    use_scope& operator=(const use_scope&) = delete;
    ~use_scope() { --users_; }

private:
    Py_ssize_t& users_;
};

/// Gives the characters of a format, which live as long as `format`.
std::string_view text_of(PyObject* format) {
    std::string_view text;
    if (PyUnicode_Check(format)) {
        if (!PyUnicode_IS_ASCII(format)) (void)checked(PyUnicode_AsASCIIString(format)); // raises
        Py_ssize_t size = 0;
        const char* const characters = PyUnicode_AsUTF8AndSize(format, &size);
        if (characters == nullptr) throw module::python_error{};
        text = {characters, static_cast<std::size_t>(size)};
    } else if (PyBytes_Check(format)) {
        text = {PyBytes_AS_STRING(format), static_cast<std::size_t>(PyBytes_GET_SIZE(format))};
    } else {
        raise(PyExc_TypeError, "Struct() argument 1 must be a str or bytes object, not %.200s",
              Py_TYPE(format)->tp_name);
    }
    if (text.find('\0') != text.npos) raise(module::struct_error_type, "embedded null character");
    return text;
}

object make_struct(PyTypeObject* type, lendbuf::structure plan) {
    object made = checked(type->tp_alloc(type, 0));
    new (&reinterpret_cast<struct_object*>(made.get())->plan) lendbuf::structure(std::move(plan));
    return made;
}

PyObject* new_struct(PyTypeObject* type, PyObject*, PyObject*) noexcept {
    return guarded([&] { return make_struct(type, lendbuf::structure()); });
}

int initialize_struct(PyObject* self, PyObject* arguments, PyObject* keywords) noexcept {
    return guarded([&] {
        static const char* names[] = {"format", nullptr};
        PyObject* format = nullptr;
        if (PyArg_ParseTupleAndKeywords(arguments, keywords, "O:Struct", const_cast<char**>(names), &format) == 0)
            throw module::python_error{};
        lendbuf::structure plan(text_of(format));
        auto& object = *reinterpret_cast<struct_object*>(self);
        if (object.users != 0) raise(PyExc_RuntimeError, "Struct.__init__() is called while the Struct is in use");
        object.plan = std::move(plan);
        return 0;
    });
}

void delete_struct(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    reinterpret_cast<struct_object*>(self)->plan.~structure();
    type->tp_free(self);
    Py_DECREF(type);
}

/// Finds what a format was parsed to before, or parses it.
///
/// Formats are constants as a rule: the same object comes again, and its address finds it. Others are found by their
/// text. Nothing is kept but by the two caches.
class format_cache {
public:
    object find(PyObject* format) {
        known_format& known = by_address_[place_of(format)];
        if (known.format.get() == format) return known.parsed;
        if (Py_REFCNT(format) == 1) return find_by_text(format); // only the caller knows it: it will not come again
        known_format fresh{object::borrow(format), find_by_text(format)};
        std::swap(known, fresh);
        return known.parsed;
    }

private:
    struct known_format {
        object format; // its address stays its own as long as it lives
        object parsed;
    };
    static constexpr std::size_t places = 64;
    static constexpr Py_ssize_t most_texts = 100;

    static std::size_t place_of(PyObject* format) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(format) / 16;
        return (address ^ (address / places)) % places;
    }

    static object parse(PyObject* format) { return make_struct(struct_type, lendbuf::structure(text_of(format))); }

    object find_by_text(PyObject* format) {
        const bool is_plain = PyUnicode_CheckExact(format) || PyBytes_CheckExact(format);
        if (!is_plain) return parse(format); // its hash may be anything
        if (!by_text_) by_text_ = checked(PyDict_New());
        if (PyObject* const parsed = PyDict_GetItemWithError(by_text_.get(), format)) return object::borrow(parsed);
        object parsed = parse(format);
        if (PyDict_GET_SIZE(by_text_.get()) >= most_texts) PyDict_Clear(by_text_.get());
        checked(Py_ssize_t{PyDict_SetItem(by_text_.get(), format, parsed.get())});
        return parsed;
    }

    known_format by_address_[places];
    object by_text_;
};

// Never destroyed: at the end of the process there is no interpreter that could free objects.
format_cache& formats = *new format_cache;

// ---- unpack ----------------------------------------------------------------------------------------------------

/// Makes Python's object of a value; null with an exception when there is no memory.
struct to_object {
    PyObject* operator()(std::int64_t value) const noexcept {
        if (value >= 0) return PyLong_FromUnsignedLongLong(static_cast<unsigned long long>(value)); // the fastest one
        if constexpr (sizeof(long) == sizeof(value)) // faster than the other one
            return PyLong_FromLong(static_cast<long>(value));
        else
            return PyLong_FromLongLong(value);
    }
    PyObject* operator()(std::uint64_t value) const noexcept { return PyLong_FromUnsignedLongLong(value); }
    PyObject* operator()(double value) const noexcept { return PyFloat_FromDouble(value); }
    PyObject* operator()(bool value) const noexcept { return PyBool_FromLong(value ? 1 : 0); }
    PyObject* operator()(const lendbuf::complex_value<double>& value) const noexcept {
        return PyComplex_FromDoubles(value.real(), value.imag());
    }
    PyObject* operator()(const lendbuf::byte_run& value) const noexcept {
        return PyBytes_FromStringAndSize(static_cast<const char*>(static_cast<const void*>(value.first)), value.length);
    }
};

/// Gives nothing and leaves an exception when the record is not inside: refusals are part of the game, and need no throw.
object unpack_at(const lendbuf::structure& plan, readable_bytes bytes, std::ptrdiff_t offset) {
    if (bytes.size() < plan.size()) [[unlikely]] { // before there is a tuple for more values than memory holds
        module::set_error(lendbuf::try_record_start(plan, bytes, offset, lendbuf::transfer::unpack).error());
        return {};
    }
    object values = checked(PyTuple_New(plan.value_count()));
    PyObject** place = &PyTuple_GET_ITEM(values.get(), 0);
    const auto visited = lendbuf::try_visit_values(plan, bytes, offset, [&place](const auto& value) {
        PyObject* const made = to_object{}(value);
        if (made == nullptr) [[unlikely]]
            throw module::python_error{};
        *place++ = made;
    });
    if (visited) [[likely]]
        return values;
    module::set_error(visited.error());
    return {};
}

/// Calls `use` with the bytes of an argument.
template <class F>
object with_bytes(PyObject* from, F&& use) {
    if (PyBytes_CheckExact(from)) // these need no lock
        return use(readable_bytes(static_cast<const std::uint8_t*>(static_cast<const void*>(PyBytes_AS_STRING(from))),
                                  PyBytes_GET_SIZE(from)));
    const module::argument_bytes bytes(from);
    return use(readable_bytes(bytes.data(), static_cast<std::ptrdiff_t>(bytes.size())));
}

object unpack(const lendbuf::structure& plan, PyObject* from) {
    return with_bytes(from, [&](readable_bytes bytes) {
        if (const auto whole = plan.try_unpack(bytes); !whole) [[unlikely]] {
            module::set_error(whole.error());
            return object();
        }
        return unpack_at(plan, bytes, 0);
    });
}

object unpack_from(const lendbuf::structure& plan, PyObject* from, PyObject* offset) {
    Py_ssize_t start = 0;
    if (offset != nullptr)
        start = checked(PyLong_CheckExact(offset) ? PyLong_AsSsize_t(offset)
                                                  : PyNumber_AsSsize_t(offset, PyExc_OverflowError));
    return with_bytes(from, [&](readable_bytes bytes) { return unpack_at(plan, bytes, start); });
}

// ---- pack ------------------------------------------------------------------------------------------------------

/// Makes an item of an integer. What no 64 bits hold becomes what does not fit the field: -1 where it is unsigned, the
/// largest number where it is signed.
item integer_item(PyObject* value, const plan_field& field) {
    object converted;
    if (!PyLong_Check(value)) {
        if (PyIndex_Check(value) == 0)
            lendbuf::fail({.code = errc::not_an_integer,
                           .symbol = field.symbol,
                           .field = static_cast<std::int32_t>(field.first_value)});
        converted = checked(PyNumber_Index(value));
        value = converted.get();
    }
    int overflow = 0;
    const long long small = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (overflow == 0) [[likely]]
        return item(small);
    if (overflow > 0) {
        const unsigned long long large = PyLong_AsUnsignedLongLong(value);
        if (PyErr_Occurred() == nullptr) return item(large);
        PyErr_Clear();
    }
    if (field.kind == value_kind::pointer) raise(module::struct_error_type, "int too large to convert");
    return field.kind == value_kind::unsigned_integer ? item(-1) : item(~0ull);
}

/// Refers to the bytes of a string; to nothing, which the field refuses, where it is none.
item string_item(PyObject* value, const plan_field& field) {
    if (PyBytes_Check(value))
        return item(std::string_view(PyBytes_AS_STRING(value), static_cast<std::size_t>(PyBytes_GET_SIZE(value))));
    if (PyByteArray_Check(value) && field.kind != value_kind::character)
        return item(
            std::string_view(PyByteArray_AS_STRING(value), static_cast<std::size_t>(PyByteArray_GET_SIZE(value))));
    return item();
}

/// Makes an item of a value for a field; a string points into the object.
item item_of(PyObject* value, const plan_field& field) {
    switch (field.kind) {
    case value_kind::signed_integer:
    case value_kind::unsigned_integer:
    case value_kind::pointer: return integer_item(value, field);
    case value_kind::boolean: return item(checked(Py_ssize_t{PyObject_IsTrue(value)}) != 0);
    case value_kind::floating: {
        const double number = PyFloat_AsDouble(value);
        if (number == -1.0 && PyErr_Occurred() != nullptr) {
            PyErr_Clear();
            lendbuf::fail({.code = errc::not_a_float,
                           .symbol = field.symbol,
                           .field = static_cast<std::int32_t>(field.first_value)});
        }
        return item(number);
    }
    case value_kind::complex: {
        const Py_complex number = PyComplex_AsCComplex(value);
        checked(Py_ssize_t{PyErr_Occurred() != nullptr ? -1 : 0});
        return item(lendbuf::complex_value<double>{number.real, number.imag});
    }
    default: return string_item(value, field);
    }
}

/// Says how a number does not fit, in the words of this version of Python: short numbers had names before 3.12.
[[noreturn]] void refuse(const lendbuf::error_info& failure) {
    if (PY_VERSION_HEX < 0x030C0000 && failure.code == errc::number_out_of_range) {
        const char* name = nullptr;
        switch (failure.symbol) {
        case 'b': name = "byte"; break;
        case 'B': name = "ubyte"; break;
        case 'h': name = "short"; break;
        case 'H': name = "ushort"; break;
        default: break;
        }
        const bool is_signed = failure.symbol == 'b' || failure.symbol == 'h';
        const int most = static_cast<int>(failure.need);
        if (name != nullptr)
            raise(module::struct_error_type, "%s format requires %d <= number <= %d", name, is_signed ? -most - 1 : 0,
                  most);
    }
    lendbuf::fail(failure);
}

void require_count(const lendbuf::structure& plan, Py_ssize_t count) {
    if (count != plan.value_count()) [[unlikely]]
        lendbuf::fail({.code = errc::pack_needs_exactly,
                       .need = static_cast<std::uint64_t>(plan.value_count()),
                       .have = static_cast<std::uint64_t>(count)});
}

/// Packs values, as many as the format has, to new memory of its size.
void pack_to(const lendbuf::structure& plan, std::uint8_t* memory, PyObject* const* values) {
    const auto packed = lendbuf::try_pack_made_values(
        plan, writable_bytes(memory, plan.size()), 0,
        [values](const plan_field& field, std::ptrdiff_t number) { return item_of(values[number], field); });
    if (!packed) refuse(packed.error());
}

object pack(const lendbuf::structure& plan, PyObject* const* values, Py_ssize_t count) {
    require_count(plan, count); // before there are bytes for a record of any size
    object bytes = checked(PyBytes_FromStringAndSize(nullptr, plan.size()));
    pack_to(plan, reinterpret_cast<std::uint8_t*>(PyBytes_AS_STRING(bytes.get())), values);
    return bytes;
}

object pack_into(const lendbuf::structure& plan, PyObject* const* arguments, Py_ssize_t count) {
    if (count < 1) raise(PyExc_TypeError, "pack_into expected buffer argument");
    if (count < 2) raise(PyExc_TypeError, "pack_into expected offset argument");
    Py_buffer buffer{};
    if (PyObject_GetBuffer(arguments[0], &buffer, PyBUF_WRITABLE) != 0)
        raise(PyExc_TypeError, "pack_into() argument 1 must be read-write bytes-like object, not %.200s",
              Py_TYPE(arguments[0])->tp_name);
    struct release_at_end {
        Py_buffer& held;
        ~release_at_end() { PyBuffer_Release(&held); }
    } const end{buffer};
    const writable_bytes target(static_cast<std::uint8_t*>(buffer.buf), buffer.len);
    const std::ptrdiff_t start = lendbuf::record_start(
        plan, target, checked(PyNumber_AsSsize_t(arguments[1], PyExc_IndexError)), lendbuf::transfer::pack);
    require_count(plan, count - 2);
    // Numbers may run Python code, which may look at the target or fail: all values first.
    constexpr std::ptrdiff_t few = 256;
    std::uint8_t here[few];
    std::vector<std::uint8_t> more(plan.size() <= few ? 0u : static_cast<std::size_t>(plan.size()));
    std::uint8_t* const record = plan.size() <= few ? here : more.data();
    pack_to(plan, record, arguments + 2);
    if (plan.size() > 0) std::memcpy(target.data() + start, record, static_cast<std::size_t>(plan.size()));
    return object::borrow(Py_None);
}

// ---- iter_unpack -----------------------------------------------------------------------------------------------

struct iterator_object {
    PyObject ob_base;
    PyObject* parsed; // a Struct
    Py_buffer buffer; // held until the last record was read
    Py_ssize_t next;
    bool is_reading; // a new tuple may collect garbage, and so run code that asks for the rest of the records
};

iterator_object* iterator_of(PyObject* self) noexcept {
    return reinterpret_cast<iterator_object*>(self);
}
readable_bytes bytes_of(const Py_buffer& buffer) noexcept {
    return {static_cast<const std::uint8_t*>(buffer.buf), buffer.len};
}

object iter_unpack(const object& parsed, PyObject* from) {
    object made = checked(iterator_type->tp_alloc(iterator_type, 0));
    iterator_object& self = *iterator_of(made.get());
    self.parsed = object(parsed).release();
    ++users_of(self.parsed);
    if (PyObject_GetBuffer(from, &self.buffer, PyBUF_SIMPLE) != 0) throw module::python_error{};
    (void)plan_of(self.parsed).iter_unpack(bytes_of(self.buffer)); // checks the size
    return made;
}

void delete_iterator(PyObject* self) noexcept {
    PyTypeObject* const type = Py_TYPE(self);
    PyBuffer_Release(&iterator_of(self)->buffer);
    if (PyObject* const parsed = iterator_of(self)->parsed; parsed != nullptr) {
        --users_of(parsed);
        Py_DECREF(parsed);
    }
    type->tp_free(self);
    Py_DECREF(type);
}

Py_ssize_t records_left(const iterator_object& self) noexcept {
    return self.buffer.obj == nullptr ? 0 : self.buffer.len / plan_of(self.parsed).size() - self.next;
}

PyObject* next_record(PyObject* self) noexcept {
    iterator_object& iterator = *iterator_of(self);
    if (records_left(iterator) == 0) {
        if (!iterator.is_reading) PyBuffer_Release(&iterator.buffer);
        return nullptr;
    }
    const bool was_reading = std::exchange(iterator.is_reading, true);
    PyObject* const record = guarded([&] {
        const lendbuf::structure& plan = plan_of(iterator.parsed);
        return unpack_at(plan, bytes_of(iterator.buffer), iterator.next++ * plan.size());
    });
    iterator.is_reading = was_reading;
    return record;
}

PyObject* length_hint(PyObject* self, PyObject*) noexcept {
    return PyLong_FromSsize_t(records_left(*iterator_of(self)));
}

// ---- arguments: Struct's methods, and functions whose first argument is the format --------------------------------

void want(const char* function, Py_ssize_t given, Py_ssize_t wanted) {
    if (given != wanted) raise(PyExc_TypeError, "%s expected %zd arguments, got %zd", function, wanted, given);
}

PyObject* buffer_name = nullptr; // as the interpreter keeps them, so that a look at the address will do
PyObject* offset_name = nullptr;

bool is_called(PyObject* name, PyObject* interned, const char* text) noexcept {
    return name == interned || PyUnicode_CompareWithASCIIString(name, text) == 0;
}

/// Sorts the arguments `buffer` and `offset`, which may have names.
object unpack_from_names(const lendbuf::structure& plan, PyObject* const* arguments, Py_ssize_t count,
                         PyObject* names) {
    PyObject* found[2] = {};
    if (count > 2) raise(PyExc_TypeError, "unpack_from() takes at most 2 arguments (%zd given)", count);
    for (Py_ssize_t n = 0; n < count; ++n) found[n] = arguments[n];
    for (Py_ssize_t n = 0; names != nullptr && n < PyTuple_GET_SIZE(names); ++n) {
        PyObject* const name = PyTuple_GET_ITEM(names, n);
        const bool is_buffer = is_called(name, buffer_name, "buffer");
        if (!is_buffer && !is_called(name, offset_name, "offset"))
            raise(PyExc_TypeError, "'%U' is an invalid keyword argument for unpack_from()", name);
        PyObject*& target = found[is_buffer ? 0 : 1];
        if (target != nullptr) raise(PyExc_TypeError, "unpack_from() got multiple values for argument '%U'", name);
        target = arguments[count + n];
    }
    if (found[0] == nullptr) raise(PyExc_TypeError, "unpack_from() missing required argument 'buffer'");
    return unpack_from(plan, found[0], found[1]);
}
[[gnu::always_inline]] inline object unpack_from_arguments(const lendbuf::structure& plan, PyObject* const* arguments,
                                                           Py_ssize_t count, PyObject* names) {
    if (names == nullptr && (count == 1 || count == 2)) [[likely]]
        return unpack_from(plan, arguments[0], count == 1 ? nullptr : arguments[1]);
    return unpack_from_names(plan, arguments, count, names);
}

PyObject* struct_pack(PyObject* self, PyObject* const* arguments, Py_ssize_t count) noexcept {
    const use_scope scope(self);
    return guarded([&] { return pack(plan_of(self), arguments, count); });
}
PyObject* struct_pack_into(PyObject* self, PyObject* const* arguments, Py_ssize_t count) noexcept {
    const use_scope scope(self);
    return guarded([&] { return pack_into(plan_of(self), arguments, count); });
}
PyObject* struct_unpack(PyObject* self, PyObject* from) noexcept {
    const use_scope scope(self);
    return guarded([&] { return unpack(plan_of(self), from); });
}
PyObject* struct_unpack_from(PyObject* self, PyObject* const* arguments, Py_ssize_t count, PyObject* names) noexcept {
    const use_scope scope(self);
    return guarded([&] { return unpack_from_arguments(plan_of(self), arguments, count, names); });
}
PyObject* struct_iter_unpack(PyObject* self, PyObject* from) noexcept {
    return guarded([&] { return iter_unpack(object::borrow(self), from); });
}
PyObject* struct_format(PyObject* self, void*) noexcept {
    const auto text = plan_of(self).format();
    return PyUnicode_FromStringAndSize(text.data(), static_cast<Py_ssize_t>(text.size()));
}
PyObject* struct_text(PyObject* self) noexcept {
    const object format(struct_format(self, nullptr));
    return format ? PyUnicode_FromFormat("Struct(%R)", format.get()) : nullptr;
}
PyObject* struct_size(PyObject* self, void*) noexcept {
    return PyLong_FromSsize_t(plan_of(self).size());
}

PyObject* module_pack(PyObject*, PyObject* const* arguments, Py_ssize_t count) noexcept {
    return guarded([&] {
        if (count == 0) raise(PyExc_TypeError, "missing format argument");
        const object parsed = formats.find(arguments[0]);
        return pack(plan_of(parsed.get()), arguments + 1, count - 1);
    });
}
PyObject* module_pack_into(PyObject*, PyObject* const* arguments, Py_ssize_t count) noexcept {
    return guarded([&] {
        if (count == 0) raise(PyExc_TypeError, "missing format argument");
        const object parsed = formats.find(arguments[0]);
        return pack_into(plan_of(parsed.get()), arguments + 1, count - 1);
    });
}
PyObject* module_unpack(PyObject*, PyObject* const* arguments, Py_ssize_t count) noexcept {
    return guarded([&] {
        want("unpack", count, 2);
        const object parsed = formats.find(arguments[0]);
        return unpack(plan_of(parsed.get()), arguments[1]);
    });
}
PyObject* module_unpack_from(PyObject*, PyObject* const* arguments, Py_ssize_t count, PyObject* names) noexcept {
    return guarded([&] {
        if (count == 0) raise(PyExc_TypeError, "missing format argument");
        const object parsed = formats.find(arguments[0]);
        return unpack_from_arguments(plan_of(parsed.get()), arguments + 1, count - 1, names);
    });
}
PyObject* module_iter_unpack(PyObject*, PyObject* const* arguments, Py_ssize_t count) noexcept {
    return guarded([&] {
        want("iter_unpack", count, 2);
        return iter_unpack(formats.find(arguments[0]), arguments[1]);
    });
}
PyObject* module_calcsize(PyObject*, PyObject* format) noexcept {
    return guarded([&] { return checked(PyLong_FromSsize_t(plan_of(formats.find(format).get()).size())); });
}

#if PY_VERSION_HEX >= 0x030A0000
constexpr unsigned constant_type = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE;
constexpr unsigned made_by_module = Py_TPFLAGS_DISALLOW_INSTANTIATION;
#else
constexpr unsigned constant_type = Py_TPFLAGS_DEFAULT;
constexpr unsigned made_by_module = 0;
#endif

PyMethodDef struct_methods[] = {
    {"pack", module::as_method(struct_pack), METH_FASTCALL, "Packs values to bytes."},
    {"pack_into", module::as_method(struct_pack_into), METH_FASTCALL, "Packs values into a buffer; all or nothing."},
    {"unpack", module::as_method(struct_unpack), METH_O, "Unpacks a buffer of just this size."},
    {"unpack_from", module::as_method(struct_unpack_from), METH_FASTCALL | METH_KEYWORDS, "Unpacks at an offset."},
    {"iter_unpack", module::as_method(struct_iter_unpack), METH_O, "Unpacks record after record."},
    {nullptr, nullptr, 0, nullptr}};
PyGetSetDef struct_attributes[] = {{"format", struct_format, nullptr, "The format.", nullptr},
                                   {"size", struct_size, nullptr, "The bytes of a record.", nullptr},
                                   {nullptr, nullptr, nullptr, nullptr, nullptr}};
PyType_Slot struct_slots[] = {{Py_tp_new, as_slot(new_struct)},
                              {Py_tp_init, as_slot(initialize_struct)},
                              {Py_tp_repr, as_slot(struct_text)},
                              {Py_tp_dealloc, as_slot(delete_struct)},
                              {Py_tp_methods, struct_methods},
                              {Py_tp_getset, struct_attributes},
                              {Py_tp_doc, const_cast<char*>("A format, parsed.")},
                              {0, nullptr}};
PyType_Spec struct_spec = {"lendbuf.Struct", static_cast<int>(sizeof(struct_object)), 0,
                           constant_type | Py_TPFLAGS_BASETYPE, struct_slots};

PyMethodDef iterator_methods[] = {{"__length_hint__", length_hint, METH_NOARGS, "Counts the records left."},
                                  {nullptr, nullptr, 0, nullptr}};
PyType_Slot iterator_slots[] = {{Py_tp_dealloc, as_slot(delete_iterator)},
                                {Py_tp_iter, as_slot(PyObject_SelfIter)},
                                {Py_tp_iternext, as_slot(next_record)},
                                {Py_tp_methods, iterator_methods},
                                {0, nullptr}};
PyType_Spec iterator_spec = {"lendbuf.unpack_iterator", static_cast<int>(sizeof(iterator_object)), 0,
                             constant_type | made_by_module, iterator_slots};

PyMethodDef functions[] = {
    {"pack", module::as_method(module_pack), METH_FASTCALL, "Packs values to bytes."},
    {"pack_into", module::as_method(module_pack_into), METH_FASTCALL, "Packs values into a buffer; all or nothing."},
    {"unpack", module::as_method(module_unpack), METH_FASTCALL, "Unpacks a buffer of just the format's size."},
    {"unpack_from", module::as_method(module_unpack_from), METH_FASTCALL | METH_KEYWORDS, "Unpacks at an offset."},
    {"iter_unpack", module::as_method(module_iter_unpack), METH_FASTCALL, "Unpacks record after record."},
    {"calcsize", module_calcsize, METH_O, "Counts the bytes of a format."},
    {nullptr, nullptr, 0, nullptr}};

} // namespace

void module::add_struct(PyObject* made) {
    // The exception is CPython's own, so that whoever catches that catches ours.
    const object original = checked(PyImport_ImportModule("struct"));
    struct_error_type = checked(PyObject_GetAttrString(original.get(), "error")).release();
    checked(Py_ssize_t{PyModule_AddObjectRef(made, "error", struct_error_type)});
    buffer_name = checked(PyUnicode_InternFromString("buffer")).release();
    offset_name = checked(PyUnicode_InternFromString("offset")).release();
    struct_type = add_type(made, struct_spec);
    iterator_type = reinterpret_cast<PyTypeObject*>(checked(PyType_FromSpec(&iterator_spec)).release());
    checked(Py_ssize_t{PyModule_AddFunctions(made, functions)});
}
