#!/usr/bin/env python3
"""Shows that codegen.py, the command given, notices each kind of mistake: rejects.py COMMAND..."""

import pathlib
import subprocess
import sys
import tempfile

SOURCE = """// flags: -O2
// wanted: {wanted}
// called: {called}
void other();
extern "C" unsigned swapped(unsigned number) {{
    {before}
    return __builtin_bswap32(number);
}}
"""
RIGHT = {"wanted": "bswap", "called": "nothing", "before": ""}


def run(path, *options):
    ended = subprocess.run([*sys.argv[1:], *options, path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return ended.returncode, ended.stdout


def main():
    cases = {
        "what it accepts": ({}, 0, "the same as"),
        "an instruction that is missing": ({"wanted": "mulps"}, 1, "there is no mulps in"),
        "a call": ({"before": "other();"}, 1, "unexpected: call"),
        "another call": ({"before": "other();", "called": "another"}, 1, "unexpected: call"),
        "other instructions": ({"before": "number += 5;"}, 1, "has changed"),
        "no comment": ({"called": "\n"}, 1, "the source says nothing"),
    }
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "swapped.cpp"
        path.write_text(SOURCE.format(**RIGHT))
        run(path, "--update")
        for name, (changes, status, text) in cases.items():
            path.write_text(SOURCE.format(**{**RIGHT, **changes}))
            got = run(path)
            if got[0] != status or text not in got[1]:
                print(f"{name}: expected status {status} and '{text}'; got status {got[0]} and\n{got[1]}")
                failed = 1
        # A snapshot by another compiler is not compared.
        snapshot = path.with_suffix(".asm")
        snapshot.write_text("; gcc 1.0, -O2\n")
        path.write_text(SOURCE.format(**RIGHT))
        got = run(path)
        if got[0] != 0 or "is not compared" not in got[1]:
            print(f"another compiler: got status {got[0]} and\n{got[1]}")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
