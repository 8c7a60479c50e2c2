#!/usr/bin/env python3
"""Puts the headlines of a run of the benchmarks into a README, between two comments, and draws the plots beside it.

    readme.py build/bench README.md
"""

import json
import pathlib
import statistics
import sys

sys.dont_write_bytecode = True  # leaves nothing beside the sources
import plot  # noqa: E402
from plot import readable, times  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
BEGIN, END = "<!-- benchmarks: begin -->", "<!-- benchmarks: end -->"
# case, its title
ROWS = (("slice 1000 B of 16 KB, borrowed", "slice of 1000 bytes in L1, borrowed"),
        ("slice 1000 B of 16 KB, leased", "the same, keeps its owner alive"),
        ("unpack <4sHI", "unpack `<4sHI` at an offset, checked"),
        ("unpack >BHIQd", "unpack `>BHIQd`"),
        ("unpack >BHIQd, run time", "unpack `>BHIQd`, format known at run time only"),
        ("pack >BHIQd", "pack `>BHIQd`, values and bounds checked"),
        ("iterate >IHHd 10 MB", "iterate over 10 MB of `>IHHd`"),
        ("decode >I, 16 MiB", "decode 16 MiB of `>I`"),
        ("decode >e, 16 MiB", "decode 16 MiB of halves `>e`"),
        ("sum f32, 16 KiB", "sum of floats, 16 KiB"),
        ("sum f64, 64 MiB", "sum of doubles, 64 MiB"),
        ("2-D transposed sum f64 4096x4096", "sum of a transposed 4096 × 4096 matrix"),
        ("loop sum i32, 512 KiB, v[i]", "plain loop over `v[i]`, 512 KiB of ints"),
        ("2-D loop sum f64 400x160", "plain loop over `v(i, j)`, 400 × 160 doubles"),
        ("axpy f32, 512 KiB, transform", "`transform`, axpy of 512 KiB of floats"),
        ("transpose f32 4096x4096", "transposed copy, 4096 × 4096 floats"),
        ("HWC to CHW u8 1080x1920x3", "1080p image to three planes"),
        ("copy u32, padded rows, 512 KiB", "copy of padded rows, 512 KiB"),
        ("equal f64, 512 KiB", "`==` of doubles, 512 KiB"),
        ("equal i32 and f64, 512 KiB", "`==` of ints and doubles"),
        ("find byte in 100 MB", "find a byte in 100 MB"),
        ("find 16 bytes in 100 MB", "find 16 bytes in 100 MB"),
        ("sum of a mapped file", "sum of a mapped file of 1 GB"),
        ("open a file, first byte", "open, map, first byte"))
SLICES = (("1e6 slices of 1000 bytes of 10 MB", "1e6 slices", 1_000_000),
          ("49 MB slice of 100 MB", "49 MB slice of 100 MB", 1))


def slice_tables(details):
    """Gives (title, [(who, time, bytes allocated)]) for slices: all that lend, share or copy, for one slice."""
    def entry(who, variant, count):
        return who, statistics.median(variant["times"]), round((variant["bytes"] or 0) / count)

    for title, case, count in SLICES:
        borrowed = details["variants"].get(f"{case}, borrowed", {})
        leased = details["variants"].get(f"{case}, leased", {})
        table = [entry(who, variants[name], count)
                 for who, variants, name in (("std::span", borrowed, "limit"), ("lendbuf, borrowed", borrowed, "ours"),
                                             ("lendbuf, leased", leased, "ours"))
                 if variants.get(name, {}).get("times")]
        table += sorted((entry(plot.NAMES.get(name[5:], name[5:]), variant, count)
                         for name, variant in leased.items() if name.startswith("peer:") and variant["times"]),
                        key=lambda one: one[1])
        if table:
            yield title, table


def micro(text):
    return text.replace(" us", " µs")


def section(rows, details):
    """Gives the text between the two comments."""
    lines = [f"{details['machine']}, {details['compiler']}, {details['date']}; medians of {details['repetitions']} "
             "interleaved repetitions. The limit is the best code that could be written by hand for the case, in the "
             "same program; for copies it is one that has nothing to arrange.",
             "", "<picture>",
             '<source media="(prefers-color-scheme: dark)" srcset="benchmarks/results-dark.svg">',
             '<img alt="lendbuf beside its peers: five cases" src="benchmarks/results.svg" width="860">', "</picture>"]
    tables = list(slice_tables(details))
    if len(tables) == 2:
        big = {who: (time, size) for who, time, size in tables[1][1]}
        lines += ["", "A slice copies nothing and allocates nothing:", "",
                  f"| | {tables[0][0]}: each | allocates | {tables[1][0]} | allocates |", "|---|--:|--:|--:|--:|"]
        for who, time, size in tables[0][1]:
            other = f"{readable(big[who][0])} | {big[who][1]:,} B" if who in big else "|"
            lines.append(f"| {who} | {readable(time)} | {size:,} B | {other} |")
    lines += ["", "| | lendbuf | limit | × limit | best peer | | lendbuf is |", "|---|--:|--:|--:|---|--:|--:|"]
    for case, title in ROWS:
        if case not in rows:
            continue
        row = rows[case]
        who = time = faster = ""
        if row["peers"]:
            who, best = min(row["peers"].items(), key=lambda pair: pair[1])
            who = plot.NAMES.get(who, who)
            time, ratio = readable(best), best / row["ours"]
            faster = "as fast" if 0.95 <= ratio <= 1.05 else times(ratio) + " as fast"
        lines.append(f"| {title} | {readable(row['ours'])} | {readable(row['limit'])} | "
                     f"{row['ours'] / row['limit']:.2f} | {who} | {time} | {faster} |")
    lines += ["", f"These are {sum(case in rows for case, _ in ROWS)} of {len(rows)} cases."]
    return micro("\n".join(lines))


def write(rows, details, path):
    """Replaces what is between the comments in the file `path`, and draws the plots."""
    text = path.read_text(encoding="utf-8")
    if text.count(BEGIN) != 1 or text.count(END) != 1 or text.index(BEGIN) > text.index(END):
        sys.exit(f"{path}: there must be one line '{BEGIN}', and one '{END}' below it")
    before, after = text[:text.index(BEGIN)], text[text.index(END):]
    path.write_text(f"{before}{BEGIN}\n{section(rows, details)}\n{after}", encoding="utf-8")
    plot.write(rows, HERE / "results.svg", HERE / "results-dark.svg")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    folder = pathlib.Path(sys.argv[1])
    rows, details = (json.loads((folder / name).read_text()) for name in ("results.json", "details.json"))
    write(rows, details, pathlib.Path(sys.argv[2]))


if __name__ == "__main__":
    main()
