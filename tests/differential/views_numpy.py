"""What NumPy says to the operations of differential.views, and arguments for them, most of them valid.

An operation has two parts: `arguments(pick, array)` gives a list of numbers (None is a bound left out), or None where
lendbuf does not have the operation (ranks are types there) or it would mostly be refused; `run(array, numbers)` gives
NumPy's view of the same memory or raises what NumPy raises. Where lendbuf means to differ, `run` does what lendbuf
should; the table in views_cases.py says why.
"""
import math

import numpy
from numpy.lib.stride_tricks import sliding_window_view

MAX_RANK = 6
MAX_ITEMS = 2000
DTYPES = ['|i1', '|u1', '<i2', '<u2', '<i4', '<i8', '<f4', '<f8', '>u2', '>i4', '>f8']
HUGE = [2**31, -2**31, 2**31 - 1, 2**32, 2**62, -2**62, 2**63 - 1, -2**63, -2**63 + 1]
OPERATIONS = []


class Refused(Exception):
    """Says that lendbuf should refuse, with which codes; NumPy's own refusals are its IndexError and ValueError."""

    def __init__(self, *codes):
        super().__init__(', '.join(codes))
        self.codes = codes


def address(array):
    return array.__array_interface__['data'][0]


def operation(weight, *codes):
    """Makes an operation of a class; `codes` are lendbuf's names for what NumPy refuses."""
    def register(made):
        made.name, made.weight, made.codes = made.__name__, weight, codes
        OPERATIONS.append(made())
        return OPERATIONS[-1]
    return register


def any_axis(pick, rank, wrong=0.03):
    if rank == 0 or pick.random() < wrong:
        return pick.choice([rank, -rank - 1, rank + 7, -99] + HUGE)
    return pick.randrange(-rank, rank)


def axis_number(axis, rank):
    if not -rank <= axis < rank:
        raise Refused('bad_axes')
    return axis % rank


def shuffled(pick, values):
    values = list(values)
    pick.shuffle(values)
    return values


# ---- subscripts ----------------------------------------------------------------------------------------------------

def slice_bounds(pick, extent, stepped):
    """Start, stop and perhaps step; those that leave something are more likely."""
    def bound():
        kind = pick.random()
        if kind < 0.25:
            return None
        return pick.choice(HUGE) if kind < 0.32 else pick.randint(-extent - 2, extent + 2)
    step = None
    if stepped:
        step = pick.choice([None, 1, 2, 2, 3, -1, -1, -1, -2, -3, 4] + ([0] if pick.random() < 0.1 else []))
        if pick.random() < 0.05:
            step = pick.choice(HUGE)
    if pick.random() < 0.5:
        start, stop = bound(), bound()
    else:
        start, stop = pick.randint(0, extent // 2), pick.randint(extent // 2, extent)
        if (step or 1) < 0:
            start, stop = stop, start - 1 if start > 0 else None
        start = pick.choice([start, start - extent if start < extent else start])
    return [start, stop, step] if stepped else [start, stop]


@operation(30, 'index_out_of_bounds', 'zero_step')
class at:
    """A subscript: one of the patterns that the driver knows. Its first number is that of the pattern."""
    patterns = {}  # (itemsize, rank): [letters]

    def load(self, text):
        for line in text.splitlines():
            size, rank, number, letters = line.split(' ')
            known = self.patterns.setdefault((int(size), int(rank)), [])
            assert int(number) == len(known)
            known.append(letters[1:])

    def arguments(self, pick, array):
        patterns = self.patterns[array.itemsize, array.ndim]
        number = pick.randrange(len(patterns))
        letters = patterns[number]
        numbers, axis = [number], 0
        for letter in letters:
            if letter == 'e':
                axis += array.ndim - sum(letters.count(c) for c in 'iusta')
                continue
            if letter in 'no':
                continue
            extent = array.shape[axis]
            axis += 1
            if letter in 'iu':
                if extent == 0 and pick.random() < (0.9 if max(array.shape) < 2**30 else 0.3):
                    return None
                index = pick.randrange(-extent, extent) if extent > 0 else 0
                if pick.random() < 0.02:
                    index = pick.choice([extent, extent + 1, -extent - 1] + HUGE)
                if letter == 'u':
                    index %= 2**64 if index < -extent else max(extent, 1) if index < 0 else 2**64
                numbers.append(index)
            elif letter in 'st':
                numbers += slice_bounds(pick, extent, letter == 't')
        return numbers

    def run(self, array, numbers):
        letters = self.patterns[array.itemsize, array.ndim][numbers[0]]
        rest = iter(numbers[1:])
        subscript = []
        for letter in letters:
            if letter in 'iu':
                subscript.append(next(rest))
            elif letter == 's':
                subscript.append(slice(next(rest), next(rest)))
            elif letter == 't':
                subscript.append(slice(next(rest), next(rest), next(rest)))
            else:
                subscript.append({'a': slice(None), 'n': numpy.newaxis, 'o': None, 'e': Ellipsis}[letter])
        if 'e' not in letters:
            subscript.append(Ellipsis)  # a view also where every axis has an index
        return array[tuple(subscript)]


# ---- axes ----------------------------------------------------------------------------------------------------------

@operation(5)
class transpose:
    def arguments(self, pick, array):
        return []

    def run(self, array, numbers):
        return array.T


@operation(6, 'bad_axes')
class permute:
    def arguments(self, pick, array):
        axes = [axis - pick.choice([0, array.ndim]) for axis in shuffled(pick, range(array.ndim))]
        if axes and pick.random() < 0.05:
            axes[pick.randrange(len(axes))] = any_axis(pick, array.ndim, 0.5)
        return axes

    def run(self, array, numbers):
        # NumPy itself cuts numbers off to C ints here.
        return array.transpose([axis_number(axis, array.ndim) for axis in numbers])


@operation(6, 'index_out_of_bounds')
class flip:
    def arguments(self, pick, array):
        return [any_axis(pick, array.ndim)] if array.ndim > 0 or pick.random() < 0.1 else None

    def run(self, array, numbers):
        return numpy.flip(array, numbers[0])


@operation(4, 'bad_axes', 'extent_not_one')
class squeeze:
    def arguments(self, pick, array):
        single = [axis for axis, extent in enumerate(array.shape) if extent == 1]
        if array.ndim == 0 or not single and pick.random() < 0.9:
            return None
        return [pick.choice(single) if single and pick.random() < 0.9 else any_axis(pick, array.ndim, 0.2)]

    def run(self, array, numbers):
        return numpy.squeeze(array, numbers[0])


@operation(4, 'bad_axes')
class expand:
    def arguments(self, pick, array):
        return [any_axis(pick, array.ndim + 1)] if array.ndim < MAX_RANK else None

    def run(self, array, numbers):
        return numpy.expand_dims(array, numbers[0])


@operation(4, 'bad_axes')
class swap_axes:
    def arguments(self, pick, array):
        axes = [any_axis(pick, array.ndim), any_axis(pick, array.ndim)]
        return axes if array.ndim > 0 or pick.random() < 0.1 else None

    def run(self, array, numbers):
        return numpy.swapaxes(array, *numbers)


@operation(4, 'bad_axes')
class move_axis:
    def arguments(self, pick, array):
        return [any_axis(pick, array.ndim), any_axis(pick, array.ndim)] if array.ndim > 0 else None

    def run(self, array, numbers):
        return numpy.moveaxis(array, *numbers)


@operation(6, 'bad_axes')
class diagonal:
    def arguments(self, pick, array):
        if array.ndim < 2:
            return None
        axes = [axis - pick.choice([0, array.ndim]) for axis in pick.sample(range(array.ndim), 2)]
        if pick.random() < 0.06:
            axes[pick.randrange(2)] = any_axis(pick, array.ndim, 0.3)
        return [pick.choice(HUGE) if pick.random() < 0.02 and max(array.shape) < 10**9 else pick.randint(-3, 3), *axes]

    def run(self, array, numbers):
        offset, *axes = numbers
        # NumPy takes a C int here, and one of -2**31 leads it out of its memory.
        return numpy.diagonal(array, max(min(offset, 10**9), -10**9), *axes)


# ---- parts ---------------------------------------------------------------------------------------------------------

@operation(4)
class split_at:
    def arguments(self, pick, array):
        if array.ndim == 0:
            return None
        axis = pick.randrange(array.ndim)
        extent = array.shape[axis]
        position = pick.randint(-extent, extent)
        if pick.random() < 0.05:
            position = pick.choice([extent + 1, -extent - 1] + HUGE)
        if axis == 0 and pick.random() < 0.5:
            return [pick.randrange(2), position]
        return [pick.randrange(2), position, axis if pick.random() < 0.95 else any_axis(pick, array.ndim, 1)]

    def run(self, array, numbers):
        half, position, axis = (numbers + [0])[:3]
        axis = axis_number(axis, array.ndim)
        parts = numpy.split(array, [position], axis)
        if not -array.shape[axis] <= position <= array.shape[axis]:
            raise Refused('split_out_of_range')
        return parts[half]


@operation(3)
class part:
    def arguments(self, pick, array):
        if array.ndim == 0:
            return None
        extent = array.shape[0]
        first = pick.randint(0, extent)
        numbers = [first - (extent if first < extent and pick.random() < 0.3 else 0), pick.randint(0, extent - first)]
        if pick.random() < 0.08:
            numbers[pick.randrange(2)] = pick.choice([extent + 1, -1, -extent - 1] + HUGE)
        elif pick.random() < 0.05:
            numbers = [first, extent - first + 1]
        return numbers

    def run(self, array, numbers):
        offset, count = numbers
        extent = array.shape[0]
        first = offset + extent if offset < 0 else offset
        if count < 0:
            raise Refused('negative_size')
        if not 0 <= first <= first + count <= extent:
            raise Refused('part_out_of_range')
        return array[first:first + count]


# ---- shapes --------------------------------------------------------------------------------------------------------

def factors(pick, count, rank):
    """Extents whose product is `count`."""
    extents = [1] * rank
    rest = count
    divisor = 2
    while rest > 1 and rank > 0:
        if divisor > MAX_ITEMS:  # the rest of one of the huge extents beside one of 0
            divisor = rest
        if rest % divisor == 0:
            extents[pick.randrange(rank)] *= divisor
            rest //= divisor
        else:
            divisor += 1
    if count == 0 and rank > 0:
        extents = [pick.randint(0, 4) for _ in range(rank)]
        extents[pick.randrange(rank)] = 0
    return extents


def regrouped(pick, shape):
    """The extents with neighbours joined, or one of them taken apart: where strides may stay even."""
    extents = list(shape)
    for _ in range(pick.randint(1, 2)):
        if len(extents) > 1 and pick.random() < 0.5:
            axis = pick.randrange(len(extents) - 1)
            if extents[axis] * extents[axis + 1] < 2**63:
                extents[axis:axis + 2] = [extents[axis] * extents[axis + 1]]
        elif len(extents) < MAX_RANK and extents:
            axis = pick.randrange(len(extents))
            extents[axis:axis + 1] = factors(pick, extents[axis], 2)
    return extents


def any_shape(pick, array, most):
    """A shape for as many items as the array has."""
    extents = regrouped(pick, array.shape) if pick.random() < 0.6 else None
    if extents is None or len(extents) > most:
        if array.size > MAX_ITEMS:
            return None
        extents = factors(pick, array.size, pick.randint(0 if array.size == 1 else 1, most))
    return extents


@operation(12, 'reshape_count', 'two_open_extents', 'negative_extent', 'shape_overflow')
class reshape:
    """The first number is the order: 0 for C, 1 for Fortran, which the driver has for items of 2 and of 8 bytes."""
    def arguments(self, pick, array):
        extents = any_shape(pick, array, MAX_RANK)
        if extents is None:
            return None
        if extents and pick.random() < 0.3:
            extents[pick.randrange(len(extents))] = -1
        if extents and pick.random() < 0.04:
            extents[pick.randrange(len(extents))] = pick.choice([-1, 0, 2, 7, -3] + HUGE)
        return [pick.randrange(2) if array.itemsize in (2, 8) else 0] + extents

    def run(self, array, numbers):
        order, *extents = numbers
        if any(extent < -1 for extent in extents):
            raise Refused('negative_extent', 'two_open_extents')
        result = array.reshape(extents, order='CF'[order])
        if array.size > 0 and address(result) != address(array):
            raise Refused('reshape_needs_copy')
        return result


@operation(4)
class ravel:
    def arguments(self, pick, array):
        return [pick.randrange(2)]

    def run(self, array, numbers):
        return reshape.run(array, numbers + [array.size])


@operation(5, 'broadcast_mismatch', 'negative_extent', 'shape_overflow')
class broadcast_to:
    def arguments(self, pick, array):
        extents = [pick.choice([0, 2, 3]) if n == 1 and pick.random() < 0.4 else n for n in array.shape]
        extents = [pick.randint(0, 3) for _ in range(pick.randint(0, min(2, MAX_RANK - array.ndim)))] + extents
        if extents and pick.random() < 0.06:
            extents[pick.randrange(len(extents))] = pick.choice([-1, -2, 0, 1, 4] + HUGE)
        return extents

    def run(self, array, numbers):
        return numpy.broadcast_to(array, tuple(numbers))


@operation(4, 'window_too_long', 'negative_extent', 'shape_overflow')
class windows:
    def arguments(self, pick, array):
        if 2 * array.ndim > MAX_RANK:
            return None
        return [window_size(pick, extent) for extent in array.shape]

    def run(self, array, numbers):
        return sliding_window_view(array, numbers)


def window_size(pick, extent):
    if pick.random() < 0.04:
        return pick.choice([0, -1, extent + 1] + HUGE)
    return pick.randint(min(1, extent), extent)


@operation(4, 'window_too_long', 'negative_extent', 'shape_overflow', 'bad_axes')
class window:
    def arguments(self, pick, array):
        if not 0 < array.ndim < MAX_RANK:
            return None
        axis = any_axis(pick, array.ndim, 0.02)
        return [window_size(pick, array.shape[axis] if -array.ndim <= axis < array.ndim else 2), axis]

    def run(self, array, numbers):
        return sliding_window_view(array, *numbers)


def chunk_size(pick, extent):
    if extent == 0 or pick.random() < 0.08:
        return pick.choice([0, -1, extent + 1, 3, 2] + HUGE)
    return pick.choice([size for size in range(1, min(extent, 50) + 1) if extent % size == 0])


def cut(extent, size):
    """How many chunks there are."""
    if size < 0:
        raise Refused('negative_extent')
    if size == 0 or extent % size != 0:
        raise Refused('chunks_not_exact')
    return extent // size


@operation(4, 'shape_overflow')
class chunks:
    def arguments(self, pick, array):
        if 2 * array.ndim > MAX_RANK:
            return None
        return [chunk_size(pick, extent) for extent in array.shape]

    def run(self, array, numbers):
        pairs = [[cut(extent, size), size] for extent, size in zip(array.shape, numbers)]
        axes = range(2 * array.ndim)
        return reshape.run(array, [0] + sum(pairs, [])).transpose(tuple(axes[::2]) + tuple(axes[1::2]))


@operation(4, 'shape_overflow')
class chunk:
    def arguments(self, pick, array):
        if not 0 < array.ndim < MAX_RANK:
            return None
        axis = any_axis(pick, array.ndim, 0.02)
        return [chunk_size(pick, array.shape[axis] if -array.ndim <= axis < array.ndim else 2), axis]

    def run(self, array, numbers):
        size, axis = numbers
        shape = list(array.shape)
        axis = axis_number(axis, array.ndim)
        shape[axis:axis + 1] = [cut(shape[axis], size), size]
        return reshape.run(array, [0] + shape)


# ---- other types of items ------------------------------------------------------------------------------------------

# The driver casts items of one size to two others.
CASTS = {1: (2, 8), 2: (1, 4), 4: (2, 8), 8: (1, 4)}


def dtype_of_size(size, array):
    """One of the dtypes of a size; which one is of no concern to the driver."""
    names = [name for name in DTYPES if numpy.dtype(name).itemsize == size]
    return numpy.dtype(names[(array.ndim + array.itemsize) % len(names)])


@operation(5)
class cast:
    """Numbers: size of the new items, order, extents, of which there may be none."""

    def arguments(self, pick, array):
        if not array.flags.forc and pick.random() < 0.8 or array.size > MAX_ITEMS:
            return None
        size = pick.choice(CASTS[array.itemsize])
        order = pick.randrange(2) if array.itemsize in (2, 8) else 0
        rank = pick.randint(0, 3)
        if rank == 0:
            return [size, order]
        extents = factors(pick, array.nbytes // size, rank)
        if pick.random() < 0.06:
            extents[pick.randrange(rank)] = pick.choice([-1, 0, 1, 3] + HUGE)
        return [size, order] + extents

    def run(self, array, numbers):
        size, order, *extents = numbers
        if not (array.flags.f_contiguous if order else array.flags.c_contiguous):
            raise Refused('not_f_contiguous' if order else 'cast_not_contiguous')
        if not extents:
            if array.nbytes % size != 0:
                raise Refused('length_not_multiple')
            extents = [array.nbytes // size]
        if any(extent < 0 for extent in extents):
            raise Refused('negative_extent', 'shape_overflow')
        known = math.prod(extent for extent in extents if extent > 0) * size
        if known >= 2**63:
            raise Refused('shape_overflow')
        if (0 if 0 in extents else known) != array.nbytes:
            raise Refused('shape_not_length')
        # The same memory, from the same place on; where nothing is left any place will do.
        return numpy.ndarray(extents, dtype_of_size(size, array), array_memory(array), order='CF'[order])


def array_memory(array):
    """The bytes of a gapless array, shared."""
    flat = array.T if not array.flags.c_contiguous else array
    return flat.reshape(-1).view('|u1') if array.size > 0 else b''


@operation(4)
class as_items:
    def arguments(self, pick, array):
        if array.ndim == 0:
            return None
        return [pick.choice(CASTS[array.itemsize])]

    def run(self, array, numbers):
        try:
            return array.view(dtype_of_size(numbers[0], array))
        except ValueError as refusal:
            raise Refused('length_not_multiple' if 'divisor' in str(refusal) else 'cast_not_contiguous')
