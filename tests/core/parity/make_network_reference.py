"""Writes networks.json: what torchvision 0.26.0 (torch 2.11.0) answers for AlexNet, MobileNetV3-Small, EfficientNet-B0, and for its VGG16 with the channel attention written here
after ECA-Net's own code, and what torch answers for LeukNet and the LSTM over rows as core/nn describes them, with the weights and pictures of make_inception_reference.py. Of the
latter two, which nobody else has, gradients as well.

    python make_network_reference.py > networks.json
"""
import json
import math
import sys

import torch
import torchvision

from make_inception_reference import LABELS, filled, gradient, logits, pictures, shapes

MEAN, DEVIATION = (torch.tensor(v, dtype=torch.float64).view(1, 3, 1, 1) for v in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))


class Eca(torch.nn.Module):
    def __init__(self, channels):
        super().__init__()
        t = int(abs((math.log2(channels) + 1) / 2))
        k = t if t % 2 else t + 1
        self.conv = torch.nn.Conv1d(1, 1, k, padding=(k - 1) // 2, bias=False)

    def forward(self, x):
        y = torch.nn.functional.adaptive_avg_pool2d(x, 1)
        y = self.conv(y.squeeze(-1).transpose(-1, -2)).transpose(-1, -2).unsqueeze(-1)
        return x * torch.sigmoid(y).expand_as(x)


class Vgg16Eca(torch.nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        vgg = torchvision.models.vgg16(weights=None, init_weights=False, num_classes=num_classes)
        self.features, self.avgpool, self.classifier = vgg.features, vgg.avgpool, vgg.classifier
        self.eca = torch.nn.ModuleList(Eca(c) for c in (64, 128, 256, 512, 512))

    def forward(self, x):
        block = 0
        for layer in self.features:
            if isinstance(layer, torch.nn.MaxPool2d):
                x = self.eca[block](x)
                block += 1
            x = layer(x)
        return self.classifier(torch.flatten(self.avgpool(x), 1))


class LeukNet(torch.nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        for i, (before, after, kernel, stride) in enumerate(((3, 32, 7, 2), (32, 64, 3, 1), (64, 128, 3, 1), (128, 256, 3, 1), (256, 256, 3, 1))):
            convolution = torch.nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False)
            self.add_module(f"conv{i + 1}", torch.nn.Sequential(convolution, torch.nn.BatchNorm2d(after), torch.nn.ReLU()))
        self.classifier = torch.nn.Linear(256, num_classes)

    def forward(self, x):
        x = self.conv1(x)
        for layer in (self.conv2, self.conv3, self.conv4):
            x = layer(torch.nn.functional.max_pool2d(x, 2))
        return self.classifier(self.conv5(x).mean((2, 3)))


class LstmRows(torch.nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.lstm = torch.nn.ModuleList((torch.nn.LSTM(3 * 128, 128), torch.nn.LSTM(128, 128)))
        self.classifier = torch.nn.Linear(128, num_classes)

    def forward(self, x):
        x = torch.nn.functional.adaptive_avg_pool2d(x, 128)
        rows = x.permute(2, 0, 1, 3).flatten(2)
        for layer in self.lstm:
            rows, _ = layer(rows)
        return self.classifier(rows[-1])


def imagenet(x):
    return (x * 0.5 + 0.5 - MEAN) / DEVIATION


def gradients(make, size, scaled):
    model = filled(make(num_classes=2)).train()
    torch.nn.functional.cross_entropy(model(scaled(pictures(size))), LABELS).backward()
    return [gradient(n, p.grad) for n, p in sorted(model.named_parameters())]


def answers(make, sizes, scaled=imagenet):
    result = {}
    for mode in ("evaluation", "training"):
        result[mode] = {}
        for size in sizes:
            model = filled(make(num_classes=2)).train(mode == "training")
            for module in model.modules():
                if isinstance(module, torch.nn.Dropout):
                    module.p = 0.0
                if isinstance(module, torchvision.ops.StochasticDepth):
                    module.p = 0.0
            with torch.no_grad():
                result[mode][str(size)] = logits(model(scaled(pictures(size))))
    result["shapes"] = shapes(model.state_dict())
    return result


def main():
    assert (torchvision.__version__.split("+")[0], torch.__version__.split("+")[0]) == ("0.26.0", "2.11.0"), "other versions"
    result = {
        "alexnet": answers(torchvision.models.alexnet, (63, 224)),
        "vgg16_eca": answers(Vgg16Eca, (75,)),
        "mobilenet_v3_small": answers(torchvision.models.mobilenet_v3_small, (75, 224)),
        "efficientnet_b0": answers(torchvision.models.efficientnet_b0, (75, 224)),
        "leuknet": answers(LeukNet, (75, 227)) | {"gradients": {"75": gradients(LeukNet, 75, imagenet)}},
        "lstm_rows": answers(LstmRows, (75, 128, 299), lambda x: x) | {"gradients": {"75": gradients(LstmRows, 75, lambda x: x)}},
    }
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
