"""Writes reference.json: what scikit-learn 1.9.1, SciPy 1.17.1 and NumPy 2.4.6 say of 40 drawn prediction tables.

    python3 make_evaluation_reference.py reference.json        (some minutes)

Figures come from scikit-learn, on the repeated rows of a resample too; intervals from NumPy and SciPy. Only the drawing of units
(core/base/random.h) is ported, so that both sides see the same resamples. Where scikit-learn or SciPy leave a matter open, or say
something else, this file decides:
    undefined        null wherever a denominator is zero. scikit-learn says 0 for the Matthews correlation of one class; null here.
    weighted mean    null where all defined classes have no true cell. scikit-learn falls back to the plain mean there, which no weight supports.
    log loss         probabilities under 2^-52 count as that, and none is lowered to 1 - 2^-52 as scikit-learn does.
    equal numbers    figures of resamples within 1e-12 of the table's own count as equal to it (BCa's bias), and differences of figures under 1e-12 as 0 (p).
    BCa              null where all jackknife values are alike, within 1e-12. Then the acceleration is 0/0, and what SciPy gives is the rounding of a mean.
    temperature      root of the derivative, as the minimum itself is only known to half the digits; L-BFGS-B must have found the same.
What is computed here and could be had from scikit-learn is compared with it, and every warning is an error.
"""
import csv
import io
import json
import math
import multiprocessing
import sys
import types
import warnings

import numpy as np
import scipy
import sklearn
from scipy import optimize, special, stats
from sklearn import metrics as sk

BITS = (1 << 64) - 1
BINS = 15
LEVEL = 0.95
SAME = 1e-12
LEAST = 1.17549435e-38
THRESHOLD = 0.3


# ---- the same resamples as Leukolens ----

def split_mix(state):
    state = (state + 0x9E3779B97F4A7C15) & BITS
    z = state
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS
    return state, z ^ (z >> 31)


def derive_seed(seed, purpose):
    state, _ = split_mix(seed ^ (purpose * 0xD1342543DE82EF95 & BITS))
    return split_mix(state)[1]


class Random:
    def __init__(self, seed):
        self.s = []
        for _ in range(4):
            seed, word = split_mix(seed)
            self.s.append(word)

    def next(self):
        def left(x, k):
            return (x << k | x >> (64 - k)) & BITS

        s = self.s
        result = left(s[1] * 5 & BITS, 7) * 9 & BITS
        t = s[1] << 17 & BITS
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = left(s[3], 45)
        return result

    def below(self, bound):
        while True:
            value = self.next()
            if value >= (1 << 64) % bound:
                return value % bound


def resample(seed, index, units):
    rng = Random(derive_seed(seed, index))
    return np.bincount([rng.below(units) for _ in range(units)], minlength=units)


# ---- tables ----

def whole_millionths(p):
    """Rows of integers with sum 10^6, so that the text of the table is exactly what is computed with."""
    whole = np.rint(p * 1e6).astype(int)
    whole[:, -1] = 10**6 - whole[:, :-1].sum(axis=1)
    for row in whole:
        if row[-1] < 0:
            row[row.argmax()] += row[-1]
            row[-1] = 0
    return whole


def answers(rng, truth, classes, subject_of, strength, scale):
    logits = rng.normal(0, 1, (len(truth), classes)) + rng.normal(0, 0.5, (max(subject_of) + 1, classes))[subject_of]
    logits[np.arange(len(truth)), truth] += strength
    return special.softmax(scale * logits, axis=1)


def make(rng, name, classes, positive, n, subjects, truth=None, p=None, strength=1.2, scale=1.5, pure=False, uneven=False, names=None,
         resamples=200):
    """One table. subjects: how many, or 0. pure: a subject has cells of one class only. p: changes the drawn probabilities."""
    k = len(classes)
    weights = np.arange(1, subjects + 1) ** (3.0 if uneven else 0.0)
    rest = rng.choice(max(subjects, 1), n - subjects, p=weights / weights.sum() if subjects else None)
    subject_of = rng.permutation(np.concatenate([np.arange(subjects), rest]).astype(int))
    if truth is None:
        truth = subject_of % k if pure else rng.permutation(np.arange(n) % k)
    truth = np.array(truth)
    drawn = answers(rng, truth, k, subject_of, strength, scale)
    if p is not None:
        drawn = p(drawn, truth)
    names = names or [f"s{i + 1:02}" for i in range(subjects)]
    return {"name": name, "classes": classes, "positive": positive, "path": [f"c/{i + 1:03}.png" for i in range(n)],
            "subject": [names[i] if subjects else "" for i in subject_of], "fold": [1] * n, "truth": truth,
            "p": whole_millionths(drawn) / 1e6, "resamples": resamples}


def other(rng, table, strength, p=None):
    """The same cells, answered by another network."""
    _, subject_of = np.unique(table["subject"], return_inverse=True)
    drawn = answers(rng, table["truth"], len(table["classes"]), subject_of, strength, 1.0)
    if p is not None:
        drawn = p(drawn, table["truth"])
    return table | {"name": table["name"] + ", other network", "p": whole_millionths(drawn) / 1e6}


def in_folds(rng, table, folds):
    """Every cell answered once a fold, as under the paper's protocol."""
    many = {key: np.tile(table[key], folds).tolist() for key in ("path", "subject")}
    noisy = np.tile(table["p"], (folds, 1)) * rng.uniform(0.5, 1.5, (folds * len(table["p"]), len(table["classes"])))
    return table | many | {"fold": np.repeat(np.arange(folds) + 1, len(table["fold"])).tolist(), "truth": np.tile(table["truth"], folds),
                           "p": whole_millionths(noisy / noisy.sum(axis=1, keepdims=True)) / 1e6}


def one_digit(p, _):
    whole = np.floor(p * 10 + 1e-9).astype(int)
    for row, exact in zip(whole, p * 10):
        row[np.argsort(row - exact)[:10 - row.sum()]] += 1
    return whole / 10


def right(p, truth, shift=0):
    """Puts the highest probability at the true class, or `shift` classes further."""
    p = p.copy()
    rows, at, top = np.arange(len(p)), (truth + shift) % p.shape[1], p.argmax(axis=1)
    p[rows, at], p[rows, top] = p[rows, top], p[rows, at]
    return p


def wrong(p, truth):
    return right(p, truth, 1)


def hardened(p, _):
    """Every other row has probabilities of exactly 0 and 1."""
    p = p.copy()
    p[::2] = np.eye(p.shape[1])[p[::2].argmax(axis=1)]
    return p


def constant(*row):
    return lambda p, _: np.tile(row, (len(p), 1))


def never_the_last(p, _):
    p = p.copy()
    p[:, -1] = np.minimum(p[:, -1], p[:, :-1].max(axis=1) / 2)
    return p / p.sum(axis=1, keepdims=True)


def make_tables(rng):
    two, three, eight = ["hem", "all"], ["basophil", "eosinophil", "neutrophil"], [f"type {c}" for c in "abcdefgh"]
    balanced = make(rng, "two, balanced", two, 1, 60, 15)
    skewed = make(rng, "two, skewed", two, 1, 120, 20, truth=rng.permutation(np.arange(120) % 20 == 0).astype(int), strength=1.8)
    ties = make(rng, "two, ties", two, 1, 50, 10, p=one_digit)
    unknown = make(rng, "two, no subjects", two, 0, 40, 0)
    pure = make(rng, "two, pure subjects", two, 1, 60, 20, pure=True)
    threes = make(rng, "three", three, -1, 45, 12)
    # Neither a true positive nor one that is called so is in most resamples.
    rare = make(rng, "two, positives of one subject", two, 0, 40, 10, truth=[1] * 40, scale=0.5)
    of = np.array(rare["subject"])
    rare["truth"] = np.where(of == "s01", 0, 1)
    rare["p"] = whole_millionths(right(rare["p"], np.where(of == "s02", 0, 1))) / 1e6
    mixed = make(rng, "two, some subjects unknown", two, 1, 40, 8)
    mixed["subject"] = [s if i % 3 else "" for i, s in enumerate(mixed["subject"])]
    folds = make(rng, "two, several folds", two, 1, 50, 15)
    folds["fold"] = [1 + int(s[1:]) % 5 for s in folds["subject"]]
    quoted = make(rng, "four, commas and quotes in names", ["blast, early", 'blast, "late"', "other", "é, none"], 1, 40, 7,
                  names=["B, 2", "a10", "a9", "é1", "Z", '"q"', "10"])
    quoted["subject"] = [s if i % 5 else "" for i, s in enumerate(quoted["subject"])]
    # Two have generators of their own: few drawn tables with probabilities of 0 have a temperature within its bounds.
    return [
        balanced, other(rng, balanced, 2.0), make(rng, "two, first class positive", two, 0, 50, 12, scale=2.5),
        make(rng, "two, none said to be positive", two, -1, 40, 9, names=["b", "B", "a10", "a9", "10", "9", "é", "Z", "ä"]),
        skewed, other(rng, skewed, 1.0), rare,
        make(rng, "two, only positive cells", two, 1, 30, 8, truth=[1] * 30), make(rng, "two, only negative cells", two, 1, 30, 8, truth=[0] * 30),
        ties, other(rng, ties, 1.4, one_digit),
        make(rng, "two, constant", two, 1, 32, 8, truth=rng.permutation(np.arange(32) % 8 < 5).astype(int), p=constant(0.3, 0.7)),
        make(rng, "two, constant and equal", two, 1, 24, 6, p=constant(0.5, 0.5)),
        make(rng, "two, one subject", two, 1, 20, 1), unknown, other(rng, unknown, 0.6), mixed,
        make(rng, "two, perfect", two, 1, 40, 10, p=right), make(rng, "two, all wrong", two, 0, 40, 10, p=wrong), folds,
        in_folds(rng, make(rng, "two, the same cells in several folds", two, 1, 20, 6), 3),
        in_folds(rng, make(rng, "two, the same cells in several folds, no subjects", two, 1, 20, 0), 2),
        make(rng, "two, comma in a name", ["normal, mature", "blast"], 1, 30, 25),
        make(rng, "two, one cell", two, 1, 1, 1, truth=[1], p=wrong), make(rng, "two, two cells", two, 1, 2, 0, truth=[0, 1]),
        make(np.random.default_rng(3), "two, exactly 0 and 1", two, 1, 120, 10, strength=3.0, scale=2.0, p=hardened),
        make(rng, "two, uneven subjects", two, 1, 60, 9, uneven=True),
        pure, other(rng, pure, 1.3), threes, other(rng, threes, 1.8), make(rng, "three, one positive", three, 1, 45, 10, pure=True),
        make(rng, "three, one without cells", three, 2, 40, 8, truth=rng.permutation(np.arange(40) % 2)),
        make(rng, "three, one never called", three, 2, 40, 10, p=never_the_last), make(rng, "three, perfect", three, -1, 30, 8, p=right),
        make(np.random.default_rng(4), "three, ties, exactly 0 and 1", three, -1, 40, 10, strength=3.0,
             p=lambda p, t: one_digit(hardened(p, t), t)),
        make(rng, "three, all cells of one", three, 2, 30, 6, truth=[2] * 30), quoted,
        make(rng, "eight", eight, -1, 64, 12, strength=2.0, resamples=60),
        make(rng, "eight, one positive, skewed", eight, 0, 72, 18, truth=rng.choice(8, 72, p=[0.3, 0.2, 0.2, 0.1, 0.1, 0.05, 0.03, 0.02]), resamples=60),
    ]


def csv_of(table, called):
    def decimal(value):
        return f"{value:.6f}".rstrip("0").rstrip(".")

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    classes = table["classes"]
    writer.writerow(["path", "subject", "fold", "label", "predicted"] + [f"p_{c}" for c in classes])
    for path, subject, fold, truth, call, p in zip(table["path"], table["subject"], table["fold"], table["truth"], called, table["p"]):
        text = [decimal(value) for value in p]
        assert [float(t) for t in text] == p.tolist() and sum(round(v * 10**6) for v in p) == 10**6
        writer.writerow([path, subject, fold, classes[truth], classes[call]] + text)
    return out.getvalue()


# ---- figures ----

def agree(a, b, tolerance=1e-11):
    assert np.allclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True), (a, b)


def weighted_mean(values, weights):
    defined = ~np.isnan(values)
    total = weights[defined].sum()
    return (values[defined] * weights[defined]).sum() / total if total > 0 else np.nan


def bin_of(p):
    return np.clip(np.ceil(p * BINS).astype(int) - 1, 0, BINS - 1)


def calibration_error(truth, p):
    confidence = p.max(axis=1)
    bins = bin_of(confidence)
    gaps = np.bincount(bins, p.argmax(axis=1) == truth, BINS) - np.bincount(bins, confidence, BINS)
    return np.abs(gaps).sum() / len(p)


def of_probabilities(truth, p, positive):
    y = np.eye(p.shape[1])[truth]
    brier = np.mean((p[:, positive] - y[:, positive]) ** 2) if p.shape[1] == 2 else np.mean(((p - y) ** 2).sum(axis=1))
    agree(brier, sk.brier_score_loss(truth, p, labels=range(p.shape[1])), 1e-9)
    log_loss = -np.mean(np.log(np.clip(p[np.arange(len(p)), truth], 2.0**-52, 1)))
    agree(log_loss, sk.log_loss(truth, p, labels=range(p.shape[1])))
    return {"brier": brier, "log_loss": log_loss, "calibration_error": calibration_error(truth, p)}


def area(y, score):
    return sk.roc_auc_score(y, score) if 0 < y.sum() < len(y) else np.nan


def average_precision(y, score):
    return sk.average_precision_score(y, score) if y.any() else np.nan


def with_undefined(truth, called, labels, average=None):
    return sk.precision_recall_fscore_support(truth, called, labels=labels, average=average, zero_division=np.nan)


def one_against_rest(truth, called, k):
    (npv, precision), (specificity, sensitivity), (_, f1), _ = with_undefined(truth == k, called == k, [False, True])
    return {"sensitivity": sensitivity, "specificity": specificity, "precision": precision, "negative_predictive_value": npv, "f1": f1}


def figures(classes, positive, truth, p, called):
    labels = range(len(classes))
    precision, recall, f1, support = with_undefined(truth, called, labels)
    macro, weighted = with_undefined(truth, called, labels, "macro"), with_undefined(truth, called, labels, "weighted")
    result = {"accuracy": sk.accuracy_score(truth, called), "balanced_accuracy": recall[support > 0].mean()}
    agree(result["balanced_accuracy"], macro[1])
    for name, values, of_macro, of_weighted in (("precision", precision, macro[0], weighted[0]), ("f1", f1, macro[2], weighted[2])):
        agree(np.nanmean(values), of_macro)
        result[name + "_macro"], result[name + "_weighted"] = of_macro, weighted_mean(values, support)
        if not np.isnan(result[name + "_weighted"]):
            agree(result[name + "_weighted"], of_weighted)
    seen, said = np.unique(truth), np.unique(called)
    result["kappa"] = np.nan if len(seen) == len(said) == 1 and seen[0] == said[0] else sk.cohen_kappa_score(truth, called, labels=list(labels))
    result["mcc"] = sk.matthews_corrcoef(truth, called) if len(seen) > 1 and len(said) > 1 else np.nan
    result |= of_probabilities(truth, p, positive)
    if positive >= 0:
        result |= one_against_rest(truth, called, positive)
        result |= {"auroc": area(truth == positive, p[:, positive]), "average_precision": average_precision(truth == positive, p[:, positive])}
    if len(classes) > 2:
        areas = np.array([area(truth == k, p[:, k]) for k in labels])
        precisions = np.array([average_precision(truth == k, p[:, k]) for k in labels])
        for name, values in (("auroc", areas), ("average_precision", precisions)):
            result[name + "_macro"] = values[~np.isnan(values)].mean() if not np.isnan(values).all() else np.nan
            result[name + "_weighted"] = weighted_mean(values, support)
        for k, name in enumerate(classes):
            own = one_against_rest(truth, called, k)
            agree([own["precision"], own["sensitivity"], own["f1"]], [precision[k], recall[k], f1[k]])
            own |= {"auroc": areas[k], "average_precision": precisions[k]}
            result |= {f"{kind}[{name}]": own[kind] for kind in ("sensitivity", "specificity", "precision", "f1", "auroc", "average_precision")}
    return result


def check_figures(table, result, called):
    """Against what scikit-learn has under these very names, where it has a value."""
    truth, p, k = table["truth"], table["p"], len(table["classes"])
    if set(called) <= set(truth) and len(set(truth)) > 1:
        agree(result["balanced_accuracy"], sk.balanced_accuracy_score(truth, called))
    if k > 2 and len(set(truth)) == k:
        for average in ("macro", "weighted"):
            agree(result["auroc_" + average], sk.roc_auc_score(truth, p, multi_class="ovr", average=average, labels=range(k)))
            agree(result["average_precision_" + average], sk.average_precision_score(np.eye(k, dtype=int)[truth], p, average=average))
    gap = 0.0
    for b in range(BINS):
        inside = [i for i in range(len(p)) if math.ceil(max(p[i]) * BINS) - 1 == b]
        gap += abs(sum(int(np.argmax(p[i]) == truth[i]) - max(p[i]) for i in inside))
    agree(result["calibration_error"], gap / len(p))


# ---- curves, calibration, thresholds ----

def curves(y, score):
    roc = pr = None
    if 0 < y.sum() < len(y):
        roc = np.column_stack(sk.roc_curve(y, score, drop_intermediate=False)).tolist()
    if y.any():
        precision, recall, thresholds = sk.precision_recall_curve(y, score, drop_intermediate=False)
        pr = np.column_stack([recall[:-1], precision[:-1], thresholds])[::-1].tolist()
    return roc, pr


def reliability(p, happened):
    bins = bin_of(p)
    inside = [bins == b for b in range(BINS)]
    return [[int(i.sum()), p[i].mean(), happened[i].mean()] if i.any() else [0, None, None] for i in inside]


def fit_temperature(table):
    logs, truth = np.log(np.maximum(table["p"], LEAST)), table["truth"]
    own = logs[np.arange(len(truth)), truth]

    def loss(log_t):
        scaled = logs / np.exp(log_t)
        return np.mean(special.logsumexp(scaled, axis=1) - own / np.exp(log_t))

    def slope(inverse):
        return np.mean((special.softmax(logs * inverse, axis=1) * logs).sum(axis=1) - own)

    bounds = (math.log(0.1), math.log(10))
    grid = [loss(x) for x in np.linspace(*bounds, 101)]
    if max(grid) - min(grid) < SAME:
        return None
    found = [optimize.minimize(lambda x: loss(x[0]), [start], method="L-BFGS-B", bounds=[bounds], options={"ftol": 1e-15, "gtol": 1e-10})
             for start in np.log([0.15, 0.5, 1, 2, 7])]
    best = min(found, key=lambda f: f.fun)
    assert best.fun <= min(grid) + SAME
    roughly = math.exp(best.x[0])
    if abs(roughly - 0.1) < 1e-4 or abs(roughly - 10) < 1e-3:
        return None
    t = 1 / optimize.brentq(slope, 0.1, 10, xtol=1e-15, rtol=1e-14)
    agree(t, roughly, 1e-4)
    assert loss(math.log(t)) <= best.fun + 1e-14
    return t


def tempered(table, t):
    p = special.softmax(np.log(np.maximum(table["p"], LEAST)) / t, axis=1)
    # No confidence may lie so near a bin's end that rounding decides its bin, unless it was there before.
    edge = p.max(axis=1) * BINS
    assert all(abs(e - round(e)) > 1e-7 or round(e) == BINS for e in edge), edge
    return p


def chosen_thresholds(y, score):
    chosen = []
    for wanted in (0.5, 0.8, 0.9, 0.95, 1.0):
        at = np.sort(score[y])[::-1][max(1, math.ceil(wanted * y.sum() - 1e-9)) - 1]
        lower = score[score < at]
        threshold = (at + lower.max()) / 2 if len(lower) else at
        chosen.append({"sensitivity": wanted, "threshold": threshold, "reached": (score[y] >= threshold).mean(),
                       "specificity": (score[~y] < threshold).mean() if (~y).any() else None})
    return chosen


# ---- intervals ----

class Units:
    def __init__(self, table):
        known = sorted({s for s in table["subject"] if s}, key=lambda s: s.encode())
        paths = list(dict.fromkeys(p for p, s in zip(table["path"], table["subject"]) if not s))
        number = {("subject", s): i for i, s in enumerate(known)} | {("path", p): len(known) + i for i, p in enumerate(paths)}
        self.of_cell = np.array([number["subject", s] if s else number["path", p] for p, s in zip(table["path"], table["subject"])])
        self.count, self.are_subjects = len(number), not paths


def figures_of(table, units, counts):
    """Of every cell as often as its unit was drawn."""
    rows = np.repeat(np.arange(len(table["truth"])), counts[units.of_cell])
    p = table["p"][rows]
    return figures(table["classes"], effective_positive(table), table["truth"][rows], p, p.argmax(axis=1))


def percentile_interval(values, resamples, units, own):
    if units < 2 or np.isnan(own) or 2 * len(values) < resamples:
        return None
    return np.percentile(values, [50 * (1 - LEVEL), 50 * (1 + LEVEL)]).tolist()


def bca_interval(values, jackknife, own):
    values = np.where(np.abs(values - own) < SAME, own, values)
    if np.isnan(jackknife).any() or np.ptp(values) < SAME or np.ptp(jackknife) < SAME:
        return None
    with np.errstate(invalid="ignore"):
        bias = stats.norm.ppf(((values < own).mean() + (values <= own).mean()) / 2)
        deviation = jackknife.mean() - jackknife
        acceleration = (deviation**3).sum() / (6 * (deviation**2).sum() ** 1.5)
        z = bias + stats.norm.ppf([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        at = stats.norm.cdf(bias + z / (1 - acceleration * z))
        formula = np.quantile(values, at) if not np.isnan(at).any() else np.array([np.nan, np.nan])

    def statistic(drawn):
        missing = np.setdiff1d(np.arange(len(jackknife)), drawn)
        return jackknife[missing[0]] if len(missing) else own

    with warnings.catch_warnings():
        # Said of what is null here.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        result = stats.bootstrap((np.arange(len(jackknife)),), statistic, vectorized=False, n_resamples=0, confidence_level=LEVEL, method="BCa",
                                 bootstrap_result=types.SimpleNamespace(bootstrap_distribution=values))
    interval = np.array(result.confidence_interval)
    agree(interval, formula, 1e-9)
    return interval.tolist() if np.isfinite(interval).all() else None


def bootstrap(table, seed):
    units = Units(table)
    once = np.ones(units.count, int)
    own = figures_of(table, units, once)
    drawn = [figures_of(table, units, resample(seed, i, units.count)) for i in range(table["resamples"])]
    left_out = [figures_of(table, units, row) for row in 1 - np.eye(units.count, dtype=int)] if units.count > 1 else []
    intervals = {}
    for name in own:
        values = np.array([d[name] for d in drawn])
        values = values[~np.isnan(values)]
        percentile = percentile_interval(values, table["resamples"], units.count, own[name])
        bca = bca_interval(values, np.array([d[name] for d in left_out]), own[name]) if percentile else None
        intervals[name] = {"defined": len(values), "percentile": percentile, "bca": bca}
    return {"seed": seed, "resamples": table["resamples"], "level": LEVEL, "units": units.count, "areSubjects": units.are_subjects, "intervals": intervals}


def compare(tables, first, second, seed):
    a, b, resamples = tables[first], tables[second], 200
    units = Units(a)
    assert all(a[key] == b[key] for key in ("classes", "positive", "path", "subject", "fold")) and (a["truth"] == b["truth"]).all()

    def differences(counts):
        of_a, of_b = figures_of(a, units, counts), figures_of(b, units, counts)
        return {name: of_b[name] - of_a[name] for name in of_a}

    own = differences(np.ones(units.count, int))
    drawn = [differences(resample(seed, i, units.count)) for i in range(resamples)]
    result = {}
    for name, difference in own.items():
        d = np.array([one[name] for one in drawn])
        d = d[~np.isnan(d)]
        interval = percentile_interval(d, resamples, units.count, difference)
        d = np.where(np.abs(d) < SAME, 0, d)
        p = min(1, 2 * min((1 + (d <= 0).sum()) / (len(d) + 1), (1 + (d >= 0).sum()) / (len(d) + 1)))
        low, high = interval or (None, None)
        result[name] = {"difference": difference, "low": low, "high": high, "p": p if interval else None}
    return {"a": first, "b": second, "seed": seed, "resamples": resamples, "level": LEVEL, "metrics": result}


# ---- all of it ----

def effective_positive(table):
    return 1 if len(table["classes"]) == 2 and table["positive"] < 0 else table["positive"]


def reference_of(table, seed):
    classes, positive, truth, p = table["classes"], effective_positive(table), table["truth"], table["p"]
    labels, called = range(len(classes)), p.argmax(axis=1)
    result = {"name": table["name"], "classes": classes, "positive": table["positive"], "csv": csv_of(table, called),
              "confusion": sk.confusion_matrix(truth, called, labels=labels).tolist(), "metrics": figures(classes, positive, truth, p, called)}
    check_figures(table, result["metrics"], called)
    if len(classes) == 2:
        at_threshold = np.where(p[:, positive] >= THRESHOLD, positive, 1 - positive)
        result |= {"threshold": THRESHOLD, "confusionAtThreshold": sk.confusion_matrix(truth, at_threshold, labels=labels).tolist(),
                   "metricsAtThreshold": figures(classes, positive, truth, p, at_threshold)}
    result["reliability"] = reliability(p.max(axis=1), called == truth)
    if positive >= 0:
        y, score = truth == positive, p[:, positive]
        result["roc"], result["pr"] = curves(y, score)
        result |= {"reliabilityOfPositive": reliability(score, y), "chosen": chosen_thresholds(y, score) if y.any() else None}
    t = fit_temperature(table)
    result |= {"temperature": t, "afterTemperature": of_probabilities(truth, tempered(table, t), positive) if t else None}
    return result | {"bootstrap": bootstrap(table, seed)}


def plain(value):
    """As JSON has it: null for what is no number."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def prepare():
    warnings.simplefilter("error")
    sklearn.set_config(assume_finite=True, skip_parameter_validation=True)


def main(out):
    prepare()
    tables = make_tables(np.random.default_rng(20))
    number = {table["name"]: i for i, table in enumerate(tables)}
    assert len(number) == 40
    pairs = [(i, number[name + ", other network"]) for name, i in number.items() if name + ", other network" in number]
    with multiprocessing.get_context("spawn").Pool(initializer=prepare) as pool:
        references = pool.starmap(reference_of, [(table, 101 + 7 * i) for i, table in enumerate(tables)], chunksize=1)
        comparisons = pool.starmap(compare, [(tables, a, b, 1009 + 13 * i) for i, (a, b) in enumerate(pairs)], chunksize=1)
    made = {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__}

    def line(value):
        return json.dumps(plain(value), separators=(",", ":"), allow_nan=False)

    text = '{"made":%s,\n"tables":[\n%s\n],\n"comparisons":[\n%s\n]}\n' % (line(made), ",\n".join(map(line, references)), ",\n".join(map(line, comparisons)))
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    for i, one in enumerate(json.loads(text)["tables"]):
        figure = one["metrics"]["balanced_accuracy"]
        print(f'{i:2} {one["name"]}: {one["csv"].count(chr(10)) - 1} cells, {one["bootstrap"]["units"]} units, '
              f'balanced accuracy {figure:.3f}, temperature {one["temperature"]}')
    print(f"{len(text)} bytes, {len(comparisons)} comparisons")


if __name__ == "__main__":
    main(sys.argv[1])
