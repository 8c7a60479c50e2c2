"""Reads everything but images: with readelf, NumPy, and Python's own wave, zipfile and gzip. See expected.py."""

import datetime
import gzip
import re
import shutil
import struct
import wave
import zipfile
import zlib

from expected import MOST_ROWS, capped, fields, output_of, quoted


def elf(path, content):
    if not shutil.which("readelf"):
        return None
    order = "<" if content[5] == 1 else ">"
    wide = content[4] == 2
    text = output_of("readelf", "-hlSW", path)

    def header(name):
        return re.search(rf"^ *{name}: *(.*)$", text, re.M).group(1)

    def number(name):
        return int(header(name).split()[0], 0)

    def real_number(name):  # "0 (65280)": the header says 0, the section table 65280
        return int(re.search(r"(\d+)\)?$", header(name)).group(1))

    sections = re.findall(r"^ *\[ *(\d+)\] (.*?) +([\w+: ]+?) +([0-9a-f]{8,16}) ([0-9a-f]{6,}) ([0-9a-f]{6,})"
                          r" ([0-9a-f]{2,}) ([ A-Za-z]{3}) +(\d+) +(\d+) +(\d+)$", text, re.M)
    segments = re.findall(r"^  ([A-Z_]+) +0x(\w+) 0x(\w+) 0x\w+ 0x(\w+) 0x(\w+) ([R ][W ][E ]) 0x(\w+)$", text, re.M)
    interpreter = re.search(r"\[Requesting program interpreter: (.*)\]", text)
    assert len(sections) == real_number("Number of section headers"), path
    assert len(segments) == real_number("Number of program headers"), path

    def row(nr, name, kind, address, offset, size, entry, flags, link, info, align):
        # Names for one machine only are shown as numbers, long names are cut.
        if re.match("ARM_|X86_64_|LOPROC|LOOS|LOUSER|LLVM_", kind):
            kind = lambda token: token.startswith("0x")
        flags = re.sub("[^WAXMSILOGTC]", "", flags)
        return [int(nr), kind, *(int(n, 16) for n in (offset, size, address, entry)), *flags.split(), int(link),
                int(info), int(align), *(name.split() if len(name) <= 60 else [])]

    def segment(kind, offset, address, file_size, memory_size, flags, align):
        return [kind, flags.replace(" ", "-").replace("E", "X"),
                *(int(n, 16) for n in (offset, address, file_size, memory_size, align))]

    machines = {3: "Intel 386", 8: "MIPS", 22: "S/390", 62: "x86-64"}
    machine = struct.unpack_from(order + "H", content, 18)[0]
    machine_shown = f"{machine} ({machines[machine]})" if machine in machines else machine
    shown = fields(
        content, 16, order + ("HHI3QI6H" if wide else "HHI3II6H"),
        ["type", "machine", "version", "entry point", "program headers at", "section headers at", "flags",
         "header size", "program header size", "program headers", "section header size", "section headers",
         "section of names"],
        [struct.unpack_from(order + "H", content, 16)[0], machine_shown, number("Version"),
         number("Entry point address"), number("Start of program headers"), number("Start of section headers"),
         int(header("Flags").split(",")[0], 0), number("Size of this header"), number("Size of program headers"),
         number("Number of program headers"), number("Size of section headers"), number("Number of section headers"),
         number("Section header string table index")])
    bits = int(header("Class").removeprefix("ELF"))
    return {
        "identification": fields(content, 0, "<4s5B", ["magic", "class", "byte order", "version", "system",
                                                        "system version"],
                                 [b"\x7fELF", f"{content[4]} ({bits}-bit)", 2 if "big" in header("Data") else 1, 1]),
        "header": shown,
        **({f"program headers: {len(segments)}": [
            ["type"], *(segment(*s) for s in segments),
            *([["interpreter:", f'"{interpreter.group(1)}"']] if interpreter else [])]} if segments else {}),
        f"section headers: {len(sections)}": [["nr"], *capped([row(*s) for s in sections], MOST_ROWS, "sections")],
    }


def riff(path, content):
    order = "<" if content[:4] == b"RIFF" else ">"
    chunks, places, rows = {}, {}, []
    at = 12
    while at < len(content):
        kind, size = struct.unpack_from(order + "4sI", content, at)
        chunks[kind], places[kind] = content[at + 8: at + 8 + size], at + 8
        rows.append([f"{at:08x}", kind.decode().strip(), size])
        at += 8 + size + size % 2
    encoding, channels, rate, byte_rate, frame_size, bits = struct.unpack_from(order + "HHIIHH", chunks[b"fmt "])
    sound = fields(content, places[b"fmt "], order + "HHIIHH",
                   ["encoding", "channels", "frames per second", "bytes per second", "bytes per frame",
                    "bits per sample"])
    if encoding == 0xFFFE:
        encoding = struct.unpack_from(order + "H", chunks[b"fmt "], 24)[0]
        sound += fields(content, places[b"fmt "] + 16, order + "HHIH",
                        ["extra bytes", "valid bits", "speakers", "real encoding"])
    data = chunks[b"data"]
    size = bits // 8
    frames = len(data) // frame_size
    if content[:4] == b"RIFF" and encoding == 1 and len(chunks[b"fmt "]) == 16:
        with wave.open(path) as file:
            assert file.getparams()[:4] == (channels, size, rate, frames), path
            data = file.readframes(frames)
    items = [data[k: k + size] for k in range(0, len(data), size)]
    if encoding == 3:
        code = order + ("f" if size == 4 else "d")
        values = [lambda token, item=item: struct.pack(code, float(token)) == item for item in items]
    elif size == 1:
        values = list(data)
    else:
        values = [int.from_bytes(item, "little" if order == "<" else "big", signed=True) for item in items]
    shown = [values[k: k + channels] for k in range(0, len(values), channels)]
    return {
        "header": fields(content, 0, order + "4sI4s", ["magic", "size", "form"],
                         [content[:4], len(content) - 8, b"WAVE"]),
        "chunks": [["offset"], *rows],
        "sound": sound,
        f"samples: {frames} frames of {channels} channels, {frames / rate:.3f} s":
            capped(shown, 6, "frames") if encoding in (1, 3) else [],
    }


def zip(path, content):
    methods = {0: "stored", 8: "deflate", 12: "bzip2", 14: "LZMA"}
    with zipfile.ZipFile(path) as file:
        entries, start, comment = file.infolist(), file.start_dir, file.comment
    rows, at = [], start
    for entry in entries:
        rows.append([f"{at:08x}", entry.file_size, entry.compress_size, methods[entry.compress_type],
                     f"{entry.CRC:08x}", f"{entry.header_offset:x}", "{}-{:02}-{:02}".format(*entry.date_time),
                     "{:02}:{:02}:{:02}".format(*entry.date_time[3:]), entry.filename])
        at += 46 + sum(struct.unpack_from("<HHH", content, at + 28))
    expected = {}
    if entries:
        first = entries[0]
        assert first.header_offset == 0
        name = first.filename.encode()
        expected["first entry"] = fields(
            content, 0, f"<4s5H3I2H{len(name)}s",
            ["magic", "needed version", "flags", "method", "time", "date", "CRC", "compressed size", "size",
             "name size", "extra size", "name"],
            [b"PK\3\4", first.extract_version, first.flag_bits, first.compress_type,
             "{:02}:{:02}:{:02}".format(*first.date_time[3:]), "{}-{:02}-{:02}".format(*first.date_time), first.CRC,
             first.compress_size, first.file_size, len(name), 0, name])
    is_64 = b"PK\6\7" in content
    end = len(content) - 22 - len(comment)
    expected["end of central directory"] = fields(
        content, end, f"<4s4HIIH{len(comment)}s" if comment else "<4s4HIIH",
        ["magic", "disk", "disk of the directory", "entries on this disk", "entries", "directory size",
         "directory at", "comment size"] + ["comment"] * bool(comment),
        [] if is_64 else [b"PK\5\6", 0, 0, len(entries), len(entries), at - start, start, len(comment), comment])
    if is_64:
        expected["end of central directory, 64 bits"] = fields(
            content, end - 20, "<4sIQI", ["magic", "disk of the end record", "end record at", "disks"],
            [b"PK\6\7", 0, at, 1]) + fields(
            content, at, "<4sQHHIIQQQQ",
            ["magic", "size of this record", "made by version", "needed version", "disk", "disk of the directory",
             "entries on this disk", "entries", "directory size", "directory at"],
            [b"PK\6\6", 44, 45, 45, 0, 0, len(entries), len(entries), at - start, start])
    expected[f"central directory: {len(entries)} entries"] = [["offset"], *capped(rows, MOST_ROWS, "entries")]
    return expected


def gzip_file(path, content):
    flags, time, extra_flags, system = struct.unpack_from("<BIBB", content, 3)
    with gzip.open(path) as file:
        plain = file.read()
        assert file.mtime == time
    names = ", ".join(name for bit, name in ((2, "checksum"), (4, "extra"), (8, "name"), (16, "comment"))
                      if flags & bit)
    when = datetime.datetime.fromtimestamp(time, datetime.timezone.utc)
    rows = fields(content, 0, "<2sBBIBB", ["magic", "method", "flags", "time changed", "effort", "system"],
                  [b"\x1f\x8b", 8, f"{flags:#04x}" + (f" ({names})" if names else ""),
                   f"{time} ({when:%Y-%m-%d %H:%M:%S} UTC)", extra_flags, system])
    at = 10
    if flags & 4:
        rows += fields(content, at, "<H", ["extra size"]) + [[f"{at + 2:08x}", "extra"]]
        at += 2 + struct.unpack_from("<H", content, at)[0]
    for flag, name in ((8, "name"), (16, "comment")):
        if flags & flag:
            end = content.index(b"\0", at)
            rows.append([f"{at:08x}", name, quoted(content[at:end])])
            at = end + 1
    if flags & 2:
        rows += fields(content, at, "<H", ["header checksum"], [zlib.crc32(content[:at]) & 0xFFFF])
        at += 2
    return {
        "header": rows,
        "compressed data": [[len(content) - 8 - at, "bytes from offset", at]],
        "trailer": fields(content, len(content) - 8, "<II", ["CRC of the contents", "size of the contents"],
                          [zlib.crc32(plain), len(plain)]),
    }


def pcap(path, content):
    order, nano = {b"\xd4\xc3\xb2\xa1": ("<", False), b"\xa1\xb2\xc3\xd4": (">", False),
                   b"\x4d\x3c\xb2\xa1": ("<", True), b"\xa1\xb2\x3c\x4d": (">", True)}[content[:4]]
    names = ["magic", "major version", "minor version", "time zone", "accuracy", "snap length", "link type"]
    types = {0x800: "IPv4", 0x806: "ARP"}
    protocols = {1: "ICMP", 6: "TCP", 17: "UDP"}
    rows, at = [], 24
    while at < len(content):
        seconds, fraction, captured, length = struct.unpack_from(order + "IIII", content, at)
        packet = content[at + 16: at + 16 + captured]
        kind = struct.unpack(">H", packet[12:14])[0] if captured >= 14 else None
        if kind == 0x800:
            says = ["IPv4", ".".join(map(str, packet[26:30])), ".".join(map(str, packet[30:34])),
                    protocols.get(packet[23], packet[23])]
        else:
            says = ["short frame"] if kind is None else [types.get(kind, kind)]
        time = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
        rows.append([f"{at:08x}", f"{time:%Y-%m-%d %H:%M:%S}.{fraction:0{9 if nano else 6}}", captured, length, *says])
        at += 16 + captured
    return {
        f"header, {'little' if order == '<' else 'big'}-endian": fields(content, 0, order + "IHHiIII", names),
        "first packet": fields(content, 24, order + "IIII", ["seconds", "nanoseconds" if nano else "microseconds",
                                                             "captured length", "length"]),
        "packets": [["offset"], *capped(rows, MOST_ROWS, "packets")],
    }


def npy(path, content):
    try:
        import numpy
    except ImportError:
        return None
    array = numpy.load(path)
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    with open(path, "rb") as file:
        version = numpy.lib.format.read_magic(file)
    size, at = (int.from_bytes(content[8:10], "little"), 10) if version[0] == 1 else (
        int.from_bytes(content[8:12], "little"), 12)
    descr = numpy.lib.format.dtype_to_descr(array.dtype)
    text = content[at: at + size].decode("latin-1")

    def part(name, value):
        return [f"{at + text.index(value, text.index(name)):08x}", name, value]

    header = fields(content, 0, "<6sBBH" if version[0] == 1 else "<6sBBI",
                    ["magic", "major version", "minor version", "header length"], [b"\x93NUMPY", *version, size]) + [
        [f"{at:08x}", "header", quoted(text.rstrip(" \n"))], part("descr", repr(descr)),
        part("fortran_order", str(fortran)), part("shape", repr(array.shape))]
    if array.dtype.names:
        return {"header": header, "items": [["records are not taken apart; as bytes:"]]}
    code = array.dtype.str
    one_byte = array.dtype.itemsize == 1 or code[1] == "S"
    kind = {"S": "bytes,", "U": "str,"}.get(code[1], array.dtype.newbyteorder("=").name.split("[")[0])
    unit = code[code.index("["):] if "[" in code else ""
    length = [int(code[2:]), "characters"] if code[1] in "SU" else []
    order = [] if one_byte else ["big-endian" if code[0] == ">" else "little-endian"]
    rows = [["dtype:", kind + unit + ("," if order and not length else ""), *length, *order],
            ["shape:", "(" + ", ".join(map(str, array.shape)) + "),", "Fortran" if fortran else "C", "order"],
            ["items:", array.size, array.nbytes, "bytes at offset", at + size]]
    if array.ndim > 6:
        rows.append(["more than 6 axes"])
        array = array.ravel(order="K")
    return {"header": header, "array": rows + corner(array, "")}


def unknown(path, content):
    more = [["...", len(content) - 256, "more bytes"]] if len(content) > 256 else []
    return {"bytes" if content else "no bytes": more}


def corner(array, place):
    """The lines that show the corner of an array: a number is compared as a value of its type, not as text."""
    def item(value):
        kind = array.dtype.kind
        if kind in "Mm":
            return int(value.astype("i8"))
        if kind in "SU":
            return quoted(value if kind == "S" else str(value), "'")
        if kind in "fc":
            # A half is shown as the float it is widened to.
            wide = value.astype("f4") if value.itemsize == 2 else value
            return lambda token: type(wide)(token) == wide and (
                kind == "c" or "e" in token or token == str(wide).removesuffix(".0"))
        return str(value)

    most = 8 if array.ndim == 1 else 6 if array.ndim == 2 else 2
    if array.ndim == 0:
        return [[item(array[()])]]
    if array.ndim == 1:
        return [[f"[{place}:]", *(item(value) for value in array[:most]), *(["..."] if len(array) > most else [])]]
    rows = []
    for k in range(min(len(array), most)):
        rows += corner(array[k], f"{place}{k}, ")
    return rows + ([["...", len(array) - most, f"more at [{place}{most}:]"]] if len(array) > most else [])
