"""Why core/stain takes the conventions it takes: what each choice does to sets of real pictures (NumPy, Pillow).

    python stain_conventions.py NAME=FOLDER …        (at most 80 pictures a set, evenly by path)
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent.parent / "tests/core/stain"))
import make_stain_reference as reference  # noqa: E402

ORDERS = {"green": lambda v: v[1], "red": lambda v: v[0], "red - blue": lambda v: v[0] - v[2], "green - blue": lambda v: v[1] - v[2]}


def pictures(folder):
    files = sorted(f for f in Path(folder).rglob("*") if f.suffix.lower() in (".bmp", ".jpg", ".jpeg", ".tif", ".tiff", ".png"))
    for file in files[:: max(len(files) // 80, 1)][:80]:
        yield reference.pixels(np.asarray(Image.open(file).convert("RGB")))


def swapped(vectors, order):
    """Of how many pictures the two stains are nearer to the other's median than to their own."""
    ordered = np.array([sorted(v.T, key=lambda stain: -order(stain)) for v in vectors])
    middle = np.median(ordered, 0)
    return int((np.abs(ordered - middle).sum((1, 2)) > np.abs(ordered[:, ::-1] - middle).sum((1, 2))).sum())


print("| set | not quite black | transparent, ln | transparent, log10 | residual about 0 | about the mean | angle | swapped: " + " | ".join(ORDERS) + " |")
print("|---|---|---|---|---|---|---|" + "---|" * len(ORDERS))
for name, folder in (argument.split("=", 1) for argument in sys.argv[1:]):
    shares, residuals, vectors, angles = [], [], [], []
    for p in pictures(folder):
        black, stained, value = reference.is_black(p), reference.is_stained(p), reference.density(p)
        transparent = [(value[~black] < 0.15 * base).any(1).mean() for base in (1, np.log(10))]
        shares.append([(black & (p.max(1) > 0)).mean(), *transparent])
        if stained.sum() < 256:
            continue
        row = []
        for centred in (False, True):
            found = reference.stains(p, stained, reference.density, centred)
            x = value[stained]
            row.append(np.sqrt(((x.T - found @ reference.amounts(found, x)) ** 2).mean()))
            if not centred:
                vectors.append(found)
                angles.append(np.degrees(np.arccos(np.clip(found[:, 0] @ found[:, 1], -1, 1))))
        residuals.append(row)
    share, residual = np.mean(shares, 0), np.median(residuals, 0)
    print(f"| {name} | " + " | ".join(f"{100 * s:.1f} %" for s in share) + f" | {residual[0]:.3f} | {residual[1]:.3f} | {min(angles):.1f}° … {np.median(angles):.1f}° | "
          + " | ".join(f"{swapped(vectors, order)} of {len(vectors)}" for order in ORDERS.values()) + " |")
