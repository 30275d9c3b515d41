"""The bootstrap over subjects as one would write it with scikit-learn: 2,000 resamples of predictions.csv, percentile intervals of seven figures.

    python3 bootstrap_scikit_learn.py PREDICTIONS.csv [RESAMPLES]

Two classes, the second one positive. Needs numpy, pandas, scikit-learn.
"""
import sys
import time

import numpy as np
import pandas as pd
from sklearn import metrics

table = pd.read_csv(sys.argv[1])
resamples = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
classes = [name[2:] for name in table.columns if name.startswith("p_")]
truth = (table["label"] == classes[1]).to_numpy().astype(int)
probability = table["p_" + classes[1]].to_numpy()
groups = [np.flatnonzero(ids) for ids in (table["subject"].to_numpy() == name for name in table["subject"].unique())] if table["subject"].notna().all() else [np.array([i]) for i in range(len(table))]


def figures(rows):
    t, p = truth[rows], probability[rows]
    called = (p > 0.5).astype(int)
    return [metrics.accuracy_score(t, called), metrics.balanced_accuracy_score(t, called), metrics.f1_score(t, called, average="weighted"), metrics.roc_auc_score(t, p),
            metrics.average_precision_score(t, p), metrics.cohen_kappa_score(t, called), metrics.brier_score_loss(t, p)]


random = np.random.default_rng(1)
start = time.perf_counter()
drawn = [figures(np.concatenate([groups[i] for i in random.integers(0, len(groups), len(groups))])) for _ in range(resamples)]
seconds = time.perf_counter() - start
low, high = np.percentile(np.array(drawn), [2.5, 97.5], axis=0)
print(f"{len(table)} cells, {len(groups)} units, {resamples} resamples of 7 figures: {seconds:.1f} s (accuracy {low[0]:.4f} to {high[0]:.4f})")
