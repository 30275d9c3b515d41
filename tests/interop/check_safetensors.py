"""Weights out of torchvision, through Leukolens and back: nothing lost, the same answers.

    python check_safetensors.py LEUKOLENS_PROGRAM

torchvision's inception_v3 → .pth → `model import` → `model export` → safetensors.torch.load_file → strict loading into torchvision → its
probabilities beside those of `classify`.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from PIL import Image
from safetensors.torch import load_file
from torchvision.models import inception_v3
from torchvision.transforms import v2

TESTS = Path(__file__).parent.parent
sys.path.insert(0, str(TESTS / "core" / "parity"))
import make_inception_reference as formula  # noqa: E402

PICTURES = sorted(TESTS.glob("core/inference/preprocessing/*.png")) + sorted(TESTS.glob("core/inference/preprocessing/*.jpg"))


def leukolens(*arguments):
    ran = subprocess.run([PROGRAM, *map(str, arguments), "--json"], capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"leukolens {arguments[0]} ended with {ran.returncode}: {ran.stderr}")
    return json.loads(ran.stdout)


def computes_in_bf16():
    """As core/engine/device.cpp decides for the CPU."""
    return "avx512_bf16" in Path("/proc/cpuinfo").read_text()


def through_leukolens(state, folder):
    torch.save(state, folder / "torchvision.pth")
    model = folder / "cells.leukomodel"
    leukolens("model", "import", folder / "torchvision.pth", "--class", "all", "--class", "hem", "--input-px", 299, "--out", model)
    leukolens("model", "export", model, "-o", folder / "back.safetensors")
    return model, load_file(folder / "back.safetensors")


def probabilities(network):
    transform = v2.Compose([v2.ToImage(), v2.ToDtype(torch.float32, scale=True), v2.Resize((299, 299), antialias=True), v2.Normalize([0.5] * 3, [0.5] * 3)])
    batch = torch.stack([transform(Image.open(p).convert("RGB")) for p in PICTURES])
    with torch.no_grad():
        return network.eval()(batch).softmax(1)


def main():
    assert len(PICTURES) >= 2, "no pictures"
    state = formula.network().float().state_dict()
    with tempfile.TemporaryDirectory() as name:
        model, back = through_leukolens(state, Path(name))
        differing = [key for key in state if key not in back or back[key].dtype != state[key].dtype or not torch.equal(back[key], state[key])]
        assert not differing and len(back) == len(state), f"{len(back)} tensors came back of {len(state)}; not the same: {differing[:5]}"
        network = inception_v3(weights=None, num_classes=2, aux_logits=True, init_weights=False)
        network.load_state_dict(back, strict=True)
        answered = leukolens("classify", model, *PICTURES, "--device", "cpu")

    wanted = probabilities(network)
    assert not answered["failed"] and len(answered["predictions"]) == len(PICTURES), answered
    found = {Path(p["path"]).name: p["probabilities"] for p in answered["predictions"]}
    found = torch.tensor([[found[p.name]["all"], found[p.name]["hem"]] for p in PICTURES])
    difference = (found - wanted).abs().max().item()
    tolerance = 2e-2 if computes_in_bf16() else 1e-3
    print(f"{len(back)} tensors came back bit for bit; probabilities of {len(PICTURES)} pictures differ by {difference:.2g} of {tolerance:g} allowed")
    assert difference <= tolerance, (found, wanted)


if __name__ == "__main__":
    PROGRAM = sys.argv[1]
    main()
