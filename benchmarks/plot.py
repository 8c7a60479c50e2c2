#!/usr/bin/env python3
"""Draws five headline cases of results.json as bars, one SVG for light pages and one for dark ones.

    plot.py results.json results.svg results-dark.svg
"""

import html
import json
import pathlib
import sys

# case, its title, what the limit is
CASES = (("1e6 slices, leased", "One of a million slices of 1000 bytes, each keeps its memory alive", "span, keeps nothing"),
         ("unpack >BHIQd", "A record >BHIQd unpacked, bounds checked", "hand-written, unchecked"),
         ("sum f32, 512 KiB", "Sum of 512 KiB of floats", "hand-written lanes"),
         ("transpose f32 4096x4096", "Transposed copy of 4096 × 4096 floats", "plain copy"),
         ("find 16 bytes in 100 MB", "16 bytes found at the end of 100 MB", "memmem"))
# What a peer is called where its name in the table does not say it.
NAMES = {"vector": "std::vector, a copy", "shared_ptr": "std::shared_ptr", "struct": "Python struct",
         "bytes.find": "Python bytes.find", "hand, checked": "hand-written, checked", "memoryview": "Python memoryview"}
LIGHT = {"text": "#1f2328", "soft": "#59636e", "ours": "#0969da", "peer": "#afb8c1", "line": "#59636e"}
DARK = {"text": "#f0f6fc", "soft": "#9198a1", "ours": "#4493f8", "peer": "#4b5563", "line": "#9198a1"}
WIDTH, LEFT, RIGHT, BAR, STEP, GAP = 860, 190, 150, 17, 23, 62
MOST_PEERS = 5


def readable(ns):
    for unit, scale in (("ns", 1), ("us", 1e3), ("ms", 1e6)):
        if ns < scale * 999.5 or unit == "ms":
            return f"{ns / scale:.{2 if ns / scale < 9.995 else 1 if ns / scale < 99.95 else 0}f} {unit}"


def times(ratio):
    return f"{ratio:.{0 if ratio >= 9.95 else 1 if ratio >= 1.995 else 2}f}×"


def bars_of(row, limit):
    """Gives (class, who, time): the limit, ours, and the peers from the fastest on."""
    peers = sorted(row["peers"].items(), key=lambda pair: pair[1])
    if len(peers) > MOST_PEERS:  # the slowest is of interest, too
        peers = peers[:MOST_PEERS - 1] + peers[-1:]
    return ([("limit", limit, row["limit"]), ("ours", "lendbuf", row["ours"])] +
            [("peer", NAMES.get(who, who), time) for who, time in peers])


def panel(row, title, limit, y):
    """Draws one case from `y` on, on a scale of its own; gives the parts and where it ends."""
    bars = bars_of(row, limit)
    scale = (WIDTH - LEFT - RIGHT) / max(time for _, _, time in bars)
    parts = [f'<text x="0" y="{y}" class="title">{html.escape(title)}</text>']
    y += 14
    for kind, who, time in bars:
        wide = max(1.5, time * scale)
        label = readable(time).replace("us", "µs")
        if kind == "peer":
            label += f'<tspan class="soft" dx="8">{times(time / row["ours"])}</tspan>'
        inset = 0.5 if kind == "limit" else 0
        parts.append(f'<text x="{LEFT - 10}" y="{y + 13}" class="who {kind}-text">{html.escape(who)}</text>'
                     f'<rect x="{LEFT + inset}" y="{y + inset}" width="{max(1, wide - 2 * inset):.1f}" '
                     f'height="{BAR - 2 * inset}" rx="2" class="{kind}"/>'
                     f'<text x="{LEFT + wide + 8:.1f}" y="{y + 13}" class="{kind}-text">{label}</text>')
        y += STEP
    return parts, y


def svg(rows, colours=LIGHT):
    """Draws the cases that `rows` has."""
    parts, y = [], 80
    for case, title, limit in CASES:
        if case in rows:
            drawn, end = panel(rows[case], title, limit, y)
            parts += drawn
            y = end + GAP - STEP + 4
    height = y - 30
    style = (f'text {{ font: 13px -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; '
             f'fill: {colours["text"]} }} .title {{ font-weight: 600; font-size: 15px }} .who {{ text-anchor: end }} '
             f'.soft, .limit-text {{ fill: {colours["soft"]} }} .ours-text {{ font-weight: 600 }} '
             f'.ours {{ fill: {colours["ours"]} }} .peer {{ fill: {colours["peer"]} }} '
             f'.limit {{ fill: none; stroke: {colours["line"]}; stroke-dasharray: 3 2 }}')
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
            f'viewBox="0 0 {WIDTH} {height}" role="img">\n<title>lendbuf beside its peers</title>\n'
            f'<style>{style}</style>\n<text x="0" y="18" class="soft">Time of one operation: shorter is better. '
            'Dashed: the limit, code written by hand for this very case.</text>\n'
            '<text x="0" y="38" class="soft">2.0×: takes twice as long as lendbuf.</text>\n'
            + "\n".join(parts) + "\n</svg>\n")


def write(rows, light, dark):
    """Writes both drawings."""
    pathlib.Path(light).write_text(svg(rows, LIGHT), encoding="utf-8")
    pathlib.Path(dark).write_text(svg(rows, DARK), encoding="utf-8")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    write(json.loads(pathlib.Path(sys.argv[1]).read_text()), *sys.argv[2:])


if __name__ == "__main__":
    main()
