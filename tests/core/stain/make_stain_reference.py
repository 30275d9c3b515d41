"""Writes reference.json beside this file: what NumPy's own functions make of drawn pictures and drawn numbers (NumPy 2.4).

    python make_stain_reference.py                 (writes reference.json)
    python make_stain_reference.py --torchstain    (with torchstain 1.4.1: that these functions, told its conventions, give its pixels)

Formulas are evaluated as they stand in float64: no tables, no sampling. Pixels as hexadecimal RGB, rows from top to bottom.
"""
import json
import sys
from pathlib import Path

import numpy as np

SIDE = 32
BLACK, BETA = 16, 0.15
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
WHITE = np.array([0.95047, 1.0, 1.08883])


def draw(seed, background, plasma, nucleus, noise):
    """A cell on a background: 32 × 32 × 3, uint8."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:SIDE, :SIDE]
    inside = (x - 15.5) ** 2 + (y - 15.5) ** 2 < 14.5**2
    core = (x - 17) ** 2 + (y - 14) ** 2 < 10**2
    picture = np.where(core[..., None], nucleus, np.where(inside[..., None], plasma, background)).astype(float)
    # One grain of stain density for the whole pixel, and a little in each channel.
    grain = rng.normal(0, noise, (SIDE, SIDE, 1)) + rng.normal(0, noise / 4, (SIDE, SIDE, 3))
    picture = picture + np.where(inside[..., None], grain * (280 - picture) / 100, 0)
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def to_lab(rgb):
    value = rgb / 255.0
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    t = linear @ XYZ.T / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def from_lab(lab):
    fy = (lab[:, 0] + 16) / 116
    f = np.stack([fy + lab[:, 1] / 500, fy, fy - lab[:, 2] / 200], 1)
    t = np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29))
    linear = np.clip((t * WHITE) @ np.linalg.inv(XYZ).T, 0, 1)
    return 255 * np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def pixels(picture):
    return picture.reshape(-1, 3).astype(float)


def is_black(p):
    return (p <= BLACK).all(1)


def is_stained(p):
    return ~is_black(p) & (-np.log(np.maximum(p, 1) / 255) >= BETA).all(1)


def colours(picture):
    p = pixels(picture)
    lab = to_lab(p[is_stained(p)])
    return np.stack([lab.mean(0), lab.std(0)], 1).ravel()


def reinhard(picture, target):
    p, own = pixels(picture), colours(picture)
    lab = (to_lab(p) - own[0::2]) / own[1::2] * target[1::2] + target[0::2]
    share = np.clip(-np.log(np.maximum(p.max(1), 1) / 255) / BETA, 0, 1)[:, None]
    changed = p + share * (np.round(from_lab(lab)) - p)
    return np.where(is_black(p)[:, None], p, np.round(changed)).astype(np.uint8).reshape(picture.shape)


def stains(p, keep, density, centred=False, first_channel=1):
    """3 × 2 stain vectors of the pixels to keep."""
    x = density(p[keep])
    if centred:
        plane = np.linalg.eigh(np.cov(x.T))[1][:, 1:3]
    else:
        plane = np.linalg.svd(x, full_matrices=False)[2][:2].T
        plane = plane * [np.sign(plane[:, 0].sum()), 1]
    angle = np.arctan2(x @ plane[:, 1], x @ plane[:, 0])
    ends = [plane @ [np.cos(a), np.sin(a)] for a in np.percentile(angle, [1, 99])]
    return np.array(sorted(ends, key=lambda v: -v[first_channel])).T


def amounts(vectors, x):
    return np.linalg.lstsq(vectors, x.T, rcond=None)[0]


def density(p):
    return -np.log(np.maximum(p, 1) / 255)


def own_stains(picture):
    p = pixels(picture)
    vectors = stains(p, is_stained(p), density)
    return vectors, np.percentile(amounts(vectors, density(p[is_stained(p)])), 99, axis=1)


def macenko(picture, target):
    p = pixels(picture)
    vectors, largest = own_stains(picture)
    changed = 255 * np.exp(-target[0] @ (amounts(vectors, density(p)) * (target[1] / largest)[:, None])).T
    return np.where(is_black(p)[:, None], p, np.clip(np.round(changed), 0, 255)).astype(np.uint8).reshape(picture.shape)


def pooled(pairs):
    vectors = np.median([v for v, _ in pairs], 0)
    return vectors / np.linalg.norm(vectors, axis=0), np.median([c for _, c in pairs], 0)


def as_json(pair):
    return [{"density": pair[0][:, i].tolist(), "concentration": float(pair[1][i])} for i in (0, 1)]


def shift_reference(training, new):
    centre = np.median(training, 0)
    spread = np.maximum(1.4826 * np.median(np.abs(training - centre), 0), 0.5)
    z = np.clip((training - centre) / spread, -3, 3)
    products = z.T @ z
    correlation = 0.9 * products / np.sqrt(np.outer(np.diag(products), np.diag(products)))
    np.fill_diagonal(correlation, 1)

    def distance(rows):
        u = (np.atleast_2d(rows) - centre) / spread
        return np.sqrt((u * np.linalg.solve(correlation, u.T).T).sum(1))

    quantiles = np.percentile(distance(training), np.arange(101))
    reach = max(quantiles[99], 2)
    middle = np.median(new, 0)
    return {"training": training.tolist(), "new": new.tolist(), "centre": centre.tolist(), "spread": spread.tolist(), "correlation": correlation.tolist(),
            "distances": quantiles.tolist(), "score": float(distance(middle)[0] / reach), "perFeature": ((middle - centre) / spread).tolist(),
            "shareOutside": float((distance(new) > reach).mean()), "shareFarOutside": float((distance(new) > 1.5 * reach).mean())}


def shift_numbers():
    rng = np.random.default_rng(5)
    mixing = rng.normal(0, 0.4, (6, 6)) + np.eye(6)
    typical, width = np.array([20, 4, 28, 3, -22, 3.5]), np.array([2.5, 0.6, 1.5, 0.5, 2, 0.1])
    training = typical + rng.standard_t(5, (60, 6)) @ mixing * width
    new = typical + [3, 0.5, -1, 0.2, 1, 0.4] + rng.standard_t(5, (31, 6)) @ mixing * width * 1.4
    # Standard deviations cannot be negative.
    return [np.round(np.where(np.arange(6) % 2 == 1, np.abs(rows), rows), 3) for rows in (training, new)]


def check_torchstain():
    """Its conventions: white 240, value + 1, eigenvectors about the mean, red first, every pixel's amounts, cut to whole numbers."""
    from torchstain.numpy.normalizers.macenko import NumpyMacenkoNormalizer

    def port_density(p):
        return -np.log((p + 1) / 240)

    def port(picture):
        p = pixels(picture)
        vectors = stains(p, ~(port_density(p) < BETA).any(1), port_density, centred=True, first_channel=0)
        return vectors, amounts(vectors, port_density(p))

    source, target = PICTURES["field"], PICTURES["target"]
    (vectors, own), (wanted, other) = port(source), port(target)
    scale = np.percentile(other, 99, axis=1) / np.percentile(own, 99, axis=1)
    expected = np.minimum(240 * np.exp(-wanted @ (own * scale[:, None])), 255).T.reshape(source.shape).astype(np.uint8)
    normalizer = NumpyMacenkoNormalizer()
    normalizer.fit(target)
    theirs = normalizer.normalize(source, stains=False)[0]
    print("largest difference from torchstain's Macenko:", int(np.abs(theirs.astype(int) - expected).max()))


PICTURES = {
    "cell": draw(1, (0, 0, 0), (96, 60, 120), (60, 22, 78), 9),
    "field": draw(2, (250, 246, 240), (178, 168, 205), (110, 62, 140), 10),
    "target": draw(3, (255, 255, 255), (205, 150, 190), (120, 70, 165), 12),
}

if __name__ == "__main__":
    if "--torchstain" in sys.argv:
        check_torchstain()
        sys.exit()
    lab_samples = [[0, 0, 0], [255, 255, 255], [1, 2, 3], [128, 128, 128], [255, 0, 0], [0, 255, 0], [0, 0, 255], [60, 22, 78], [10, 11, 9], [200, 190, 230]]
    target = PICTURES["target"]
    reference = {
        "numpy": np.__version__,
        "lab": [{"rgb": rgb, "lab": to_lab(np.array([rgb], float))[0].tolist()} for rgb in lab_samples],
        "pictures": {name: {"pixels": picture.tobytes().hex(), "colours": colours(picture).tolist(), "stains": as_json(own_stains(picture))}
                     for name, picture in PICTURES.items()},
        "reinhard": {name: reinhard(PICTURES[name], colours(target)).tobytes().hex() for name in ("cell", "field")},
        "macenko": {name: macenko(PICTURES[name], own_stains(target)).tobytes().hex() for name in ("cell", "field")},
        "pooled": {"colours": np.median([colours(p) for p in PICTURES.values()], 0).tolist(), "stains": as_json(pooled([own_stains(p) for p in PICTURES.values()]))},
        "shift": shift_reference(*shift_numbers()),
    }
    (Path(__file__).parent / "reference.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
