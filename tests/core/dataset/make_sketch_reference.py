#!/usr/bin/env python3
"""Values for sketch_texture_test.cpp and sketch_vectors_test.cpp, from numpy and SciPy alone: python3 make_sketch_reference.py

Sketches are numbered; test::numberedSketch() in sample_sketches.cpp makes the same ones."""
import numpy as np
from scipy.ndimage import gaussian_filter1d

SIDE = 32


def sketch(number):
    y, x = np.mgrid[0:SIDE, 0:SIDE]
    wave = (y * (3 + number) + x * (5 - number) + (y * x * (number + 1)) // 16) % 64
    bins = np.where(wave < 32, wave, 63 - wave).astype(int) * 3 - 48
    if number % 2:
        bins[(y - 16) ** 2 + (x - 15) ** 2 > 230] = -128
    return bins


def blur(grid, deviation):
    out = grid
    for axis in (0, 1):
        def along(a):
            return gaussian_filter1d(a, deviation, axis=axis, mode="constant", truncate=64 / deviation)
        out = along(out) / along(np.ones_like(out))
    return out


def texture(bins, fine, coarse):
    weight = (bins != -128).astype(float)
    value = np.where(weight > 0, bins / 32.0, 0)
    value = weight * (value - blur(value, coarse) / np.maximum(blur(weight, coarse), 1e-3))
    if fine > 0:
        value = weight * blur(value, fine) / np.maximum(blur(weight, fine), 1e-3)
    return value


def unit(vector):
    return vector / np.linalg.norm(vector)


def window(bins, low_edge=0.0, high_edge=1.0):
    grid = texture(bins, 1.5, 8.0)
    # 16 × 16 points, linear between bins, averaged by fours.
    at = np.clip((low_edge + (np.arange(16) + 0.5) / 16 * (high_edge - low_edge)) * SIDE - 0.5, 0, SIDE - 1)
    low = np.minimum(at.astype(int), SIDE - 2)
    weights = np.zeros((16, SIDE))
    weights[np.arange(16), low] = 1 - (at - low)
    weights[np.arange(16), low + 1] += at - low
    points = (weights @ grid @ weights.T).reshape(8, 2, 8, 2).mean((1, 3)).ravel()
    return unit(points - points.mean())


def turns(vector):
    square = vector.reshape(8, 8)
    for k in range(4):
        yield np.rot90(square, k).ravel()
        yield np.rot90(square, k)[:, ::-1].ravel()


vectors = [window(sketch(n)) for n in range(5)]
orbit = np.array([turn for vector in vectors for turn in turns(vector)])
mean = orbit.mean(0)
values, axes = np.linalg.eigh(np.cov(orbit.T, bias=True))
root = axes @ np.diag(1 / np.sqrt(np.maximum(values, 0) + 0.3 * values.sum() / 64 + 1e-9)) @ axes.T
white = [unit((vector - mean) @ root) for vector in vectors]

for number, fine, coarse in ((0, 0, 2.0), (1, 1.5, 8.0)):
    grid = texture(sketch(number), fine, coarse)
    print("texture", number, fine, coarse, [round(float(grid[y, x]), 5) for y, x in ((0, 0), (0, 31), (7, 20), (16, 16), (25, 9), (31, 16))])
print("raw cosines", [round(float(vectors[0] @ vectors[n]), 4) for n in range(1, 5)])
print("whitened cosines", [round(float(white[0] @ white[n]), 4) for n in range(1, 5)])
middle = window(sketch(0), 0.03, 0.97)
print("whole and middle: raw", round(float(vectors[0] @ middle), 4), "whitened", round(float(white[0] @ unit((middle - mean) @ root)), 4))
