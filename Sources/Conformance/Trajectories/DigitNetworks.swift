import Touchstone
import TouchstoneNN

/// Two linear layers with a nonlinearity between them.
final class Perceptron: Module {
  let hidden: Linear
  let output: Linear
  let activation: (Tensor) -> Tensor

  init(_ inputs: Int, _ hidden: Int, _ outputs: Int, _ activation: @escaping (Tensor) -> Tensor) {
    self.hidden = Linear(inputs, hidden)
    output = Linear(hidden, outputs)
    self.activation = activation
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor { output(activation(hidden(input))) }
}

/// Two convolutions with batch norm and two linear layers with dropout (LeCun et al. 1998).
final class SmallLeNet: Module {
  let conv1: Conv2d
  let bn1: BatchNorm2d
  let conv2: Conv2d
  let bn2: BatchNorm2d
  let fc1: Linear
  let dropout: Dropout
  let fc2: Linear

  /// - Parameter momentum: weight of a batch in the running statistics.
  init(momentum: Double = 0.1, dropout: Double = 0.25) {
    conv1 = Conv2d(1, 6, 3, padding: 1, bias: false)
    bn1 = BatchNorm2d(6, momentum: momentum)
    conv2 = Conv2d(6, 12, 3, padding: 1, bias: false)
    bn2 = BatchNorm2d(12, momentum: momentum)
    fc1 = Linear(12 * 2 * 2, 32)
    self.dropout = Dropout(dropout)
    fc2 = Linear(32, 10)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    var x = F.avgPool2d(bn1(conv1(input)).tanh(), 2)
    x = F.avgPool2d(bn2(conv2(x)).tanh(), 2)
    x = dropout(fc1(x.flatten(1)).tanh())
    return fc2(x)
  }
}

/// Reads a picture row by row (Hochreiter and Schmidhuber 1997).
final class RowLSTM: Module {
  let lstm = LSTM(8, 16, batchFirst: true)
  let dropout = Dropout(0.2)
  let fc = Linear(16, 10)

  override func forward(_ input: Tensor) -> Tensor {
    let (_, (hidden, _)) = lstm(input)
    return fc(dropout(hidden[-1]))
  }
}

/// Attends to the rows of a picture (Vaswani et al. 2017).
final class RowTransformer: Module {
  @Parameter var position: Tensor
  let embedding: Linear
  let layer: TransformerEncoderLayer
  let fc: Linear

  override init() {
    position = Tensor.randn([8, 16]) * 0.1
    embedding = Linear(8, 16)
    layer = TransformerEncoderLayer(
      16, 2, dimFeedforward: 32, dropout: 0.1, activation: "gelu", batchFirst: true)
    fc = Linear(16, 10)
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    fc(layer(embedding(input) + position).mean(1))
  }
}
