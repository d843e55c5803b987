/// How a recurrent network is built and run, as the functions of this file and layers say it.
public struct RecurrentOptions: Sendable {
  public var hasBiases: Bool
  public var numLayers: Int
  /// Probability of dropping an element of each layer's output but the last one's, in training.
  public var dropout: Double
  public var train: Bool
  public var bidirectional: Bool
  /// Whether inputs and outputs are [batch, steps, features]; of no meaning for packed ones.
  public var batchFirst: Bool

  public init(
    hasBiases: Bool = true, numLayers: Int = 1, dropout: Double = 0, train: Bool = false,
    bidirectional: Bool = false, batchFirst: Bool = false
  ) {
    (self.hasBiases, self.numLayers, self.dropout) = (hasBiases, numLayers, dropout)
    (self.train, self.bidirectional, self.batchFirst) = (train, bidirectional, batchFirst)
  }
}

/// Whole recurrent networks as functions of their inputs and weights, `torch.lstm` and its like.
///
/// - `input` is [steps, batch, features] (or batch first); with `batchSizes` it is the data of a
///   packed batch, [rows, features], of which each step takes the next `batchSizes[step]` rows.
/// - `params` are the weights of each layer and direction in the order weight_ih, weight_hh,
///   bias_ih, bias_hh, weight_hr, without those that the network has not.
/// - States are [layers · directions, batch, features].
extension Functional {
  /// Elman network with tanh, `torch.rnn_tanh`.
  /// - Returns: the last layer's outputs and the last states.
  public static func rnnTanh(
    _ input: Tensor, batchSizes: Tensor? = nil, _ hx: Tensor, _ params: [Tensor],
    _ options: RecurrentOptions
  ) -> (Tensor, Tensor) {
    hiddenOnly(.tanh, input, batchSizes, hx, params, options)
  }

  /// Elman network with relu, `torch.rnn_relu`.
  /// - Returns: the last layer's outputs and the last states.
  public static func rnnRelu(
    _ input: Tensor, batchSizes: Tensor? = nil, _ hx: Tensor, _ params: [Tensor],
    _ options: RecurrentOptions
  ) -> (Tensor, Tensor) {
    hiddenOnly(.relu, input, batchSizes, hx, params, options)
  }

  /// Gated recurrent units, `torch.gru`.
  /// - Returns: the last layer's outputs and the last states.
  public static func gru(
    _ input: Tensor, batchSizes: Tensor? = nil, _ hx: Tensor, _ params: [Tensor],
    _ options: RecurrentOptions
  ) -> (Tensor, Tensor) {
    hiddenOnly(.gru, input, batchSizes, hx, params, options)
  }

  /// Long short-term memory, `torch.lstm`.
  /// - Returns: the last layer's outputs, the last hidden states and the last cells.
  public static func lstm(
    _ input: Tensor, batchSizes: Tensor? = nil, _ hx: (Tensor, Tensor), _ params: [Tensor],
    _ options: RecurrentOptions
  ) -> (Tensor, Tensor, Tensor) {
    guarded {
      // Only a projection makes the two states differ in size.
      let projects = hx.0.size(-1) != hx.1.size(-1)
      let (output, last) = try recurrent(
        .lstm, input, batchSizes, CellState(hidden: hx.0, cell: hx.1),
        try layerParameters(params, options, projects: projects), options)
      return (output, last.hidden, last.cell!)
    }
  }

  private static func hiddenOnly(
    _ cell: RecurrentCell, _ input: Tensor, _ batchSizes: Tensor?, _ hx: Tensor,
    _ params: [Tensor], _ options: RecurrentOptions
  ) -> (Tensor, Tensor) {
    guarded {
      let (output, last) = try recurrent(
        cell, input, batchSizes, CellState(hidden: hx, cell: nil),
        try layerParameters(params, options, projects: false), options)
      return (output, last.hidden)
    }
  }
}

/// Runs a whole network on a padded or packed batch.
private func recurrent(
  _ cell: RecurrentCell, _ input: Tensor, _ batchSizes: Tensor?, _ hx: CellState,
  _ parameters: [CellParameters], _ options: RecurrentOptions
) throws -> (Tensor, CellState) {
  let stack = RecurrentStack(
    cell: cell, parameters: parameters, bidirectional: options.bidirectional,
    dropout: options.train ? options.dropout : 0)
  let swaps = options.batchFirst && batchSizes == nil
  let steps = StepInputs(
    data: swaps ? input.transpose(0, 1) : input, batchSizes: batchSizes?.toArray(Int.self))
  let (outputs, finals) = try stack.run(steps, layerStates(hx))
  let data = swaps ? outputs.data.transpose(0, 1) : outputs.data
  return (data, .joined(finals) { Tensor.stack($0, dim: 0) })
}

/// The state of each layer and direction.
private func layerStates(_ all: CellState) -> [CellState] {
  let hidden = all.hidden.unbind(0)
  guard let cells = all.cell?.unbind(0) else {
    return hidden.map { CellState(hidden: $0, cell: nil) }
  }
  return zip(hidden, cells).map { CellState(hidden: $0, cell: $1) }
}

/// The flat list of weights by layer and direction.
private func layerParameters(
  _ flat: [Tensor], _ options: RecurrentOptions, projects: Bool
) throws -> [CellParameters] {
  let each = 2 + (options.hasBiases ? 2 : 0) + (projects ? 1 : 0)
  let count = options.numLayers * (options.bidirectional ? 2 : 1)
  try check(flat.count == each * count, .runtime, "got an incorrect number of RNN parameters")
  return (0..<count).map { index in
    let own = flat[index * each..<(index + 1) * each]
    let first = own.startIndex
    return CellParameters(
      inputWeight: own[first], hiddenWeight: own[first + 1],
      inputBias: options.hasBiases ? own[first + 2] : nil,
      hiddenBias: options.hasBiases ? own[first + 3] : nil, projection: projects ? own.last : nil)
  }
}
