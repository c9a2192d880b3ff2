"""Trains one of the models of models.json with PyTorch: for each line with a number, that many steps, answered by
their times in milliseconds. The second argument says which clock, and the third how many threads."""

import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(1)
torch.set_num_threads(int(sys.argv[3]))


class Block(nn.Module):
    """Two convolutions and an identity shortcut, as in He et al. 2015, option A."""

    def __init__(self, channels, filters, stride):
        super().__init__()
        self.stride = stride
        self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1)
        self.norm1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1)
        self.norm2 = nn.BatchNorm2d(filters)

    def forward(self, x):
        out = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        if self.stride == 2:
            half = x.shape[1] // 2
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, half, half))
        return F.relu(out + x)


def layers_of(spec):
    if "affine" in spec:
        yield nn.Flatten()
        yield nn.Linear(*spec["affine"])
    elif "conv" in spec:
        yield nn.Conv2d(*spec["conv"])
    elif "block" in spec:
        yield Block(*spec["block"])
    else:
        yield nn.AdaptiveAvgPool2d(1)
    if spec.get("batchnorm"):
        yield nn.BatchNorm2d(spec["conv"][1])
    if spec.get("relu"):
        yield nn.ReLU()
    if spec.get("pool"):
        yield nn.MaxPool2d(2)


clock = time.process_time if sys.argv[2] == "processor" else time.perf_counter

models = json.loads(pathlib.Path(__file__).with_name("models.json").read_text())
spec = next(model for model in models if model["name"] == sys.argv[1])
net = nn.Sequential(*[layer for entry in spec["layers"] for layer in layers_of(entry)])
optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
x = torch.randn(spec["batch"], 3, 32, 32)
labels = torch.arange(spec["batch"]) % 10


def step():
    start = clock()
    optimizer.zero_grad()
    F.cross_entropy(net(x), labels).backward()
    optimizer.step()
    return 1000 * (clock() - start)


for line in sys.stdin:
    step()
    print(json.dumps([step() for _ in range(int(line))]), flush=True)
