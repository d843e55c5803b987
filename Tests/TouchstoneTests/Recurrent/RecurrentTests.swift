import Testing

@testable import Touchstone

/// Networks of two layers in both directions against numbers that PyTorch gave for the same
/// weights: values, first and second derivatives along fixed directions.
struct RecurrentTests {
  /// Distinct multiples of 1/8 that repeat after eleven elements.
  static func pattern(_ shape: Shape, _ step: Int, _ dtype: DType = .float64) -> Tensor {
    let count = Tensor.arange(shape.numel, dtype: .float64)
    return count.mul(step).add(3).remainder(11).sub(5).div(8).view(shape).to(dtype)
  }

  static func along(_ tensor: Tensor, _ step: Int) -> Tensor {
    tensor.mul(pattern(tensor.shape, step, tensor.dtype)).sum()
  }

  struct Network: CustomTestStringConvertible {
    let cell: RecurrentCell
    let gates: Int
    /// Value, its gradients with respect to input, state and first weight (the LSTM: both states),
    /// the same of the gradients' own sum, and the packed results.
    let value: Double
    let first, second: [Double]
    let packed: [Double]
    var testDescription: String { "\(cell)" }

    var leaves: [Tensor] {
      var all = [pattern([3, 2, 2], 7), pattern([4, 2, 3], 5)]
      if cell == .lstm { all.append(pattern([4, 2, 3], 3)) }
      for (layer, direction) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        all += [
          pattern([gates * 3, layer == 0 ? 2 : 6], 7 + layer + direction),
          pattern([gates * 3, 3], 5 + direction), pattern([gates * 3], 3), pattern([gates * 3], 9),
        ]
      }
      return all.map { $0.requiresGrad_() }
    }

    func run(_ input: Tensor, batchSizes: Tensor? = nil, _ rest: ArraySlice<Tensor>) -> [Tensor] {
      let options = RecurrentOptions(numLayers: 2, bidirectional: true)
      let (h, weights) = (rest.first!, Array(rest.dropFirst(cell == .lstm ? 2 : 1)))
      func two(_ pair: (Tensor, Tensor)) -> [Tensor] { [pair.0, pair.1] }
      switch cell {
      case .tanh: return two(F.rnnTanh(input, batchSizes: batchSizes, h, weights, options))
      case .relu: return two(F.rnnRelu(input, batchSizes: batchSizes, h, weights, options))
      case .gru: return two(F.gru(input, batchSizes: batchSizes, h, weights, options))
      case .lstm:
        let c = rest[rest.startIndex + 1]
        let all = F.lstm(input, batchSizes: batchSizes, (h, c), weights, options)
        return [all.0, all.1, all.2]
      }
    }
  }

  static let networks = [
    Network(
      cell: .lstm, gates: 4, value: -0.8573184939185698,
      first: [
        0.013359928250631856, -0.026118101135862302, -0.22420180474042803, 0.04637575410754812,
      ],
      second: [
        -0.3636560938423486, -0.03529647227552261, -0.02469596245914496, 0.11206930928653334,
      ],
      packed: [-0.10438328692170006, -0.1686021689059239, -0.7310181025723366]),
    Network(
      cell: .gru, gates: 3, value: -0.07093539270879734,
      first: [0.1448190452375871, -0.5131754164988366, 0.027438343034154426],
      second: [-0.1035579537879963, 0.15750861519996945, 0.222086413890536],
      packed: [0.1130556012628306, 0.5357586463677807]),
    Network(
      cell: .tanh, gates: 1, value: -2.648177606299695,
      first: [-0.17839049684808161, -0.6514477285655109, -0.33799018737826203],
      second: [0.6529035533840937, 0.29145490633045334, 0.3448469572998192],
      packed: [-1.4512606182914216, -1.7736479787200992]),
    Network(
      cell: .relu, gates: 1, value: -3.7837843894958496,
      first: [-0.2930111885070801, -0.4927806854248047, -0.49167799949645996],
      second: [1.8770461082458496, -0.703994631767273, 0.9191535115242004],
      packed: [-0.8639769554138184, -2.8746426105499268]),
  ]

  private func expectClose(_ tensor: Tensor, _ expected: Double, _ tolerance: Double = 1e-12) {
    #expect(abs(tensor.item().doubleValue - expected) < tolerance)
  }

  @Test(arguments: networks)
  func valuesAndTwoDerivatives(_ network: Network) {
    let leaves = network.leaves
    let outputs = network.run(leaves[0], leaves[1...])
    let total = outputs.map { Self.along($0, 4) }.reduce(Tensor.zeros([], dtype: .float64), +)
    expectClose(total, network.value)
    let fused = grad(outputs: [total], inputs: leaves, retainGraph: true).map { $0! }
    let first = grad(outputs: [total], inputs: leaves, createGraph: true).map { $0! }
    for (index, expected) in network.first.enumerated() {
      expectClose(Self.along(fused[index], 2), expected)
      expectClose(Self.along(first[index], 2), expected)
    }
    let all = first.map { Self.along($0, 6) }.reduce(Tensor.zeros([], dtype: .float64), +)
    let second = grad(outputs: [all], inputs: leaves, allowUnused: true)
    for (index, expected) in network.second.enumerated() {
      expectClose(Self.along(second[index]!, 2), expected)
    }
  }

  @Test(arguments: networks)
  func packedBatches(_ network: Network) {
    let leaves = network.leaves
    let rows = leaves[0].detach().reshape([6, 2]).narrow(0, 0, 5)
    let outputs = network.run(rows, batchSizes: Tensor([2, 2, 1]), leaves[1...])
    #expect(outputs[0].shape == [5, 6])
    for (output, expected) in zip(outputs, network.packed) {
      expectClose(Self.along(output, 4), expected)
    }
  }

  /// The fused kernels of the narrower dtypes stay within their rounding of the double result, in
  /// value and gradient.
  @Test(arguments: networks, [DType.float32, .float16, .bfloat16])
  func narrowerDtypes(_ network: Network, _ dtype: DType) {
    let wide = network.leaves
    let narrow = wide.map { $0.detach().to(dtype).requiresGrad_() }
    let unit = dtype == .float32 ? 1e-5 : dtype == .float16 ? 0.02 : 0.15
    let exact = network.run(wide[0], wide[1...])[0]
    let rounded = network.run(narrow[0], narrow[1...])[0]
    #expect(rounded.dtype == dtype)
    #expect(rounded.to(.float64).sub(exact).abs().max().item().doubleValue < unit)
    let exactGrad = grad(outputs: [Self.along(exact, 4)], inputs: [wide[0]])[0]!
    let roundedGrad = grad(outputs: [Self.along(rounded, 4)], inputs: [narrow[0]])[0]!
    #expect(roundedGrad.to(.float64).sub(exactGrad).abs().max().item().doubleValue < unit)
  }

  @Test func wrongCallsAreErrors() {
    func message(_ body: () throws -> Void) -> String? {
      do {
        try checked(body)
        return nil
      } catch { return "\(error)" }
    }
    let leaves = Self.networks[1].leaves
    let weights = Array(leaves[2...])
    let options = RecurrentOptions(numLayers: 2, bidirectional: true)
    #expect(
      message { _ = F.gru(Tensor.zeros([0, 2, 2], dtype: .float64), leaves[1], weights, options) }
        == "RuntimeError: Expected sequence length to be larger than 0 in RNN")
    #expect(
      message { _ = F.gru(leaves[0], leaves[1], Array(weights.dropLast()), options) }
        == "RuntimeError: got an incorrect number of RNN parameters")
    let cell = (Self.pattern([9, 2], 7), Self.pattern([9, 3], 5))
    #expect(
      message { _ = F.gruCell(leaves[0][0], leaves[1][0].narrow(0, 0, 1), cell.0, cell.1) }
        == "RuntimeError: Input batch size 2 doesn't match hidden0 batch size 1")
    #expect(
      message { _ = F.gruCell(leaves[1][0], leaves[1][0], cell.0, cell.1) }
        == "RuntimeError: input has inconsistent input_size: got 3 expected 2")
    #expect(
      message { _ = F.gruCell(leaves[0][0], leaves[0][0], cell.0, cell.1) }
        == "RuntimeError: hidden0 has inconsistent hidden_size: got 2, expected 3")
  }
}
