"""Bugs of CPython's struct, by the number of their issue: the module must not have them; and what it promises beyond."""
import gc
import struct
import sys
import unittest

import lendbuf


class Struct(unittest.TestCase):
    def test_gh_143379_initialised_again_while_packing(self):
        packer = lendbuf.Struct("<II")

        class Changing:
            def __index__(self):
                packer.__init__("<100I")
                return 1

        self.assertRaises(RuntimeError, packer.pack, 1, Changing())
        self.assertRaises(RuntimeError, packer.pack_into, bytearray(8), 0, 1, Changing())
        self.assertEqual(packer.pack(1, 2), b"\1\0\0\0\2\0\0\0")

    def test_initialised_again_while_iterating(self):
        packer = lendbuf.Struct("<H")
        records = packer.iter_unpack(b"\1\0\2\0")
        self.assertEqual(next(records), (1,))
        self.assertRaises(RuntimeError, packer.__init__, "")
        self.assertEqual(list(records), [(2,)])
        del records
        packer.__init__("<I")
        self.assertEqual(packer.size, 4)

    def test_formats_leave_the_cache_while_packing(self):
        class Evicting:
            def __index__(self):
                for length in range(500):
                    lendbuf.calcsize(f"{length}s")
                return 7

        self.assertEqual(lendbuf.pack("<HHI", 1, Evicting(), 2), struct.pack("<HHI", 1, 7, 2))

    def test_gh_145158_sizes_that_overflow(self):
        for text in ("6107082938247334i9221070829382473344q", f"{sys.maxsize}q", f"{sys.maxsize}b1b",
                     f"{sys.maxsize + 1}b", f"{sys.maxsize // 4}I{sys.maxsize // 4}I", "99999999999999999999999x"):
            for use in (lendbuf.calcsize, lendbuf.Struct):
                self.assertRaises(lendbuf.error, use, text)

    def test_gh_127681_formats_that_would_fill_the_memory(self):
        for text in (f"{sys.maxsize // 8}d", f"{sys.maxsize}x", f"{sys.maxsize - 1}s", f"{sys.maxsize}c"):
            packer = lendbuf.Struct(text)
            for use in (packer.unpack, packer.unpack_from, packer.iter_unpack):
                self.assertRaises(lendbuf.error, use, b"12345678")
            self.assertRaises(lendbuf.error, packer.pack_into, bytearray(8), 0)
            if "x" not in text:
                self.assertRaises(lendbuf.error, packer.pack)

    def test_micropython_19189_sizes_beyond_32_bits(self):
        for text, size in (("1500000000I", 6000000000), ("<4294967297b", 4294967297), ("<536870913Q", 4294967304)):
            self.assertEqual(lendbuf.calcsize(text), size)
            for use in (lendbuf.unpack, lendbuf.unpack_from, lendbuf.iter_unpack):
                self.assertRaises(lendbuf.error, use, text, bytes(size % (1 << 32) % 1000 or 1))

    def test_gh_125118_truth_is_any_byte_but_zero(self):
        self.assertEqual(lendbuf.unpack("4?", b"\0\1\x20\xff"), (False, True, True, True))

    def test_gh_156865_floats_that_do_not_fit(self):
        for text in ("<e", ">e", "<f", ">f", "f"):
            self.assertRaises(OverflowError, lendbuf.pack, text, 1e300)
            self.assertEqual(lendbuf.unpack(text, lendbuf.pack(text, float("inf"))), (float("inf"),))

    def test_gh_74431_offsets_that_overflow(self):
        for offset in (sys.maxsize, -sys.maxsize, -sys.maxsize - 1):
            self.assertRaises(lendbuf.error, lendbuf.unpack_from, "<I", bytes(8), offset)
            self.assertRaises(lendbuf.error, lendbuf.pack_into, "<I", bytearray(8), offset, 1)

    def test_packing_into_a_buffer_is_all_or_nothing(self):
        class Failing:
            def __index__(self):
                raise KeyError

        for last in (Failing(), 1 << 40, "text", 1.5):
            target = bytearray(b"unchanged")
            with self.assertRaises((KeyError, lendbuf.error)):
                lendbuf.pack_into("<II", target, 1, 5, last)
            self.assertEqual(target, b"unchanged")

    def test_the_target_keeps_its_size_while_packing(self):
        target = bytearray(8)

        class Growing:
            def __index__(self):
                target.extend(bytes(100000))
                return 1

        self.assertRaises(BufferError, lendbuf.pack_into, "<II", target, 0, 1, Growing())
        self.assertEqual(len(target), 8)

    def test_a_string_that_changes_while_packing(self):
        text = bytearray(b"abcdefgh")

        class Growing:
            def __index__(self):
                text.extend(bytes(100000))
                return 1

        self.assertEqual(lendbuf.pack("8sB", text, Growing()), b"abcdefgh\1")
        self.assertEqual(lendbuf.pack("B8s", Growing(), text), b"\1abcdefgh")

    def test_strings_that_lie_in_the_target(self):
        target = bytearray(b"abcdef")
        lendbuf.pack_into("<H4s", target, 0, 0x4241, target)
        self.assertEqual(target, b"ABabcd")

    def test_an_iterator_holds_its_buffer_until_the_end(self):
        source = bytearray(4)
        records = lendbuf.iter_unpack("<H", source)
        self.assertRaises(BufferError, source.append, 1)
        self.assertEqual(list(records), [(0,), (0,)])
        source.append(1)
        records = lendbuf.iter_unpack("<B", source)
        del records
        source.append(1)

    def test_collecting_garbage_takes_the_rest_of_the_records(self):
        class Finalizer:
            def __init__(self, act):
                self.act = act
                self.me = self

            def __del__(self):
                self.act()

        def take_all():
            rest.extend(records)
            try:
                source.extend(bytes(100000))
            except BufferError:
                refused.append(True)

        source, rest, refused = bytearray(range(64)), [], []
        records = lendbuf.iter_unpack("<QQ", source)
        threshold = gc.get_threshold()
        gc.collect()
        Finalizer(take_all)
        gc.set_threshold(1)
        try:
            first = next(records)
        finally:
            gc.set_threshold(*threshold)
        self.assertEqual(first, struct.unpack_from("<QQ", bytes(range(64))))
        self.assertEqual(rest + list(records), list(struct.iter_unpack("<QQ", bytes(range(16, 64)))))
        del records
        source.append(1)

    def test_references_are_given_back(self):
        source, target = bytes(range(16)), bytearray(16)
        packer = lendbuf.Struct("<4sIQ")

        def use():
            for _ in range(50):
                packer.unpack_from(source)
                packer.unpack(source)
                list(packer.iter_unpack(source))
                packer.pack_into(target, 0, source, 1, 1 << 60)
                lendbuf.unpack_from("<4sIQ", source, offset=0)
                for wrong in (("<I", source), ("<I", "text"), ("<16s", target, 1)):
                    with self.assertRaises((lendbuf.error, TypeError)):
                        lendbuf.unpack(*wrong)

        use()
        before = [sys.getrefcount(thing) for thing in (source, target, packer, None)]
        use()
        after = [sys.getrefcount(thing) for thing in (source, target, packer, None)]
        self.assertEqual(before[:3], after[:3])
        self.assertLess(abs(before[3] - after[3]), 20)


if __name__ == "__main__":
    unittest.main()
