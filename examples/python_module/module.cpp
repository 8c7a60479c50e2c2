// The module itself: CPython's names, lendbuf's types.
#include "support.hpp"

namespace {

int fill_module(PyObject* made) noexcept {
    return module::guarded([&] {
        module::add_struct(made); // first: it makes struct.error, which the others may raise
        module::add_bytes(made);
        module::add_bytearray(made);
        module::add_array(made);
        module::add_mmap(made);
        module::add_memoryview(made);
        return 0;
    });
}

PyModuleDef_Slot slots[] = {{Py_mod_exec, module::as_slot(fill_module)}, {0, nullptr}};

PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                          "lendbuf",
                          "Zero-copy buffers: lendbuf's types under CPython's names.",
                          0,
                          nullptr,
                          slots,
                          nullptr,
                          nullptr,
                          nullptr};

} // namespace

PyMODINIT_FUNC PyInit_lendbuf() {
    return PyModuleDef_Init(&definition);
}
