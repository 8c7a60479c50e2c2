"""Bugs of memoryviews, by the number of their issue: the module must not have them; and what it promises beyond."""
import gc
import threading
import unittest

import lendbuf
from acting import Acting


class Owned:
    """Bytes and a view of them; `give_up` releases the view and moves the bytes elsewhere, unless they are held."""

    def __init__(self, content=bytes(range(64)), owner=lendbuf.bytearray, letter="B"):
        self.memory = owner(content)
        self.view = lendbuf.memoryview(self.memory).cast(letter)
        self.refused = 0

    def give_up(self):
        self.view.release()
        try:
            self.memory.extend(bytes(1 << 16))
        except BufferError:
            self.refused += 1


owners = (lendbuf.bytearray, bytearray)


class Memoryview(unittest.TestCase):
    def test_gh_92888_a_value_releases_the_view_while_it_is_assigned(self):
        for owner in owners:
            for letter in "BbHhIiLlQqNnfd?P":
                with self.subTest(owner=owner, letter=letter):
                    it = Owned(owner=owner, letter=letter)
                    with self.assertRaisesRegex(ValueError, "released"):
                        it.view[1] = Acting(it.give_up, 1)
                    self.assertEqual(it.refused, 1)  # held meanwhile, and untouched
                    self.assertEqual(it.memory, bytes(range(64)))
                    it.memory.clear()  # held no longer

    def test_gh_92888_an_index_releases_the_view(self):
        for owner in owners:
            for key in (lambda n: n, lambda n: (n,)):
                it = Owned(owner=owner)
                with self.assertRaises(ValueError):
                    it.view[key(Acting(it.give_up, 2))]
                it = Owned(owner=owner)
                with self.assertRaises(ValueError):
                    it.view[key(Acting(it.give_up, 2))] = 1
                self.assertEqual(it.memory[:64], bytes(range(64)))
            for key in (lambda n: (..., n), lambda n: (n, ...)):
                it = Owned(owner=owner)
                self.assert_held(it, it.view[key(Acting(it.give_up, 2))], 2)

    def test_gh_92888_an_index_into_several_axes_releases_the_view(self):
        rows = [list(range(8 * k, 8 * k + 8)) for k in range(8)]
        for use, expected in ((lambda v, n: v[n, 1], None), (lambda v, n: v[1, n], None), (lambda v, n: v[n], rows[1]),
                              (lambda v, n: v[1:3, n], [9, 17]), (lambda v, n: v[..., n], [row[1] for row in rows])):
            it = Owned()
            it.view = it.view.cast("B", (8, 8))
            if expected is None:  # an item that cannot be read any more
                self.assertRaises(ValueError, use, it.view, Acting(it.give_up, 1))
            else:
                self.assert_held(it, use(it.view, Acting(it.give_up, 1)), expected)
            it.memory.clear()

    def assert_held(self, it, part, expected):
        """A part that was made of a view while that was released holds the memory itself."""
        self.assertRaises(BufferError, it.memory.append, 1)
        self.assertEqual(part.tolist(), expected)
        part.release()
        self.assertGreaterEqual(it.refused, 1)

    def test_gh_142665_a_bound_takes_the_memory_away(self):
        for owner in owners:
            for bounds in (lambda n: slice(n, None), lambda n: slice(None, n), lambda n: slice(None, None, n)):
                it = Owned(owner=owner)
                self.assert_held(it, it.view[bounds(Acting(it.give_up, 1))], list(range(64))[bounds(1)])
                it = Owned(owner=owner)
                with self.assertRaises(ValueError):
                    it.view[bounds(Acting(it.give_up, 1))] = b"\xff" * len(range(64)[bounds(1)])
                self.assertEqual(it.memory[:64], bytes(range(64)))

    def test_gh_142663_comparing_runs_foreign_code(self):
        it = Owned(bytes(8), letter="d")

        class Releasing(float):
            def __eq__(self, other):
                it.give_up()
                return False

        self.assertFalse(it.view == Releasing())
        it = Owned(bytes(8), letter="d")
        self.assertRaises(ValueError, it.view.count, Releasing())
        self.assertEqual(it.refused, 1)
        it = Owned(bytes(8), letter="d")
        self.assertRaises(ValueError, it.view.index, Releasing())
        it = Owned(bytes(16), letter="d")
        self.assertRaises(ValueError, lambda: Releasing() in it.view)
        it.memory.clear()

    def test_gh_142663_views_of_different_formats_compare_values(self):
        for one, other in (("d", "f"), ("Q", "d"), ("b", "B"), ("l", "q")):
            a = lendbuf.memoryview(lendbuf.bytearray(lendbuf.pack("4" + one, 1, 2, 3, 4))).cast(one)
            b = lendbuf.memoryview(lendbuf.bytearray(lendbuf.pack("4" + other, 1, 2, 3, 4))).cast(other)
            self.assertTrue(a == b)
            a[3] = 5
            self.assertTrue(a != b)

    def test_gh_142664_hashing_the_owner_takes_the_memory_away(self):
        for base in (lendbuf.bytearray, bytearray):
            class Hashing(base):
                def __hash__(self):
                    view.release()
                    try:
                        self[:] = b""
                    except BufferError:
                        self.kept = True
                    return 123

            memory = Hashing(b"abcd")
            view = lendbuf.memoryview(memory).toreadonly()
            self.assertEqual(hash(view), hash(b"abcd"))
            self.assertTrue(memory.kept)
            self.assertEqual(memory, b"abcd")

    def test_gh_143195_a_separator_takes_the_memory_away(self):
        for base in (bytes, str, lendbuf.bytes):
            for view in (lambda v: v, lambda v: v[::2]):
                it = Owned()
                it.view = view(it.view)

                class Separator(base):
                    def __len__(self):
                        it.give_up()
                        return 1

                expected = bytes(it.view).hex(":")
                self.assertEqual(it.view.hex(Separator(":" if base is str else b":")), expected)
                self.assertEqual(it.refused, 1)
                self.assertRaises(ValueError, it.view.hex)

    def test_gh_143195_a_separator_lies_about_its_length(self):
        for base in (bytes, str, lendbuf.bytes):
            class Lying(base):
                def __len__(self):
                    return 1

            for text in ("", "ab"):
                separator = Lying(text if base is str else text.encode())
                for memory in (lendbuf.memoryview(b"abcd"), lendbuf.bytes(b"abcd"), lendbuf.bytearray(b"abcd")):
                    try:
                        digits = memory.hex(separator)
                    except ValueError:
                        continue
                    self.assertEqual(digits.replace("\0", "").replace("a", "").count("6"), 4)

    def test_gh_149816_threads_write_digits_while_others_release(self):
        memory = lendbuf.bytearray(b"x" * 5000)
        wrong = []

        def read(view):
            for _ in range(30):
                with view[::2] as part:
                    if part.hex() != "78" * 2500 or part.tobytes() != b"x" * 2500:
                        wrong.append(part)

        with lendbuf.memoryview(memory) as view:
            threads = [threading.Thread(target=read, args=(view[:],)) for _ in range(6)]
            for thread in threads:
                thread.start()
            self.assertRaises(BufferError, memory.append, 1)
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        del thread, threads, view
        memory.append(1)

    def test_gh_127716_threads_release_views_of_one_buffer(self):
        memory = lendbuf.bytearray(64)
        shared = lendbuf.memoryview(memory)
        wrong = []

        def work():
            for _ in range(300):
                view = shared[1:]
                again = lendbuf.memoryview(view)
                view.release()
                if again[0] != 0 or again.nbytes != 63:
                    wrong.append(again)
                again.release()
                view.release()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        shared.release()
        memory.clear()

    def test_gh_77894_cycles_through_a_view_that_is_exported(self):
        class Node(lendbuf.bytearray):
            pass

        for again in (lendbuf.memoryview, memoryview):
            node = Node(b"abcd")
            node.view = lendbuf.memoryview(node)
            node.again = again(node.view)
            node.me = node
            del node
            gc.collect()

    def test_gh_143737_parts_of_different_shapes_are_not_copied(self):
        memory = lendbuf.bytearray(range(24))
        to = lendbuf.memoryview(memory).cast("B", (4, 6))
        for shape, at in (((6, 4), ...), ((2, 12), ...), ((3, 6), ...), ((1, 6), slice(0, 2)), ((5, 6), slice(0, 4))):
            source = lendbuf.memoryview(bytes(64)[:shape[0] * shape[1]]).cast("B", shape)
            with self.assertRaises(ValueError):
                to[at] = source
        with self.assertRaises(ValueError):
            to[::2, ::3] = lendbuf.memoryview(bytes(8)).cast("B", (4, 2))
        self.assertEqual(memory, bytes(range(24)))
        to[::2, ::3] = lendbuf.memoryview(bytes(4)).cast("B", (2, 2))
        self.assertEqual(memory, bytes(0 if k // 6 % 2 == 0 and k % 6 % 3 == 0 else k for k in range(24)))

    def test_pypy_5231_slices_of_strided_slices(self):
        content = bytes(range(40))
        view = lendbuf.memoryview(content)
        steps = [slice(a, b, c) for a in (None, 1, -3, 50) for b in (None, 7, -2) for c in (1, 3, -1, -2)]
        for first in steps:
            for second in steps:
                part = view[first][second]
                self.assertEqual(part.tobytes(), content[first][second])
                self.assertEqual(part.tolist(), list(content[first][second]))
                for third in steps[::7]:
                    self.assertEqual(bytes(part[third]), content[first][second][third])

    def test_pypy_3856_strided_slices_are_assigned(self):
        for target in (slice(None, None, 2), slice(1, 17, 3), slice(None, None, -1), slice(18, 2, -4)):
            model = bytearray(range(20))
            memory = lendbuf.bytearray(range(20))
            count = len(model[target])
            model[target] = bytes(100 + k for k in range(count))
            lendbuf.memoryview(memory)[target] = bytes(100 + k for k in range(count))
            self.assertEqual(memory, model)
            source = lendbuf.memoryview(memory)[::-1][:count]  # of the same memory
            model[target] = model[::-1][:count]
            lendbuf.memoryview(memory)[target] = source
            self.assertEqual(memory, model)

    def test_pyre_291_slices_of_several_axes_keep_them(self):
        rows = [list(range(6 * k, 6 * k + 6)) for k in range(4)]
        view = lendbuf.memoryview(bytes(range(24))).cast("B", (4, 6))
        for rows_part in (slice(1, 3), slice(None, None, 2), slice(None, None, -1), slice(3, 3)):
            for columns in (slice(None), slice(4, 1, -2), slice(5, 9)):
                self.assertEqual(view[rows_part, columns].tolist(), [row[columns] for row in rows[rows_part]])
            self.assertEqual(view[rows_part].shape[1], 6)
            self.assertEqual(view[rows_part].tolist(), rows[rows_part])

    def test_msgpack_677_a_view_keeps_what_it_views(self):
        def view():
            return lendbuf.memoryview(lendbuf.bytearray(b"content"))[2:]

        views = [view() for _ in range(50)]
        gc.collect()
        self.assertEqual({v.tobytes() for v in views}, {b"ntent"})

    def test_gh_148390_truth_is_any_byte_but_zero(self):
        view = lendbuf.memoryview(b"\0\1\x20\xff").cast("?")
        self.assertEqual(view.tolist(), [False, True, True, True])
        self.assertIs(view[2], True)
        self.assertTrue(view == lendbuf.memoryview(b"\0\2\3\4").cast("?"))
        self.assertEqual(view.count(True), 3)

    def test_gh_156865_numbers_that_do_not_fit_change_nothing(self):
        for letter, wrong in (("b", 128), ("B", -1), ("H", 1 << 16), ("q", 1 << 63), ("Q", 1 << 64), ("?", None)):
            it = Owned(letter=letter)
            if wrong is not None:
                with self.assertRaises(ValueError):
                    it.view[0] = wrong
            with self.assertRaises(ZeroDivisionError):
                it.view[0] = Acting(lambda: 1 // 0)
            self.assertEqual(it.memory, bytes(range(64)))

    def test_a_shape_that_releases_the_view_while_it_is_read(self):
        for method in ("__len__", "__iter__"):
            it = Owned()

            class Shape(list):
                pass

            def act(shape):
                it.give_up()
                return getattr(list, method)(shape)

            setattr(Shape, method, act)
            view = it.view.cast("B", Shape((8, 8)))
            self.assertEqual(view.shape, (8, 8))
            self.assert_held(it, view[1], list(range(8, 16)))

    def test_bounds_of_a_search_release_the_view(self):
        for place in (1, 2):
            it = Owned()
            arguments = [5, 0, 64]
            arguments[place] = Acting(it.give_up, arguments[place])
            self.assertRaises(ValueError, it.view.index, *arguments)

    def test_collecting_garbage_releases_the_view(self):
        class Finalizer:
            def __init__(self, act):
                self.act = act
                self.me = self

            def __del__(self):
                self.act()

        expected = [list(range(8 * k, 8 * k + 8)) for k in range(8)]
        for cast, use, result in ((("B", (8, 8)), lambda v: v.tolist(), expected), (("B", (8, 8)), list, None),
                                  (("B", (8, 8)), lambda v: v.shape, (8, 8)),
                                  (("HH",), lambda v: v[1], (0x0504, 0x0706)),
                                  (("HH",), lambda v: v.tolist()[1], (0x0504, 0x0706)),
                                  (("HH",), lambda v: next(iter(v)), (0x0100, 0x0302))):
            it = Owned()
            it.view = it.view.cast(*cast)
            threshold = gc.get_threshold()
            gc.collect()
            Finalizer(it.give_up)
            gc.set_threshold(1)
            try:
                found = use(it.view)
            except ValueError:
                found = result
            finally:
                gc.set_threshold(*threshold)
            if result is not None:
                self.assertEqual(found, result)


if __name__ == "__main__":
    unittest.main()
