"""Makes files of every format that inspect knows: by hand, with Python's library and, where they are installed, with
NumPy and ImageMagick. The same files come out every time but for the dates that ImageMagick writes.

    python3 samples.py FOLDER
"""

import gzip
import io
import os
import shutil
import struct
import subprocess
import sys
import wave
import zipfile
import zlib


def elf(bits, order, machine, sections=3):
    """An ELF file of one segment and some sections, the last of which holds the names."""
    word = "I" if bits == 32 else "Q"
    header_size, segment_size, section_size = (52, 32, 40) if bits == 32 else (64, 56, 64)
    content = b"content of a section"
    names = bytearray(b"\0.text\0.shstrtab\0")
    places = {b"": 0, b".text": 1, b".shstrtab": 7}
    for k in range(sections - 3):
        places[b".extra%d" % k] = len(names)
        names += b".extra%d\0" % k
    content_at = header_size + segment_size
    names_at = content_at + len(content)
    table_at = (names_at + len(names) + 7) // 8 * 8
    # Larger numbers of sections stand in the first one.
    many = sections >= 0xFF00
    file = bytearray(b"\x7fELF" + bytes([1 if bits == 32 else 2, 1 if order == "<" else 2, 1, 0]) + bytes(8))
    file += struct.pack(order + "HHI3" + word + "I6H", 2, machine, 1, 0x10074, header_size, table_at, 5, header_size,
                        segment_size, 1, section_size, 0 if many else sections, 0xFFFF if many else sections - 1)
    place = (content_at, 0x10074, 0x10074, len(content), len(content) + 4)
    if bits == 32:
        file += struct.pack(order + "8I", 1, *place, 5, 4)
    else:
        file += struct.pack(order + "2I6Q", 1, 5, *place, 4)
    file += content + names
    file += bytes(table_at - len(file))

    def section(name, kind, flags, address, offset, size, link=0, info=0, align=0, entry=0):
        record = order + "2I4" + word + "2I2" + word
        return struct.pack(record, places[name], kind, flags, address, offset, size, link, info, align, entry)

    file += section(b"", 0, 0, 0, 0, sections if many else 0, sections - 1 if many else 0)
    file += section(b".text", 1, 6, 0x10074, content_at, len(content), 0, 0, 4, 0)
    for k in range(sections - 3):
        file += section(b".extra%d" % k, 8, 3, k * 16, content_at, 1 << 20, 1, k, 16, 8)
    return bytes(file) + section(b".shstrtab", 3, 0, 0, names_at, len(names), 0, 0, 1, 0)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *chunks):
    rows = b"".join(b"\0" + bytes((x + y) % 4 for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"".join([b"\x89PNG\r\n\x1a\n", png_chunk(b"IHDR", header), png_chunk(b"PLTE", bytes(range(24))), *chunks,
                     png_chunk(b"IDAT", zlib.compress(rows)), png_chunk(b"IEND", b"")])


def gif():
    palette = bytes(range(12))
    frame = struct.pack("<B4HB", 0x2C, 0, 0, 2, 1, 0x80) + b"\0\0\0\xff\xff\xff" + b"\x02\x02\x44\x0a\x00"
    return (b"GIF89a" + struct.pack("<HHBBB", 2, 1, 0x91, 1, 49) + palette
            + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\x00\x00" + b"\x21\xfe\x05hello\x02!?\x00"
            + (b"\x21\xf9\x04\x09\x19\x00\x02\x00" + frame) * 2 + b"\x3b")


def bmp(header_size, width, height, bits, compression=0):
    row = (width * bits + 31) // 32 * 4
    colours = 1 << bits if bits <= 8 else 0
    if header_size == 12:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
        header += b"".join(bytes([k, 255 - k, 7]) for k in range(colours))
    else:
        header = struct.pack("<IiiHHIIiiII", header_size, width, height, 1, bits, compression, row * abs(height), 2835,
                             -1, 0, 0)
        masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
        if header_size > 40:
            header += (masks + b"BGRs" + bytes(124))[: header_size - 40]
        elif compression == 3:
            header += masks[:12]
        header += b"".join(bytes([k, 255 - k, 7, 0]) for k in range(colours))
    pixels = bytes(k * 7 % 256 for k in range(row * abs(height)))
    return b"BM" + struct.pack("<IHHI", 14 + len(header) + len(pixels), 0, 0, 14 + len(header)) + header + pixels


def riff(order, encoding, bits, samples, channels=2, extra=b""):
    size = bits // 8
    sound = struct.pack(order + "HHIIHH", encoding, channels, 8000, 8000 * channels * size, channels * size, bits)
    sound += extra

    def chunk(kind, data):
        return kind + struct.pack(order + "I", len(data)) + data + bytes(len(data) % 2)

    body = chunk(b"fmt ", sound) + chunk(b"LIST", b"INFOodd") + chunk(b"data", samples)
    return (b"RIFF" if order == "<" else b"RIFX") + struct.pack(order + "I", len(body) + 4) + b"WAVE" + body


def wav(channels, width, frames):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(44100)
        file.writeframes(bytes(k * 37 % 256 for k in range(frames * channels * width)))
    return out.getvalue()


def archive(entries, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.comment = comment
        for k in range(entries):
            name = zipfile.ZipInfo(f"folder/file {k}.txt", (1980 + k % 100, 2, 29 - k % 3, 23, 59, k % 30 * 2))
            kind = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)[k % 4]
            file.writestr(name, b"text " * k, kind)
    return out.getvalue()


def archive64():
    """An archive whose numbers stand in the 64-bit records, as if they were too large for the others."""
    name, data = b"large", b"not large at all"
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 45, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), 5, 0)
    extra = struct.pack("<HHHHHQQQ", 0xCAFE, 2, 7, 1, 24, len(data), len(data), 0)
    entry = struct.pack("<4s6HIIIHHHHHII", b"PK\1\2", 45, 45, 0, 0, 0, 33, zlib.crc32(data), 0xFFFFFFFF, 0xFFFFFFFF, 5,
                        len(extra), 0, 0, 0, 0, 0xFFFFFFFF) + name + extra
    file = local + name + data
    at = len(file)
    end = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry), at)
    file += entry + end + struct.pack("<4sIQI", b"PK\6\7", 0, at + len(entry), 1)
    return file + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def gzip_file(data, name=None, comment=None, extra=None):
    """With the optional parts, which Python's gzip module can read but not write."""
    flags = (4 if extra else 0) | (8 if name else 0) | (16 if comment else 0) | 2
    file = struct.pack("<2sBBIBB", b"\x1f\x8b", 8, flags, 1234567890, 2, 3)
    file += struct.pack("<H", len(extra)) + extra if extra else b""
    file += name + b"\0" if name else b""
    file += comment + b"\0" if comment else b""
    file += struct.pack("<H", zlib.crc32(file) & 0xFFFF)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    return file + deflate.compress(data) + deflate.flush() + struct.pack("<II", zlib.crc32(data), len(data))


def pcap(order, nanoseconds, packets):
    file = struct.pack(order + "IHHiIII", 0xA1B23C4D if nanoseconds else 0xA1B2C3D4, 2, 4, -3600, 1, 65535, 1)
    for k in range(packets):
        ethernet = bytes([2, 0, 0, 0, 0, k % 256]) + bytes(6)
        if k % 3 == 0:
            packet = ethernet + struct.pack(">HBBHIBBHBBBBBBBB", 0x800, 0x45, 0, 20, 0, 64, (1, 6, 17, 99)[k // 3 % 4],
                                            0, 10, 0, 0, k % 256, 192, 168, 1, 255)
        else:
            packet = (ethernet + struct.pack(">H", 0x806 if k % 3 == 1 else 0x1234) + bytes(k % 50))[: 10 + k]
        file += struct.pack(order + "IIII", 1000000000 + k, k * 1001, len(packet), len(packet) + k) + packet
    return file


def npy(descr, shape, data, fortran_order=False, version=1):
    header = repr({"descr": descr, "fortran_order": fortran_order, "shape": shape}).encode()
    header += b" " * (-(len(header) + 11) % 16) + b"\n"
    return (b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(header)) + header
            + data)


def by_hand():
    for order, name in (("<", "little"), (">", "big")):
        yield f"{name}-32.elf", elf(32, order, 8 if order == ">" else 3)
        yield f"{name}-64.elf", elf(64, order, 22 if order == ">" else 62)
        yield f"{name}.pcap", pcap(order, False, 7)
        yield f"{name}-nano.pcap", pcap(order, True, 4)
        data = struct.pack(order + "24d", *(k / 3 for k in range(24)))
        yield f"{name}-f8.npy", npy(order + "f8", (2, 3, 4), data)
        yield f"{name}-f8-fortran.npy", npy(order + "f8", (2, 3, 4), data, True, 2)
        yield f"{name}-U3.npy", npy(order + "U3", (2,), struct.pack(order + "6I", 97, 0x20AC, 0x1F600, 98, 0, 0))
        yield f"{name}.wav", riff(order, 1, 16, struct.pack(order + "6h", 1, -2, 300, -400, 32767, -32768))
        yield f"{name}-float.wav", riff(order, 3, 32, struct.pack(order + "4f", 0.5, -0.25, 1, 0))
    yield "many-sections.elf", elf(64, "<", 62, 0xFF00)
    yield "more.elf", elf(32, ">", 20, 60)
    yield "more.pcap", pcap("<", False, 60)
    yield "double.wav", riff("<", 3, 64, struct.pack("<4d", 0.1, -0.2, 1e300, 0))
    yield "extensible.wav", riff("<", 0xFFFE, 32, struct.pack("<4i", 1, -2, 2**31 - 1, -2**31), 2,
                                 struct.pack("<HHIH14x", 22, 24, 3, 1))
    yield "a-law.wav", riff("<", 6, 8, bytes(range(100)), 1)
    for channels, width in ((1, 1), (2, 2), (3, 3), (1, 4)):
        yield f"{channels}x{8 * width}.wav", wav(channels, width, 10)
    text = png_chunk(b"tEXt", b"Comment\0with \"quotes\" and \xff")
    yield "few.png", png(5, 3, text, png_chunk(b"gAMA", struct.pack(">I", 45455)))
    yield "many.png", png(5, 3, *[png_chunk(b"teSt", bytes(k)) for k in range(60)]) + b"after the end"
    yield "hand.gif", gif()
    yield "core.bmp", bmp(12, 9, 3, 8)
    yield "up.bmp", bmp(40, 5, 6, 24)
    yield "down.bmp", bmp(40, 5, -6, 24)
    yield "grey.bmp", bmp(40, 10, 3, 8)
    yield "masks.bmp", bmp(40, 2, 2, 32, 3)
    yield "v5.bmp", bmp(124, 2, 2, 32, 3)
    yield "four-bits.bmp", bmp(40, 9, 2, 4)
    yield "empty.zip", archive(0)
    yield "few.zip", archive(6, b"a comment")
    yield "many.zip", archive(70)
    yield "64.zip", archive64()
    yield "plain.gz", gzip.compress(b"some text, " * 100, mtime=1500000000)
    yield "full.gz", gzip_file(b"some text, " * 10, b"name.txt", b"with\na comment", b"AB\2\0xy")
    yield "scalar.npy", npy("<i8", (), struct.pack("<q", -5))
    yield "empty.npy", npy("<f4", (3, 0, 2), b"")
    yield "records.npy", npy([("x", "<i4"), ("y", [("z", ">f8")])], (2,), bytes(24), version=3)
    yield "bool.npy", npy("|b1", (3,), b"\0\1\2")
    yield "half.npy", npy(">f2", (2, 2), struct.pack(">4e", 1.5, -2, 65504, float("inf")))
    yield "complex.npy", npy("<c8", (2,), struct.pack("<4f", 1, -2, 0.5, 4))
    yield "bytes.npy", npy("|S3", (2, 2), b"ab\0cde\0\0\0f\xff'")
    yield "wide.npy", npy("<i2", (40, 50), struct.pack("<2000h", *range(2000)))
    yield "deep.npy", npy("|i1", (2,) * 9, bytes(k % 256 for k in range(512)))
    yield "unknown.bin", bytes((k * k * 7 + k // 3) % 256 for k in range(512))
    yield "empty.bin", b""


def with_numpy(folder):
    try:
        import numpy
    except ImportError:
        return
    for code in "b i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 M8[s] m8[us] S5 U4".split():
        for order in "<>":
            dtype = numpy.dtype(order + code)
            for shape in ((), (7,), (3, 11), (2, 3, 4), (2, 3, 1, 2, 3, 2)):
                count = int(numpy.prod(shape))
                items = numpy.arange(-(count // 2), count - count // 2)
                if code in ("S5", "U4"):
                    array = numpy.array([str(k) for k in items], dtype=dtype)
                else:
                    array = items.astype("i8" if code[0] in "Mm" else dtype.newbyteorder("=")).astype(dtype)
                if code[0] in "fc":
                    array = (array / 7).astype(dtype)
                array = array.reshape(shape)
                name = code.replace("[", "-").replace("]", "")
                order_name = "little" if order == "<" else "big"
                for layout in "CF":
                    saved = numpy.asarray(array, dtype=dtype, order=layout)
                    numpy.save(os.path.join(folder, f"np-{order_name}-{name}-{len(shape)}-{layout}.npy"), saved)


def with_imagemagick(folder):
    convert = shutil.which("convert")
    if not convert:
        return
    for name, arguments in {
        "im.png": ["rose:"],
        "im-palette.png": ["rose:", "-colors", "16", "-type", "Palette"],
        "im-grey.png": ["rose:", "-colorspace", "Gray", "-interlace", "PNG"],
        "im.gif": ["rose:", "-resize", "20x10!"],
        "im-moving.gif": ["-delay", "20", "rose:", "-rotate", "90", "netscape:", "-loop", "3"],
        "im.bmp": ["rose:", "-resize", "21x13!"],
        "im-alpha.bmp": ["rose:", "-resize", "9x5!", "-alpha", "set", "-channel", "A", "-evaluate", "set", "50%"],
        "im-packed-palette.bmp": ["rose:", "-colors", "200", "-type", "Palette", "-compress", "RLE"],
        "im-palette.bmp": ["rose:", "-resize", "21x13!", "-colors", "200", "-type", "Palette", "-compress", "None"],
    }.items():
        kind = "BMP3:" if "palette.bmp" in name else ""
        subprocess.run([convert, *arguments, kind + os.path.join(folder, name)], check=True)


def make(folder):
    os.makedirs(folder, exist_ok=True)
    for name, content in by_hand():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    with_numpy(folder)
    with_imagemagick(folder)


if __name__ == "__main__":
    make(sys.argv[1])
