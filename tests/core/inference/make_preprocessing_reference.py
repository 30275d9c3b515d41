"""Draws the pictures of preprocessing/ and writes reference.json: what torchvision 0.26.0's transforms make of them.

    python make_preprocessing_reference.py        (with Pillow; writes into preprocessing/ beside this file)

tensor: decoded to a uint8 tensor, scaled to 0…1, resized as float with antialias, normalised.
pil: resized by Pillow, which rounds to 8 bits between and after its two passes; then scaled and normalised.
"""
import json
from pathlib import Path

import torch
import torchvision
from PIL import Image
from torchvision.transforms import v2

FOLDER = Path(__file__).parent / "preprocessing"
SAMPLES = 300
# (file, side of the network's input): shrunk and stretched, grown, one side of each.
CASES = [("stripes.png", 75), ("stripes.png", 299), ("disc.jpg", 139)]


def stripes(x, y):
    """Hard edges, which show whether shrinking filters, in every channel another direction."""
    return (255 * (x // 3 % 2), 255 * ((x + y) // 4 % 2), (x * 5 + y * 3) % 256)


def disc(x, y):
    """Something like a stained cell."""
    inside = (x - 50) ** 2 + (y - 70) ** 2 < 40**2
    nucleus = (x - 56) ** 2 + (y - 64) ** 2 < 24**2
    return (90, 40, 130 + x % 16) if nucleus else (190, 140 + y % 32, 210) if inside else (235 - x // 4, 225 - y // 4, 228)


def draw(name, formula, width, height, **options):
    picture = Image.new("RGB", (width, height))
    picture.putdata([formula(x, y) for y in range(height) for x in range(width)])
    picture.save(FOLDER / name, **options)


def through(steps, picture, size):
    before = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    resize = [v2.Resize((size, size), antialias=True)]
    after = [v2.Normalize([0.5] * 3, [0.5] * 3)]
    return v2.Compose(before + resize + after if steps == "tensor" else resize + before + after)(picture)


def record(tensor):
    """In 0…1 units; values in ten-thousandths."""
    scaled = tensor * 0.5 + 0.5
    values = scaled.flatten()
    where = torch.arange(SAMPLES) * 7919 % values.numel()
    return {"means": [round(m, 7) for m in scaled.mean((1, 2)).tolist()], "values": [round(v * 10000) for v in values[where].tolist()]}


assert torchvision.__version__.split("+")[0] == "0.26.0", "another version"
FOLDER.mkdir(exist_ok=True)
draw("stripes.png", stripes, 160, 120)
draw("disc.jpg", disc, 100, 150, quality=90)
cases = []
for name, size in CASES:
    picture = Image.open(FOLDER / name).convert("RGB")
    cases.append({"file": name, "size": size, **{steps: record(through(steps, picture, size)) for steps in ("tensor", "pil")}})
(FOLDER / "reference.json").write_text(json.dumps({"torchvision": "0.26.0", "cases": cases}, separators=(",", ":")) + "\n")
