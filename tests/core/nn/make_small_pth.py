"""Writes small.pth: what torch.save (torch 2.11.0) makes of four small tensors, one of them a view.

    python make_small_pth.py small.pth
"""
import sys
from collections import OrderedDict

import torch

base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
torch.save(
    OrderedDict(
        plain=torch.tensor([1.5, -2.0]),
        view=base.t()[1:3],
        half=torch.tensor([[0.5]], dtype=torch.float16),
        count=torch.tensor(42),
    ),
    sys.argv[1],
)
