#!/usr/bin/env python3
"""Looks up in the compiler's output whether what is said to cost nothing does.

The first comment of each source beside this file says what to compile it with (flags:), regular expressions that its
functions' assembly must contain (wanted:) and one that all calls must match (called:; nothing: there is no call). This
holds for every compiler. Beside the source lies the assembly itself as one compiler writes it, named in the first line
of <name>.asm: that compiler must still write the same. --update writes these files.
"""

import argparse
import difflib
import pathlib
import re
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parent.parent / "include"


def output_of(command, text=None):
    ended = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True)
    if ended.returncode != 0:
        sys.exit(f"{shlex.join(map(str, command))} ended with status {ended.returncode}")
    return ended.stdout


def version_of(compiler):
    """Gives what --version says first; gcc begins with the name it was called by."""
    return re.sub(r"^\S+ \(", "gcc (", output_of([compiler, "--version"]).splitlines()[0])


def said(source, key):
    """Gives what the source's comment says under `key`."""
    found = re.search(rf"^// {key}: (.+)$", source, re.MULTILINE)
    if not found:
        sys.exit(f"the source says nothing under \"{key}:\"")
    return found.group(1)


def lines_of(name, assembly):
    """Gives the instructions and labels of one function; no directives, no comments."""
    found = re.search(rf"^{re.escape(name)}:(.*?)^\s*\.cfi_endproc", assembly, re.MULTILINE | re.DOTALL)
    if not found:
        return []
    lines = [re.sub(r"\s*#.*", "", line).strip() for line in found.group(0).splitlines()]
    return [" ".join(line.split()) for line in lines if re.match(r"\S+:$|[^.]", line)]


def functions_of(source, assembly):
    """Gives the assembly of the functions with C names, each followed by its cold part."""
    functions = []
    for name in re.findall(r'^extern "C" .*?(\w+)\(', source, re.MULTILINE):
        lines = lines_of(name, assembly)
        if not lines:
            sys.exit(f"{name} was not found in the assembly")
        lines += lines_of(f"{name}.cold", assembly)
        # Only the labels that are used, by their place instead of the compiler's numbers.
        used = set(re.findall(r"\.L\w+", "\n".join(line for line in lines if not line.endswith(":"))))
        lines = [line for line in lines if not line.startswith(".L") or line[:-1] in used]
        numbers = {line[:-1]: number for number, line in enumerate((x for x in lines if x.startswith(".L")), 1)}
        for label in sorted(used - set(numbers)):
            numbers[label] = f"c{len(numbers) + 1}"  # a constant
        lines = [line if line.endswith(":") else "    " + line for line in lines]
        functions.append(re.sub(r"\.L\w+", lambda label: f".{numbers[label.group()]}", "\n".join(lines)))
    readable = output_of(["c++filt"], "\n\n".join(functions) + "\n")
    return re.sub(r"\blendbuf::v\d+_\w+::", "lendbuf::", readable)


def check(path, compiler, update):
    """Gives what is wrong with one source, or nothing."""
    source = path.read_text()
    flags = ["-std=c++20", *said(source, "flags").split()]
    functions = functions_of(source, output_of([compiler, *flags, "-I", INCLUDE, "-S", "-o", "-", path]))

    called = said(source, "called")
    for pattern in said(source, "wanted").split():
        if not re.search(pattern, functions):
            return f"there is no {pattern} in\n{functions}"
    for call in re.findall(r"\bcallq? .*", functions):
        if called == "nothing" or not re.search(called, call):
            return f"unexpected: {call}, in\n{functions}"

    # Only the compiler that wrote the snapshot is expected to write it again.
    snapshot = path.with_suffix(".asm")
    version = version_of(compiler)
    heading = f"; {version}, {' '.join(flags)}\n"
    if update:
        snapshot.write_text(heading + functions)
        print(f"{path.stem}: written")
        return None
    known = snapshot.read_text()
    if known.partition(",")[0] != f"; {version}":
        print(f"{path.stem}: as it should be by {version}; {snapshot.name} is not compared, since it is by "
              f"{known.partition(',')[0][2:]}")
        return None
    if known != heading + functions:
        return "the compiler's output has changed; codegen.py --update accepts it\n" + "".join(difflib.unified_diff(
            known.splitlines(True), (heading + functions).splitlines(True), snapshot.name, "now"))
    print(f"{path.stem}: as it should be, and the same as {snapshot.name}")
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compiler", default="g++-12")
    parser.add_argument("--update", action="store_true", help="writes the snapshots")
    parser.add_argument("sources", nargs="*", type=pathlib.Path, default=sorted(HERE.glob("*.cpp")))
    options = parser.parse_args()
    wrong = {path.stem: what for path in options.sources if (what := check(path, options.compiler, options.update))}
    for name, what in wrong.items():
        print(f"{name}: {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
