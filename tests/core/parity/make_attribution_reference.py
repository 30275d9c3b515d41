"""Writes attribution.json: Grad-CAM by the package grad-cam 1.5.7 and integrated gradients by captum 0.9.0, for the weights and pictures of make_inception_reference.py.

    python make_attribution_reference.py > attribution.json

Float64. Grad-CAM: the map of the block's own size, before it is scaled to 0 … 1. Integrated gradients: means of 8×8 parts of the map.
"""
import json
import sys

import numpy as np
import torch
from captum.attr import IntegratedGradients
from pytorch_grad_cam import GradCAM
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

from make_inception_reference import network, pictures, short

STEPS = 8
PARTS = 8


class RawGradCam(GradCAM):
    """compute_cam_per_layer() of the package scales and enlarges the map: kept is what it starts from."""

    def get_cam_image(self, *arguments, **named):
        self.raw = np.maximum(super().get_cam_image(*arguments, **named), 0)
        return self.raw


def grad_cam(model, block, picture, target):
    cam = RawGradCam(model=model, target_layers=[getattr(model, block)])
    cam(input_tensor=picture, targets=[ClassifierOutputTarget(target)])
    return [short(v) for v in cam.raw[0].flatten().tolist()]


def integrated(model, picture, target):
    baseline = torch.full_like(picture, -1)
    shares, delta = IntegratedGradients(model).attribute(picture, baselines=baseline, target=target, n_steps=STEPS, method="riemann_middle", return_convergence_delta=True)
    part = picture.shape[2] // PARTS
    plane = shares[0].sum(0)[: part * PARTS, : part * PARTS].reshape(PARTS, part, PARTS, part).mean((1, 3))
    with torch.no_grad():
        difference = (model(picture) - model(baseline))[0, target].item()
    return {"difference": short(difference), "parts": [short(v) for v in plane.detach().flatten().tolist()]}


def main():
    model = network().eval()
    large, small = pictures(299), pictures(139)
    result = {"grad-cam": "1.5.7", "captum": "0.9.0", "grad_cam": [], "integrated": []}
    for block in ("Mixed_7c", "Mixed_6e"):
        for target in (0, 1):
            result["grad_cam"].append({"block": block, "picture": 0, "class": target, "map": grad_cam(model, block, large[:1], target)})
    for target in (0, 1):
        result["integrated"].append({"picture": 2, "class": target, "steps": STEPS, **integrated(model, small[2:3], target)})
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
