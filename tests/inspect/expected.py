"""What readers say that inspect should print.

A reader knows nothing of lendbuf. It takes the path and the content of a file and gives a dictionary: for the heading
of each section a list of lines, for each line the values that must be on it, in that order. None stands for a section
of any content; no dictionary at all means that the tool which the reader needs is not installed.
"""

import re
import struct
import subprocess

MOST_ROWS = 48


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, env={"LC_ALL": "C"}).stdout


def quoted(text, quote='"'):
    """Text as inspect shows it; bytes are taken for characters."""
    text = text if isinstance(text, str) else bytes(text).decode("latin-1")
    return quote + text.encode("unicode_escape").decode().replace(quote, "\\" + quote) + quote


def fields(content, at, layout, names, values=None):
    """The lines for a record of that layout, in the letters of struct. Values, where given, come from elsewhere."""
    rows, names, values = [], iter(names), iter(values or ())
    for code in re.findall(r"\d*[a-zA-Z]", layout[1:]):
        for part in [code] if code[-1] in "sx" else [code[-1]] * int(code[:-1] or 1):
            if part[-1] != "x":
                value = next(values, struct.unpack_from(layout[0] + part, content, at)[0])
                rows.append([f"{at:08x}", next(names), quoted(value) if isinstance(value, bytes) else value])
            at += struct.calcsize(layout[0] + part)
    assert next(names, None) is None, names
    return rows


def capped(rows, most, things):
    return rows[:most] + ([[len(rows) - most, things]] if len(rows) > most else [])
