"""Writes stratified_group_kfold.csv: how evenly scikit-learn 1.9.1's StratifiedGroupKFold shares out 200 random sets.

    python make_stratified_reference.py > stratified_group_kfold.csv

The sets come from splitmix64, started at the set's number; split_random_sets.cpp makes the same ones. Each has 2 to 5 classes, 3 to 10
folds, and of each class as many subjects as folds (4 at least) and up to 29 more. A subject has 1 to 200 cells, one in eight up to
five times as many. In a third of the sets, subjects also have cells of other classes, half as many at the most. Two folds are left out:
there Leukolens keeps two subjects of each class in each test part, which scikit-learn does not promise.

Three measures of the test parts, smaller being better. The first is what StratifiedGroupKFold itself minimises:
    class_sd    mean over classes of the standard deviation, over folds, of the share of the class's cells that the fold has
    size        largest deviation of a fold's cells from an even share, relative to that share
    balance     as class_sd, but the mean over the classes and, as one more, all cells
"""
import numpy as np
from sklearn.model_selection import StratifiedGroupKFold

BITS = (1 << 64) - 1
SETS = 200


class SplitMix:
    def __init__(self, state):
        self.state = state

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & BITS
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS
        return (z ^ (z >> 31)) % bound


def random_set(number):
    """Number of folds, and cells[subject][class]."""
    random = SplitMix(number)
    classes = 2 + random.below(4)
    folds = 3 + random.below(8)
    mixed = random.below(3) == 0
    cells = []
    for own in range(classes):
        for _ in range(max(4, folds) + random.below(30)):
            size = 1 + random.below(200)
            if random.below(8) == 0:
                size *= 1 + random.below(5)
            row = [0] * classes
            row[own] = size
            for other in range(classes):
                if mixed and other != own and random.below(3) == 0:
                    row[other] = random.below(size // 2 + 1)
            cells.append(row)
    return folds, np.array(cells)


def measures(cells, fold_of, folds):
    of_fold = np.array([cells[fold_of == k].sum(axis=0) for k in range(folds)])
    sizes = of_fold.sum(axis=1)
    class_sd = np.std(of_fold / of_fold.sum(axis=0), axis=0).mean()
    size = np.abs(sizes / sizes.mean() - 1).max()
    balance = np.std(np.column_stack([of_fold / of_fold.sum(axis=0), sizes / sizes.sum()]), axis=0).mean()
    return class_sd, size, balance


def scikit_learn(cells, folds, seed):
    subjects, classes = cells.shape
    groups = np.repeat(np.arange(subjects), cells.sum(axis=1))
    labels = np.concatenate([np.repeat(np.arange(classes), row) for row in cells])
    fold_of = np.empty(subjects, int)
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    for k, (_, test) in enumerate(splitter.split(np.zeros(len(labels)), labels, groups)):
        fold_of[np.unique(groups[test])] = k
    return fold_of


print("set,folds,subjects,cells,class_sd,size,balance")
for number in range(SETS):
    folds, cells = random_set(number)
    scores = measures(cells, scikit_learn(cells, folds, number), folds)
    print(f"{number},{folds},{len(cells)},{cells.sum()}," + ",".join(f"{score:.10f}" for score in scores))
