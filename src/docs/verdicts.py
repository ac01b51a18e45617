#!/usr/bin/env python3
"""Writes the table of laboratory.md: usage: verdicts.py FULL_LAB_JSON QUICK_LAB_JSON > table.md

A row per sentence: what the full set found and, beside it, the verdict of the quick one; below it, how many there are of each.
Experiments that the full set has not got yet are left out. Needs nothing but Python's library.
"""

import collections
import json
import sys


def experiments(path):
    with open(path, encoding="utf-8") as file:
        return {each["name"]: each for each in json.load(file)["experiments"]}


def main(full, quick):
    print("| | sentence | Fashion-MNIST | digits | found on Fashion-MNIST |")
    print("|---|---|---|---|---|")
    large, small = experiments(full), experiments(quick)
    for name, experiment in large.items():
        for claim, same in zip(experiment["claims"], small[name]["claims"]):
            if claim["sentence"] != same["sentence"]:
                sys.exit("%s: the two sets judge different sentences: take a lab.json of the same version" % name)
            source = "" if claim["source"] == "the article" else " (%s)" % claim["source"]
            print(
                "| `%s` | %s%s | **%s** | %s | %s |"
                % (name, claim["sentence"], source, claim["verdict"], same["verdict"], claim["figure"].replace("|", "\\|"))
            )
    trials = sum(len(experiment["trials"]) for experiment in large.values())
    for found in (large, {name: small[name] for name in large}):
        verdicts = collections.Counter(claim["verdict"] for each in found.values() for claim in each["claims"])
        print("\n%d sentences: %s" % (sum(verdicts.values()), ", ".join("%d %s" % (n, verdict) for verdict, n in verdicts.items())))
    print("\n%d experiments, %d jobs" % (len(large), trials))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
