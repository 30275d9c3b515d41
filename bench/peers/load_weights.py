"""The same as bench_load_weights in PyTorch: a network from a file of weights, median of nine, and memory.

    python load_weights.py FILE      (torch 2.11.0, torchvision 0.26.0)
"""
import os
import statistics
import sys
import time

import torch
import torchvision


def status_mb(key):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(key))


def load(path):
    state = torch.load(path, map_location="cpu", weights_only=True)
    network = torchvision.models.inception_v3(weights=None, num_classes=state["fc.weight"].shape[0], init_weights=False)
    network.load_state_dict(state)
    return network


path = sys.argv[1]
torchvision.models.inception_v3(weights=None, init_weights=False)
seconds = []
for i in range(10):
    before = status_mb("VmRSS:")
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")
    start = time.perf_counter()
    network = load(path)
    took = time.perf_counter() - start
    if i == 0:
        peak = status_mb("VmHWM:") - before
    else:
        seconds.append(took)
    del network
size = os.path.getsize(path) / 2**20
print(f"{os.path.basename(path)}: {size:.1f} MB, {statistics.median(seconds):.3f} s ({min(seconds):.3f} to {max(seconds):.3f}), "
      f"{peak:.1f} MB of memory, {peak / size:.2f} times the file")
