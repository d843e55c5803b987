"""Small whole networks in PyTorch, each with inputs for it: what suite `networks` is made of.

Their Swift twins stand in Sources/Conformance/Networks; names of classes and members agree, so that
state dicts do.
"""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


class LeNet(nn.Module):
    """Two convolutions and three linear layers (LeCun et al. 1998), with ReLU."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5)
        self.conv2 = nn.Conv2d(4, 8, 5)
        self.fc1 = nn.Linear(8 * 1 * 1, 20)
        self.fc2 = nn.Linear(20, 12)
        self.fc3 = nn.Linear(12, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


class AlexNet(nn.Module):
    """Krizhevsky et al. 2012 with its local response normalisation and grouped convolutions."""

    def __init__(self, classes=6):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 8, 5, stride=2, padding=2),
            nn.ReLU(inplace=True),
            nn.LocalResponseNorm(5, alpha=1e-2, beta=0.75, k=2.0),
            nn.MaxPool2d(3, stride=2),
            nn.Conv2d(8, 12, 3, padding=1, groups=2),
            nn.ReLU(inplace=True),
            nn.LocalResponseNorm(5, alpha=1e-2, beta=0.75, k=2.0),
            nn.MaxPool2d(3, stride=2),
        )
        self.avgpool = nn.AdaptiveAvgPool2d((2, 2))
        self.classifier = nn.Sequential(
            nn.Dropout(),
            nn.Linear(12 * 2 * 2, 16),
            nn.ReLU(inplace=True),
            nn.Dropout(),
            nn.Linear(16, classes),
        )

    def forward(self, x):
        x = self.avgpool(self.features(x))
        return self.classifier(torch.flatten(x, 1))


class VGG(nn.Module):
    """Blocks of 3x3 convolutions with batch normalisation (Simonyan and Zisserman 2014), weights
    as torchvision initialises them."""

    def __init__(self, widths=(4, 4, "M", 8, "M"), classes=5):
        super().__init__()
        layers, channels = [], 3
        for width in widths:
            if width == "M":
                layers.append(nn.MaxPool2d(2, 2))
                continue
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.BatchNorm2d(width),
                       nn.ReLU(inplace=True)]
            channels = width
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Linear(channels * 4, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
                nn.init.constant_(module.bias, 0)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, 0, 0.01)
                nn.init.constant_(module.bias, 0)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around which the input passes, projected where it must (He et al. 2015)."""

    expansion = 1

    def __init__(self, inplanes=4, planes=6, stride=2):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = projection(inplanes, planes * self.expansion, stride)

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions with a shortcut (He et al. 2015; stride at the 3x3)."""

    expansion = 4

    def __init__(self, inplanes=6, planes=4, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3 = nn.Conv2d(planes, planes * self.expansion, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(planes * self.expansion)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = projection(inplanes, planes * self.expansion, stride)

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        out += identity
        return self.relu(out)


def projection(inplanes, outplanes, stride):
    """The shortcut where input and output differ in shape."""
    if stride == 1 and inplanes == outplanes:
        return None
    return nn.Sequential(
        nn.Conv2d(inplanes, outplanes, 1, stride, bias=False), nn.BatchNorm2d(outplanes))


class ResNet(nn.Module):
    """A stem, a basic block without and one with projection, and a bottleneck."""

    def __init__(self, classes=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)
        self.layer1 = nn.Sequential(BasicBlock(4, 4, 1), BasicBlock(4, 6, 2))
        self.layer2 = nn.Sequential(Bottleneck(6, 4, 2))
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(16, classes)

    def forward(self, x):
        x = self.relu(self.bn1(self.conv1(x)))
        x = self.layer2(self.layer1(x))
        return self.fc(torch.flatten(self.avgpool(x), 1))


class BasicConv2d(nn.Module):
    """Convolution, batch normalisation, ReLU."""

    def __init__(self, inputs, outputs, **options):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, bias=False, **options)
        self.bn = nn.BatchNorm2d(outputs, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)), inplace=True)


class Inception(nn.Module):
    """Four branches side by side (Szegedy et al. 2014)."""

    def __init__(self):
        super().__init__()
        self.branch1 = BasicConv2d(6, 4, kernel_size=1)
        self.branch2 = nn.Sequential(
            BasicConv2d(6, 3, kernel_size=1), BasicConv2d(3, 4, kernel_size=3, padding=1))
        self.branch3 = nn.Sequential(
            BasicConv2d(6, 2, kernel_size=1), BasicConv2d(2, 3, kernel_size=5, padding=2))
        self.branch4 = nn.Sequential(
            nn.MaxPool2d(kernel_size=3, stride=1, padding=1, ceil_mode=True),
            BasicConv2d(6, 3, kernel_size=1))

    def forward(self, x):
        return torch.cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class LSTMClassifier(nn.Module):
    """Classes of token sequences of different lengths, read in both directions."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 5, padding_idx=0)
        self.lstm = nn.LSTM(
            5, 4, num_layers=2, batch_first=True, dropout=0.25, bidirectional=True)
        self.fc = nn.Linear(8, 3)

    def forward(self, tokens, lengths):
        packed = pack_padded_sequence(
            self.embedding(tokens), lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, _) = self.lstm(packed)
        return self.fc(torch.cat([hidden[-2], hidden[-1]], 1))


class TransformerClassifier(nn.Module):
    """Classes of padded token sequences by attention (Vaswani et al. 2017)."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(12, 8)
        self.position = nn.Parameter(torch.randn(6, 8) * 0.1)
        layer = nn.TransformerEncoderLayer(
            8, 2, dim_feedforward=12, dropout=0.1, activation="gelu", batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=2, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(8)
        self.fc = nn.Linear(8, 3)

    def forward(self, tokens):
        padding = tokens == 0
        x = self.embedding(tokens) + self.position[: tokens.shape[1]]
        x = self.norm(self.encoder(x, src_key_padding_mask=padding))
        kept = (~padding).unsqueeze(2).to(x.dtype)
        return self.fc((x * kept).sum(1) / kept.sum(1))


class DoubleConv(nn.Module):
    """Twice convolution, batch normalisation and ReLU."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
            nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    """Down twice and up again, with the same level's features beside (Ronneberger et al. 2015)."""

    def __init__(self, features=(2, 4), classes=2):
        super().__init__()
        self.downs, self.ups = nn.ModuleList(), nn.ModuleList()
        self.pool = nn.MaxPool2d(2)
        channels = 1
        for width in features:
            self.downs.append(DoubleConv(channels, width))
            channels = width
        self.bottom = DoubleConv(channels, 2 * channels)
        for width in reversed(features):
            self.ups.append(nn.ConvTranspose2d(2 * width, width, 2, stride=2))
            self.ups.append(DoubleConv(2 * width, width))
        self.head = nn.Conv2d(features[0], classes, 1)

    def forward(self, x):
        skips = []
        for down in self.downs:
            x = down(x)
            skips.append(x)
            x = self.pool(x)
        x = self.bottom(x)
        for level in range(0, len(self.ups), 2):
            x = self.ups[level](x)
            x = self.ups[level + 1](torch.cat([skips.pop(), x], 1))
        return self.head(x)


TOKENS = [[3, 7, 1, 9, 0, 0], [5, 2, 11, 4, 8, 6], [10, 1, 0, 0, 0, 0]]


def image(*shape):
    """Standard normal pictures."""
    return lambda dtype, source: [torch.randn(shape, dtype=dtype, generator=source)]


def tokens(*lengths):
    """Sequences of tokens, and their lengths where the network wants them."""
    wanted = [torch.tensor(lengths)] if lengths else []
    return lambda dtype, source: [torch.tensor(TOKENS), *wanted]


# Every network with the inputs of one call.
ALL = {
    LeNet: image(2, 1, 16, 16),
    AlexNet: image(2, 3, 23, 23),
    VGG: image(2, 3, 8, 8),
    BasicBlock: image(2, 4, 6, 6),
    Bottleneck: image(2, 6, 5, 5),
    ResNet: image(2, 3, 8, 8),
    Inception: image(2, 6, 5, 5),
    LSTMClassifier: tokens(4, 6, 2),
    TransformerClassifier: tokens(),
    UNet: image(2, 1, 8, 8),
}
BY_NAME = {network.__name__: network for network in ALL}
