"""Prints the numbers in picture_facts_test.cpp: what numpy 2.4.6 makes, in double precision, of two pictures made by a formula.

    python make_facts_reference.py

The first has a cell on black with noise as JPEG leaves it; the second is cell everywhere and so large that every second pixel of every second row is
looked at for the colours.
"""
import numpy as np


def picture(width, height, whole):
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([40 + (37 * x + 11 * y) % 200, 20 + (x * y + 3 * x) % 120, 60 + (5 * x + 29 * y) % 190], axis=2)
    inside = whole | (4 * (x - width // 2) ** 2 + 9 * (y - height // 2) ** 2 < width * width // 2)
    return np.where(inside[:, :, None], rgb, ((x + y) % 13)[:, :, None]).astype(np.uint8)


def lab(rgb):
    value = rgb / 255.0
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    xyz = light @ np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]).T
    t = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


for name, rgb in {"cell": picture(40, 30, False), "field": picture(200, 150, True)}.items():
    cell = rgb.max(axis=2) > 12
    grey = np.floor(rgb @ np.array([0.299, 0.587, 0.114]) + 0.5)
    inner = cell[1:-1, 1:-1] & cell[:-2, 1:-1] & cell[2:, 1:-1] & cell[1:-1, :-2] & cell[1:-1, 2:]
    laplacian = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * grey[1:-1, 1:-1]
    step = int(np.ceil(max(1.0, np.sqrt(cell.sum() / 16384))))
    colours = lab(rgb[::step, ::step][cell[::step, ::step]])
    print(name, rgb.shape, "share", cell.mean(), "sharpness", laplacian[inner].var(), "mean", colours.mean(axis=0), "sd", colours.std(axis=0))
