"""Makes the table of kernels from what `mvn -B verify -Pkernels` prints with two JVMs.

    python3 kernels.py OUTPUT_OF_JDK_17 OUTPUT_OF_JDK_25
"""
import re
import sys

LINE = re.compile(
    r"^(?P<name>\S.*?)\s+[\d.]+\s+(?P<rate>[\d.]+) (?P<unit>G\S+/s)\s+(?P<peak>\d+) %(?:\s+(?P<plain>[\d.]+) G\S+/s)?\s*$"
)


def kernels(path):
    with open(path, encoding="utf-8") as lines:
        return {m["name"]: m for m in map(LINE.match, lines) if m}


old, new = kernels(sys.argv[1]), kernels(sys.argv[2])
print("| kernel | JDK 17 | of the peak | JDK 25 | of the peak | plain, JDK 17 | vector ÷ plain |")
print("|---|---|---|---|---|---|---|")
for name, a in old.items():
    b = new.get(name)
    later = f"{float(b['rate']):.0f} | {b['peak']} %" if b else "– | –"
    times = f"{float(a['plain']):.1f} | {float(a['rate']) / max(0.05, float(a['plain'])):.1f}" if a["plain"] else "– | –"
    print(f"| {name} | {float(a['rate']):.0f} {a['unit']} | {a['peak']} % | {later} | {times} |")
