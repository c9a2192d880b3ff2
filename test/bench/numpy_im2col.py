"""Trains one of the networks of networks.json, without batch normalization, with NumPy and im2col, as the assignments of
2016 did. For each input line with a number, it takes that many steps and prints their times in milliseconds."""

import json
import pathlib
import sys
import time

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

random = np.random.default_rng(1)


def weights(*shape):
    return (0.02 * random.standard_normal(shape)).astype(np.float32)


class Affine:
    def __init__(self, inputs, outputs):
        self.params = [weights(inputs, outputs), np.zeros(outputs, np.float32)]

    def forward(self, x):
        self.x = x
        return x.reshape(len(x), -1) @ self.params[0] + self.params[1]

    def backward(self, dout):
        self.grads = [self.x.reshape(len(self.x), -1).T @ dout, dout.sum(0)]
        return (dout @ self.params[0].T).reshape(self.x.shape)


class Conv:
    def __init__(self, channels, filters, size, stride, pad):
        self.params = [weights(filters, channels, size, size), np.zeros(filters, np.float32)]
        self.size, self.stride, self.pad = size, stride, pad

    def forward(self, x):
        self.shape = N, C, H, W = x.shape
        w, b = self.params
        padded = np.pad(x, ((0, 0), (0, 0), (self.pad,) * 2, (self.pad,) * 2))
        windows = sliding_window_view(padded, (self.size, self.size), axis=(2, 3))
        windows = windows[:, :, :: self.stride, :: self.stride]
        self.columns = windows.transpose(1, 4, 5, 0, 2, 3).reshape(C * self.size**2, -1)
        out = w.reshape(len(w), -1) @ self.columns + b[:, None]
        return out.reshape(len(w), N, *windows.shape[2:4]).transpose(1, 0, 2, 3)

    def backward(self, dout):
        N, C, H, W = self.shape
        w, _ = self.params
        rows = dout.transpose(1, 0, 2, 3).reshape(len(w), -1)
        self.grads = [(rows @ self.columns.T).reshape(w.shape), rows.sum(1)]
        columns = (w.reshape(len(w), -1).T @ rows).reshape(C, self.size, self.size, N, *dout.shape[2:])
        dx = np.zeros((C, N, H + 2 * self.pad, W + 2 * self.pad), np.float32)
        for i in range(self.size):
            for j in range(self.size):
                ends = [k + self.stride * n for k, n in zip((i, j), dout.shape[2:])]
                dx[:, :, i : ends[0] : self.stride, j : ends[1] : self.stride] += columns[:, i, j]
        return dx[:, :, self.pad : self.pad + H, self.pad : self.pad + W].transpose(1, 0, 2, 3)


class Relu:
    params = grads = ()

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, dout):
        return dout * (self.x > 0)


class Pool:
    """Max pooling with windows of 2 x 2 that tile the image."""

    params = grads = ()

    def forward(self, x):
        N, C, H, W = x.shape
        self.squares = x.reshape(N, C, H // 2, 2, W // 2, 2)
        self.out = self.squares.max(axis=(3, 5))
        return self.out

    def backward(self, dout):
        mask = self.squares == self.out[:, :, :, None, :, None]
        dx = mask * (dout[:, :, :, None, :, None] / mask.sum(axis=(3, 5), keepdims=True, dtype=np.float32))
        N, C, h, _, w, _ = self.squares.shape
        return dx.reshape(N, C, 2 * h, 2 * w)


class Dropout:
    params = grads = ()

    def __init__(self, keep):
        self.keep = keep

    def forward(self, x):
        self.mask = (random.random(x.shape, np.float32) < self.keep) / np.float32(self.keep)
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask


def layers_of(spec):
    yield Affine(*spec["affine"]) if "affine" in spec else Conv(*spec["conv"])
    if spec.get("relu"):
        yield Relu()
    if spec.get("pool"):
        yield Pool()
    if "keep" in spec:
        yield Dropout(spec["keep"])


networks = json.loads(pathlib.Path(__file__).with_name("networks.json").read_text())
spec = next(network for network in networks if network["name"] == sys.argv[1])
net = [layer for entry in spec["layers"] for layer in layers_of(entry)]
moments = [[(np.zeros_like(p), np.zeros_like(p)) for p in layer.params] for layer in net]
N = spec["batch"]
images = random.standard_normal((N, 3, 32, 32)).astype(np.float32)
labels = np.arange(N) % 10
steps = 0


def step():
    global steps
    start = time.perf_counter()
    out = images
    for layer in net:
        out = layer.forward(out)
    probabilities = np.exp(out - out.max(1, keepdims=True))
    probabilities /= probabilities.sum(1, keepdims=True)
    probabilities[np.arange(N), labels] -= 1
    dout = probabilities / N
    for layer in reversed(net):
        dout = layer.backward(dout)
    steps += 1
    for layer, states in zip(net, moments):
        for p, g, (m, v) in zip(layer.params, layer.grads, states):
            if spec["updateRule"] == "sgdMomentum":
                m *= 0.9
                m -= 1e-3 * g
                p += m
                continue
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            p -= 1e-3 * (m / (1 - 0.9**steps)) / (np.sqrt(v / (1 - 0.999**steps)) + 1e-8)
    return 1000 * (time.perf_counter() - start)


for line in sys.stdin:
    step()
    print(json.dumps([step() for _ in range(int(line))]), flush=True)
