"""Writes classifiers.json: the accuracy of scikit-learn's classifiers on vectors that reference_test.cpp draws too.

    python make_classifier_reference.py > classifiers.json
"""
import json
import sys

import numpy
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

LENGTH, TRAIN, TEST = 20, 600, 4000


class Drawn:
    """A linear congruential generator (Knuth's MMIX), whose sums of twelve are nearly normal."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (6364136223846793005 * self.state + 1442695040888963407) % 2**64
        return (self.state >> 11) / 2**53

    def normal(self):
        return sum(self.uniform() for _ in range(12)) - 6


def vectors(classes):
    drawn = Drawn(classes)
    centres = [[drawn.normal() * 0.45 for _ in range(LENGTH)] for _ in range(classes)]
    rows = [[c + drawn.normal() * (0.6 + 0.05 * j) for j, c in enumerate(centres[i % classes])] for i in range(TRAIN + TEST)]
    labels = [i % classes for i in range(TRAIN + TEST)]
    return numpy.array(rows, dtype=numpy.float32), numpy.array(labels)


def main():
    result = {"scikit-learn": sklearn.__version__, "accuracy": {}}
    for classes in (2, 5):
        x, y = vectors(classes)
        x = StandardScaler().fit(x[:TRAIN]).transform(x)
        kinds = {
            "svm": SVC(C=1, gamma=1 / LENGTH),
            "knn": KNeighborsClassifier(5, weights="distance"),
            "forest": RandomForestClassifier(300, min_samples_split=2, max_features="sqrt", random_state=1),
        }
        result["accuracy"][str(classes)] = {name: kind.fit(x[:TRAIN], y[:TRAIN]).score(x[TRAIN:], y[TRAIN:]) for name, kind in kinds.items()}
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
