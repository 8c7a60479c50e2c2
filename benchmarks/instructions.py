#!/usr/bin/env python3
"""Counts the instructions of small operations with valgrind, and compares them with those in instructions.json.

A count does not depend on how busy the machine is, only on the compiler; the file says which one it is from. The empty
loop is taken off. A count more than 5 % above the file's is marked; --strict makes it an error, --update writes the
file.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "instructions.json"
FEW, MANY = 1000, 3000


def collected(program, name, count):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, name, str(count)]
    ended = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", ended.stderr)
    if ended.returncode != 0 or not found:
        sys.exit(f"{name}: {ended.stderr}")
    return int(found.group(1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++-12")
    parser.add_argument("--flags", default="-std=c++20 -O3 -DNDEBUG -march=x86-64-v2")
    parser.add_argument("--update", action="store_true", help="writes instructions.json")
    parser.add_argument("--strict", action="store_true", help="fails when a count is more than 5 %% above the file's")
    options = parser.parse_args()
    for tool in ("valgrind", options.compiler):
        if not shutil.which(tool):
            print(f"no instructions are counted: {tool} is missing")
            return 0

    with tempfile.TemporaryDirectory() as folder:
        program = f"{folder}/operations"
        subprocess.run([options.compiler, *options.flags.split(), "-I", str(HERE.parent / "include"),
                        str(HERE / "instructions" / "operations.cpp"), "-o", program], check=True)
        names = subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines()
        counts = {}
        for name in names:
            each = (collected(program, name, MANY) - collected(program, name, FEW)) / (MANY - FEW)
            counts[name] = round(each - counts.get("nothing", 0), 1)
    del counts["nothing"]

    with_flags = f"{options.compiler} {options.flags}"
    known = json.loads(TABLE.read_text()) if TABLE.exists() else {"compiler": with_flags, "instructions": {}}
    comparable = known["compiler"] == with_flags
    grown = []
    print(f"{'instructions, ' + with_flags:60} {'now':>7} {'before':>7}")
    for name, count in counts.items():
        before = known["instructions"].get(name) if comparable else None
        note = ""
        if before is not None and count > 1.05 * before:
            grown.append(name)
            note = f"  {100 * (count / before - 1):+.0f} %" if before else "  from none"
        print(f"{name:60} {count:7.1f} {'' if before is None else f'{before:.1f}':>7}{note}")
    if grown:
        print(f"more than 5 % above {TABLE.name}: {', '.join(grown)}")
    if options.update:
        TABLE.write_text(json.dumps({"compiler": with_flags, "instructions": counts}, indent=1) + "\n")
    return 1 if options.strict and grown else 0


if __name__ == "__main__":
    sys.exit(main())
