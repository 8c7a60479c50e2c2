#!/usr/bin/env python3
"""Counts the instructions of small operations with valgrind, and compares them with those in instructions.json.

A count does not depend on how busy the machine is, only on the compiler; the file says which one it is from, and counts
by another are not compared. The empty loop is taken off. A count that is more than 5 % off the file's is marked;
--strict makes more instructions an error, --update writes the file.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # leaves nothing beside the sources
from codegen.codegen import version_of  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE / "instructions.json"
FEW, MANY = 1000, 3000
# The C library has a memcpy for each kind of processor: the counts are with the one that all have.
ENVIRONMENT = {**os.environ, "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX_Fast_Unaligned_Load,-AVX2,-AVX512F,-ERMS,-FSRM"}


def collected(program, name, count):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, name, str(count)]
    ended = subprocess.run(command, capture_output=True, env=ENVIRONMENT, text=True)
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

    compiler = f"{version_of(options.compiler)}, {options.flags}"
    known = json.loads(TABLE.read_text()) if TABLE.exists() else {"compiler": compiler, "instructions": {}}
    before = known["instructions"] if known["compiler"] == compiler else {}
    grown = []
    print(f"Instructions of each operation, by {compiler}")
    if not before:
        print(f"{TABLE.name} is not compared, since it is by {known['compiler']}")
    print(f"{'':40} {'now':>7} {'before':>7}")
    for name, count in counts.items():
        old, note = before.get(name), ""
        if old is not None and count > 1.05 * old:
            grown.append(name)
            note = f"  {100 * (count / old - 1):+.0f} %  MORE THAN BEFORE" if old else "  MORE THAN BEFORE"
        elif old is not None and count < 0.95 * old:
            note = f"  {100 * (count / old - 1):+.0f} %, fewer than before"
        print(f"{name:40} {count:7.1f} {'' if old is None else f'{old:.1f}':>7}{note}".rstrip())
    if grown:
        print(f"more than 5 % above {TABLE.name}: {', '.join(grown)}; instructions.py --update accepts it")
    if options.update:
        TABLE.write_text(json.dumps({"compiler": compiler, "instructions": counts}, indent=1) + "\n")
    return 1 if options.strict and grown else 0


if __name__ == "__main__":
    sys.exit(main())
