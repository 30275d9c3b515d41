"""Writes small.pth and small_legacy.pth: what torch.save (torch 2.11.0) makes of four small tensors, one of them a view.

    python make_small_pth.py FOLDER
"""
import sys
from collections import OrderedDict
from pathlib import Path

import torch

folder = Path(sys.argv[1])
base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
state = OrderedDict(
    plain=torch.tensor([1.5, -2.0]),
    view=base.t()[1:3],
    half=torch.tensor([[0.5]], dtype=torch.float16),
    count=torch.tensor(42),
)
torch.save(state, folder / "small.pth")
torch.save(state, folder / "small_legacy.pth", _use_new_zipfile_serialization=False)
