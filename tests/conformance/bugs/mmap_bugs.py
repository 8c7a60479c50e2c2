"""Bugs of CPython's mmap, by the number of their issue: the module must not have them; and what it promises beyond."""
import os
import signal
import subprocess
import sys
import tempfile
import unittest

import lendbuf
from acting import Acting
from lendbuf import PAGESIZE, mmap

try:
    import numpy
except ImportError:
    numpy = None


class Mmap(unittest.TestCase):
    def test_gh_103987_closed_while_arguments_are_converted(self):
        uses = (lambda m, n: m[n], lambda m, n: m[n:], lambda m, n: m[:n], lambda m, n: m[::n],
                lambda m, n: m.__setitem__(n, 1), lambda m, n: m.__setitem__(1, n),
                lambda m, n: m.__setitem__(slice(n, 5), b"abcd"), lambda m, n: m.__setitem__(slice(None, n), b"x"),
                lambda m, n: m.read(n), lambda m, n: m.seek(n), lambda m, n: m.seek(0, n), lambda m, n: m.move(n, 0, 1),
                lambda m, n: m.move(0, n, 1), lambda m, n: m.move(0, 0, n), lambda m, n: m.find(b"x", n),
                lambda m, n: m.find(b"x", 0, n), lambda m, n: m.rfind(b"x", n), lambda m, n: m.write_byte(n),
                lambda m, n: m.resize(n), lambda m, n: m.flush(n), lambda m, n: m.flush(0, n),
                lambda m, n: m.madvise(lendbuf.MADV_NORMAL, n), lambda m, n: m.madvise(lendbuf.MADV_NORMAL, 0, n))
        for use in uses:
            m = mmap(-1, PAGESIZE)
            with self.assertRaises(ValueError):
                use(m, Acting(m.close, 1))
            self.assertTrue(m.closed)

    def test_gh_103987_closed_while_a_buffer_is_read(self):
        for use in (lambda m, b: m.__setitem__(slice(0, 4), b), lambda m, b: m.write(b), lambda m, b: m.find(b)):
            m = mmap(-1, PAGESIZE)
            with lendbuf.memoryview(m) as view:
                use(m, view[4:8])
                self.assertRaises(BufferError, m.close)
            m.close()

    def test_gh_157335_resized_while_arguments_are_converted(self):
        uses = (lambda m, n: m[n], lambda m, n: m[n:], lambda m, n: m.__setitem__(n, 1),
                lambda m, n: m.__setitem__(9 * PAGESIZE, n), lambda m, n: m.move(n, 0, 10),
                lambda m, n: m.find(b"x", n), lambda m, n: m.flush(n), lambda m, n: m.read(n),
                lambda m, n: m.write_byte(n))
        with tempfile.TemporaryFile() as file:
            for use in uses:
                file.truncate(10 * PAGESIZE)
                m = mmap(file.fileno(), 10 * PAGESIZE)
                m.seek(9 * PAGESIZE)
                try:
                    use(m, Acting(lambda: m.resize(PAGESIZE), 9 * PAGESIZE if use is not uses[-1] else 7))
                except (IndexError, ValueError, OSError, OverflowError):
                    pass
                self.assertEqual(len(m), PAGESIZE)
                m.close()

    def test_gh_138204_anonymous_memory_grows(self):
        self.grown(mmap(-1, PAGESIZE))

    def test_gh_110243_anonymous_memory_grows_by_many_pages(self):
        self.grown(mmap(-1, PAGESIZE + 1), 64 * PAGESIZE)

    def test_gh_154258_private_memory_grows(self):
        self.grown(mmap(-1, PAGESIZE, flags=lendbuf.MAP_PRIVATE), 4 * PAGESIZE)

    def grown(self, m, size=2 * PAGESIZE):
        m[:PAGESIZE] = b"A" * PAGESIZE
        before = len(m)
        try:
            m.resize(size)
        except (ValueError, OSError, SystemError, TypeError):
            self.assertEqual(len(m), before)  # refused, and nothing happened
        else:
            self.assertEqual((len(m), m[-1], m[:1]), (size, 0, b"A"))
            m[-1] = 7
        self.assertEqual(m[:PAGESIZE], b"A" * PAGESIZE)
        m.close()

    def test_gh_148650_a_file_that_somebody_cut(self):
        # Touching pages that are gone ends the process, as in CPython; what needs no page, or is asked first, does not.
        with tempfile.TemporaryFile() as file:
            file.truncate(4 * PAGESIZE)
            m = mmap(file.fileno(), 4 * PAGESIZE)
            file.truncate(PAGESIZE)
            self.assertEqual((len(m), m.size(), m[0], m[PAGESIZE - 1]), (4 * PAGESIZE, PAGESIZE, 0, 0))
            m.resize(PAGESIZE)
            self.assertEqual(m[:], bytes(PAGESIZE))
            m.close()

    def test_gh_119817_more_than_the_file_has(self):
        with tempfile.TemporaryFile() as file:
            file.write(b"x" * 1000)
            file.flush()
            for length, offset in ((1001, 0), (PAGESIZE + 1, 0), (1, PAGESIZE), (sys.maxsize, 0)):
                with self.assertRaises((ValueError, OSError, OverflowError)):
                    mmap(file.fileno(), length, offset=offset)

    def test_numpy_9537_closed_while_an_array_uses_it(self):
        m = mmap(-1, PAGESIZE)
        view = memoryview(m) if numpy is None else numpy.frombuffer(m, numpy.uint8)
        self.assertRaises(BufferError, m.close)
        self.assertRaises(BufferError, m.resize, 2 * PAGESIZE)
        self.assertRaises(BufferError, m.__exit__)
        view[PAGESIZE - 1] = 7
        self.assertEqual(m[-1], 7)
        del view
        m.close()

    def test_numpy_9562_dropped_while_an_array_uses_it(self):
        with tempfile.TemporaryFile() as file:
            file.truncate(PAGESIZE)
            m = mmap(file.fileno(), PAGESIZE)
            view = memoryview(m)[5:] if numpy is None else numpy.frombuffer(m, numpy.uint8)[5:]
            del m
            view[0] = 9
            file.seek(5)
            self.assertEqual(file.read(1), b"\x09")

    def test_pypy_3723_exports_are_counted(self):
        m = mmap(-1, PAGESIZE)
        views = [kind(m) for kind in (memoryview, lendbuf.memoryview) for _ in range(3)]
        parts = [view[1:] for view in views]
        for held in (views, parts):
            while held:
                self.assertRaises(BufferError, m.close)
                held.pop().release()
        m.close()

    def test_gh_115635_the_error_says_why(self):
        m = mmap(-1, PAGESIZE)
        with lendbuf.memoryview(m):
            with self.assertRaisesRegex(BufferError, "exported pointers exist"):
                m.close()
        m.close()

    def test_reading_past_the_cut_is_a_signal_as_in_python(self):
        code = ("import lendbuf, tempfile, resource\n"
                "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
                "f = tempfile.TemporaryFile(); f.truncate(8 * lendbuf.PAGESIZE)\n"
                "m = lendbuf.mmap(f.fileno(), 0); f.truncate(0)\n"
                "m[7 * lendbuf.PAGESIZE]\n")
        died = subprocess.run([sys.executable, "-B", "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              env=dict(os.environ))
        self.assertNotEqual(died.returncode, 0)
        if "asan" not in os.environ.get("LD_PRELOAD", ""):
            self.assertEqual(died.returncode, -signal.SIGBUS)


if __name__ == "__main__":
    unittest.main()
