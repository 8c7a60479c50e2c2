#!/usr/bin/env python3
"""CPython and NumPy as peers: the same cases, on the same data, with the same results; run.py adds them to its table.

Prints JSON in Google Benchmark's form. Without NumPy, only CPython's own types take part.
"""

import argparse
import functools
import json
import mmap
import os
import random
import re
import struct
import sys
import tempfile
import time

try:
    import numpy as np
except ImportError:
    np = None

SIZES = (16 << 10, 512 << 10, 64 << 20)
GRIDS = ((40, 80), (400, 160), (4096, 4096))
MASK52, MASK64 = (1 << 52) - 1, (1 << 64) - 1
LARGE = re.compile("/67108864$|/16777216$|4096x4096|4160x4032|1e6 slices, stored|49 MB|10 MB/peer:struct")
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


@functools.lru_cache(None)
def sum_of_ends():
    return float(ends_of(ten_megabytes(), starts()))


def slices(whole):
    run = functools.partial(ends_of, whole, starts())
    return run, 1_000_000, sum_of_ends(), 1_000_000 * sys.getsizeof(whole[0:1000])


def stored(whole):
    def keep(places=starts()):
        parts = [whole[start:start + 1000] for start in places]
        total = 0
        for part in parts:
            total += part[0] + part[-1]
        return total
    return keep, 1_000_000, sum_of_ends(), 1_000_000 * sys.getsizeof(whole[0:1000])


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
    run = functools.partial(numpy_ends, starts(), whole, keep)
    return run, 1_000_000, sum_of_ends(), 1_000_000 * sys.getsizeof(whole[0:1000])


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


@functools.lru_cache(None)
def records(order):
    """records.cpp's records, as one array."""
    raw = np.random.RandomState(7).randint(0, 1 << 32, 3 * 625_000, np.uint32).reshape(-1, 3)
    made = np.empty(625_000, [("a", order + "u4"), ("b", order + "u2"), ("c", order + "u2"), ("d", order + "f8")])
    made["a"], made["b"], made["c"], made["d"] = raw[:, 1], raw[:, 0] & 0xFFFF, raw[:, 0] >> 16, raw[:, 2] & 0xFFFF
    return made


def columns(order):
    data = records(order)

    def run():
        return sum(int(data[name].sum(dtype=np.uint64)) for name in "abc") + float(data["d"].sum())
    return run, 1, float(run()), None


def iterating(order):
    data = records(order).tobytes() if np else bytes(10_000_000)

    def run():
        whole, real = 0, 0.0
        for a, b, c, d in struct.iter_unpack(order + "IHHd", data):
            whole += a + b + c
            real += d
        return whole + real
    return run, 1, float(run()) if np else None, None


def packing_records():
    data, out = records("<"), np.empty_like(records(">"))
    return writes(out.view(np.uint8), lambda: np.copyto(out, data))


for mode in ("", ", run time"):
    peer(f"unpack <4sHI{mode}/peer:struct")(lambda: unpacking("<4sHI", lambda f: f[0][0] + f[1] + f[2]))
    peer(f"unpack >BHIQd{mode}/peer:struct")(lambda: unpacking(">BHIQd", summed_BHIQd))
peer("pack <4sHI/peer:struct")(lambda: packing("<4sHI", lambda n: (b"DATA", n & 0xFFFF, n)))
peer("pack >BHIQd/peer:struct")(lambda: packing(">BHIQd", lambda n: (n & 0xFF, n & 0xFFFF, n, n * 3, float(n))))
for byte_order in "<>":
    peer(f"iterate {byte_order}IHHd 10 MB/peer:struct")(functools.partial(iterating, byte_order))
peer("parse <4sHI/peer:struct.calcsize")(lambda: (lambda: struct.calcsize("<4sHI"), 1, 10.0, None))


# ---- files and hashes ------------------------------------------------------------------------------------------------

def opening():
    file = tempfile.NamedTemporaryFile()
    file.write(b"\3" * (1 << 20))
    file.truncate(int(os.environ.get("LENDBUF_BENCH_FILE_MB", "1024")) << 20)  # as large as that of file.cpp
    file.flush()

    def run(path=file):  # keeps the file
        with open(path.name, "rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            return mapped[0]
    return run, 1, 3.0, None


def hashing(size):
    data = bytes(size)
    return lambda: hash(memoryview(data)), 1, None, None  # that of bytes is worked out only once


peer("open a file, first byte/peer:Python mmap")(opening)
for length in SIZES:
    peer(f"hash of bytes/peer:Python/{length}")(functools.partial(hashing, length))


# ---- whole arrays ----------------------------------------------------------------------------------------------------

def writes(out, f):
    f()
    return f, 1, digest(out), None


def folding(fold, size, dtype, arrange=lambda a: a):
    data = arrange(numbers(size, dtype))
    return lambda: fold(data), 1, float(fold(data)), None


def grid(rows, width, dtype):
    return numbers(rows * width * np.dtype(dtype).itemsize, dtype).reshape(rows, width)


def summing_grid(rows, width, arrange):
    data = arrange(grid(rows, width, "f8"))
    return data.sum, 1, float(data.sum()), None


def adding(size, dtype):
    x, y = numbers(size, dtype), numbers(size, dtype).copy()
    three = np.dtype(dtype).type(3)

    def run():
        nonlocal y
        y += three * x
    return writes(y, run)


def comparing(size, dtype, other=None, arrange=lambda a: a):
    a = arrange(numbers(size, dtype))
    b = arrange(numbers(size, dtype).astype(other or dtype))
    return lambda: np.array_equal(a, b), 1, 1.0, None


def comparing_memory(size, dtype, other=None):
    a, b = memoryview(numbers(size, dtype)), memoryview(numbers(size, dtype).astype(other or dtype))
    return lambda: a == b, 1, 1.0, None


def copying(data, dtype=None):
    out = np.empty(data.shape, dtype or data.dtype)
    return writes(out.view(data.dtype), lambda: np.copyto(out, data))


def padded(data):
    return data.reshape(-1, 512)[:, :480]


def channels(size, count, dtype, split):
    places = size // (count * np.dtype(dtype).itemsize)
    data = numbers(places * count * np.dtype(dtype).itemsize, dtype)
    return copying(data.reshape(places, count).T if split else data.reshape(count, places).T)


def splitting():
    return copying(numbers(1080 * 1920 * 3, "u1").reshape(1080, 1920, 3).transpose(2, 0, 1))


def converting(data, dtype):
    """Converts; the result is a digest of bits."""
    out = np.empty(len(data), dtype)
    np.copyto(out, data)
    bits = digest(out.view(np.uint64))
    return lambda: np.copyto(out, data), 1, bits, None


@functools.lru_cache(None)
def halves(size):
    """array.cpp's half_bits()."""
    bits = np.frombuffer(random_bytes(size), np.uint16).copy()
    bits[(bits & 0x7C00) == 0x7C00] &= 0xBBFF
    return bits.view(np.float16)


@functools.lru_cache(None)
def half_numbers(size):
    return np.clip(halves(size).astype(np.float32) * np.float32(1.0001), np.float32(-65504), np.float32(65504))


def exact(dtype):
    """The type that sums are exact in."""
    kind = np.dtype(dtype).kind
    return dtype if kind == "f" else kind + "8"


def add_numpy():
    peer("1e6 slices, leased/peer:NumPy")(lambda: numpy_slices(False))
    peer("1e6 slices, stored, leased/peer:NumPy")(lambda: numpy_slices(True))
    peer("49 MB slice of 100 MB, leased/peer:NumPy")(
        lambda: big_slice(lambda: np.frombuffer(hundred_megabytes(), np.uint8)))

    def each(name, size, make, *args, **named):
        peer(f"{name}/peer:NumPy/{size}")(functools.partial(make, *args, **named))

    types = (("f32", "f4"), ("f64", "f8"), ("i32", "i4"), ("u8", "u1"), ("i64", "i8"))
    for size in SIZES:
        for name, dtype in types:
            each(f"sum {name}", size, folding, functools.partial(np.sum, dtype=exact(dtype)), size, dtype)
            each(f"min {name}", size, folding, np.min, size, dtype)
            if name != "i64":
                each(f"axpy {name}", size, adding, size, dtype)
            if name not in ("f32", "i64"):
                each(f"equal {name}", size, comparing, size, dtype)
                if size < 1 << 20:
                    peer(f"equal {name}/peer:memoryview/{size}")(functools.partial(comparing_memory, size, dtype))
        each("equal i32 and f64", size, comparing, size, "i4", "f8")
        each("equal i32, step 2", size, comparing, size, "i4", arrange=lambda a: a[::2])
        each("equal i32, padded rows", size, comparing, size, "i4", arrange=padded)
        each("copy i32, step 2", size, lambda size: copying(numbers(size, "i4")[::2]), size)
        each("copy u32, padded rows", size, lambda size: copying(padded(numbers(size, "u4"))), size)
        each("copy u32 to be u32, padded rows", size, lambda size: copying(padded(numbers(size, "u4")), ">u4"), size)
        for name, dtype, counts in (("u8", "u1", (2, 3, 4)), ("f32", "f4", (2, 3))):
            for count in counts:
                each(f"split {count} channels {name}", size, channels, size, count, dtype, True)
                each(f"join {count} channels {name}", size, channels, size, count, dtype, False)
    peer("equal i32 and f64/peer:memoryview/16384")(functools.partial(comparing_memory, 16384, "i4", "f8"))
    for rows, width in GRIDS:
        peer(f"2-D sum f64 {rows}x{width}/peer:NumPy")(functools.partial(summing_grid, rows, width, lambda a: a))
        peer(f"2-D transposed sum f64 {rows}x{width}/peer:NumPy")(
            functools.partial(summing_grid, rows, width, np.transpose))
    squares = ((64, 64), (1000, 1000), (4096, 4096))
    for name, dtype, shapes in (("f64", "f8", squares), ("f32", "f4", squares), ("u16", "u2", squares),
                                ("u8", "u1", ((96, 96), (96, 128), *squares[1:], (4160, 4032)))):
        for rows, width in shapes:
            peer(f"transpose {name} {rows}x{width}/peer:NumPy")(
                lambda rows=rows, width=width, dtype=dtype: copying(grid(rows, width, dtype).T))
    peer("HWC to CHW u8 1080x1920x3/peer:NumPy")(splitting)
    for order in "<>":
        peer(f"iterate {order}IHHd 10 MB, columns/peer:NumPy")(functools.partial(columns, order))
    peer("pack 10 MB of >IHHd/peer:NumPy")(packing_records)
    for size in (8192, 16 << 20):
        for name, dtype in ((">H", "u2"), (">I", "u4"), (">d", "f8")):
            each(f"decode {name}", size,
                 lambda size, dtype: converting(np.frombuffer(random_bytes(size), ">" + dtype), dtype), size, dtype)
            each(f"encode {name}", size,
                 lambda size, dtype: converting(np.frombuffer(random_bytes(size), dtype), ">" + dtype), size, dtype)
        each("decode >e", size, lambda size: converting(halves(size).astype(">f2"), "f4"), size)
        each("encode >e", size, lambda size: converting(half_numbers(size), ">f2"), size)
        each("half to float", size, lambda size: converting(halves(size), "f4"), size)
        each("float to half", size, lambda size: converting(half_numbers(size), "f2"), size)


def timed(f, count):
    begun = time.thread_time_ns()
    for _ in range(count):
        f()
    return time.thread_time_ns() - begun


def measure(chosen, repetitions):
    """Times some peers in turns."""
    counts = {}
    for name, f, *_ in chosen:
        once = max(1, timed(f, 1))
        counts[name] = 1 if repetitions == 1 else max(1, min(100_000, 15_000_000 // once))
    measured = []
    for _ in range(repetitions):
        for name, f, operations, result, allocated in random.sample(chosen, len(chosen)):
            entry = {"name": name, "cpu_time": timed(f, counts[name]) / counts[name] / operations, "time_unit": "ns"}
            if result is not None:
                entry["result"] = result
            if allocated is not None:
                entry["bytes"] = allocated
            measured.append(entry)
    return measured


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--filter", default="")
    parser.add_argument("--check", action="store_true", help="each once, and leave out what is large")
    options = parser.parse_args()
    if options.check:
        options.repetitions = 1

    if np:
        np.seterr(all="ignore")
        add_numpy()
    else:
        print("without NumPy", file=sys.stderr)
    peers = [(name, make) for name, make in PEERS
             if re.search(options.filter, name) and not (options.check and LARGE.search(name))]
    measured = []
    for first in range(0, len(peers), 16):  # in groups, for each has memory of its own
        measured += measure([(name, *make()) for name, make in peers[first:first + 16]], options.repetitions)
    print(json.dumps({"benchmarks": measured}))


if __name__ == "__main__":
    main()
