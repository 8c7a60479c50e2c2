#!/usr/bin/env python3
"""Measures what it costs to compile lendbuf: preprocessed lines, seconds, bytes of code, by compiler."""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

INCLUDE = pathlib.Path(__file__).resolve().parent.parent / "include"
CODES = "bBhHiIqQfd"


def unpacking(formats):
    """Gives a program part that unpacks each format at run time."""
    lines = ["#include <lendbuf/core.hpp>", "using view = lendbuf::buffer_view<const unsigned char>;"]
    for place, form in enumerate(formats):
        lines.append(f'auto read_{place}(view v) {{ return lendbuf::unpack_from<"{form}">(v, 0); }}')
    return "\n".join(lines) + "\n"


def several(count):
    """Gives `count` formats of three to seven fields, no two the same."""
    made = []
    for place in range(count):
        fields = "".join(CODES[(place * 3 + k * (place + 1)) % 10] for k in range(3 + place % 5))
        made.append(("<" if place % 2 else ">") + fields + CODES[place % 10] * (place // 10))
    return made


CASES = {
    "nothing": "",
    "core.hpp": "#include <lendbuf/core.hpp>\n",
    "lendbuf.hpp": "#include <lendbuf/lendbuf.hpp>\n",
    "core.hpp, 20 formats": unpacking(several(20)),
    "core.hpp, one format of 127 fields": unpacking(["<" + (CODES * 13)[:127]]),
}


def text_size(path):
    listed = subprocess.run(["size", str(path)], check=True, capture_output=True, text=True).stdout
    return int(listed.splitlines()[1].split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compilers", default="g++-12,clang++-16")
    parser.add_argument("--flags", default="-std=c++20 -O2")
    parser.add_argument("--repetitions", type=int, default=3)
    options = parser.parse_args()

    print(f"{'compiler, ' + options.flags:20} {'case':36} {'lines':>8} {'seconds':>8} {'code':>8}")
    for compiler in options.compilers.split(","):
        if not shutil.which(compiler):
            print(f"{compiler} is missing")
            continue
        command = [compiler, *options.flags.split(), "-I", str(INCLUDE)]
        with tempfile.TemporaryDirectory() as folder:
            source, built = pathlib.Path(folder) / "case.cpp", pathlib.Path(folder) / "case.o"
            for name, text in CASES.items():
                source.write_text(text)
                seen = subprocess.run([*command, "-E", source], check=True, capture_output=True, text=True).stdout
                times = []
                for _ in range(options.repetitions):
                    begun = time.perf_counter()
                    subprocess.run([*command, "-c", source, "-o", built], check=True)
                    times.append(time.perf_counter() - begun)
                print(f"{compiler:20} {name:36} {len(seen.splitlines()):8} {statistics.median(times):8.3f} "
                      f"{text_size(built):8}", flush=True)


if __name__ == "__main__":
    main()
