"""Bugs of CPython's array, by the number of their issue: the module must not have them; and what it promises beyond."""
import gc
import io
import unittest

import lendbuf
from acting import Acting
from lendbuf import array


numbers = "bBhHiIlLqQfd"


class Array(unittest.TestCase):
    def test_gh_142555_an_item_shrinks_the_array_while_it_is_assigned(self):
        for letter in numbers:
            for change in (lambda a: a.__delitem__(slice(None)), lambda a: a.__delitem__(slice(1, None)),
                           lambda a: [a.pop() for _ in range(60)]):
                with self.subTest(letter=letter):
                    victim = array(letter, [0] * 64)
                    with self.assertRaises(IndexError):
                        victim[20] = Acting(lambda: change(victim), 7)
                    self.assertEqual(victim.tolist(), [0] * len(victim))
            victim = array(letter, [0] * 64)
            victim[20] = Acting(lambda: victim.extend([1] * 5000), 7)
            self.assertEqual((victim[20], len(victim), victim[64]), (7, 5064, 1))

    def test_gh_142555_an_index_shrinks_the_array(self):
        def shrink():
            del victim[2:]

        victim = array("i", range(64))
        self.assertRaises(IndexError, lambda: victim[Acting(shrink, 20)])
        victim = array("i", range(64))
        self.assertEqual(victim[Acting(shrink, -1)], 1)
        victim = array("i", range(64))
        self.assertEqual(victim[1:Acting(shrink, 20)].tolist(), [1])
        victim = array("i", range(64))
        victim[Acting(shrink, 1):20] = array("i", [7, 8])
        self.assertEqual(victim.tolist(), [0, 7, 8])
        victim = array("i", range(64))
        del victim[Acting(shrink, 1):20]
        self.assertEqual(victim.tolist(), [0])
        victim = array("i", range(64))
        self.assertRaises(IndexError, victim.pop, Acting(shrink, 20))
        victim = array("i", range(64))
        victim.insert(20, Acting(shrink, 5))
        self.assertEqual(victim.tolist(), [0, 1, 5])

    def test_gh_142882_extend_with_what_empties_the_array(self):
        for letter in numbers:
            victim = array(letter, range(15))
            victim.extend([Acting(lambda: victim.__delitem__(slice(None)), 2), 3])
            self.assertEqual(victim.tolist(), [2, 3])
            victim = array(letter, range(15))

            def items():
                yield 1
                del victim[:]
                yield 2

            victim.extend(items())
            self.assertEqual(victim.tolist(), [2])
            victim = array(letter, range(3))
            victim.append(Acting(lambda: victim.__delitem__(slice(None)), 9))
            self.assertEqual(victim.tolist(), [9])

    def test_gh_142882_an_array_made_of_what_changes_the_source(self):
        for kind in (list, lambda items: items):
            source = [1, 2, 3]
            source[1] = Acting(source.clear, 2)
            with self.assertRaises(IndexError):
                array("i", source)
        source = [1, 2, 3]
        source[0] = Acting(lambda: source.extend([9] * 1000), 1)
        self.assertEqual(array("i", source).tolist()[:3], [1, 2, 3])

    def test_gh_144128_fromlist_with_an_item_that_empties_the_list(self):
        class Vanishing:
            def __index__(self):
                source.clear()
                return "no number"

            def __float__(self):
                source.clear()
                return "no number"

        for letter in numbers:
            victim = array(letter, [1])
            source = [Vanishing()]
            self.assertRaises(TypeError, victim.fromlist, source)
            source = [Acting(lambda: source.clear(), 1), 2]
            self.assertRaises(RuntimeError, victim.fromlist, source)
            source = [Vanishing()]
            self.assertRaises(TypeError, array, letter, source)
            source = [Vanishing()]
            self.assertRaises(TypeError, victim.extend, source)
            source = [Vanishing()]
            self.assertRaises(TypeError, victim.append, source[0])
            self.assertEqual(victim.tolist(), [1])

    def test_gh_152166_fromlist_with_an_item_that_changes_the_array(self):
        for letter in numbers:
            victim = array(letter)
            victim.fromlist([Acting(lambda: victim.extend([5] * 3), 111), 22, 33])
            self.assertEqual(victim.tolist(), [5, 5, 5, 111, 22, 33])
            victim = array(letter, range(10))
            victim.fromlist([1, Acting(lambda: victim.__delitem__(slice(None)), 2)])
            self.assertEqual(victim.tolist(), [1, 2])
            victim = array(letter, [4])
            holding = []
            with self.assertRaises(BufferError):
                victim.fromlist([Acting(lambda: holding.append(memoryview(victim)), 1)])
            self.assertEqual(victim.tolist(), [4])

    def test_gh_142883_the_type_changes_while_the_array_is_repeated(self):
        class Good(array):
            pass

        class Hiding(type):
            def mro(cls):
                return (cls, object)

        class Bad(Good, metaclass=Hiding):
            pass

        class Number:
            def __index__(self):
                victim.__class__ = Bad
                return 2

        for use in (lambda a, n: a * n, lambda a, n: n * a, lambda a, n: a.__imul__(n), lambda a, n: a[n:],
                    lambda a, n: a.append(n), lambda a, n: a.insert(0, n), lambda a, n: a.pop(n)):
            victim = Good("b", b"xyz")
            try:
                use(victim, Number())
            except TypeError:
                pass
            victim.__class__ = Good
            self.assertIn(len(victim), (2, 3, 4, 6))

    def test_gh_142883_a_repetition_count_changes_the_array(self):
        victim = array("i", [1, 2])
        self.assertEqual((victim * Acting(lambda: victim.append(3), 2)).tolist(), [1, 2, 3] * 2)
        victim *= Acting(lambda: victim.__delitem__(slice(1, None)), 3)
        self.assertEqual(victim.tolist(), [1, 1, 1])

    def test_gh_144922_writing_changes_the_array(self):
        for change in (lambda a: a.__delitem__(slice(None)), lambda a: a.__delitem__(slice(20000, None)),
                       lambda a: a.extend([1] * 50000)):
            victim = array("i", range(50000))

            class File(io.RawIOBase):
                written = 0

                def write(self, content):
                    if not self.written:
                        change(victim)
                    self.written += len(content)
                    return len(content)

            file = File()
            try:
                victim.tofile(file)
            except BufferError:
                pass
            self.assertEqual(file.written % 4, 0)
            self.assertLessEqual(file.written, 400000)

    def test_searching_changes_the_array(self):
        class Shrinking:
            def __init__(self, answer):
                self.answer = answer

            def __eq__(self, other):
                del victim[1:]
                return self.answer

        for answer in (True, False):
            for use in (array.count, array.__contains__):
                victim = array("d", range(64))
                use(victim, Shrinking(answer))
                self.assertEqual(victim.tolist(), [0.0])
            for use in (array.index, array.remove):
                victim = array("d", range(64))
                try:
                    use(victim, Shrinking(answer))
                except ValueError:
                    self.assertFalse(answer)
                self.assertLessEqual(len(victim), 1)

    def test_the_source_of_bytes_changes_the_array(self):
        victim = array("i", range(4))

        class File:
            def read(self, size):
                del victim[:]
                return bytes(size)

        victim.fromfile(File(), 2)
        self.assertEqual(victim.tolist(), [0, 0])
        victim = array("b", range(4))
        self.assertRaises(BufferError, victim.frombytes, victim)
        self.assertEqual(len(victim), 4)

    def test_collecting_garbage_changes_the_array(self):
        class Finalizer:
            def __init__(self, act):
                self.act = act
                self.me = self

            def __del__(self):
                try:
                    self.act()
                except BufferError:
                    pass

        for change in (lambda a: a.extend(range(50000)), lambda a: a.__delitem__(slice(None))):
            for use in (lambda a: a.tolist(), lambda a: repr(a), lambda a: a.__reduce_ex__(2), lambda a: list(a)):
                victim = array("q", range(300))
                threshold = gc.get_threshold()
                gc.collect()
                Finalizer(lambda: change(victim))
                gc.set_threshold(1)
                try:
                    found = use(victim)
                finally:
                    gc.set_threshold(*threshold)
                self.assertTrue(found is not None)
                repr(found)


if __name__ == "__main__":
    unittest.main()
