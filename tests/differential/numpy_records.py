#!/usr/bin/env python3
"""Structured dtypes of NumPy, read by lendbuf: usage numpy_records.py DRIVER

Makes 200 dtypes at random (nested, aligned, sub-arrays, both byte orders, strings), lets NumPy export arrays of them
through the buffer protocol, and hands the driver their formats and bytes. The driver prints what it finds by name:
item size, offset and value of every field. Both must agree. LENDBUF_TEST_SEED chooses the dtypes.
"""
import os
import random
import struct
import subprocess
import sys
import warnings

import numpy

DTYPES = 200
SCALARS = ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", "S3", "S7"]


def random_dtype(pick, depth):
    fields = []
    for number in range(pick.randint(1, 5)):
        kind = pick.random()
        if kind < 0.2 and depth < 3:
            base = random_dtype(pick, depth + 1)
        else:
            base = pick.choice("<>=") + pick.choice(SCALARS)
        shape = tuple(pick.randint(1, 3) for _ in range(pick.randint(1, 2))) if pick.random() < 0.25 else ()
        fields.append((f"f{number}_{pick.choice(['a', 'price', 'größe', 'x y'])}", base, shape))
    return numpy.dtype(fields, align=pick.random() < 0.5)


def bits(value):
    """Gives a double's 16 hex digits. A signalling NaN turns quiet when a machine widens it; here it always does."""
    (word,) = struct.unpack(">Q", struct.pack(">d", value))
    return f"{word | (1 << 51) if value != value else word:016x}"


def text(value):
    """Writes a value as the driver does: to the bit."""
    if isinstance(value, bytes):
        return "b" + value.hex()
    if isinstance(value, (bool, numpy.bool_)):
        return "i" + str(int(value))
    if isinstance(value, (complex, numpy.complexfloating)):
        return "c" + bits(float(value.real)) + bits(float(value.imag))
    if isinstance(value, (float, numpy.floating)):
        return "f" + bits(float(value))
    return "i" + str(int(value))


def leaves(dtype, value, path, offset):
    """Yields path, offset and value of every number and string."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        for index in numpy.ndindex(shape):
            place = int(numpy.ravel_multi_index(index, shape)) * base.itemsize
            yield from leaves(base, value[index], path + [f"#{k}" for k in index], offset + place)
    elif dtype.names is not None:
        for name in dtype.names:
            field, start = dtype.fields[name][:2]
            yield from leaves(field, value[name], path + [name], offset + start)
    elif dtype.kind == "S":
        # NumPy drops trailing zeros; the buffer has them.
        yield path, offset, bytes(value).ljust(dtype.itemsize, b"\0")
    else:
        yield path, offset, value


def reads_its_own(view, array):
    """NumPy forgets the padding at the end of some aligned records, and then misreads its own format."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            back = numpy.asarray(view)
        except (RuntimeWarning, ValueError, RuntimeError):
            return False
    places = [[leaf[:2] for leaf in leaves(a.dtype, a[2], [], 0)] for a in (array, back)]
    return places[0] == places[1] and back.dtype.itemsize == array.dtype.itemsize


def main():
    seed = int(os.environ.get("LENDBUF_TEST_SEED", "20240229"))
    pick = random.Random(seed)
    questions, answers = [], []
    unreadable = 0
    while len(answers) < DTYPES:
        dtype = random_dtype(pick, 0)
        array = numpy.frombuffer(pick.randbytes(3 * dtype.itemsize), dtype)
        view = memoryview(array)
        if not reads_its_own(view, array):
            unreadable += 1
            continue
        questions.append(f"F {view.format}\nD {array.tobytes().hex()}\n")
        expected = [f"S {view.itemsize}"]
        for path, offset, value in leaves(dtype, array[2], [], 0):
            questions.append("P " + "\t".join(path) + "\n")
            expected.append(f"V {offset} {text(value)}")
        answers.append((view.format, expected))
    run = subprocess.run([sys.argv[1]], input="".join(questions).encode(), stdout=subprocess.PIPE, check=False)
    got = run.stdout.decode().splitlines()
    mismatches, at, values = 0, 0, 0
    for form, expected in answers:
        found = got[at : at + len(expected)]
        at += len(expected)
        values += len(expected) - 1
        if found != expected:
            mismatches += 1
            print(f"format {form}\n  NumPy   {expected}\n  lendbuf {found}")
    print(f"seed {seed}: {len(answers)} dtypes, {values} values, {mismatches} mismatches "
          f"({unreadable} more left out: NumPy cannot read back what it exports for them)")
    sys.exit(1 if mismatches or at != len(got) or run.returncode != 0 else 0)


main()
