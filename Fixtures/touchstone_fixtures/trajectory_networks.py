"""Networks of suite `trajectories`. Their twins are in `Sources/Conformance/Trajectories`.

Where a dropout follows an activation, the activation is never exactly 0 (tanh, GELU): what is 0
behind the dropout was dropped, so that masks can be read off.
"""

import torch
from torch import nn


class Perceptron(nn.Module):
    """Two linear layers with a nonlinearity between them."""

    def __init__(self, inputs, hidden, outputs, activation):
        super().__init__()
        self.hidden = nn.Linear(inputs, hidden)
        self.output = nn.Linear(hidden, outputs)
        self.activation = activation

    def forward(self, x):
        return self.output(self.activation(self.hidden(x)))


class SmallLeNet(nn.Module):
    """Two convolutions with batch norm and two linear layers with dropout (LeCun et al. 1998)."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(6)
        self.conv2 = nn.Conv2d(6, 12, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(12)
        self.fc1 = nn.Linear(12 * 2 * 2, 32)
        self.dropout = nn.Dropout(0.25)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        x = nn.functional.avg_pool2d(torch.tanh(self.bn1(self.conv1(x))), 2)
        x = nn.functional.avg_pool2d(torch.tanh(self.bn2(self.conv2(x))), 2)
        x = self.dropout(torch.tanh(self.fc1(x.flatten(1))))
        return self.fc2(x)


class RowLSTM(nn.Module):
    """Reads a picture row by row (Hochreiter and Schmidhuber 1997)."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 16, batch_first=True)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        _, (hidden, _) = self.lstm(x)
        return self.fc(self.dropout(hidden[-1]))


class RowTransformer(nn.Module):
    """Attends to the rows of a picture (Vaswani et al. 2017)."""

    def __init__(self):
        super().__init__()
        self.position = nn.Parameter(torch.randn(8, 16) * 0.1)
        self.embedding = nn.Linear(8, 16)
        self.layer = nn.TransformerEncoderLayer(
            16, 2, dim_feedforward=32, dropout=0.1, activation="gelu", batch_first=True)
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        return self.fc(self.layer(self.embedding(x) + self.position).mean(1))
