"""Arrays that Python and C++ share: every line of the table is asserted, by address and by value.

    cmake --preset python && cmake --build --preset python --target arrays
    PYTHONPATH=build/python python3 examples/python_arrays/demo.py
"""
import ctypes
import os
import tempfile

import arrays

try:
    import numpy as np
except ImportError:
    print("NumPy is not installed")
    raise SystemExit(77)
try:
    from PIL import Image
except ImportError:
    Image = None


def same(what, cpp, python):
    """Asserts and reports that both sides see memory at one address."""
    assert cpp == python, f"{what}: C++ has {cpp:#x}, Python {python:#x}"
    print(f"{what:<46} {python:#16x}  no copy")


def refused(what, error, action, *arguments):
    """Asserts and reports that an action is refused."""
    try:
        action(*arguments)
    except error as failure:
        print(f"{what:<46} {type(failure).__name__}: {failure}")
    else:
        raise AssertionError(f"{what} was not refused")


def place(array):
    """Tells where NumPy finds an array's items."""
    assert array.ctypes.data == array.__array_interface__["data"][0]
    return array.ctypes.data


def numpy_to_cpp():
    image = np.arange(12, dtype=np.float32).reshape(3, 4)
    before = place(image)
    same("NumPy array -> C++", arrays.address(image), before)
    arrays.scale(image, 10)
    assert image.tolist() == [[0, 10, 20, 30], [40, 50, 60, 70], [80, 90, 100, 110]]
    assert place(image) == before

    turned = image.T[::-1, 1:]  # any strides, also negative ones
    same("the same, transposed, reversed and sliced", arrays.address(turned), place(turned))
    arrays.scale(turned, 0.1)
    assert np.allclose(image, [[0, 10, 20, 30], [4, 5, 6, 7], [8, 9, 10, 11]])


def cpp_to_numpy():
    made = arrays.squares(1000)
    squares = np.asarray(made)
    assert squares.dtype == np.float64 and squares[-1] == 999 ** 2
    same("C++ typed_array -> NumPy", arrays.address(made), place(squares))
    squares[0] = -1
    assert memoryview(made)[0] == -1  # memoryview, array, struct... see the same memory
    del made
    assert squares[1:4].tolist() == [1, 4, 9]  # the array keeps it alive

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "floats")
        np.linspace(0, 1, 1001, dtype=np.float32).tofile(path)
        mapped = arrays.map_floats(path)
        floats = np.asarray(mapped)
        assert floats.shape == (1001,) and floats[500] == 0.5 and not floats.flags.writeable
        same("C++ mapped_file -> NumPy, read-only", arrays.address(mapped), place(floats))
        with open(path, "r+b") as file:
            file.write(np.float32(42).tobytes())
        assert floats[0] == 42  # it is the file, not a copy of it
        del mapped, floats

    recorder = arrays.Recorder()
    for sample in (1, 2, 3):
        recorder.append(sample)
    samples = np.asarray(recorder)
    assert samples.tolist() == [1, 2, 3]
    same("a type of one's own, by fill() -> NumPy", arrays.address(recorder), place(samples))
    samples *= 2
    refused("  it cannot grow while NumPy sees it", BufferError, recorder.append, 4)
    del samples
    recorder.append(8)
    assert np.asarray(recorder).tolist() == [2, 4, 6, 8]


def refusals():
    refused("float64 where C++ wants float32", TypeError, arrays.scale, np.zeros((2, 2)), 2)
    refused("one axis where C++ wants two", ValueError, arrays.scale, np.zeros(4, np.float32), 2)
    fixed = np.zeros((2, 2), np.float32)
    fixed.flags.writeable = False
    refused("a read-only array", ValueError, arrays.scale, fixed, 2)
    refused("what has no buffer", TypeError, arrays.scale, "text", 2)
    refused("too large", OverflowError, arrays.squares, 2 ** 80)
    refused("a file that is not there", FileNotFoundError, arrays.map_floats, "/no/such/file")


def row_pointers(image):
    """Gives the address of the row pointers of an image of mode L."""
    return dict(image.im.unsafe_ptrs)["image8"]


def row_address(image, row):
    return ctypes.cast(row_pointers(image), ctypes.POINTER(ctypes.c_void_p))[row]


def pil_and_cpp():
    """PIL's images export no buffer; yet there is a way without a copy in each direction."""
    # In: PIL takes memory as the pixels of an image. (Before PIL changes such an image, it makes a copy of its own.)
    pixels = arrays.gradient()
    image = Image.frombuffer("L", (256, 256), pixels, "raw", "L", 0, 1)
    same("C++ typed_array -> PIL: Image.frombuffer", arrays.address(pixels), row_address(image, 0))
    assert image.getpixel((10, 30)) == 10
    arrays.invert(pixels)
    assert image.getpixel((10, 30)) == 245
    del pixels
    assert image.getpixel((0, 255)) == 255  # the image keeps it alive

    # Out: PIL tells where its rows begin, and PEP 3118 describes rows behind pointers, as suboffsets. memoryview reads
    # them; NumPy does not know them.
    image = Image.linear_gradient("L")
    assert image.getpixel((10, 30)) == 30
    rows = arrays.lend_rows(image.im, row_pointers(image), image.height, image.width)
    view = memoryview(rows)
    assert view.shape == (256, 256) and view.suboffsets == (0, -1) and view[30, 10] == 30
    row = ctypes.cast(arrays.address(rows), ctypes.POINTER(ctypes.c_void_p))
    same("PIL -> C++: the rows of the image", row[255], row_address(image, 255))
    arrays.invert(rows)
    assert image.getpixel((10, 30)) == 225
    del view, rows

    # The usual way copies, in PIL, before NumPy or C++ get to see anything.
    copied = np.asarray(image)
    assert place(copied) != row_address(image, 0)
    print(f"{'PIL -> NumPy: np.asarray(image)':<46} {place(copied):#16x}  a copy, made by PIL")


numpy_to_cpp()
cpp_to_numpy()
if Image is None:
    print("PIL is not installed: its part is left out")
elif not hasattr(Image.new("L", (1, 1)).im, "unsafe_ptrs"):
    print("This PIL does not tell where its rows are: its part is left out")
else:
    pil_and_cpp()
print()
refusals()
