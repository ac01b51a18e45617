#!/usr/bin/env python3
"""Draws what `evenkeel lab gradients` found of gradients against depth: usage: depth_picture.py LAB_JSON > depth.svg

Two panels, one scale: without batch normalization and with it, a line for every activation and initializer, geometric mean of the
seeds. Needs nothing but Python's library; the same lab.json gives the same bytes.
"""

import json
import math
import sys

WIDTH, HEIGHT = 876, 396
TOP, BOTTOM = 58, 346
PANELS = {"without": (62, 334), "with": (498, 770)}
TITLES = {"without": "without batch normalization", "with": "with batch normalization"}
COLOURS = {"sigmoid": ("#0b62c4", "#62a8ff"), "tanh": ("#12805c", "#4fcf9f"), "relu": ("#c2500a", "#ff9a57")}
DASHES = {"he": "", "xavier": "6 3", "large": "1.5 3"}
LEAST_GAP = 14


def points(lab):
    """Logarithms of the first layer's gradient norm: {(arm, activation, initializer): {depth: log10 of the geometric mean}}."""
    gradients = next(each for each in lab["experiments"] if each["name"] == "gradients")
    seeds = {}
    for trial in gradients["trials"]:
        activation, initializer, layers, arm, _ = trial["trial"].split(", ")
        norm = trial["figures"]["initial_norms"][0]
        if norm > 0:
            line = seeds.setdefault((arm, activation, initializer), {})
            line.setdefault(int(layers.split()[0]), []).append(math.log10(norm))
    return {
        key: {depth: sum(logs) / len(logs) for depth, logs in sorted(line.items())} for key, line in sorted(seeds.items())
    }


def spread(wished):
    """Places for labels, in the order of the wished ones and no nearer to each other than a line of text."""
    places = sorted(wished)
    for _ in range(200):
        for i in range(1, len(places)):
            overlap = LEAST_GAP - (places[i] - places[i - 1])
            if overlap > 0:
                places[i - 1] -= overlap / 2
                places[i] += overlap / 2
    return places


def power(exponent):
    return '10<tspan dy="-5" font-size="9">%s</tspan>' % str(exponent).replace("-", "−")


def main(path):
    with open(path, encoding="utf-8") as file:
        lines = points(json.load(file))
    depths = sorted({depth for line in lines.values() for depth in line})
    values = [value for line in lines.values() for value in line.values()]
    low = 10 * math.floor(min(values) / 10)
    high = 10 * math.ceil(max(values) / 10)

    def y(value):
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)

    out = []
    say = out.append
    say('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" role="img" aria-label="Gradient norm of the first'
        ' layer against depth: it vanishes or explodes without batch normalization, and hardly moves with it"' % (WIDTH, HEIGHT, WIDTH))
    say(' font-family="system-ui, sans-serif" font-size="12">')
    say("<style>")
    say("text { fill: #1b1f24 } .quiet { fill: #57606a } .grid { stroke: #d5dae0 } path { fill: none; stroke-width: 2 }")
    for name, (light, _) in COLOURS.items():
        say(".%s { stroke: %s } text.%s { stroke: none; fill: %s }" % (name, light, name, light))
    say("@media (prefers-color-scheme: dark) {")
    say("text { fill: #e4e8ed } .quiet { fill: #9aa5b1 } .grid { stroke: #343c46 }")
    for name, (_, dark) in COLOURS.items():
        say(".%s { stroke: %s } text.%s { stroke: none; fill: %s }" % (name, dark, name, dark))
    say("} </style>")
    say('<text x="%d" y="18" class="quiet">gradient norm of the first layer, before any weight has moved</text>' % PANELS["without"][0])
    for arm, (left, right) in PANELS.items():
        def x(depth):
            return left + (depth - depths[0]) / (depths[-1] - depths[0]) * (right - left)

        say('<text x="%d" y="44" font-size="14" font-weight="600">%s</text>' % (left, TITLES[arm]))
        for exponent in range(low, high + 1, 10):
            say('<line class="grid" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/>' % (left, right, y(exponent), y(exponent)))
            say('<text class="quiet" x="%d" y="%.1f" text-anchor="end">%s</text>' % (left - 8, y(exponent) + 4, power(exponent)))
        for depth in depths:
            say('<text class="quiet" x="%.1f" y="%d" text-anchor="middle">%d</text>' % (x(depth), BOTTOM + 20, depth))
        say('<text class="quiet" x="%.1f" y="%d" text-anchor="middle">hidden layers</text>' % ((left + right) / 2, BOTTOM + 38))
        ends = []
        for (of, activation, initializer), line in lines.items():
            if of == arm:
                places = " L".join("%.1f,%.1f" % (x(depth), y(value)) for depth, value in line.items())
                say('<path class="%s" stroke-dasharray="%s" d="M%s"/>' % (activation, DASHES[initializer], places))
                last = max(line)
                ends.append((y(line[last]), activation, initializer))
        ends.sort()
        for place, (_, activation, initializer) in zip(spread([end[0] for end in ends]), ends):
            say('<text class="%s" x="%d" y="%.1f">%s, %s</text>' % (activation, right + 8, place + 4, activation, initializer))
    say("</svg>")
    print("\n".join(out))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
