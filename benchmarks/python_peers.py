#!/usr/bin/env python3
"""CPython and NumPy as peers: the same cases, on the same data, with the same results; run.py adds them to its table.

Prints JSON in Google Benchmark's form. Without NumPy, only CPython's own types take part.
"""

import argparse
import functools
import json
import random
import re
import struct
import sys
import time

try:
    import numpy as np
except ImportError:
    np = None

SIZES = (16 << 10, 512 << 10, 64 << 20)
MASK52, MASK64 = (1 << 52) - 1, (1 << 64) - 1
PEERS = []  # (name, make): make() gives (f, operations of one call, result or None, bytes allocated or None)


def peer(name):
    def add(make):
        PEERS.append((name, make))
        return make
    return add


# ---- the data of the C++ programs ------------------------------------------------------------------------------------

def minstd(seed, count):
    """Gives what std::minstd_rand gives."""
    if np is None:
        made, value = [], seed
        for _ in range(count):
            value = value * 48271 % 2147483647
            made.append(value)
        return made
    made = np.array([seed * 48271 % 2147483647], np.uint64)
    while len(made) < count:
        made = np.concatenate([made, made * np.uint64(pow(48271, len(made), 2147483647)) % np.uint64(2147483647)])
    return made[:count]


def minstd_at(seed, place):
    return seed * pow(48271, place + 1, 2147483647) % 2147483647


@functools.lru_cache(None)
def numbers(size, dtype):
    """support.hpp's numbers(): `size` bytes of small whole numbers."""
    count = size // np.dtype(dtype).itemsize
    factor, addend = 1664525, 1013904223
    made = np.array([(5 * factor + addend) & 0xFFFFFFFF], np.uint32)
    while len(made) < count:  # the next n numbers: what n steps do to each of the first n
        made = np.concatenate([made, made * np.uint32(factor) + np.uint32(addend)])
        factor, addend = factor * factor & 0xFFFFFFFF, (addend * factor + addend) & 0xFFFFFFFF
    small = (made[:count] >> np.uint32(29)).astype(np.int8)
    return (small if np.dtype(dtype).kind == "u" else small - np.int8(3)).astype(dtype)


def digest(items):
    """support.hpp's digest()."""
    places = (np.arange(1, items.size + 1, dtype=np.uint64) & np.uint64(1023)) + np.uint64(1)
    values = items.ravel().astype(np.int64).astype(np.uint64)
    return float(int((values * places).sum(dtype=np.uint64)) & MASK52)


@functools.lru_cache(None)
def random_bytes(size):
    """pack.cpp's random_bytes()."""
    return np.random.RandomState(7).randint(0, 1 << 32, size, np.uint32).astype(np.uint8).tobytes()


@functools.lru_cache(None)
def offsets():
    if np is None:
        return [random.randrange(16000) for _ in range(1024)]
    return (np.random.RandomState(11).randint(0, 1 << 32, 1024, np.uint32) % 16000).tolist()


# ---- slices ----------------------------------------------------------------------------------------------------------

@functools.lru_cache(None)
def ten_megabytes():
    made = minstd(5, 10_000_000)
    return made.astype(np.uint8).tobytes() if np else bytes(value & 255 for value in made)


@functools.lru_cache(None)
def starts():
    made = minstd(7, 1_000_000)
    return (made % np.uint64(9_999_000)).tolist() if np else [value % 9_999_000 for value in made]


def ends_of(whole, places):
    total = 0
    for start in places:
        part = whole[start:start + 1000]
        total += part[0] + part[-1]
    return total


def slices(whole):
    places = starts()
    result = float(sum(ten_megabytes()[start] + ten_megabytes()[start + 999] for start in places))
    return functools.partial(ends_of, whole, places), 1_000_000, result, 1_000_000 * sys.getsizeof(whole[0:1000])


def stored(whole):
    def keep(places=starts()):
        parts = [whole[start:start + 1000] for start in places]
        total = 0
        for part in parts:
            total += part[0] + part[-1]
        return total
    return keep, 1_000_000, slices(whole)[2], 1_000_000 * sys.getsizeof(whole[0:1000])


def numpy_ends(places, whole, keep):
    if keep:
        parts = [whole[start:start + 1000] for start in places]
        return sum(int(part[0]) + int(part[-1]) for part in parts)
    total = 0
    for start in places:
        part = whole[start:start + 1000]
        total += int(part[0]) + int(part[-1])
    return total


def numpy_slices(keep):
    whole = np.frombuffer(ten_megabytes(), np.uint8)
    _, count, result, _ = slices(ten_megabytes())
    return functools.partial(numpy_ends, starts(), whole, keep), count, result, count * sys.getsizeof(whole[0:1000])


peer("1e6 slices, leased/peer:Python bytes")(lambda: slices(ten_megabytes()))
peer("1e6 slices, leased/peer:memoryview")(lambda: slices(memoryview(ten_megabytes())))
peer("1e6 slices, stored, leased/peer:memoryview")(lambda: stored(memoryview(ten_megabytes())))


@functools.lru_cache(None)
def hundred_megabytes():
    made = bytearray(100_000_000)
    for place in (50_000_000, 98_999_999):  # what is read
        made[place] = minstd_at(5, place) % 255
    return bytes(made)


def big_slice(make):
    whole = make()
    result = hundred_megabytes()[50_000_000] + hundred_megabytes()[98_999_999]

    def cut():
        part = whole[50_000_000:99_000_000]
        return int(part[0]) + int(part[-1])
    return cut, 1, float(result), sys.getsizeof(whole[50_000_000:99_000_000])


peer("49 MB slice of 100 MB, leased/peer:Python bytes")(lambda: big_slice(hundred_megabytes))
peer("49 MB slice of 100 MB, leased/peer:memoryview")(lambda: big_slice(lambda: memoryview(hundred_megabytes())))


# ---- find ------------------------------------------------------------------------------------------------------------

@functools.lru_cache(None)
def haystack():
    made = random.Random(5).randbytes(99_999_983).replace(b"\xff", b"\0")
    return made + b"sixteen bytes it" + b"\xff"


peer("find byte in 100 MB/peer:bytes.find")(lambda: (lambda: haystack().find(b"\xff"), 1, 99_999_999.0, None))
peer("find 16 bytes in 100 MB/peer:bytes.find")(
    lambda: (lambda: haystack().find(b"sixteen bytes it"), 1, 99_999_983.0, None))


# ---- struct ----------------------------------------------------------------------------------------------------------

def unpacking(form, summed):
    data = random_bytes(16384) if np else bytes(16384)
    unpack = struct.Struct(form).unpack_from
    result = float((sum(summed(unpack(data, offset)) for offset in offsets()) & MASK64) >> 12) if np else None

    def run():
        for offset in offsets():
            unpack(data, offset)
    return run, 1024, result, None


def summed_BHIQd(fields):
    return sum(fields[:4]) + struct.unpack(">Q", struct.pack(">d", fields[4]))[0]


def packing(form, values):
    pack, data = struct.Struct(form).pack_into, bytearray(16384)

    def run():
        number = 0
        for offset in offsets():
            number += 1
            pack(data, offset, *values(number))
    run()
    result = digest(np.frombuffer(data, np.uint8)) if np else None
    return run, 1024, result, None


def iterating():
    data = random_bytes(10_000_000) if np else bytes(10_000_000)

    def run():
        total = 0
        for a, b, c, _ in struct.iter_unpack("<IHHd", data):
            total += a + b + c
        return total
    return run, 1, None, None


for mode in ("", ", run time"):
    peer(f"unpack <4sHI{mode}/peer:struct")(lambda: unpacking("<4sHI", lambda f: f[0][0] + f[1] + f[2]))
    peer(f"unpack >BHIQd{mode}/peer:struct")(lambda: unpacking(">BHIQd", summed_BHIQd))
peer("pack <4sHI/peer:struct")(lambda: packing("<4sHI", lambda n: (b"DATA", n & 0xFFFF, n)))
peer("pack >BHIQd/peer:struct")(lambda: packing(">BHIQd", lambda n: (n & 0xFF, n & 0xFFFF, n, n * 3, float(n))))
peer("iterate <IHHd 10 MB/peer:struct")(iterating)
peer("parse <4sHI/peer:struct.calcsize")(lambda: (lambda: struct.calcsize("<4sHI"), 1, 10.0, None))


# ---- whole arrays ----------------------------------------------------------------------------------------------------

def writes(out, f):
    f()
    return f, 1, digest(out), None


def summing(size, dtype, of, arrange=lambda a: a):
    data = arrange(numbers(size, dtype))
    return lambda: data.sum(dtype=of), 1, float(data.sum(dtype=of)), None


def rows(data):
    return data.reshape(-1, 512)


def adding(size):
    x, y = numbers(size, "f4"), numbers(size, "f4").copy()
    three = np.float32(3)

    def run():
        nonlocal y
        y += three * x
    return writes(y, run)


def comparing(size, dtype):
    a, b = numbers(size, dtype), numbers(size, dtype).copy()
    return lambda: np.array_equal(a, b), 1, 1.0, None


def comparing_memory(size, dtype):
    a, b = memoryview(numbers(size, dtype)), memoryview(numbers(size, dtype).copy())
    return lambda: a == b, 1, 1.0, None


def transposing(side, dtype):
    data = numbers(side * side * np.dtype(dtype).itemsize, dtype).reshape(side, side)
    out = np.empty_like(data)
    return writes(out, lambda: np.copyto(out, data.T))


def stepping(size):
    data = numbers(size, "i4")
    out = np.empty(len(data) // 2, "i4")
    return writes(out, lambda: np.copyto(out, data[::2]))


def splitting():
    data = numbers(1080 * 1920 * 3, "u1").reshape(1080, 1920, 3)
    out = np.empty((3, 1080, 1920), "u1")
    return writes(out, lambda: np.copyto(out, data.transpose(2, 0, 1)))


def decoding(size, dtype):
    data = np.frombuffer(random_bytes(size), ">" + dtype)
    out = np.empty(len(data), dtype)
    np.copyto(out, data)
    bits = digest(out.view(np.uint64))
    return lambda: np.copyto(out, data), 1, bits, None


def add_numpy():
    peer("1e6 slices, leased/peer:NumPy")(lambda: numpy_slices(False))
    peer("1e6 slices, stored, leased/peer:NumPy")(lambda: numpy_slices(True))
    peer("49 MB slice of 100 MB, leased/peer:NumPy")(
        lambda: big_slice(lambda: np.frombuffer(hundred_megabytes(), np.uint8)))
    for size in SIZES:
        sums = (("f32", "f4", "f4"), ("f64", "f8", "f8"), ("i32", "i4", "i4"), ("u8 as u64", "u1", "u8"))
        for name, dtype, of in sums:
            peer(f"sum {name}/peer:NumPy/{size}")(functools.partial(summing, size, dtype, of))
        peer(f"2-D sum f64/peer:NumPy/{size}")(functools.partial(summing, size, "f8", "f8", rows))
        peer(f"2-D transposed sum f64/peer:NumPy/{size}")(
            functools.partial(summing, size, "f8", "f8", lambda data: rows(data).T))
        peer(f"axpy f32/peer:NumPy/{size}")(functools.partial(adding, size))
        for name, dtype in (("i32", "i4"), ("f64", "f8")):
            peer(f"equal {name}/peer:NumPy/{size}")(functools.partial(comparing, size, dtype))
            if size < 1 << 20:
                peer(f"equal {name}/peer:memoryview/{size}")(functools.partial(comparing_memory, size, dtype))
        peer(f"copy i32, step 2/peer:NumPy/{size}")(functools.partial(stepping, size))
    for name, dtype, least in (("f64", "f8", 64), ("f32", "f4", 64), ("u16", "u2", 64), ("u8", "u1", 96)):
        for side in (least, 1000, 4096):
            peer(f"transpose {name} #x#/peer:NumPy/{side}")(functools.partial(transposing, side, dtype))
    peer("HWC to CHW u8 1080x1920x3/peer:NumPy")(splitting)
    for name, dtype in ((">H", "u2"), (">I", "u4"), (">d", "f8")):
        for size in (8192, 16 << 20):
            peer(f"decode {name}/peer:NumPy/{size}")(functools.partial(decoding, size, dtype))


def timed(f, count):
    begun = time.thread_time_ns()
    for _ in range(count):
        f()
    return time.thread_time_ns() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--filter", default="")
    options = parser.parse_args()

    if np:
        np.seterr(all="ignore")
        add_numpy()
    else:
        print("without NumPy", file=sys.stderr)
    chosen = [(name, *make()) for name, make in PEERS if re.search(options.filter, name)]
    counts = {}
    for name, f, *_ in chosen:
        once = max(1, timed(f, 1))
        counts[name] = 1 if options.repetitions == 1 else max(1, min(100_000, 15_000_000 // once))
    measured = []
    for _ in range(options.repetitions):
        for name, f, operations, result, allocated in random.sample(chosen, len(chosen)):
            entry = {"name": name, "cpu_time": timed(f, counts[name]) / counts[name] / operations, "time_unit": "ns"}
            if result is not None:
                entry["result"] = result
            if allocated is not None:
                entry["bytes"] = allocated
            measured.append(entry)
    print(json.dumps({"benchmarks": measured}))


if __name__ == "__main__":
    main()
