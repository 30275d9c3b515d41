"""Writes inception_reference.json: what torchvision 0.26.0 (torch 2.11.0) answers for weights and pictures made by a formula.

    python make_inception_reference.py > inception_reference.json

inception_test.cpp fills our network by the same formula.
"""
import json

import torch
import torchvision


def wave(shape, phase):
    n = 1
    for s in shape:
        n *= s
    i = torch.arange(n, dtype=torch.float64)
    return torch.cos(0.37 * i + phase).reshape(shape)


def fill(model):
    state = model.state_dict()
    for phase, name in enumerate(sorted(n for n in state if not n.endswith("num_batches_tracked"))):
        shape = state[name].shape
        values = wave(shape, phase)
        if name.endswith("running_var"):
            values = 1 + 0.5 * values * values
        elif name.endswith("bn.weight"):
            values = 1 + 0.1 * values
        elif len(shape) >= 2:
            fan_in = shape[1:].numel()
            values = values * (2.0 / fan_in) ** 0.5
        else:
            values = 0.1 * values
        state[name].copy_(values.to(torch.float32))


def answers(model, size):
    x = wave((2, 3, size, size), 0.5).to(torch.float32)
    model.eval()
    with torch.no_grad():
        return model(x).flatten().tolist()


torch.set_num_threads(1)
network = torchvision.models.inception_v3(weights=None, num_classes=2, aux_logits=True, init_weights=False)
fill(network)
result = {
    "parameters": sum(p.numel() for p in network.parameters()),
    "names": {n: list(t.shape) for n, t in network.state_dict().items()},
    "logits_299": answers(network, 299),
    "logits_75": answers(network, 75),
}
network.train()
network.dropout.p = 0.0
with torch.no_grad():
    out = network(wave((2, 3, 299, 299), 0.5).to(torch.float32))
result["training_logits_299"] = out.logits.flatten().tolist()
result["training_aux_299"] = out.aux_logits.flatten().tolist()
print(json.dumps(result, separators=(",", ":")))
