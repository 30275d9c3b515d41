"""Prints what torchvision 0.26.0's adjust_* functions answer for one 2×2 picture: the numbers in augmentation_test.cpp.

    python make_colour_reference.py
"""
import torch
import torchvision.transforms.v2.functional as f

rgb = torch.tensor([[[0.1, 0.9], [0.5, 0.0]], [[0.2, 0.8], [0.4, 0.0]], [[0.6, 0.7], [0.3, 0.0]]])
for name, changed in {
    "brightness 1.2": f.adjust_brightness(rgb, 1.2),
    "contrast 1.25": f.adjust_contrast(rgb, 1.25),
    "saturation 0.75": f.adjust_saturation(rgb, 0.75),
    "gamma 0.8": f.adjust_gamma(rgb, 0.8),
}.items():
    print(name, [round(v, 6) for v in changed.flatten().tolist()])
