"""Times the extension module lendbuf beside CPython's own types, in turns, in the same run.

    PYTHONPATH=build/python python3 benchmarks/python_module.py [--only WORDS] [--rounds 9] [--json FILE] [--check]

The ratio is CPython's best time divided by lendbuf's: above 1 lendbuf is faster. A bar, where there is one, is the
ratio to reach; --check makes the status 1 when one is missed. Both sides get the same sources (bytes, bytearray,
array.array and NumPy's arrays of CPython) unless the case is about a source's own type.
"""
import argparse
import array
import json
import statistics
import struct
import sys
import time
import timeit
import types

import lendbuf
import numpy as np

CPYTHON = types.SimpleNamespace(
    memoryview=memoryview, bytearray=bytearray, bytes=bytes, array=array.array, Struct=struct.Struct,
    unpack_from=struct.unpack_from, pack_into=struct.pack_into, pack=struct.pack, iter_unpack=struct.iter_unpack)
LENDBUF = lendbuf

LARGE = bytearray(range(256)) * 40_000  # 10 MB
DOUBLES = array.array("d", range(1_000_000))
FLOATS = np.arange(4_000_000, dtype=np.float32).reshape(2000, 2000)
CUBE = np.arange(1_000_000, dtype=np.int16).reshape(100, 100, 100)
RECORDS = bytes(range(256)) * 750  # 12000 of 16 bytes


def struct_cases():
    """Each case: name, statement, what makes its names from one side, bar or None."""
    yield "unpack_from <I", "f('<I', b, 4)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "unpack_from <4sHI", "f('<4sHI', b, 4)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "unpack_from >BHIQfd", "f('>BHIQfd', b, 3)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "unpack_from <d", "f('<d', b, 8)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "unpack_from <100I", "f('<100I', b, 8)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "unpack_from >1000H", "f('>1000H', b, 8)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "unpack_from @iqd", "f('@iqd', b, 8)", lambda m: dict(f=m.unpack_from, b=LARGE), 1
    yield "Struct.unpack_from <4sHI", "f(b, 4)", lambda m: dict(f=m.Struct("<4sHI").unpack_from, b=LARGE), 1
    yield "pack <4sHI", "f('<4sHI', b'DATA', 3, 22)", lambda m: dict(f=m.pack), None
    yield "pack_into <4sHI", "f('<4sHI', b, 4, b'DATA', 3, 22)", lambda m: dict(f=m.pack_into, b=bytearray(64)), None
    yield ("pack_into >BHIQfd", "f('>BHIQfd', b, 3, 1, 2, 3, 4, 5.0, 6.0)",
           lambda m: dict(f=m.pack_into, b=bytearray(64)), None)
    yield ("pack_into <100I", "f('<100I', b, 8, *v)",
           lambda m: dict(f=m.pack_into, b=bytearray(500), v=range(1000, 1100)), None)
    yield "iter_unpack <IdI, 12000 records", "for _ in f('<IdI', b): pass", \
        lambda m: dict(f=m.iter_unpack, b=RECORDS), None
    yield "iter_unpack >HH, 48000 records", "for _ in f('>HH', b): pass", \
        lambda m: dict(f=m.iter_unpack, b=RECORDS), None


def memoryview_cases():
    def large(m, part=slice(None)):
        return m.memoryview(LARGE)[part]

    def matrix(m):
        return m.memoryview(LARGE)[:1_000_000].cast("I", (500, 500))

    yield "construct", "f(b)", lambda m: dict(f=m.memoryview, b=LARGE), None
    yield "construct of NumPy's 2-D", "f(b)", lambda m: dict(f=m.memoryview, b=FLOATS), None
    yield "slice", "m[1000:2000]", lambda m: dict(m=large(m)), 1
    yield "slice to the end", "m[4:]", lambda m: dict(m=large(m)), 1
    yield "slice, step 3", "m[1000:2000:3]", lambda m: dict(m=large(m)), 1
    yield "slice, step -1", "m[::-1]", lambda m: dict(m=large(m)), 1
    yield "slice of a slice", "m[1000:2000][10:20]", lambda m: dict(m=large(m)), 1
    yield "slice of doubles", "m[1000:2000]", lambda m: dict(m=m.memoryview(DOUBLES)), 1
    yield "slice of 2-D", "m[10:20]", lambda m: dict(m=matrix(m)), 1
    yield "index", "m[1000]", lambda m: dict(m=large(m)), None
    yield "index of doubles", "m[1000]", lambda m: dict(m=m.memoryview(DOUBLES)), None
    yield "index of 2-D", "m[3, 4]", lambda m: dict(m=matrix(m)), None
    yield "set an item", "m[1000] = 5", lambda m: dict(m=m.memoryview(bytearray(2000))), None
    yield "set an item of doubles", "m[10] = 5.0", lambda m: dict(m=m.memoryview(array.array("d", bytes(800)))), None
    yield "slice = bytes", "m[0:100] = o", lambda m: dict(m=m.memoryview(bytearray(2000)), o=bytes(100)), None
    yield "slice = slice", "m[0:100] = m[100:200]", lambda m: dict(m=m.memoryview(bytearray(2000))), None
    yield "slice = slice, overlap, 1 MB", "m[:1000000] = m[1:1000001]", \
        lambda m: dict(m=m.memoryview(bytearray(1_000_001))), None
    yield "slice = slice, step 2, 1 MB", "m[::2] = o", \
        lambda m: dict(m=m.memoryview(bytearray(2_000_000)), o=bytes(1_000_000)), None
    yield "cast to I", "m.cast('I')", lambda m: dict(m=large(m)), None
    yield "cast to I, 2-D", "m.cast('I', s)", lambda m: dict(m=large(m), s=(1000, 2560)), None
    yield "tolist of 1e5 bytes", "m.tolist()", lambda m: dict(m=large(m, slice(100_000))), None
    yield "tolist of 1e6 doubles", "m.tolist()", lambda m: dict(m=m.memoryview(DOUBLES)), None
    yield "tolist of 2-D", "m.tolist()", lambda m: dict(m=matrix(m)), None
    yield "hex of 1000", "m.hex()", lambda m: dict(m=large(m, slice(1000))), None
    yield "iterate over 1000", "for _ in m: pass", lambda m: dict(m=large(m, slice(1000))), None
    yield "hash of 1000", "hash(f(b))", lambda m: dict(f=m.memoryview, b=bytes(LARGE[:1000])), None


def copy_cases():
    def part(m, *bounds):
        return dict(m=m.memoryview(LARGE)[slice(*bounds)])

    yield "tobytes, 10 bytes", "m.tobytes()", lambda m: part(m, 10), None
    yield "tobytes, 1000 bytes", "m.tobytes()", lambda m: part(m, 1000), None
    yield "tobytes, 10 MB", "m.tobytes()", lambda m: part(m, None), None
    yield "tobytes ::2, 10 of 20", "m.tobytes()", lambda m: part(m, 0, 20, 2), 1
    yield "tobytes ::2, 500 of 1000", "m.tobytes()", lambda m: part(m, 0, 1000, 2), 5
    yield "tobytes ::2, 5 of 10 MB", "m.tobytes()", lambda m: part(m, None, None, 2), 5
    yield "tobytes ::3, 3 of 10 MB", "m.tobytes()", lambda m: part(m, None, None, 3), 5
    yield "tobytes ::7, 1.4 of 10 MB", "m.tobytes()", lambda m: part(m, None, None, 7), 5
    yield "tobytes ::100, 10 KB of 1 MB", "m.tobytes()", lambda m: part(m, 0, 1_000_000, 100), 5
    yield "tobytes ::100, 0.1 of 10 MB", "m.tobytes()", lambda m: part(m, None, None, 100), 5
    yield "tobytes ::-1, 10 MB", "m.tobytes()", lambda m: part(m, None, None, -1), 5
    yield "tobytes doubles ::2, 4 MB", "m.tobytes()", lambda m: dict(m=m.memoryview(DOUBLES)[::2]), 5
    yield "tobytes doubles ::2, 4 KB", "m.tobytes()", lambda m: dict(m=m.memoryview(DOUBLES)[:1000:2]), 5
    yield "tobytes floats transposed, 16 MB", "m.tobytes()", lambda m: dict(m=m.memoryview(FLOATS.T)), 5
    yield "tobytes floats transposed, 40 KB", "m.tobytes()", lambda m: dict(m=m.memoryview(FLOATS[:100, :100].T)), 5
    yield "tobytes order F, 16 MB", "m.tobytes('F')", lambda m: dict(m=m.memoryview(FLOATS)), 5
    yield "tobytes 3-D transposed, 2 MB", "m.tobytes()", lambda m: dict(m=m.memoryview(CUBE.transpose(1, 2, 0))), 5
    yield "tobytes 2-D columns, 8 MB", "m.tobytes()", lambda m: dict(m=m.memoryview(FLOATS[:, ::2])), 5
    yield "tobytes 2-D window, 4 MB", "m.tobytes()", lambda m: dict(m=m.memoryview(FLOATS[500:1500, 500:1500])), None


def equality_cases():
    def pair(of, part, other):
        return lambda m: dict(m=m.memoryview(of)[part], o=other(m))

    whole = slice(None)
    numbers = array.array("d", DOUBLES)
    yield "== bytes, 8", "m == o", pair(LARGE, slice(8), lambda m: bytes(LARGE[:8])), 1
    yield "== bytes, 1000", "m == o", pair(LARGE, slice(1000), lambda m: bytes(LARGE[:1000])), 5
    yield "== bytes, 10 MB", "m == o", pair(LARGE, whole, lambda m: bytes(LARGE)), 5
    yield "== memoryview, 1000", "m == o", pair(LARGE, slice(1000), lambda m: m.memoryview(bytes(LARGE[:1000]))), 5
    yield "== differs at once, 10 MB", "m == o", pair(LARGE, whole, lambda m: bytes(len(LARGE))[:-1] + b"x"), None
    yield "== other length", "m == o", pair(LARGE, whole, lambda m: b"abc"), None
    yield "== doubles, 100", "m == o", pair(DOUBLES, slice(100), lambda m: numbers[:100]), 1
    yield "== doubles, 10000", "m == o", pair(DOUBLES, slice(10_000), lambda m: numbers[:10_000]), 5
    yield "== doubles, 1e6", "m == o", pair(DOUBLES, whole, lambda m: numbers), 5
    yield "== ints, 1e6", "m == o", pair(array.array("i", range(1_000_000)), whole,
                                         lambda m: array.array("i", range(1_000_000))), 5
    yield "== floats 2-D, 4e6", "m == o", pair(FLOATS, whole, lambda m: FLOATS.copy()), 5
    yield "== floats 2-D with its transposed", "m == o", \
        pair(FLOATS, whole, lambda m: m.memoryview(np.asfortranarray(FLOATS))), 5
    yield "== bytes ::2 with gapless", "m == o", \
        pair(LARGE, slice(0, 1_000_000, 2), lambda m: bytes(LARGE[:1_000_000:2])), 5
    yield "== bytes ::2 with ::2", "m == o", \
        pair(LARGE, slice(0, 1_000_000, 2), lambda m: m.memoryview(bytes(LARGE))[:1_000_000:2]), 5
    yield "== doubles ::2 with gapless", "m == o", pair(DOUBLES, slice(None, None, 2), lambda m: numbers[::2]), 5
    yield "== doubles ::2 with ::2", "m == o", \
        pair(DOUBLES, slice(None, None, 2), lambda m: m.memoryview(numbers)[::2]), 5
    yield "== ints ::2 with gapless", "m == o", \
        pair(array.array("i", range(100_000)), slice(None, None, 2),
             lambda m: array.array("i", range(0, 100_000, 2))), 5
    yield "== B with b", "m == o", pair(bytes(100_000), whole, lambda m: m.memoryview(bytes(100_000)).cast("b")), 5
    yield "== i with q", "m == o", pair(array.array("i", range(100_000)), whole,
                                        lambda m: array.array("q", range(100_000))), 5
    yield "== i with d", "m == o", pair(array.array("i", range(100_000)), whole,
                                        lambda m: array.array("d", range(100_000))), 5
    yield "== i with >i", "m == o", pair(array.array("i", range(100_000)), whole,
                                         lambda m: np.arange(100_000, dtype=">i4")), 5


def bytearray_cases():
    text = bytes(LARGE[:100_000]) + b"needle"
    yield "bytearray append", "f(7)", lambda m: dict(f=m.bytearray().append), None
    yield "bytearray extend 100, clear", "b.extend(o); del b[:]", lambda m: dict(b=m.bytearray(), o=bytes(100)), None
    yield "bytearray find in 100 KB", "b.find(b'needle')", lambda m: dict(b=m.bytearray(text)), None
    yield "bytearray find a byte in 100 KB", "b.find(255)", lambda m: dict(b=m.bytearray(100_000)), None
    yield "bytearray count in 100 KB", "b.count(b'ab')", lambda m: dict(b=m.bytearray(text)), None
    yield "bytearray replace in 100 KB", "b.replace(b'ab', b'xyz')", lambda m: dict(b=m.bytearray(text)), None
    yield "bytearray index", "b[1000]", lambda m: dict(b=m.bytearray(text)), None
    yield "bytearray slice of 1000", "b[1000:2000]", lambda m: dict(b=m.bytearray(text)), None
    yield "bytearray slice, step 2", "b[::2]", lambda m: dict(b=m.bytearray(text)), None
    yield "bytearray slice = bytes", "b[1000:1100] = o", lambda m: dict(b=m.bytearray(text), o=bytes(100)), None
    yield "bytearray == bytes, 8", "b == o", lambda m: dict(b=m.bytearray(8), o=bytes(8)), None
    yield "bytearray == bytes, 100 KB", "b == o", lambda m: dict(b=m.bytearray(text), o=text), None


def array_cases():
    def doubles(m, count):
        return m.array("d", range(count))

    yield "array append", "f(7)", lambda m: dict(f=m.array("i").append), None
    yield "array extend 100, clear", "a.extend(o); del a[:]", \
        lambda m: dict(a=m.array("i"), o=m.array("i", range(100))), None
    yield "array index", "a[1000]", lambda m: dict(a=doubles(m, 2000)), None
    yield "array set an item", "a[1000] = 5.0", lambda m: dict(a=doubles(m, 2000)), None
    yield "array slice of 1000", "a[500:1500]", lambda m: dict(a=doubles(m, 2000)), None
    yield "array slice, step 2, 1e5", "a[::2]", lambda m: dict(a=doubles(m, 100_000)), None
    yield "array ==, 1e5 doubles", "a == o", lambda m: dict(a=doubles(m, 100_000), o=doubles(m, 100_000)), None
    yield "array ==, i with q, 1e5", "a == o", \
        lambda m: dict(a=m.array("i", range(100_000)), o=m.array("q", range(100_000))), None
    yield "array byteswap, 1e5 doubles", "a.byteswap()", lambda m: dict(a=doubles(m, 100_000)), None
    yield "array tolist, 1e5 doubles", "a.tolist()", lambda m: dict(a=doubles(m, 100_000)), None
    yield "array count, 1e5 doubles", "a.count(-1)", lambda m: dict(a=doubles(m, 100_000)), None
    yield "iterate over 1000 doubles", "for _ in a: pass", lambda m: dict(a=doubles(m, 1000)), None


GROUPS = {"struct": struct_cases, "memoryview": memoryview_cases, "copies of memory": copy_cases,
          "equality of memory": equality_cases, "bytearray": bytearray_cases, "array": array_cases}


def measure(statement, names, rounds):
    """Runs a statement on both sides in turns; gives the seconds of one execution, by side, in rounds.

    Time is the process's own, and a round is the best of five short turns: other programs disturb neither much.
    """
    timers = [timeit.Timer(statement, timer=time.process_time, globals=names(side)) for side in (CPYTHON, LENDBUF)]
    counts = []
    for timer in timers:  # 2 ms, or one execution, a turn
        count = 1
        while (spent := timer.timeit(count)) < 0.001:
            count *= 4
        counts.append(max(1, int(count * 0.002 / spent)))
    times = [[], []]
    for number in range(rounds):
        best = [float("inf")] * 2
        for turn in range(5):
            for side in (0, 1) if turn % 2 == number % 2 else (1, 0):
                best[side] = min(best[side], timers[side].timeit(counts[side]) / counts[side])
        for side in (0, 1):
            times[side].append(best[side])
    return times


def readable(seconds):
    for unit, scale in (("ns", 1e9), ("us", 1e6), ("ms", 1e3)):
        if seconds * scale < 9999.5 or unit == "ms":
            digits = 1 if seconds * scale < 99.95 else 0
            return f"{seconds * scale:.{digits}f} {unit}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only cases with one of these words in group or name: 'struct,=='")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", help="writes the seconds to a file")
    parser.add_argument("--check", action="store_true", help="fails when a bar is missed")
    options = parser.parse_args()

    words = options.only.split(",")
    results, missed = {}, []
    print(f"{'':36} {'CPython':>10} {'median':>10} {'lendbuf':>10} {'median':>10} {'ratio':>7}   bar")
    for group, cases in GROUPS.items():
        chosen = [case for case in cases() if any(word in f"{group}: {case[0]}" for word in words)]
        if chosen:
            print(group)
        for name, statement, names, bar in chosen:
            theirs, ours = measure(statement, names, options.rounds)
            ratio = min(theirs) / min(ours)
            met = bar is None or ratio >= bar
            if not met:
                missed.append(f"{group}: {name}")
            results[f"{group}: {name}"] = {"cpython": theirs, "lendbuf": ours, "ratio": ratio, "bar": bar}
            numbers = " ".join(f"{readable(f(side)):>10}" for side in (theirs, ours) for f in (min, statistics.median))
            print(f"  {name:34} {numbers} {ratio:7.2f}   {'' if bar is None else bar}{'' if met else '  missed'}",
                  flush=True)
    print(f"{len(results)} cases, {sum(r['ratio'] < 1 for r in results.values())} slower than CPython, "
          f"{len(missed)} bars missed")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({"python": sys.version, "results": results}, file, indent=1)
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
