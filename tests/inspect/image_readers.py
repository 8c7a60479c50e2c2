"""Reads images with Python's own means, and with ImageMagick where it is installed. See expected.py."""

import re
import shutil
import struct
import zlib

from expected import MOST_ROWS, capped, fields, output_of


def png(path, content):
    width, height, depth, colour, *rest = struct.unpack_from(">IIBBBBB", content, 16)
    names = {0: "greyscale", 2: "RGB", 3: "palette", 4: "greyscale and alpha", 6: "RGB and alpha"}
    if shutil.which("identify"):
        assert output_of("identify", "-format", "%w %h", path) == f"{width} {height}", path
    rows = []
    at = 8
    while at < len(content) and (not rows or rows[-1][1] != "IEND"):
        length, kind = struct.unpack_from(">I4s", content, at)
        data = content[at + 8: at + 8 + length]
        crc = zlib.crc32(kind + data)
        assert content[at + 8 + length: at + 12 + length] == struct.pack(">I", crc), path
        more = {b"IHDR": lambda: [width, height, depth, names[colour]],
                b"PLTE": lambda: [length // 3, "#" + data[:3].hex(), *("#" + data[k: k + 3].hex() for k in
                                                                      range(3, min(length, 18), 3))],
                b"gAMA": lambda: [f"{struct.unpack('>I', data)[0] / 100000:.5f}"],
                b"tEXt": lambda: [data.split(b"\0")[0].decode("latin-1")],
                b"tIME": lambda: ["{}-{:02}-{:02} {:02}:{:02}:{:02}".format(*struct.unpack(">HBBBBB", data))]}
        rows.append([f"{at:08x}", kind.decode(), length, f"{crc:08x}", "ok", *more.get(kind, lambda: [])()])
        at += 12 + length
    expected = {
        "signature and header": fields(
            content, 0, ">8sI4sIIBBBBBI",
            ["signature", "length", "type", "width", "height", "bits per sample", "colour type", "compression",
             "filter", "interlace", "CRC"],
            [b"\x89PNG\r\n\x1a\n", 13, b"IHDR", width, height, depth, colour, *rest, zlib.crc32(content[12:29])]),
        "chunks": [["offset"], *capped(rows, MOST_ROWS, "chunks")],
    }
    if at < len(content):
        expected[f"{len(content) - at} bytes after the image"] = None
    return expected


def gif(path, content):
    width, height, flags, background, ratio = struct.unpack_from("<HHBBB", content, 6)
    says = [content[:6], width, height, f"{flags:#x} (palette of {2 << (flags & 7)}, {(flags >> 4 & 7) + 1} bits",
            background, f"{ratio} ({(ratio + 15) / 64:.3f})" if ratio else 0]
    expected = {"header": fields(content, 0, "<6sHHBBB", ["magic", "width", "height", "flags", "background colour",
                                                          "pixel aspect ratio"], says)}
    at = 13
    if flags & 0x80:
        colours = 2 << (flags & 7)
        table = [[f"{at + 3 * k:08x}", f"colour {k}", "#" + content[at + 3 * k: at + 3 * k + 3].hex()]
                 for k in range(colours)]
        expected[f"palette: {colours} colours"] = capped(table, 8, "colours")
        at += 3 * colours
    rows, frames = [], []
    while True:
        start, kind = at, content[at]
        if kind == 0x3B:
            rows.append([f"{start:08x}", 1, "trailer"])
            break
        if kind == 0x2C:
            left, top, frame_width, frame_height, local = struct.unpack_from("<HHHHB", content, at + 1)
            frames.append((frame_width, frame_height, left, top))
            at += 10 + (6 << (local & 7) if local & 0x80 else 0)
            says = ["image", frame_width, frame_height, left, top, *([2 << (local & 7)] if local & 0x80 else []),
                    content[at]]
            at += 1
        else:
            label, first = content[at + 1], content[at + 3: at + 3 + content[at + 2]]
            delay, transparent = struct.unpack_from("<xHB", first) if label == 0xF9 else (0, 0)
            says = {0xF9: ["graphic control", f"{delay // 100}.{delay % 100:02}", content[at + 3] >> 2 & 7,
                           *([transparent] if content[at + 3] & 1 else [])],
                    0xFE: ["comment", f'"{first.decode()}"'],
                    0xFF: ["application", f'"{first.decode()}"']}[label]
            at += 2
        size = 0
        while content[at]:
            size += content[at]
            at += 1 + content[at]
        at += 1
        rows.append([f"{start:08x}", at - start, *says, *([size] if kind == 0x2C else [])])
    if shutil.which("identify"):
        says = output_of("identify", "-format", "%w %h %X %Y\n", path).split("\n")[:-1]
        assert [tuple(map(int, line.split())) for line in says] == frames, (path, says, frames)
    expected["blocks"] = [["offset"], *capped(rows, MOST_ROWS, "blocks")]
    return expected


def bmp(path, content):
    size = struct.unpack_from("<I", content, 14)[0]
    expected = {"file header": fields(content, 0, "<2sI4xI", ["magic", "file size", "pixels at"],
                                      [b"BM", len(content)])}
    if size == 12:
        values = struct.unpack_from("<IHHHH", content, 14)
        width, height, bits, compression, colours = values[1], values[2], values[4], 0, 1 << values[4]
    else:
        values = struct.unpack_from("<IiiHHIIiiII", content, 14)
        width, height, bits, compression = values[1], values[2], values[4], values[5]
        colours = values[9] or (1 << bits if bits <= 8 else 0)
    names = ["header size", "width", "height", "planes", "bits per pixel", "compression", "image size",
             "pixels per metre, x", "pixels per metre, y", "colours used", "colours important"]
    rows = fields(content, 14, "<IHHHH" if size == 12 else "<IiiHHIIiiII", names[: len(values)])
    if size > 40 or compression == 3:
        rows += fields(content, 54, "<3I", ["red mask", "green mask", "blue mask"])
    if size > 52:
        rows += fields(content, 66, "<I", ["alpha mask"])
    if size > 56:
        rows += fields(content, 70, "<4s", ["colour space, reversed"])
    expected["image header"] = rows
    if colours:
        entry = 3 if size == 12 else 4
        at = 14 + size
        places = [at + entry * k for k in range(colours)]
        table = [[f"{place:08x}", f"colour {k}", "#" + content[place: place + 3][::-1].hex()]
                 for k, place in enumerate(places)]
        expected[f"palette: {colours} colours"] = capped(table, 8, "colours")
    if bits >= 8 and compression in (0, 3):
        row = (width * bits + 31) // 32 * 4
        pixels = []
        for y in range(min(abs(height), 4)):
            start = struct.unpack_from("<I", content, 10)[0] + (y if height < 0 else height - 1 - y) * row
            dots = [content[start + x * bits // 8:][: bits // 8] for x in range(min(width, 8))]
            pixels.append([dot[0] if bits == 8 else "#" + dot[2::-1].hex() for dot in dots])
        if bits == 24 and shutil.which("convert"):
            says = output_of("convert", path + "[8x4+0+0]", "-depth", "8", "txt:-")
            assert re.findall(r"#\w{6}", says.lower()) == sum(pixels, []), (path, says, pixels)
        expected[f"pixels: {abs(height)} rows of {row} bytes"] = [["top left"], *pixels,
                                                                 *([["..."]] if abs(height) > 4 else [])]
    return expected
