"""Trains one of the networks of networks.json with PyTorch. For each input line with a number, it takes that many steps
and prints their times in milliseconds. The second argument is the number of threads."""

import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(1)
torch.set_num_threads(int(sys.argv[2]))


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
        conv = nn.Conv2d(*spec["conv"])
        conv.weight.requires_grad_(not spec.get("fixed"))
        yield conv
    elif "block" in spec:
        yield Block(*spec["block"])
    elif "maxPool" in spec:
        yield nn.MaxPool2d(spec["maxPool"])
    else:
        yield nn.AdaptiveAvgPool2d(1)
    if spec.get("pool") == "first":
        yield nn.MaxPool2d(2)
    if spec.get("batchnorm"):
        yield nn.BatchNorm2d(spec["conv"][1])
    if spec.get("relu"):
        yield nn.ReLU()
    if "keep" in spec:
        yield nn.Dropout(1 - spec["keep"])
    if spec.get("pool") is True:
        yield nn.MaxPool2d(2)


networks = json.loads(pathlib.Path(__file__).with_name("networks.json").read_text())
spec = next(network for network in networks if network["name"] == sys.argv[1])
entries = [entry for entry in spec["layers"] for _ in range(entry.get("times", 1))]
net = nn.Sequential(*[layer for entry in entries for layer in layers_of(entry)])
if spec["updateRule"] == "adam":
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=5e-4)
else:
    nesterov = spec["updateRule"] == "nesterovMomentum"
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-3, momentum=0.9, weight_decay=5e-4, nesterov=nesterov)
x = torch.randn(spec["batch"], 3, 32, 32)
labels = torch.arange(spec["batch"]) % 10


def step():
    start = time.perf_counter()
    optimizer.zero_grad()
    F.cross_entropy(net(x), labels).backward()
    optimizer.step()
    return 1000 * (time.perf_counter() - start)


for line in sys.stdin:
    step()
    print(json.dumps([step() for _ in range(int(line))]), flush=True)
