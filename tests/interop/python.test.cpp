#include <lendbuf/interop/python.hpp> // first, as Python's own header wants it

#include <lendbuf/lendbuf.hpp>
#include <lendbuf/view/memoryview.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"

#if !defined(_WIN32)
#    include <sys/wait.h>
#    include <unistd.h>
#endif

// Python keeps what it made until the process ends.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libpython\nleak:_multiarray_umath\nleak:libcrypto\nleak:ld-linux";
}

namespace lb = lendbuf;
namespace py = lendbuf::python;
using lb::errc;
using py::object;

namespace {

/// Is the interpreter of this process: started by the first test, under the GIL from then on.
void start_python() {
    if (Py_IsInitialized() == 0) Py_InitializeEx(0);
}

/// Holds names and their values; runs Python with them.
class script {
public:
    script() : names_((start_python(), py::checked(PyDict_New()))) {
        py::checked(PyDict_SetItemString(names_.get(), "__builtins__", PyEval_GetBuiltins()));
    }

    /// Runs statements, and throws python_error where they raise.
    void run(const char* text) { (void)py::checked(PyRun_String(text, Py_file_input, names_.get(), names_.get())); }
    /// Gives what an expression gives.
    object eval(const char* text) { return py::checked(PyRun_String(text, Py_eval_input, names_.get(), names_.get())); }
    /// Tells whether an expression is true.
    bool holds(const char* text) { return PyObject_IsTrue(eval(text).get()) == 1; }
    long number(const char* text) { return PyLong_AsLong(eval(text).get()); }
    /// Names a new reference.
    void set(const char* name, PyObject* owned) {
        const object value = py::checked(owned);
        py::checked(PyDict_SetItemString(names_.get(), name, value.get()));
    }
    /// Borrows the value of a name.
    PyObject* get(const char* name) { return PyDict_GetItemString(names_.get(), name); }

private:
    object names_;
};

/// Gives type and text of the exception that `action` leaves, "" where it leaves none, and clears it.
template <class F>
std::string raised_by(F&& action) {
    try {
        action();
        return "";
    } catch (const py::python_error&) {
    } catch (const lb::error& failure) {
        py::set_error(failure);
    }
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    const object owners[] = {object(type), object(value), object(trace)};
    const object text(PyObject_Str(value));
    return std::string(reinterpret_cast<PyTypeObject*>(type)->tp_name) + ": " + PyUnicode_AsUTF8(text.get());
}

bool has_numpy() {
    script s;
    return raised_by([&] { s.run("import numpy"); }).empty();
}

struct point {
    std::int32_t x;
    double y;
};

} // namespace

TEST_CASE("bytes are read where they are") {
    script s;
    s.run("b = bytes(range(10))");
    const auto before = Py_REFCNT(s.get("b"));
    {
        const auto v = py::view<const std::uint8_t>(s.get("b"));
        CHECK(v.size() == 10);
        CHECK(v[-1] == 9);
        CHECK(static_cast<const void*>(v.data()) == PyBytes_AsString(s.get("b")));
        CHECK(Py_REFCNT(s.get("b")) == before + 1);
        const auto part = v[lb::slice(2, lb::none)];
        CHECK(part[0] == 2);
        CHECK(Py_REFCNT(s.get("b")) == before + 1);
    }
    CHECK(Py_REFCNT(s.get("b")) == before);
}

TEST_CASE("writes are seen on both sides, and a bytearray that is leased keeps its size") {
    script s;
    s.run("b = bytearray(b'0123456789')");
    auto v = py::view<std::uint8_t, 1, lb::contiguous>(s.get("b"));
    v[3] = 'x';
    CHECK(s.holds("b == b'012x456789'"));
    s.run("b[-1] = 255");
    CHECK(v[9] == 255);
    const char* const refusal = "BufferError: Existing exports of data: object cannot be re-sized";
    CHECK(raised_by([&] { s.run("b.append(1)"); }) == refusal);
    const auto copy = v;
    v = {};
    CHECK(raised_by([&] { s.run("b.append(1)"); }) == refusal);
}

TEST_CASE("the last lease gives the buffer back, from any thread") {
    script s;
    s.run("b = bytearray(4)");
    const auto before = Py_REFCNT(s.get("b"));
    auto v = py::view<std::uint8_t>(s.get("b"));
    PyThreadState* const state = PyEval_SaveThread(); // or the other thread would wait for ever
    std::thread([held = std::exchange(v, {})]() mutable {
        CHECK_FALSE(py::holds_gil());
        held = {};
        CHECK_FALSE(py::holds_gil());
    }).join();
    PyEval_RestoreThread(state);
    CHECK(Py_REFCNT(s.get("b")) == before);
    s.run("b.append(1)");
    CHECK(s.holds("len(b) == 5"));
}

TEST_CASE("threads without the GIL share and end leases at the same time") {
    script s;
    s.run("b = bytearray(1000)");
    const auto before = Py_REFCNT(s.get("b"));
    {
        const auto whole = py::view<std::uint8_t>(s.get("b"));
        const py::granted other = py::borrow(s.get("b"));
        PyThreadState* const state = PyEval_SaveThread();
        std::vector<std::thread> workers;
        for (int n = 0; n < 4; ++n)
            workers.emplace_back([&whole, &other, n] {
                for (int round = 0; round < 200; ++round) {
                    const auto part = whole[lb::slice(n * 250, (n + 1) * 250)];
                    part[round] = static_cast<std::uint8_t>(n);
                    const lb::lease another = other.share();
                }
            });
        for (auto& worker : workers) worker.join();
        PyEval_RestoreThread(state);
    }
    CHECK(Py_REFCNT(s.get("b")) == before);
    CHECK(s.number("b.count(3)") == 200);
}

TEST_CASE("array, and formats compared by meaning") {
    script s;
    s.run("import array; a = array.array('l', [1, -2, 3])");
    const auto v = py::view<long>(s.get("a"));
    v[1] = 40;
    CHECK(s.holds("a[1] == 40"));
    if constexpr (sizeof(long) == sizeof(long long)) {
        const auto same = py::view<long long>(s.get("a"));
        CHECK(same[1] == 40);
    }
    CHECK(raised_by([&] { (void)py::view<double>(s.get("a")); }) ==
          "TypeError: field 0 of format 'l' has another type than asked for");
    CHECK(raised_by([&] { (void)py::view<long, 2>(s.get("a")); }).substr(0, 10) == "ValueError");
}

TEST_CASE("what is read-only is not written") {
    script s;
    s.run("b = b'abc'; m = memoryview(bytearray(3)).toreadonly()");
    CHECK(raised_by([&] { (void)py::view<std::uint8_t>(s.get("b")); }) == "BufferError: Object is not writable.");
    CHECK(raised_by([&] { (void)py::view<std::uint8_t>(s.get("m")); }) ==
          "BufferError: memoryview: underlying buffer is not writable");
    CHECK(py::view<const std::uint8_t>(s.get("m")).size() == 3);
    CHECK(raised_by([&] { (void)py::byte_view<std::byte>(s.get("b")); }) == "BufferError: Object is not writable.");
}

TEST_CASE("what has no buffer is refused by Python") {
    script s;
    s.run("x = 'text'");
    CHECK(raised_by([&] { (void)py::borrow(s.get("x")); }) == "TypeError: a bytes-like object is required, not 'str'");
}

TEST_CASE("memoryview with strides, shapes and casts") {
    script s;
    s.run("b = bytearray(range(24)); m = memoryview(b)[::-2]; n = memoryview(b).cast('h', (3, 4))[::2]");
    const auto v = py::view<std::uint8_t>(s.get("m"));
    CHECK(v.size() == 12);
    CHECK(v.strides()[0] == -2);
    CHECK(v[0] == 23);
    CHECK(v[11] == 1);
    const auto rows = py::view<std::int16_t, 2>(s.get("n"));
    CHECK(rows.shape() == lb::index_array<2>{{2, 4}});
    CHECK(rows.strides() == lb::index_array<2>{{16, 2}});
    CHECK(rows(1, 3) == 23 * 256 + 22);
    CHECK(raised_by([&] { (void)py::view<std::uint8_t, 1, lb::contiguous>(s.get("m")); }) ==
          "BufferError: memoryview: underlying buffer is not C-contiguous");
    CHECK(raised_by([&] { (void)py::byte_view(s.get("m")); }).substr(0, 11) == "BufferError");
    s.run("z = memoryview(bytes(8)).cast('d', ())");
    CHECK(py::view<const double, 0>(s.get("z"))() == 0.0);
}

TEST_CASE("items that are misaligned need a type for it") {
    script s;
    s.run("b = bytearray(17); b[1] = 1; m = memoryview(b)[1:].cast('i')");
    CHECK(raised_by([&] { (void)py::view<int>(s.get("m")); }).substr(0, 35) == "TypeError: cannot cast: the address");
    CHECK(py::view<lb::unaligned<int>>(s.get("m"))[0] == 1);
}

TEST_CASE("bytes of any items are viewed") {
    script s;
    s.run("import array; a = array.array('H', [0x4241, 0x4443])");
    const auto v = py::byte_view<std::byte>(s.get("a"));
    CHECK(v.size() == 4);
    v[0] = v[1] = std::byte{0x50};
    CHECK(s.holds("a[0] == 0x5050"));
    CHECK(lb::unpack_from<"=2s">(v, 2) == lb::unpack_from<"=2s">(v, -2));
}

TEST_CASE("a granted buffer is described as Python describes it") {
    script s;
    s.run("m = memoryview(bytearray(24)).cast('d', (1, 3))");
    py::granted g = py::borrow(s.get("m"));
    CHECK(g->ndim == 2);
    CHECK(g->len == 24);
    CHECK(std::string(g->format) == "d");
    CHECK(g->shape[1] == 3);
    CHECK(g->strides[0] == 24);
    CHECK(g->readonly == 0);
    CHECK(g->obj == s.get("m"));
    const py::granted second = g;
    g.release();
    CHECK(g->buf == nullptr);
    CHECK(second->shape[0] == 1);
    CHECK(raised_by([&] { s.run("m.release()"); }) == "BufferError: memoryview has 1 exported buffer");
    const py::granted few = py::borrow(s.get("m"), lb::request::simple);
    CHECK(few->shape == nullptr);
    CHECK(few->format == nullptr);
    CHECK(raised_by([&] { (void)py::borrow(s.get("m"), lb::request::f_contiguous); }).empty());
}

TEST_CASE("mmap is viewed, and not closed meanwhile") {
    script s;
    s.run("import mmap; m = mmap.mmap(-1, 4096); m[:5] = b'hello'");
    {
        const auto v = py::view<std::uint8_t>(s.get("m"));
        CHECK(v.size() == 4096);
        v[0] = 'H';
        CHECK(s.holds("m[:5] == b'Hello'"));
        CHECK(raised_by([&] { s.run("m.close()"); }) == "BufferError: cannot close exported pointers exist");
    }
    s.run("m.close()");
    CHECK(s.holds("m.closed"));
}

TEST_CASE("NumPy arrays of any layout, byte order and record") {
    if (!has_numpy()) SKIP("this Python has no NumPy");
    script s;
    s.run("import numpy as np; a = np.arange(24, dtype='f4').reshape(2, 3, 4); t = a.transpose(2, 0, 1)[::-1]");
    const auto before = Py_REFCNT(s.get("t"));
    {
        const auto v = py::view<float, 3>(s.get("t"));
        CHECK(v.shape() == lb::index_array<3>{{4, 2, 3}});
        CHECK(v(0, 1, 2) == 23.0f);
        v(3, 0, 0) = 100;
        CHECK(s.holds("a[0, 0, 0] == 100"));
        CHECK(v.is_contiguous(lb::order::any) == s.holds("t.flags.c_contiguous or t.flags.f_contiguous"));
    }
    CHECK(Py_REFCNT(s.get("t")) == before);

    s.run("f = np.asfortranarray(np.arange(6, dtype='i8').reshape(2, 3))");
    CHECK(py::view<const std::int64_t, 2, lb::f_contiguous>(s.get("f"))(1, 2) == 5);
    CHECK(raised_by([&] { (void)py::view<const std::int64_t, 2, lb::contiguous>(s.get("f")); }) ==
          "ValueError: ndarray is not C-contiguous");

    s.run("be = np.array([1, 2], dtype='>u4'); z = np.array([1 + 2j]); e = np.empty((0, 3), dtype='u1')");
    CHECK(py::view<lb::be<std::uint32_t>>(s.get("be"))[1] == 2u);
    CHECK(raised_by([&] { (void)py::view<std::uint32_t>(s.get("be")); }).substr(0, 9) == "TypeError");
    CHECK(py::view<const std::uint8_t, 2>(s.get("e")).empty());

    s.run("p = np.zeros(3, dtype=np.dtype([('x', 'i4'), ('y', 'f8')], align=True)); p['y'] = [1, 2, 3]");
    const auto points = py::view<point>(s.get("p"));
    points[1].x = 7;
    CHECK(points[2].y == 3.0);
    CHECK(s.holds("p['x'].tolist() == [0, 7, 0]"));
    s.run("p.flags.writeable = False");
    CHECK(raised_by([&] { (void)py::view<point>(s.get("p")); }) == "ValueError: buffer source array is read-only");
}

TEST_CASE("items behind pointers are viewed with their suboffsets") {
    script s;
    if (!raised_by([&] { s.run("from _testbuffer import *"); }).empty()) SKIP("this Python has no _testbuffer");
    s.run("x = ndarray(list(range(6)), shape=[2, 3], format='i', flags=ND_PIL | ND_WRITABLE)");
    const auto v = py::pointer_view<int, 2>(s.get("x"));
    CHECK(v(1, 2) == 5);
    v(1, 2) = 50;
    CHECK(s.holds("x.tolist() == [[0, 1, 2], [3, 4, 50]]"));
    CHECK(raised_by([&] { (void)py::view<int, 2>(s.get("x")); }).substr(0, 11) == "BufferError");
    CHECK(raised_by([&] { (void)py::pointer_view<const int, 1>(s.get("x")); }).substr(0, 10) == "ValueError");
}

TEST_CASE("an owner that Python sees does not resize") {
    script s;
    lb::bytearray owner(4);
    owner[0] = 'a';
    s.set("x", py::export_object(owner));
    s.run("m = memoryview(x)");
    CHECK(s.holds("m.format == 'B' and m.shape == (4,) and m.strides == (1,) and not m.readonly"));
    CHECK(s.holds("m[0] == 97"));
    s.run("m[3] = 9");
    CHECK(owner[3] == 9);
    CHECK_THROWS_LB_AS(lb::buffer_error, owner.resize(5));
    s.run("del m");
    CHECK_THROWS_LB_AS(lb::buffer_error, owner.resize(5)); // x holds a lease of its own
    s.run("del x");
    owner.resize(5);
    CHECK(owner.size() == 5);
}

TEST_CASE("an owner that moved into Python lives as long as it is looked at") {
    script s;
    lb::typed_array<double> samples{1.5, 1.5, 1.5};
    const void* const place = samples.data();
    s.set("x", py::export_object(std::move(samples)));
    s.run("m = memoryview(x)[1:]; y = memoryview(x); del x");
    CHECK(s.holds("m.tolist() == [1.5, 1.5] and m.format == 'd'"));
    CHECK(PyMemoryView_GET_BUFFER(s.get("y"))->buf == place);
    s.run("y[1] = 2; y.release()");
    CHECK(s.holds("m[0] == 2"));
}

TEST_CASE("containers move into Python, and views bring their shape along") {
    script s;
    std::vector<int> numbers{1, 2, 3, 4, 5, 6};
    const int* const place = numbers.data();
    s.set("v", py::export_object(std::move(numbers)));
    s.run("m = memoryview(v)");
    CHECK(s.holds("m.tolist() == [1, 2, 3, 4, 5, 6]"));
    CHECK(PyMemoryView_GET_BUFFER(s.get("m"))->buf == place);

    lb::typed_array<std::int16_t> owner{1, 2, 3, 4, 5, 6};
    s.set("t", py::export_object(lb::buffer_view(owner).reshape(2, 3).transpose().toreadonly()));
    s.run("n = memoryview(t)");
    CHECK(s.holds("n.shape == (3, 2) and n.strides == (2, 6) and n.readonly and n.f_contiguous"));
    CHECK(s.holds("n.tolist() == [[1, 4], [2, 5], [3, 6]]"));
    CHECK_THROWS_LB_AS(lb::buffer_error, owner.append(7));
    s.run("n.release(); del t");
    owner.append(7);
    CHECK(owner.size() == 7);
}

TEST_CASE("only what holds its memory becomes a Python object of its own") {
    using lb::buffer_view;
    STATIC_CHECK(py::detail::holds_its_memory<std::vector<int>>);
    STATIC_CHECK(py::detail::holds_its_memory<lb::bytearray>);
    STATIC_CHECK(py::detail::holds_its_memory<buffer_view<int, 1, lb::strided, lb::leased>&>);
    STATIC_CHECK(py::detail::holds_its_memory<lb::indirect_view<int, 2, lb::row_pointers, lb::leased>&>);
    STATIC_CHECK_FALSE(py::detail::holds_its_memory<std::vector<int>&>);
    STATIC_CHECK_FALSE(py::detail::holds_its_memory<int(&)[3]>);
    STATIC_CHECK_FALSE(py::detail::holds_its_memory<buffer_view<int>>);
    STATIC_CHECK_FALSE(py::detail::holds_its_memory<lb::indirect_view<int, 2, lb::row_pointers>>);
    STATIC_CHECK_FALSE(py::detail::holds_its_memory<lb::region<int>>);
}

TEST_CASE("memory that nobody counts needs a Python object that keeps it") {
    script s;
    s.run("b = bytearray(b'abcd')");
    const auto before = Py_REFCNT(s.get("b"));
    auto* const bytes = reinterpret_cast<unsigned char*>(PyByteArray_AsString(s.get("b")));
    s.set("x", py::export_object(lb::buffer_view(bytes, 2), s.get("b")));
    CHECK(Py_REFCNT(s.get("b")) == before + 1);
    CHECK(s.holds("bytes(x) == b'ab'"));
    s.run("del x");
    CHECK(Py_REFCNT(s.get("b")) == before);
}

TEST_CASE("NumPy sees exported memory at its own address") {
    if (!has_numpy()) SKIP("this Python has no NumPy");
    script s;
    s.run("import numpy as np");
    lb::typed_array<float> owner(12);
    s.set("x", py::export_object(lb::buffer_view(owner).reshape(3, 4)[lb::slice(lb::none, lb::none, -2)]));
    s.run("a = np.asarray(x)");
    CHECK(s.holds("a.shape == (2, 4) and a.strides == (-32, 4) and a.dtype == np.float32"));
    CHECK(reinterpret_cast<const void*>(PyLong_AsSize_t(s.eval("a.__array_interface__['data'][0]").get())) ==
          owner.data() + 8);
    s.run("a[0, 1] = 8");
    CHECK(owner[9] == 8.0f);
    s.set("r", py::export_object(std::vector<point>{{1, 2.5}, {3, 4.5}}));
    s.run("r = np.asarray(r)");
    CHECK(s.holds("r.dtype.itemsize == 16 and [v for _, v in r.tolist()] == [2.5, 4.5]"));
}

TEST_CASE("pointers go to Python as suboffsets") {
    script s;
    lb::typed_array<int> first{1, 2}, second{3, 4};
    static int* rows[2];
    rows[0] = first.data();
    rows[1] = second.data();
    struct shelf {
        lb::lease_block block{{}, nullptr, "shelf"};
    };
    static shelf keeper;
    {
        const lb::indirect_view<int, 2, lb::row_pointers, lb::leased> v(rows, {{2, 2}},
                                                                        lb::leased(lb::lease::take(&keeper.block)));
        s.set("x", py::export_object(v));
    }
    CHECK(keeper.block.count.leases() == 1);
    s.run("m = memoryview(x)");
    CHECK(s.holds("m.suboffsets == (0, -1) and m.tolist() == [[1, 2], [3, 4]]"));
    s.run("m.release(); del x");
    CHECK(keeper.block.count.leases() == 0);
}

TEST_CASE("flags are honoured, and what cannot be granted is refused") {
    script s;
    lb::typed_array<std::int32_t> owner{1, 2, 3, 4, 5, 6};
    s.set("x", py::export_object(lb::buffer_view(owner).reshape(2, 3).transpose().toreadonly()));
    PyObject* const x = s.get("x");
    const auto before = Py_REFCNT(x);
    const auto refusal = [&](int flags) {
        return raised_by([&] {
            Py_buffer b{};
            if (PyObject_GetBuffer(x, &b, flags) != 0) {
                CHECK(b.obj == nullptr);
                throw py::python_error{};
            }
            PyBuffer_Release(&b);
            CHECK(b.obj == nullptr);
        });
    };
    CHECK(refusal(PyBUF_FULL_RO).empty());
    CHECK(refusal(PyBUF_F_CONTIGUOUS).empty());
    CHECK(refusal(PyBUF_WRITABLE) == "BufferError: Object is not writable.");
    CHECK(refusal(PyBUF_SIMPLE) == "BufferError: memoryview: underlying buffer is not C-contiguous");
    CHECK(refusal(PyBUF_C_CONTIGUOUS) == "BufferError: memoryview: underlying buffer is not C-contiguous");
    CHECK(refusal(PyBUF_ND) == "BufferError: memoryview: underlying buffer is not C-contiguous");
    CHECK(refusal(PyBUF_READ).substr(0, 11) == "SystemError");
    CHECK(Py_REFCNT(x) == before);
    CHECK(raised_by([&] { s.run("type(x)()"); }).substr(0, 9) == "TypeError");
}

TEST_CASE("memory whose format is known at run time comes from Python and goes back") {
    script s;
    s.run("b = bytearray(range(12)); v = memoryview(b).cast('h', (2, 3))");
    {
        const py::granted lent = py::borrow(s.get("v"));
        lb::memoryview m(lent.info(), lent.share());
        CHECK(m.ndim() == 2);
        CHECK(std::string(m.format()) == "h");
        s.set("x", py::export_object(m));
        s.set("y", py::export_object(std::move(m)));
    }
    s.run("del v; m = memoryview(x); n = memoryview(y)");
    CHECK(s.holds("m.tolist() == [[256, 770, 1284], [1798, 2312, 2826]] and m.format == 'h' and m == n"));
    s.run("m[1, 2] = -1");
    CHECK(s.holds("b[10:] == b'\\xff\\xff' and n[1, 2] == -1"));
    CHECK(raised_by([&] { s.run("b.append(0)"); }).substr(0, 11) == "BufferError");
    s.run("m = n = x = y = None; b.append(0)");
}

TEST_CASE("memory goes to Python and back, and is held all the way") {
    script s;
    lb::bytearray owner(8);
    {
        s.set("x", py::export_object(owner));
        s.run("m = memoryview(x).cast('i')[::-1]");
        const auto v = py::view<std::int32_t>(s.get("m"));
        s.run("m = x = None");
        v[0] = -1;
        CHECK(owner[7] == 255);
        CHECK_THROWS_LB_AS(lb::buffer_error, owner.resize(1));
    }
    owner.resize(1);
    CHECK(owner.size() == 1);
}

TEST_CASE("exceptions become those of Python in slots") {
    script s;
    const auto text_of = [](auto&& f) {
        const auto got = py::guarded(f);
        return raised_by([&] {
            if (!got || got == decltype(got)(-1)) throw py::python_error{};
        });
    };
    const auto failing = [](errc code) {
        return [code]() -> object { lb::fail({.code = code, .offset = 1, .need = 2, .have = 2}); };
    };
    const auto type_of = [&](errc code) {
        const std::string text = text_of(failing(code));
        return text.substr(0, text.find(':'));
    };
    CHECK(type_of(errc::index_out_of_bounds) == "IndexError");
    CHECK(type_of(errc::zero_step) == "ValueError");
    CHECK(type_of(errc::not_writable) == "BufferError");
    CHECK(type_of(errc::wrong_type) == "TypeError");
    CHECK(type_of(errc::float_too_large) == "OverflowError");
    CHECK(type_of(errc::out_of_memory) == "MemoryError");
    CHECK(type_of(errc::count_without_code) == "error");
    CHECK(type_of(errc::system_failure) == "FileNotFoundError"); // 2 is ENOENT
    py::struct_error_type = PyExc_ArithmeticError;
    CHECK(type_of(errc::count_without_code) == "ArithmeticError");
    py::struct_error_type = nullptr;
    CHECK(text_of([]() -> object { throw std::runtime_error("why"); }) == "RuntimeError: why");
    CHECK(text_of([]() -> object { throw 1; }) == "RuntimeError: unknown C++ exception");
    CHECK(text_of([]() -> object { py::raise(PyExc_EOFError, "%d", 5); }) == "EOFError: 5");
    const int status = py::guarded([]() -> int { lb::fail({.code = errc::zero_step}); });
    CHECK(status == -1);
    PyErr_Clear();
    CHECK(py::guarded([] { return 3; }) == 3);
    const object one(py::guarded([] { return object(PyLong_FromLong(1)); }));
    CHECK(PyLong_AsLong(one.get()) == 1);
}

#if !defined(_WIN32)
TEST_CASE("a lease that outlives the interpreter does no harm") {
    script s;
    s.run("b = bytearray(b'abc')");
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        PyOS_AfterFork_Child();
        lb::bytearray owner(3);
        auto v = py::view<std::uint8_t>(s.get("b"));
        s.set("x", py::export_object(owner));
        const object held = object::borrow(s.get("b"));
        Py_FinalizeEx();
        v[0] = 'x';
        v = {};
        _exit(py::holds_gil() ? 1 : 0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
}
#endif
