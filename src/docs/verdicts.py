#!/usr/bin/env python3
"""Writes the table of laboratory.md: usage: verdicts.py FULL_LAB_JSON QUICK_LAB_JSON > table.md

A row per sentence: what the full set found and, beside it, the verdict of the quick one. Experiments that the full set has not got
yet are left out. Needs nothing but Python's library.
"""

import json
import sys


def experiments(path):
    with open(path, encoding="utf-8") as file:
        return {each["name"]: each for each in json.load(file)["experiments"]}


def main(full, quick):
    print("| | sentence | Fashion-MNIST | digits | found on Fashion-MNIST |")
    print("|---|---|---|---|---|")
    small = experiments(quick)
    for name, experiment in experiments(full).items():
        for claim, same in zip(experiment["claims"], small[name]["claims"]):
            source = "" if claim["source"] == "the article" else " (%s)" % claim["source"]
            print(
                "| `%s` | %s%s | **%s** | %s | %s |"
                % (name, claim["sentence"], source, claim["verdict"], same["verdict"], claim["figure"].replace("|", "\\|"))
            )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
