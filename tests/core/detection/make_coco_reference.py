"""Writes coco.json: fields with true and found boxes, and what pycocotools 2.0.11 says of them.

    python make_coco_reference.py > coco.json
"""
import contextlib
import importlib.metadata
import json
import os
import sys

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

FIELDS, CLASSES = 8, 3


def drawn():
    random = np.random.default_rng(5)
    fields = []
    for index in range(FIELDS):
        truth, found = [], []
        for _ in range(random.integers(4, 14)):
            start, side = random.integers(0, 1200, 2) / 4, random.integers(60, 400, 2) / 4
            # Of the third class there is little, and none in most fields.
            kind = int(random.choice(3, p=[0.6, 0.36, 0.04]))
            box = [*start, *(start + side)]
            truth.append([*box, kind])
            for _ in range(random.choice(3, p=[0.15, 0.7, 0.15])):
                moved = np.round((np.array(box) + random.normal(0, 0.09, 4) * np.tile(side, 2)) * 4) / 4
                found.append([*moved, kind if random.random() < 0.9 else int(random.integers(CLASSES)), round(random.uniform(0.3, 1), 3)])
        for _ in range(random.integers(0, 5)):
            start, side = random.integers(0, 1200, 2) / 4, random.integers(60, 400, 2) / 4
            found.append([*start, *(start + side), int(random.integers(CLASSES)), round(random.uniform(0.05, 0.6), 3)])
        if index == 3:
            found = []
        if index == 5:
            truth = []
        fields.append({"truth": [[float(v) for v in row] for row in truth], "found": [[float(v) for v in row] for row in found]})
    return fields


def sized(box):
    return [box[0], box[1], box[2] - box[0], box[3] - box[1]]


def evaluated(fields):
    truth = {"images": [{"id": i + 1} for i in range(len(fields))], "categories": [{"id": c + 1} for c in range(CLASSES)], "annotations": []}
    found = []
    for i, field in enumerate(fields):
        for row in field["truth"]:
            box = sized(row)
            truth["annotations"].append({"id": len(truth["annotations"]) + 1, "image_id": i + 1, "category_id": int(row[4]) + 1, "bbox": box, "area": box[2] * box[3], "iscrowd": 0})
        found += [{"image_id": i + 1, "category_id": int(row[4]) + 1, "bbox": sized(row), "score": row[5]} for row in field["found"]]
    coco = COCO()
    coco.dataset = truth
    coco.createIndex()
    evaluation = COCOeval(coco, coco.loadRes(found), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    # thresholds × recalls × classes × areas × most boxes
    precision = evaluation.eval["precision"][:, :, :, 0, 2]
    return [{"mean": precision[:, :, c].mean(), "at50": precision[0, :, c].mean(), "at75": precision[5, :, c].mean()} for c in range(CLASSES)]


def main():
    assert importlib.metadata.version("pycocotools") == "2.0.11", "another version"
    fields = drawn()
    with contextlib.redirect_stdout(open(os.devnull, "w")):
        repeated = [0, 0, 1, 2, 2, 2, 6, 7]  # a resample of the bootstrap
        result = {"fields": fields, "classes": evaluated(fields), "repeated": repeated, "of_repeated": evaluated([fields[i] for i in repeated])}
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
