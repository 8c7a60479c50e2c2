"""Compares what inspect prints with what independent readers say of the same files.

    python3 agreement.py PROGRAM FOLDER [FILE...]    all files of the folder that samples.py made, and the others
    python3 agreement.py --rejects PROGRAM FOLDER    proves that a wrong digit anywhere is noticed
"""

import functools
import os
import re
import subprocess
import sys

import data_readers
import image_readers

FIELD = re.compile(r"  ([0-9a-f]{8,})  ((?:[0-9a-f]{2} )+)(?:\.\.)? *  (\S.*?)(?: {2,}(.*))?$")
HEXDUMP = re.compile(r"  ([0-9a-f]{8,})  ((?:[0-9a-f]{2} +){1,16}) +\|(.{1,16})\|$")

READERS = {"ELF": data_readers.elf, "PNG": image_readers.png, "GIF": image_readers.gif, "BMP": image_readers.bmp,
           "RIFF/WAV": data_readers.riff, "ZIP": data_readers.zip, "gzip": data_readers.gzip_file,
           "pcap": data_readers.pcap, "NumPy array": data_readers.npy, "unknown format": data_readers.unknown}

# The files whose outputs are changed to see whether that is noticed.
REJECTED = ("little-64.elf", "big-32.elf", "few.png", "hand.gif", "up.bmp", "core.bmp", "little.wav", "extensible.wav",
            "few.zip", "64.zip", "full.gz", "big-nano.pcap", "big-f8-fortran.npy", "wide.npy", "unknown.bin")

# The formats whose readers are not installed.
NOT_COMPARED = set()


@functools.lru_cache(maxsize=None)
def read(path):
    with open(path, "rb") as file:
        return file.read()


@functools.lru_cache(maxsize=None)
def expected_of(name, path):
    return READERS[name](path, read(path))


def run(program, path):
    return subprocess.run([program, path], capture_output=True, text=True, timeout=60)


def number_in(token):
    try:
        return int(token, 0)
    except ValueError:
        return None


def is_value(token, value):
    """Tells whether a token shows the value: a number in any base, text as it is."""
    if callable(value):
        try:
            return bool(value(token))
        except ValueError:
            return False
    if token == str(value) or token.strip("(),:") == str(value):
        return True
    return isinstance(value, int) and number_in(token.strip("(),:")) == value


def has_values(line, values):
    """Tells whether the line shows the values in this order; words may stand between them, numbers may not."""
    tokens = iter(line.split())
    for value in values:
        for word in value.split() if isinstance(value, str) else [value]:
            for token in tokens:
                if is_value(token, word):
                    break
                if re.fullmatch(r"\(?-?(0x)?[0-9]+[.,:)]*", token):
                    return False
            else:
                return False
    return True


def check_bytes(line, content, order):
    """Checks a line that shows bytes of the file against the file. Returns what the line says beyond them."""
    shown = HEXDUMP.match(line)
    field = None if shown else FIELD.match(line)
    if not shown and not field:
        return line, True
    offset, dump = int((shown or field).group(1), 16), bytes.fromhex((shown or field).group(2))
    right = content[offset: offset + len(dump)] == dump
    if shown:
        characters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in dump)
        return None, right and shown.group(3) == characters
    name, value = field.group(3).strip(), field.group(4) or ""
    number = re.match(r"(-?\d+|0x[0-9a-f]+)(?= |$)", value)
    if number and len(dump) <= 8:
        right = right and any(number_in(number.group(1)) == int.from_bytes(dump, order, signed=sign)
                              for sign in (False, True))
    return f"{field.group(1)} {name} {value}", right


def problems(output, path, count):
    """Compares one output with the file and with its reader; adds the number of lines it looked at to count."""
    content = read(path)
    title, *lines = output.split("\n")
    name, _, size = title.rpartition(", ")
    if size != f"{len(content)} bytes" or name not in READERS:
        return [f"title: {title!r}"]
    big = b">" if name == "NumPy array" else None
    big = big in content[:20] if big else content[:4] in (b"RIFX", b"\xa1\xb2\xc3\xd4", b"\xa1\xb2\x3c\x4d")
    big = big or name == "PNG" or (name == "ELF" and content[5] == 2)
    wrong, sections, section = [], {}, []
    for line in lines:
        if line and not line.startswith(" "):
            section = sections[line] = []
        elif line and line.split() != ["offset", "bytes", "field", "value"]:
            order = "big" if big and name != "NumPy array" else "little"
            rest, right = check_bytes(line, content, order)
            count[0] += 1
            if not right:
                wrong.append(f"bytes: {line!r}")
            if rest is not None:
                section.append(rest)
    expected = expected_of(name, path)
    if expected is None:
        NOT_COMPARED.add(name)
        return wrong
    if list(sections) != list(expected):
        wrong.append(f"sections: {list(sections)}, expected {list(expected)}")
    for heading, rows in expected.items():
        if rows is None or heading not in sections:
            continue
        if len(rows) != len(sections[heading]):
            wrong.append(f"{heading}: {len(sections[heading])} lines, expected {len(rows)}")
        wrong += [f"{heading}: {line!r}, expected {values}" for line, values in zip(sections[heading], rows)
                  if not has_values(line, values)]
    return wrong


def agree(program, paths):
    count, failures, kinds = [0], 0, {}
    for path in paths:
        result = run(program, path)
        wrong = problems(result.stdout, path, count)
        if result.returncode != 0 or result.stderr:
            wrong.append(f"exit code {result.returncode}: {result.stderr}")
        kind = result.stdout.split(",")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
        for text in wrong[:5]:
            print(f"{path}: {text}"[:400])
        failures += bool(wrong)
    print(", ".join(f"{kind}: {number}" for kind, number in sorted(kinds.items())))
    print(f"{count[0]} lines compared; {failures} of {len(paths)} files disagree")
    for name in sorted(NOT_COMPARED):
        print(f"{name}: no reader is installed")
    missing = set(READERS) - set(kinds)
    if missing:
        print(f"no file of {', '.join(missing)}")
    return failures == 0 and not missing


def rejects(program, paths):
    """Changes every digit of some outputs, one at a time, and demands that each change is noticed."""
    changed, unnoticed = 0, 0
    for path in paths:
        output = run(program, path).stdout
        NOT_COMPARED.clear()
        problems(output, path, [0])
        if NOT_COMPARED:
            print(f"{path}: no reader is installed")
            continue
        for place, character in enumerate(output):
            if not character.isdigit():
                continue
            changed += 1
            wrong = output[:place] + str((int(character) + 1) % 10) + output[place + 1:]
            if not problems(wrong, path, [0]):
                unnoticed += 1
                line = wrong[:place].count("\n")
                print(f"{path}: unnoticed: {wrong.splitlines()[line]!r}, was {output.splitlines()[line]!r}")
    print(f"{changed} digits changed, {unnoticed} not noticed")
    return changed > 1000 and unnoticed == 0


def main(program, folder, *more):
    if program == "--rejects":
        return rejects(folder, [os.path.join(more[0], name) for name in REJECTED])
    return agree(program, [os.path.join(folder, name) for name in sorted(os.listdir(folder))] + list(more))


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
