#!/usr/bin/env python3
"""Draws five headline cases of results.json as bars: how many times the hand-written limit each takes."""

import html
import json
import pathlib
import sys

# case, its title
CASES = (("1e6 slices, leased", "A slice of 1000 bytes, kept alive"),
         ("transpose f32 4096x4096", "Transposed copy of 4096 x 4096 floats"),
         ("sum f32, 512 KiB", "Sum of 512 KiB of floats"),
         ("decode >I, 16 MiB", "16 MiB of big-endian integers decoded"),
         ("unpack >BHIQd", "Unpack >BHIQd at an offset, checked"))
WIDTH, LEFT, RIGHT, BAR, GAP = 760, 150, 90, 16, 30
MOST_PEERS = 4


def bars_of(row):
    """Gives (who, times the limit), ours first, then the peers from the fastest."""
    peers = sorted(row["peers"].items(), key=lambda pair: pair[1])[:MOST_PEERS]
    return [("lendbuf", row["ours"] / row["limit"])] + [(who, time / row["limit"]) for who, time in peers]


def svg(rows):
    """Draws the cases that `rows` has, each on a scale of its own."""
    parts, y = [], 46
    for case, title in CASES:
        if case not in rows:
            continue
        bars = bars_of(rows[case])
        scale = (WIDTH - LEFT - RIGHT) / max(1.0, *(ratio for _, ratio in bars))
        parts.append(f'<text x="10" y="{y}" class="title">{html.escape(title)}</text>')
        y += 8
        top = y
        for place, (who, ratio) in enumerate(bars):
            parts.append(f'<text x="{LEFT - 8}" y="{y + 12}" class="who">{html.escape(who)}</text>'
                         f'<rect x="{LEFT}" y="{y}" width="{ratio * scale:.1f}" height="{BAR - 3}" '
                         f'class="{"ours" if place == 0 else "peer"}"/>'
                         f'<text x="{LEFT + ratio * scale + 5:.1f}" y="{y + 11}">{ratio:.2f}</text>')
            y += BAR
        parts.append(f'<line x1="{LEFT + scale:.1f}" x2="{LEFT + scale:.1f}" y1="{top - 2}" y2="{y}"/>')
        y += GAP
    style = ("text { font: 12px sans-serif; fill: #222 } .title { font-weight: bold; font-size: 13px } "
             ".who { text-anchor: end } .ours { fill: #1f6fb4 } .peer { fill: #b9bec4 } "
             "line { stroke: #c33; stroke-dasharray: 3 2 }")
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y - 10}" '
            f'viewBox="0 0 {WIDTH} {y - 10}">\n<style>{style}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n'
            '<text x="10" y="20">Time as a multiple of the hand-written limit (dashed); shorter is better</text>\n'
            + "\n".join(parts) + "\n</svg>\n")


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: plot.py results.json results.svg")
    pathlib.Path(sys.argv[2]).write_text(svg(json.loads(pathlib.Path(sys.argv[1]).read_text())))


if __name__ == "__main__":
    main()
