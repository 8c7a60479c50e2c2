"""Bugs of CPython's bytearray and bytes, by the number of their issue: the module must not have them; and more."""
import gc
import threading
import unittest

import lendbuf
from acting import Acting
from lendbuf import bytearray, bytes


def victim_of(size=64):
    return bytearray(b"A" * size)


def grow(array):
    array.extend(b"B" * 100000)


def shrink(array):
    del array[1:]


def clear(array):
    array.clear()


changes = (grow, shrink, clear)


class Bytearray(unittest.TestCase):
    def test_gh_91153_a_byte_changes_the_array_while_it_is_assigned(self):
        for change in (shrink, clear):
            victim = victim_of()
            with self.assertRaises(IndexError):
                victim[23] = Acting(lambda: change(victim), 1)
            self.assertIn(victim, (b"A", b""))
        victim = victim_of()
        victim[23] = Acting(lambda: grow(victim), 1)
        self.assertEqual((victim[23], len(victim)), (1, 100064))
        for change in changes:
            for use in (lambda a, n: a.append(n), lambda a, n: a.insert(60, n), lambda a, n: a.extend([n, n])):
                victim = victim_of()
                use(victim, Acting(lambda: change(victim), 66))
                self.assertEqual(set(victim) - {65}, {66})

    def test_gh_91153_an_index_changes_the_array(self):
        for change in (shrink, clear):
            for use in (lambda a, n: a[n], lambda a, n: a.__setitem__(n, 1), lambda a, n: a.__delitem__(n),
                        lambda a, n: a.pop(n)):
                victim = victim_of()
                with self.assertRaises(IndexError):
                    use(victim, Acting(lambda: change(victim), 23))
                self.assertIn(victim, (b"A", b""))

    def test_gh_142558_counting_a_byte_that_changes_the_array(self):
        self.searched(lambda a: a.count, {grow: 64, shrink: 1, clear: 0})

    def test_gh_142559_finding_a_byte_that_changes_the_array(self):
        self.searched(lambda a: a.find, {grow: 0, shrink: 0, clear: -1})
        self.searched(lambda a: a.rfind, {grow: 63, shrink: 0, clear: -1})
        self.searched(lambda a: a.__contains__, {grow: True, shrink: True, clear: False})

    def test_gh_142560_an_index_of_a_byte_that_changes_the_array(self):
        self.searched(lambda a: a.index, {grow: 0, shrink: 0, clear: ValueError})
        self.searched(lambda a: a.rindex, {grow: 63, shrink: 0, clear: ValueError})
        self.searched(lambda a: a.remove, {grow: None, shrink: None, clear: ValueError})

    def searched(self, method, expected):
        for change, answer in expected.items():
            victim = victim_of()
            needle = Acting(lambda: change(victim), 65)
            if answer is ValueError:
                self.assertRaises(ValueError, method(victim), needle)
            else:
                try:
                    self.assertEqual(method(victim)(needle), answer)
                except BufferError:  # as CPython, which holds the array meanwhile
                    self.assertEqual(victim, b"A" * 64)

    def test_gh_142560_bounds_change_the_array(self):
        for change in changes:
            for name in ("find", "rfind", "index", "rindex", "count", "startswith", "endswith"):
                for place in (1, 2):
                    victim = victim_of()
                    arguments = [b"A", 0, 64]
                    arguments[place] = Acting(lambda: change(victim), arguments[place])
                    try:
                        getattr(victim, name)(*arguments)
                    except ValueError:
                        self.assertIs(change, clear)

    def test_gh_142560_counts_and_widths_change_the_array(self):
        uses = (lambda a, n: a.split(b"x", n), lambda a, n: a.rsplit(b"x", n), lambda a, n: a.split(None, n),
                lambda a, n: a.splitlines(n), lambda a, n: a.replace(b"A", b"BB", n), lambda a, n: a.center(n),
                lambda a, n: a.ljust(n, b"."), lambda a, n: a.rjust(n), lambda a, n: a.zfill(n),
                lambda a, n: a.expandtabs(n), lambda a, n: a.hex(":", n), lambda a, n: a * n,
                lambda a, n: a.__imul__(n))
        for change in changes:
            for use in uses:
                victim = victim_of()
                result = use(victim, Acting(lambda: change(victim), 70))
                repr(result)

    def test_gh_153570_bytes_that_are_taken_change_the_array(self):
        # There is no take_bytes in this version of Python; a slice that is removed is as close as it gets.
        for change in (shrink, clear):
            victim = bytearray(b"A" * (1 << 20))
            taken = victim[:Acting(lambda: change(victim), 1 << 19)]
            self.assertIn(taken, (b"A", b""))
            victim = bytearray(b"A" * (1 << 20))
            del victim[:Acting(lambda: change(victim), 1 << 19)]
            self.assertEqual(victim, b"")

    def test_gh_153578_what_is_added_changes_the_array(self):
        def items(change):
            yield 1
            change(victim)
            yield 2

        for change, left in ((clear, b""), (shrink, b"A"), (grow, b"A" * 64 + b"B" * 100000)):
            victim = victim_of()
            victim.extend(items(change))
            self.assertEqual(victim, left + b"\1\2")
            victim = victim_of()
            victim[2:4] = items(change)
            self.assertIn(b"\1\2", victim)
            victim = victim_of()
            victim.__init__(items(change))
            self.assertEqual(victim[-1], 2)
        for use in (lambda a: a.extend(a), lambda a: a.__setitem__(slice(1, 2), a)):
            victim = victim_of(4)
            use(victim)
            self.assertEqual(set(victim), {65})
        victim = victim_of()
        self.assertRaises(BufferError, victim.__iadd__, victim)
        with lendbuf.memoryview(victim)[2:6] as view:
            for use in (victim.extend, victim.__iadd__, lambda v: victim.__setitem__(slice(1, 2), v)):
                self.assertRaises(BufferError, use, view)
        self.assertEqual(victim, b"A" * 64)

    def test_gh_153578_bounds_change_the_array_while_a_slice_is_assigned(self):
        for change in changes:
            for bounds in (lambda n: slice(n, 40), lambda n: slice(2, n), lambda n: slice(2, 40, n)):
                for value in (b"", b"xy", b"x" * 20, b"x" * 5000):
                    victim = victim_of()
                    try:
                        victim[bounds(Acting(lambda: change(victim), 20))] = value
                    except ValueError:  # of a step
                        continue
                    self.assertGreaterEqual(len(victim), len(value))
                victim = victim_of()
                del victim[bounds(Acting(lambda: change(victim), 20))]

    def test_gh_142557_formatting_changes_the_format(self):
        class Changing:
            def __init__(self, form, change):
                self.form = form
                self.change = change

            def __repr__(self):
                self.change(self.form)
                return "x"

            def __bytes__(self):
                self.change(self.form)
                return b"x"

            def __index__(self):
                self.change(self.form)
                return 7

            def __float__(self):
                return float(self.__index__())

        for change in changes:
            for letter, expected in ((b"r", b"x"), (b"a", b"x"), (b"b", b"x"), (b"x", b"7"), (b"f", b"7.000000")):
                form = bytearray(b"%" + letter + b" and A and %d")
                self.assertEqual(form % (Changing(form, change), 5), expected + b" and A and 5")

    def test_gh_143195_a_separator_changes_the_array(self):
        for base in (str, bytes, type(b"")):
            class Separator(base):
                def __len__(self):
                    change(victim)
                    return 1

            for change in changes:
                victim = victim_of(2)
                separator = Separator(":" if base is str else b":")
                self.assertEqual(victim.hex(separator), type(b"")(victim).hex(":"))

    def test_gh_130977_threads_and_an_array(self):
        victim = victim_of()
        wrong = []

        def work(seed):
            for k in range(400):
                try:
                    if seed % 3 == 0:
                        victim.extend(b"A" * 50)
                        del victim[64:]
                    elif seed % 3 == 1:
                        with lendbuf.memoryview(victim) as view:
                            if view.tobytes().strip(b"A"):
                                wrong.append(k)
                    elif victim.copy().replace(b"A", b"") or victim.find(b"B") != -1:
                        wrong.append(k)
                except BufferError:
                    pass

        threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        victim.clear()

    def test_fill_bytes_that_lie_about_their_length(self):
        for base in (bytes, bytearray, type(b"")):
            class Lying(base):
                def __len__(self):
                    return 1

            for use in (bytes.center, bytearray.ljust, bytearray.rjust):
                text = bytes(b"ab") if use is bytes.center else bytearray(b"ab")
                try:
                    self.assertEqual(len(use(text, 10, Lying(b""))), 10)
                except (ValueError, TypeError):
                    pass
                self.assertEqual(use(text, 10, Lying(b"..")).replace(b".", b""), b"ab")

    def test_a_sequence_that_changes_while_it_is_joined(self):
        def items():
            yield b"x"
            victim.extend(b"C" * 5000)
            yield victim
            victim.clear()
            yield b"y"

        victim = bytearray(b", ")
        try:
            joined = victim.join(items())
        except BufferError:
            joined = None
        self.assertTrue(joined is None or joined.startswith(b"x"))
        pieces = [victim, b"z", victim]
        victim.extend(b"12")
        self.assertEqual(bytes(b"-").join(pieces), type(b"")(victim) + b"-z-" + type(b"")(victim))
        victim.clear()

    def test_iterators_see_what_is_left(self):
        victim = victim_of()
        walk = iter(victim)
        next(walk)
        shrink(victim)
        self.assertEqual(list(walk), [])
        victim = victim_of()
        walk = iter(victim)
        walk.__setstate__(60)
        clear(victim)
        self.assertEqual(list(walk), [])
        grow(victim)
        self.assertEqual(list(walk), [])

    def test_initialised_again_while_it_is_made(self):
        class Source:
            def __iter__(self):
                yield 1
                victim.__init__(b"again")
                yield 2

        victim = victim_of()
        victim.__init__(Source())
        self.assertEqual(victim, b"again\2")
        victim = victim_of()
        with lendbuf.memoryview(victim):
            self.assertRaises(BufferError, victim.__init__, b"other")
        self.assertEqual(victim, b"A" * 64)


class Bytes(unittest.TestCase):
    def test_gh_142560_numbers_that_drop_the_bytes(self):
        for name in ("find", "count", "index"):
            holder = [bytes(b"A" * 1000)]
            self.assertIn(getattr(holder[0], name)(Acting(holder.clear, 65)), (0, 1000))
            gc.collect()

    def test_slices_keep_the_memory_of_what_is_gone(self):
        parts = [bytes(b"0123456789")[k:] for k in range(8)]
        gc.collect()
        self.assertEqual([part[-1] for part in parts], [57] * 8)

    def test_a_source_that_shrinks(self):
        source = [65] * 3
        source[0] = Acting(source.clear, 65)
        self.assertEqual(bytes(source), b"A")
        source = [65] * 3
        source[0] = Acting(lambda: source.extend([66] * 5), 65)
        self.assertEqual(bytes(source), b"AAABBBBB")


if __name__ == "__main__":
    unittest.main()
