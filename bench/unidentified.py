"""How many cells and how many pictures that are no cells a run's models leave unidentified.

    python3 bench/unidentified.py PROGRAM RUN DATA_ROOT [NAME=FOLDER …]

PROGRAM: build/dev/bin/leukolens. RUN: a finished run folder, evaluated. DATA_ROOT: what its predictions.csv's paths begin at. Each fold's model classifies that fold's test cells, the folders
named, and drawn pictures: noise of pixels, noise of large spots, text, single colours. Needs Pillow and NumPy.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict

import numpy as np
from PIL import Image, ImageDraw

SIDE = 360


def draw(folder):
    random = np.random.default_rng(0)
    made = defaultdict(list)

    def save(kind, image):
        path = os.path.join(folder, f"{kind}-{len(made[kind])}.png")
        image.save(path)
        made[kind].append(path)

    for _ in range(60):
        save("pixel noise", Image.fromarray(random.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)))
    for _ in range(60):
        coarse = random.normal(random.integers(60, 200), random.integers(5, 60), (45, 45, 3)).clip(0, 255).astype(np.uint8)
        save("spots", Image.fromarray(coarse).resize((SIDE, SIDE), Image.BICUBIC))
    for number in range(60):
        page = Image.new("RGB", (SIDE, SIDE), (255, 255, 255) if number % 2 else tuple(random.integers(180, 256, 3).tolist()))
        pen = ImageDraw.Draw(page)
        for y in range(8, SIDE - 10, 14 if number % 3 else 22):
            pen.text((8, y), "".join(chr(int(c)) for c in random.integers(97, 122, random.integers(20, 55))), fill=tuple(random.integers(0, 90, 3).tolist()))
        save("text", page)
    for _ in range(20):
        save("one colour", Image.new("RGB", (SIDE, SIDE), tuple(random.integers(0, 256, 3).tolist())))
    return made


def pictures(folder):
    return [os.path.join(root, name) for root, _, names in os.walk(folder) for name in sorted(names) if name.lower().endswith((".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"))]


def main():
    program, run, root = sys.argv[1:4]
    groups = {name: pictures(folder) for name, folder in (argument.split("=", 1) for argument in sys.argv[4:])}
    tests = defaultdict(list)
    for row in csv.DictReader(line for line in open(os.path.join(run, "predictions.csv")) if not line.startswith("#")):
        tests[row["fold"]].append(os.path.normpath(os.path.join(root, row["path"])))
    totals, flags = Counter(), defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder:
        groups |= draw(folder)
        for fold, cells in sorted(tests.items()):
            asked = {"held-out cells": cells, **groups}
            kinds = {os.path.realpath(path): kind for kind, paths in asked.items() for path in paths}
            model = os.path.join(run, f"fold-{fold}", "best.leukomodel")
            answer = json.loads(subprocess.run([program, "classify", model, *[p for paths in asked.values() for p in paths], "--json"], capture_output=True, check=False).stdout)
            for failed in answer["failed"]:
                print("not read:", failed["path"], file=sys.stderr)
            for prediction in answer["predictions"]:
                kind = kinds[os.path.realpath(prediction["path"])]
                totals[kind] += 1
                flags[kind].update(prediction["flags"])
                flags[kind]["any"] += bool(prediction["flags"])
            print(f"fold {fold} done", file=sys.stderr, flush=True)
    names = ["not_a_cell", "uncertain", "blurred", "foreign_colours", "any"]
    print(f"{'pictures':18s} {'answers':>8s} " + " ".join(f"{name:>16s}" for name in names))
    for kind, total in totals.items():
        print(f"{kind:18s} {total:8d} " + " ".join(f"{100 * flags[kind][name] / total:14.1f} %" for name in names))


if __name__ == "__main__":
    main()
