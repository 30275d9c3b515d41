"""The same map by umap-learn behind scikit-learn's PCA, and how well both keep neighbours.

    bench_feature_map 5000 2048 --write FOLDER; python map_umap_learn.py FOLDER

Trustworthiness (Venna & Kaski 2001, scikit-learn, 15 neighbours): 1 where every neighbour on the map is one among the vectors.
"""
import sys
import time
from pathlib import Path

import numpy as np
import umap
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

folder = Path(sys.argv[1])
cells, length = map(int, (folder / "shape.txt").read_text().split())
vectors = np.fromfile(folder / "vectors.f32", np.float32).reshape(cells, length)
ours = np.fromfile(folder / "map.f32", np.float32).reshape(cells, 2)
umap.UMAP(random_state=1).fit_transform(vectors[:200, :10])  # compiles
start = time.perf_counter()
components = PCA(50, random_state=1).fit_transform(vectors)
theirs = umap.UMAP(n_neighbors=15, min_dist=0.1, random_state=1).fit_transform(components)
print(f"scikit-learn PCA and umap-learn {umap.__version__}: {time.perf_counter() - start:.1f} s")
for name, places in (("Leukolens", ours), ("umap-learn", theirs), ("first two components", components[:, :2])):
    print(f"trustworthiness of {name}: {trustworthiness(vectors, places, n_neighbors=15):.4f}")
