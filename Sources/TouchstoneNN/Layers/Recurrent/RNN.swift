import Touchstone

/// What follows the sums of an Elman network.
public enum RNNNonlinearity: String, Sendable, CaseIterable {
  case tanh, relu

  /// - Throws: `TensorError` (`.value`) unless `name` is one of the two.
  public init(name: String) throws {
    guard let nonlinearity = RNNNonlinearity(rawValue: name) else {
      throw TensorError(
        .value, "Unknown nonlinearity '\(name)'. Select from 'tanh' or 'relu'.")
    }
    self = nonlinearity
  }
}

/// A network whose state is one tensor: inputs and a state in, outputs and the last state out.
open class SingleStateRNN: RNNBase {
  /// - Returns: outputs of the last layer, and the last state of each layer and direction.
  open func forward(_ input: Tensor, _ hx: Tensor? = nil) -> (Tensor, Tensor) {
    pair(results(input, hx.map { [$0] }))
  }

  open func forward(_ input: PackedSequence, _ hx: Tensor? = nil) -> (PackedSequence, Tensor) {
    pair(results(input, hx.map { [$0] }))
  }

  public func callAsFunction(_ input: Tensor, _ hx: Tensor? = nil) -> (Tensor, Tensor) {
    pair(called(input, hx.map { [$0] }) { [self] in list(forward($0, $1?[0])) })
  }

  public func callAsFunction(
    _ input: PackedSequence, _ hx: Tensor? = nil
  ) -> (PackedSequence, Tensor) {
    pair(called(input, hx.map { [$0] }) { [self] in list(forward($0, $1?[0])) })
  }
}

/// Elman networks, `torch.nn.RNN`: hₜ = tanh(W xₜ + b + U hₜ₋₁ + d), layer upon layer.
///
/// ```swift
/// let rnn = RNN(10, 20, 2)
/// let (output, last) = rnn(Tensor.randn([5, 3, 10]), Tensor.randn([2, 3, 20]))
/// ```
/// Inputs are [steps, batch, features], [batch, steps, features] with `batchFirst`, [steps,
/// features] for one sequence, or packed; states [layers · directions, batch, features].
open class RNN: SingleStateRNN {
  public let nonlinearity: RNNNonlinearity

  /// - Errors: `.value` for sizes that are not positive and a dropout outside [0, 1].
  public init(
    _ inputSize: Int, _ hiddenSize: Int, _ numLayers: Int = 1,
    nonlinearity: RNNNonlinearity = .tanh, bias: Bool = true, batchFirst: Bool = false,
    dropout: Double = 0, bidirectional: Bool = false, device: Device = .cpu, dtype: DType? = nil
  ) {
    self.nonlinearity = nonlinearity
    super.init(
      nonlinearity == .tanh ? .tanh : .relu, inputSize, hiddenSize, numLayers, bias: bias,
      batchFirst: batchFirst, dropout: dropout, bidirectional: bidirectional, device: device,
      dtype: dtype)
  }
}

/// Gated recurrent units (Cho et al. 2014), `torch.nn.GRU`. Inputs and states as `RNN`.
open class GRU: SingleStateRNN {
  /// - Errors: `.value` for sizes that are not positive and a dropout outside [0, 1].
  public init(
    _ inputSize: Int, _ hiddenSize: Int, _ numLayers: Int = 1, bias: Bool = true,
    batchFirst: Bool = false, dropout: Double = 0, bidirectional: Bool = false,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      .gru, inputSize, hiddenSize, numLayers, bias: bias, batchFirst: batchFirst,
      dropout: dropout, bidirectional: bidirectional, device: device, dtype: dtype)
  }
}

/// Long short-term memory (Hochreiter and Schmidhuber 1997), `torch.nn.LSTM`. Inputs as `RNN`;
/// the state is a pair of hidden state and cell.
///
/// ```swift
/// let lstm = LSTM(10, 20, 2)
/// let (output, (hidden, cell)) = lstm(Tensor.randn([5, 3, 10]))
/// ```
open class LSTM: RNNBase {
  /// - Parameter projSize: features of the outputs and hidden states, fewer than `hiddenSize`
  ///   (Sak et al. 2014); 0: no projection.
  /// - Errors: `.value` for sizes that are not positive, a projection that is not smaller than the
  ///   hidden size, and a dropout outside [0, 1].
  public init(
    _ inputSize: Int, _ hiddenSize: Int, _ numLayers: Int = 1, bias: Bool = true,
    batchFirst: Bool = false, dropout: Double = 0, bidirectional: Bool = false, projSize: Int = 0,
    device: Device = .cpu, dtype: DType? = nil
  ) {
    super.init(
      .lstm, inputSize, hiddenSize, numLayers, bias: bias, batchFirst: batchFirst,
      dropout: dropout, bidirectional: bidirectional, projSize: projSize, device: device,
      dtype: dtype)
  }

  /// - Returns: outputs of the last layer, and the last hidden state and cell of each layer and
  ///   direction.
  open func forward(
    _ input: Tensor, _ hx: (Tensor, Tensor)? = nil
  ) -> (Tensor, (Tensor, Tensor)) {
    triple(results(input, hx.map { [$0.0, $0.1] }))
  }

  open func forward(
    _ input: PackedSequence, _ hx: (Tensor, Tensor)? = nil
  ) -> (PackedSequence, (Tensor, Tensor)) {
    triple(results(input, hx.map { [$0.0, $0.1] }))
  }

  public func callAsFunction(
    _ input: Tensor, _ hx: (Tensor, Tensor)? = nil
  ) -> (Tensor, (Tensor, Tensor)) {
    triple(
      called(input, hx.map { [$0.0, $0.1] }) { [self] input, states in
        list(forward(input, states.map { ($0[0], $0[1]) }))
      })
  }

  public func callAsFunction(
    _ input: PackedSequence, _ hx: (Tensor, Tensor)? = nil
  ) -> (PackedSequence, (Tensor, Tensor)) {
    triple(
      called(input, hx.map { [$0.0, $0.1] }) { [self] input, states in
        list(forward(input, states.map { ($0[0], $0[1]) }))
      })
  }
}

private func pair(_ all: [Tensor]) -> (Tensor, Tensor) { (all[0], all[1]) }

private func pair(_ all: (PackedSequence, [Tensor])) -> (PackedSequence, Tensor) {
  (all.0, all.1[0])
}

private func triple(_ all: [Tensor]) -> (Tensor, (Tensor, Tensor)) { (all[0], (all[1], all[2])) }

private func triple(_ all: (PackedSequence, [Tensor])) -> (PackedSequence, (Tensor, Tensor)) {
  (all.0, (all.1[0], all.1[1]))
}

private func list(_ results: (Tensor, Tensor)) -> [Tensor] { [results.0, results.1] }

private func list(_ results: (PackedSequence, Tensor)) -> (PackedSequence, [Tensor]) {
  (results.0, [results.1])
}

private func list(_ results: (Tensor, (Tensor, Tensor))) -> [Tensor] {
  [results.0, results.1.0, results.1.1]
}

private func list(
  _ results: (PackedSequence, (Tensor, Tensor))
) -> (PackedSequence, [Tensor]) {
  (results.0, [results.1.0, results.1.1])
}
