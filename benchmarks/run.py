#!/usr/bin/env python3
"""Runs all benchmark programs and prints one table: each case beside its limit and its best peer.

A program of Google Benchmark names its benchmarks case/limit, case/ours, case/ours:how and case/peer:who (support.hpp).
Every "how" makes a row of its own, with the limit and the peers of its case. bars.json says how many times the limit a
case may take. Written to the output folder: results.json (medians) and details.json (also machine, compiler, date, every
repetition, bytes allocated). --readme puts the headlines into a README, and a plot beside this program (readme.py).
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True  # leaves nothing beside the sources
import readme  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
UNITS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
# What a quick look leaves out: large sizes of cases that have small ones, too.
LARGE = "/67108864$|/16777216$|4096x4096|4160x4032"


class Variant:
    """One way to do a case: times in ns, one a repetition."""

    def __init__(self):
        self.times, self.result, self.bytes, self.error = [], None, None, None

    def median(self):
        return statistics.median(self.times)


def run_program(command, environment):
    """Gives a program's measurements as JSON."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, env=environment, text=True)
    if ended.returncode != 0:
        sys.exit(f"{pathlib.Path(command[0]).name} {' '.join(command[1:])} ended with status {ended.returncode}")
    return json.loads(ended.stdout or '{"benchmarks": []}')  # nothing, when none of them fits the filter


def case_with_size(case, size):
    if size is None:
        return case
    if "#" in case:
        return case.replace("#", str(size))
    for unit, scale in (("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size % scale == 0:
            return f"{case}, {size // scale} {unit}"
    return f"{case}, {size} B"


def split_name(name):
    """'sum f64/ours:v[i]/16384' -> ('sum f64, 16 KiB', 'ours:v[i]')"""
    found = re.fullmatch(r"(.+)/((?:limit|ours|peer)(?::.*?)?)(?:/(\d+))?", name)
    if not found:
        sys.exit(f"the benchmark '{name}' is not called case/limit, case/ours, case/ours:how or case/peer:who")
    case, variant, size = found.groups()
    return case_with_size(case, None if size is None else int(size)), variant


def collect(cases, measured):
    """Adds a program's measurements to cases: {case: {variant: Variant}}."""
    def place(entry):  # as registered, not as interleaved
        return entry.get("family_index", 0), entry.get("per_family_instance_index", 0)

    for entry in sorted(measured["benchmarks"], key=place):
        if entry.get("run_type", "iteration") != "iteration":
            continue
        case, name = split_name(entry.get("run_name", entry["name"]))
        variant = cases.setdefault(case, {}).setdefault(name, Variant())
        if entry.get("error_occurred"):
            variant.error = entry["error_message"]
            continue
        if "items_per_second" in entry:
            variant.times.append(1e9 / entry["items_per_second"])
        else:
            variant.times.append(entry["cpu_time"] * UNITS[entry["time_unit"]])
        variant.result = entry.get("result", variant.result)
        variant.bytes = entry.get("bytes", variant.bytes)


def mistakes_of(cases):
    """Says what is wrong with the cases: variants that failed or disagree, and those without limit or ours."""
    for case, variants in cases.items():
        for name, variant in variants.items():
            if variant.error is not None:
                yield f"{case}, {name}: {variant.error}"
        results = {name: variant.result for name, variant in variants.items() if variant.result is not None}
        if len(set(results.values())) > 1:
            yield f"{case}: results differ: {results}"
        if "limit" not in variants:
            yield f"{case}: there is no limit"
        if not any(name.split(":")[0] == "ours" for name in variants):
            yield f"{case}: there is none of ours"


class Bars:
    """bars.json: {case: ratio}; a case may have stars, the first line that fits holds."""

    def __init__(self):
        lines = json.loads((HERE / "bars.json").read_text())
        self.lines = [(re.compile(".*".join(map(re.escape, case.split("*")))), case, bar)
                      for case, bar in lines.items()]
        self.used = set()

    def of(self, case):
        for pattern, text, bar in self.lines:
            if pattern.fullmatch(case):
                self.used.add(text)
                return bar
        return None

    def unused(self):
        return [text for _, text, _ in self.lines if text not in self.used]


def rows_of(cases, bars):
    """Gives {case: {"ours", "limit", "peers", "bar"}}."""
    rows = {}
    for case, variants in cases.items():
        peers = {name[5:]: variant.median() for name, variant in variants.items()
                 if name.startswith("peer:") and variant.times}
        limit = variants.get("limit")
        for name, variant in variants.items():
            if name.split(":")[0] == "ours" and variant.times and limit is not None and limit.times:
                title = case if ":" not in name else f"{case}, {name[5:]}"
                rows[title] = {"ours": variant.median(), "limit": limit.median(), "peers": peers,
                               "bar": bars.of(title)}
    return rows


def print_table(rows):
    wide = max(map(len, rows))
    print(f"{'case':{wide}} {'ours':>9} {'limit':>9} {'ratio':>6} {'bar':>5}  "
          f"{'best peer':24} {'time':>9} {'ratio':>6}")
    over_bar, behind_peer = [], []
    for case, row in rows.items():
        ratio = row["ours"] / row["limit"]
        bar = "" if row["bar"] is None else f"{row['bar']:.2f}"
        peer = against = time = note = ""
        if row["bar"] is not None and ratio > row["bar"]:
            over_bar.append(case)
            note = "  above its bar"
        if row["peers"]:
            peer, best = min(row["peers"].items(), key=lambda pair: pair[1])
            against, time = f"{row['ours'] / best:.2f}", readme.readable(best)
            if row["ours"] > 1.05 * best:
                behind_peer.append(case)
                note += "  behind a peer"
        print(f"{case:{wide}} {readme.readable(row['ours']):>9} {readme.readable(row['limit']):>9} {ratio:6.2f} {bar:>5}  "
              f"{peer:24} {time:>9} {against:>6}{note}")
    print(f"\n{len(rows)} cases; {len(over_bar)} above their bar, {len(behind_peer)} more than 5 % behind a peer. "
          "ratio: ours / limit, ours / best peer")


def print_allocations(details):
    for title, table in readme.slice_tables(details):
        print(f"\n{title}: time and bytes allocated for each")
        for who, time, allocated in table:
            print(f"  {who:20} {readme.readable(time):>10} {allocated:12,}")


def machine():
    try:
        found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        return found.group(1) if found else platform.machine()
    except OSError:
        return platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", nargs="+", required=True)
    parser.add_argument("--output", type=pathlib.Path, help="the folder for results.json")
    parser.add_argument("--compiler", default="", help="what built the programs, to be told")
    parser.add_argument("--readme", type=pathlib.Path, help="the README that is to show the headlines")
    parser.add_argument("--check", action="store_true", help="only see whether all runs and agrees; judge no times")
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--min-time", type=float, default=0.01, help="seconds for one repetition of a variant")
    parser.add_argument("--filter", default="", help="a regular expression for benchmarks, as Google Benchmark's")
    parser.add_argument("--strict", action="store_true", help="fail when a case is above its bar")
    options = parser.parse_args()
    if options.check:
        options.repetitions, options.min_time = 1, 1e-9

    environment = dict(os.environ)
    wanted = options.filter
    if options.check:
        environment["LENDBUF_BENCH_FILE_MB"] = "16"
        wanted = wanted or f"-({LARGE})"  # a minus: all but these
    cases = {}
    for program in options.programs:
        command = [program, "--benchmark_format=json", f"--benchmark_repetitions={options.repetitions}",
                   f"--benchmark_min_time={options.min_time:.9f}", "--benchmark_enable_random_interleaving=true",
                   f"--benchmark_filter={wanted or '.'}"]
        collect(cases, run_program(command, environment))
    peers = [sys.executable, str(HERE / "python_peers.py"), f"--repetitions={options.repetitions}",
             f"--filter={options.filter}"] + (["--check"] if options.check else [])
    only_python = {}
    collect(only_python, run_program(peers, environment))
    for case, variants in only_python.items():
        cases.setdefault(case, {}).update(variants)

    mistakes = list(mistakes_of(cases))
    bars = Bars()
    rows = rows_of(cases, bars)
    if not options.filter:
        if not options.check:
            mistakes += [f"bars.json: no case is called '{case}'" for case in bars.unused()
                         if not case.startswith("clang ")]  # that compiler is optional
        mistakes += [f"bars.json: there is no bar for '{case}'" for case, row in rows.items() if row["bar"] is None]
    if options.check and mistakes:
        sys.exit("\n".join(mistakes))
    if options.check:
        print(f"{len(rows)} cases, {sum(map(len, cases.values()))} variants: all run, and all results agree")
        return 0

    details = {"machine": machine(), "cpus": os.cpu_count(), "date": str(datetime.date.today()),
               "compiler": options.compiler, "repetitions": options.repetitions,
               "variants": {case: {name: {"times": variant.times, "bytes": variant.bytes, "result": variant.result}
                                   for name, variant in variants.items()} for case, variants in cases.items()}}
    print(f"{machine()}, {os.cpu_count()} CPUs, {options.compiler}, {datetime.date.today()}; "
          f"medians of {options.repetitions} repetitions\n")
    print_table(rows)
    print_allocations(details)
    if options.output:
        options.output.mkdir(parents=True, exist_ok=True)
        (options.output / "results.json").write_text(json.dumps(rows, indent=1) + "\n")
        (options.output / "details.json").write_text(json.dumps(details, indent=1) + "\n")
        print(f"\nwritten: results.json and details.json in {options.output}")
    if options.readme:
        readme.write(rows, details, options.readme)
        print(f"written: {options.readme} and the plots beside run.py")
    if mistakes:
        sys.exit("\n" + "\n".join(mistakes))
    return 1 if options.strict and any(row["ours"] > row["bar"] * row["limit"] for row in rows.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
