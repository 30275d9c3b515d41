"""Writes core/parity/inception_v3.json: what torchvision 0.26.0 (torch 2.11.0) answers for weights and pictures made by a formula.

    python make_inception_reference.py > ../../../core/parity/inception_v3.json

Everything is computed in float64 from float32 weights, so that the reference has no rounding of its own. core/parity/formula.cpp
makes the same weights and pictures.

The formula keeps the comparison well conditioned. Pixels and weights come from a hash, so the four pictures differ in every channel, and
batch norm never divides by a small number. Batch norm's bias lies between 1.75 and 3.25: in training most ReLUs are open, and few of them sit so near
to zero that another rounding closes them, which would change gradients by a jump. running_mean takes the bias away again in evaluation.
"""
import json
import math
import sys

import numpy as np
import torch
import torchvision
from torch.nn.functional import cross_entropy

BITS = (1 << 64) - 1
PICTURES = 4
LABELS = torch.tensor([0, 1, 1, 0])
SAMPLES = 8


def fnv1a(text):
    state = 0xCBF29CE484222325
    for byte in text.encode():
        state = ((state ^ byte) * 0x100000001B3) & BITS
    return state


def hashes(name, count):
    """Numbers 1 … count of splitmix64, started at the name's FNV-1a."""
    z = np.uint64(fnv1a(name)) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def integers(name, count):
    """-2^23 … 2^23 - 1"""
    return (hashes(name, count) >> np.uint64(40)).astype(np.int64) - (1 << 23)


def values(name, shape, of_norm):
    count = math.prod(shape)
    u = integers(name, count)
    if name.endswith("running_var") or of_norm and name.endswith(".weight"):
        result = 1 + u * 2.0**-25
    elif name.endswith("running_mean") or of_norm and name.endswith(".bias"):
        result = 2.5 + u * (3 * 2.0**-25)
    elif len(shape) > 1:
        fan_in = count // shape[0]
        result = u * (math.sqrt((6.0 if len(shape) == 4 else 3.0) / fan_in) * 2.0**-23)
    else:
        result = u * 2.0**-26
    return torch.from_numpy(result.astype(np.float32).reshape(shape))


def pictures(size):
    """Three parts squares of 32 pixels, one part grain."""
    squares = -(-size // 32)
    coarse = integers("squares", PICTURES * 3 * squares * squares).reshape(PICTURES, 3, squares, squares)
    coarse = coarse.repeat(32, 2).repeat(32, 3)[:, :, :size, :size]
    grain = integers("grain", PICTURES * 3 * size * size).reshape(PICTURES, 3, size, size)
    return torch.from_numpy(((3 * coarse + grain) * 2.0**-25).astype(np.float32)).double()


def filled(made):
    state = made.state_dict()
    with torch.no_grad():
        for name, tensor in state.items():
            if not name.endswith("num_batches_tracked"):
                tensor.copy_(values(name, tuple(tensor.shape), name.rpartition(".")[0] + ".running_mean" in state))
    return made.double()


def network(aux_logits=True):
    made = torchvision.models.inception_v3(weights=None, num_classes=2, aux_logits=aux_logits, init_weights=False, dropout=0.0)
    return filled(made)


def short(value):
    return float(f"{value:.9g}")


def logits(tensor):
    return [short(v) for v in tensor.flatten().tolist()]


def entries(name, tensor, count):
    where = torch.from_numpy((hashes("entries of " + name, count) % np.uint64(tensor.numel())).astype(np.int64))
    return tensor.flatten()[where].tolist()


def gradient(name, tensor):
    """Norm, then entries in millionths of the root mean square."""
    norm = tensor.norm().item()
    unit = norm / math.sqrt(tensor.numel()) * 1e-6
    return [short(norm)] + [round(v / unit) for v in entries(name, tensor, SAMPLES)]


def statistic(name, tensor):
    """Norm, then two entries in millionths of the root mean square."""
    return gradient(name, tensor)[:3]


def shapes(state):
    """One hash over the lines 'name 4x3x2', sorted; a single number has no sizes."""
    return f"{fnv1a(''.join(f'{n} {chr(120).join(map(str, t.shape))}' + chr(10) for n, t in sorted(state.items()))):016x}"


def evaluated(size):
    made = network().eval()
    with torch.no_grad():
        return logits(made(pictures(size)))


def main():
    assert (torchvision.__version__.split("+")[0], torch.__version__.split("+")[0]) == ("0.26.0", "2.11.0"), "other versions"
    result = {"torchvision": "0.26.0", "torch": "2.11.0", "shapes": shapes(network().state_dict())}
    result["logits_299"] = evaluated(299)
    result["logits_139"] = evaluated(139)

    model = network().train()
    output = model(pictures(299))
    (cross_entropy(output.logits, LABELS) + 0.4 * cross_entropy(output.aux_logits, LABELS)).backward()
    result["training_logits_299"] = logits(output.logits)
    result["training_auxiliary_299"] = logits(output.aux_logits)
    result["gradients_299"] = [gradient(n, p.grad) for n, p in sorted(model.named_parameters())]
    result["statistics_299"] = [statistic(n, t) for n, t in sorted(model.named_buffers()) if "running_" in n]

    model = network(aux_logits=False).train()
    output = model(pictures(139))
    cross_entropy(output, LABELS).backward()
    result["training_logits_139"] = logits(output)
    result["gradient_norms_139"] = [short(p.grad.norm().item()) for _, p in sorted(model.named_parameters())]

    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
