#!/usr/bin/env python3
"""Compares lendbuf's N-D views with NumPy's on random chains of operations.

Usage: views_cases.py [--cases N] [--layouts] DRIVER...      runs DRIVER (a command), which answers the cases
The seed comes from LENDBUF_TEST_SEED. Without --layouts the cases are chains of 1 to 8 operations on a view; with it,
shapes, strides and offsets in memory that they may not fit. Both sides must agree on success or refusal (index, value
or type error, and its code), shape, strides, offset, contiguity and all items.

Not compared are strides along axes of fewer than two items and in empty arrays, and where an empty array begins: they
name no item (the driver checks that lendbuf stays inside the memory there, which NumPy need not).

Deliberate differences; views_numpy.py asks NumPy accordingly.
    case                              | here                    | reason
    ----------------------------------+-------------------------+-----------------------------------------------------
    reshape, ravel, chunks            | reshape_needs_copy      | a view never copies; NumPy does
    an extent below -1 in a reshape   | negative_extent         | NumPy takes any negative number for -1
    split_at, part outside            | refused                 | NumPy's split and slices clamp
    a cast that cannot be             | type error, in Fortran  | as memoryview.cast; ndarray.view has value errors,
                                      | order buffer error      | and NumPy has no cast to a shape
    an axis beyond the C integers     | as any wrong axis       | OverflowError, or NumPy cuts it off to an int
    diagonal with offset -2**31       | empty                   | NumPy leaves its memory
    a layout that needs over 64 bits  | refused                 | NumPy's sums wrap around
    a layout in no memory at all      | refused unless empty    | to NumPy no memory is enough
    a layout of one extent of -1      | negative_extent         | NumPy takes as many items as there are
    a misaligned layout of aligned    | type error, also where  | NumPy copes with it; here unaligned<T> and be<T> do
    items                             | it is empty             |
"""
import argparse
import math
import os
import random
import re
import subprocess
import sys
import time
import zlib

import numpy

import views_numpy
from views_numpy import DTYPES, HUGE, MAX_ITEMS, MAX_RANK, OPERATIONS, Refused, address

MEMORY = 4096


def digest(data):
    return data.hex() or '0' if len(data) <= 16 else '#%d' % zlib.crc32(data)


def values_text(array):
    """Spells items as numbers; floats by their bits."""
    native = array.astype(array.dtype.newbyteorder('='))
    if native.dtype.kind == 'f':
        native = native.view('i8' if native.itemsize == 8 else 'u4')
    return ''.join('%d,' % value for value in native.ravel().tolist()) or '0'


class Generator:
    def __init__(self, seed):
        self.pick = random.Random(seed)
        self.bytes = self.pick.randbytes(MEMORY)
        self.memory = numpy.frombuffer(self.bytes, '|u1')
        self.weights = [operation.weight for operation in OPERATIONS]

    # ---- arrays ------------------------------------------------------------------------------------------------

    def shape(self, rank, most=200):
        while True:
            extents = self.pick.choices([0, 1, 2, 3, 4, 5], [1, 4, 8, 7, 5, 3], k=rank)
            if numpy.prod(extents) <= most:
                return extents

    def strides(self, extents, itemsize):
        """Strides of any sign in any order of the axes, with gaps and now and then with overlaps."""
        strides = [0] * len(extents)
        step = itemsize
        for axis in views_numpy.shuffled(self.pick, range(len(extents))):
            gap = self.pick.choices([0, itemsize, 1, 2 * itemsize], [6, 2, 1, 1])[0]
            strides[axis] = self.pick.choice([1, 1, -1]) * (step + gap)
            if self.pick.random() < 0.06:
                strides[axis] = self.pick.choice([0, itemsize, -itemsize])
            step = max(step, abs(strides[axis]) * max(extents[axis], 1))
        return strides

    def empty_base(self):
        """An empty array with extents and strides so long that no product of them may be trusted."""
        pick = self.pick
        while True:
            dtype = numpy.dtype(pick.choice(DTYPES))
            extents = pick.choices([1, 2, 3, 2**31, 2**40 + 1, 2**60], [4, 4, 4, 2, 1, 1], k=pick.randint(1, 4))
            if math.prod(extents) * dtype.itemsize < 2**63:
                break
        extents.insert(pick.randint(0, len(extents)), 0)
        strides = [pick.choice([dtype.itemsize, -8, 0, 2**40, -2**61, 2**63 - 1, -2**63]) for _ in extents]
        array = numpy.ndarray(extents, dtype, self.memory[:64], 16, strides)
        return f'A {dtype.itemsize} 64 s 16 {numbers_text(extents)} {numbers_text(strides)}', array

    def base(self):
        """A line that describes an array and the array itself."""
        pick = self.pick
        if pick.random() < 0.03:
            return self.empty_base()
        while True:
            dtype = numpy.dtype(pick.choice(DTYPES))
            size = dtype.itemsize
            extents = self.shape(pick.choices(range(6), [1, 4, 6, 6, 4, 3])[0])
            order = pick.choice('ccfss')
            if order == 's':
                strides = self.strides(extents, size)
            else:
                strides = list(numpy.ndarray(extents, dtype, order=order.upper()).strides)
            reaches = [] if 0 in extents else [stride * (n - 1) for stride, n in zip(strides, extents)]
            unit = 1 if pick.random() < 0.15 else size
            offset = unit * pick.randint(0, 3) - sum(reach for reach in reaches if reach < 0)
            end = offset + sum(reach for reach in reaches if reach > 0) + size
            count = (end + 7) // 8 * 8 + 8 * pick.choice([0, 0, 0, 1, 2])
            if count <= MEMORY:
                array = numpy.ndarray(extents, dtype, self.memory[:count], offset, strides)
                return f'A {size} {count} {order} {offset} {numbers_text(extents)} {numbers_text(strides)}', array

    # ---- chains ------------------------------------------------------------------------------------------------

    def chain(self):
        """A case for the driver and what must come out."""
        line, array = self.base()
        steps = []
        wanted = self.pick.randint(1, 8)
        while len(steps) < wanted:
            operation = self.pick.choices(OPERATIONS, self.weights)[0]
            numbers = operation.arguments(self.pick, array)
            if numbers is None:
                continue
            text = ' '.join([operation.name] + ['_' if n is None else str(n) for n in numbers])
            try:
                result = operation.run(array, numbers)
            except (Refused, IndexError, ValueError, OverflowError) as refusal:
                if self.pick.random() < 0.4:  # long chains see more
                    continue
                steps.append(text)
                return Case(line + ' -', steps, Refusal(len(steps), refusal, operation.codes))
            if result.ndim > MAX_RANK or result.size > MAX_ITEMS:
                continue
            if result.size == 0 < array.size and self.pick.random() < 0.85:  # and so do those with items
                continue
            array = result
            steps.append(text)
        typed = array.ndim <= 3 and 0 < array.size <= 64
        return Case(' '.join([line, array.dtype.str if typed else '-']), steps, Success(self, array, typed))

    # ---- layouts -----------------------------------------------------------------------------------------------

    def layout(self):
        """Shape, strides and offset for memory that ends near where they do; now and then far from it."""
        pick = self.pick
        dtype = numpy.dtype(pick.choice(DTYPES))
        size = dtype.itemsize
        extents = self.shape(pick.randint(0, 3), 60)
        strides = self.strides(extents, size)
        if pick.random() < 0.85:
            strides = [stride // size * size for stride in strides]
        reaches = [stride * (n - 1) for stride, n in zip(strides, extents) if n > 0]
        near = [-2 * size, -size, -1] + 12 * [0] + [size, 2 * size, 8]
        offset = pick.choice(near) - sum(reach for reach in reaches if reach < 0)
        end = offset + sum(reach for reach in reaches if reach > 0) + size
        count = min(max(0, end + pick.choice(near) + pick.choice([0, 7, 7])) // 8 * 8, MEMORY)
        for numbers in extents, strides:
            if numbers and pick.random() < 0.08:
                numbers[pick.randrange(len(numbers))] = pick.choice([-1, -5, 0, 1, 7] + HUGE)
        if pick.random() < 0.04:
            offset = pick.choice([-size, count, count + size, count - size] + HUGE)
        line = f'L {dtype.str} {count} {offset} {numbers_text(extents)} {numbers_text(strides)}'
        return Case(line, [], self.layout_answer(dtype, extents, strides, offset, count))

    def layout_answer(self, dtype, extents, strides, offset, count):
        """What must come out by brute force, which has to be what NumPy says, too."""
        size = dtype.itemsize
        refused = self.layout_refusal(size, extents, strides, offset, count)
        # To NumPy no memory is enough memory, distances wrap around, and an only extent of -1 is the rest.
        if refused and (count == 0 or 'shape_overflow' in refused.codes or extents == [-1]):
            return Refusal(0, refused)
        try:
            array = numpy.ndarray(extents, dtype, self.memory[:count], offset, strides)
        except (ValueError, TypeError, OverflowError) as refusal:
            assert refused, refusal
            return Refusal(0, refused)
        assert not refused, refused
        # Alignment is not NumPy's concern.
        if dtype.str[0] == '<' and offset % size != 0:
            return Refusal(0, Refused('address_misaligned'))
        if dtype.str[0] == '<' and any(n > 1 and stride % size != 0 for n, stride in zip(extents, strides)):
            return Refusal(0, Refused('stride_misaligned'))
        return Exactly('ok ' + (values_text(array) if array.size <= 300 else 'many'))

    @staticmethod
    def layout_refusal(size, extents, strides, offset, count):
        if any(n < 0 for n in extents):
            return Refused('negative_extent')
        if math.prod(n for n in extents if n > 0) * size >= 2**63:
            return Refused('shape_overflow')
        if 0 in extents:
            return None if 0 <= offset <= count else Refused('layout_outside_memory')
        reaches = [stride * (n - 1) for stride, n in zip(strides, extents)]
        first = offset + sum(reach for reach in reaches if reach < 0)
        end = offset + sum(reach for reach in reaches if reach > 0) + size
        inside = 0 <= first and end <= count
        if math.prod(extents) <= 300:
            indices = numpy.ndindex(*extents)
            places = (offset + sum(k * stride for k, stride in zip(index, strides)) for index in indices)
            assert inside == all(0 <= place <= count - size for place in places)
        if inside:
            return None
        too_far = max(map(abs, reaches + [first, end, end - offset, first - offset])) >= 2**63
        return Refused('layout_outside_memory', *(['shape_overflow'] if too_far else []))


def numbers_text(numbers):
    return ','.join(map(str, numbers)) or '-'


class Case:
    def __init__(self, line, steps, expected):
        self.line = ';'.join([line] + steps)
        self.expected = expected


class Exactly:
    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text

    def agrees(self, answer):
        return answer == self.text


class Success(Exactly):
    def __init__(self, generator, array, typed):
        offset = address(array) - address(generator.memory)
        strides = ['_' if array.size == 0 or n == 1 else s for n, s in zip(array.shape, array.strides)]
        flags = ('C' if array.flags.c_contiguous else '-') + ('F' if array.flags.f_contiguous else '-')
        in_order = array.tobytes('C')
        values = '-'
        if typed:
            aligned = array.dtype.str[0] == '>' or all(
                number % array.itemsize == 0
                for number in [offset] + [s for n, s in zip(array.shape, array.strides) if n > 1])
            values = ('' if aligned else 'm') + values_text(array)
        super().__init__(' '.join(['ok', numbers_text(array.shape), numbers_text(strides),
                                   str(offset) if array.size > 0 else '_', flags, digest(in_order), digest(in_order),
                                   digest(array.tobytes('F')), values]))


class Refusal:
    """What lendbuf may answer: NumPy's AxisError is an IndexError and a ValueError. Where NumPy names axis, index and
    extent, they are compared, too."""

    BOUNDS = re.compile(r'index (-?\d+) is out of bounds for axis (\d+) with size (\d+)')

    def __init__(self, step, exception, codes=None):
        self.step = step
        self.why = exception
        bounds = self.BOUNDS.fullmatch(str(exception))
        self.facts = bounds and [int(bounds[group]) for group in (2, 1, 3)]
        # An axis that does not fit a C integer is not even an AxisError to NumPy.
        kinds = {'index': (IndexError, OverflowError), 'value': (ValueError, OverflowError)}
        self.kinds = {kind for kind, made in kinds.items() if isinstance(exception, made)}
        self.codes = exception.codes if isinstance(exception, Refused) else codes

    def __str__(self):
        return f'refused {" or ".join(self.codes)} at {self.step} ({type(self.why).__name__}: {self.why})'

    def agrees(self, answer):
        word, _, rest = answer.partition(' ')
        if word != 'refused':
            return False
        kind, code, facts, step = rest.split(' ')
        facts = [int(fact) for fact in facts.split(',')]
        return (int(step) == self.step and code in self.codes and (not self.kinds or kind in self.kinds) and
                (not self.facts or facts == self.facts))


def run(command, count, seed, layouts):
    patterns = subprocess.run(command + ['--patterns'], check=True, stdout=subprocess.PIPE, text=True).stdout
    views_numpy.at.load(patterns)
    generator = Generator(seed)
    start = time.time()
    cases = [generator.layout() if layouts else generator.chain() for _ in range(count)]
    print('%d cases made in %.1f s' % (len(cases), time.time() - start), flush=True)
    lines = '\n'.join(['M ' + generator.bytes.hex()] + [case.line for case in cases]) + '\n'
    driver = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True)
    answers = driver.stdout.splitlines()
    wrong = [(case, answer) for case, answer in zip(cases, answers) if not case.expected.agrees(answer)]
    for case, answer in wrong[:20]:
        print(f'{case.line}\n    NumPy   {case.expected}\n    lendbuf {answer}')
    if len(answers) < len(cases):
        print(f'The driver stopped at\n{cases[len(answers)].line}')
    refusals = sum(isinstance(case.expected, Refusal) for case in cases)
    print(f'{len(cases)} cases ({refusals} refusals), {len(wrong)} mismatches, {time.time() - start:.1f} s')
    if wrong or len(answers) != len(cases) or driver.returncode != 0:
        print(f'FAILED with LENDBUF_TEST_SEED={seed} (driver status {driver.returncode}, {len(answers)} answers)',
              file=sys.stderr)
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--cases', type=int, default=20000)
    parser.add_argument('--layouts', action='store_true')
    parser.add_argument('command', nargs=argparse.REMAINDER)
    options = parser.parse_args()
    seed = int(os.environ.get('LENDBUF_TEST_SEED', '20240229'))
    print(f'LENDBUF_TEST_SEED={seed}, NumPy {numpy.__version__}')
    return run(options.command, options.cases, seed, options.layouts)


if __name__ == '__main__':
    sys.exit(main())
