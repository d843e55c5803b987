import Testing
import Touchstone
import TouchstoneNN

/// Numbers come from PyTorch under the same seeds.
struct RecurrentLayerTests {
  private let input = Tensor.arange(12, dtype: .float32).view([3, 2, 2]).div(10)

  private func seeded<R>(_ seed: UInt64, _ body: () -> R) -> R {
    Generator.withDefault(Generator(seed: seed), body)
  }

  private func expectClose(_ tensor: Tensor, _ expected: [Double], _ tolerance: Double = 2e-7) {
    let found = tensor.toArray(Double.self)
    #expect(found.count == expected.count)
    for (a, b) in zip(found, expected) { #expect(abs(a - b) <= tolerance) }
  }

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try checked(body)
      return nil
    } catch let error as TensorError {
      return "\(error.kind.rawValue): \(error.message)"
    } catch { return "\(error)" }
  }

  @Test func weightsAreNamedAndDrawnInOrder() {
    seeded(3) {
      let lstm = LSTM(2, 3, 2, dropout: 0.5, bidirectional: true, projSize: 2)
      let kinds = ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"]
      let ends = ["_l0", "_l0_reverse", "_l1", "_l1_reverse"]
      let names = ends.flatMap { end in kinds.map { $0 + end } }
      #expect(lstm.namedParameters().map(\.name) == names)
      #expect(lstm.allWeights.map(\.count) == [5, 5, 5, 5])
      #expect(
        lstm.parameter(named: "weight_hr_l1_reverse").toArray(Float.self) == [
          0.45278915762901306, 0.020543314516544342, -0.12498313933610916, -0.08458001911640167,
          -0.4687107801437378, -0.521051287651062,
        ])
      #expect(Tensor.rand([1]).toArray(Float.self) == [0.11509811878204346])
    }
  }

  @Test func dropoutBetweenLayersInTrainingOnly() {
    let lstm = seeded(3) { LSTM(2, 3, 2, dropout: 0.5) }
    seeded(5) {
      let (output, (_, cell)) = lstm(input)
      expectClose(
        output,
        [
          0.0610671229660511, 0.15697358548641205, -0.13520100712776184, 0.06621834635734558,
          0.15638484060764313, -0.13237567245960236, 0.09458836168050766, 0.1887606680393219,
          -0.2299630343914032, 0.1017993837594986, 0.2093428373336792, -0.2192542850971222,
          0.12969501316547394, 0.21044376492500305, -0.2717357277870178, 0.12027885764837265,
          0.24036245048046112, -0.26796969771385193,
        ])
      expectClose(
        cell[1],
        [
          0.2919955551624298, 0.3210636079311371, -0.6846363544464111, 0.2773772180080414,
          0.3578405976295471, -0.7066769003868103,
        ])
      #expect(Tensor.rand([1]).toArray(Float.self) == [0.9697042107582092])
    }
    let (single, (hidden, _)) = lstm.eval()(input.select(1, 0))
    #expect(hidden.shape == [2, 3])
    expectClose(
      single,
      [
        0.06259234994649887, 0.15159359574317932, -0.1348031610250473, 0.0982230082154274,
        0.19243982434272766, -0.2249930500984192, 0.1197541207075119, 0.20999276638031006,
        -0.27428561449050903,
      ])
  }

  /// The initial states belong to the sequences as they are given, and so do the last ones.
  @Test func packedBatchesKeepTheOrderOfTheirSequences() {
    let gru = seeded(3) { GRU(2, 3, batchFirst: true) }
    let packed = packPaddedSequence(
      input.transpose(0, 1), [2, 3], batchFirst: true, enforceSorted: false)
    let start = Tensor([1, 2] as [Float]).view([1, 2, 1]).expand([1, 2, 3])
    let (output, last) = gru(packed, start)
    expectClose(
      output.data,
      [
        -0.14176440238952637, 1.0506929159164429, 0.6060941219329834, 0.06571781635284424,
        0.5944534540176392, 0.5505075454711914, -0.37713417410850525, 0.7501181364059448,
        0.5213960409164429, -0.17591506242752075, 0.3598037660121918, 0.4934457838535309,
        -0.490847647190094, 0.5181766748428345, 0.5230616331100464,
      ])
    expectClose(
      last,
      [
        -0.17591506242752075, 0.3598037660121918, 0.4934457838535309, -0.490847647190094,
        0.5181766748428345, 0.5230616331100464,
      ])
    #expect(output.batchSizes.toArray(Int.self) == [2, 2, 1])
  }

  @Test func cellsTakeSingleVectors() {
    let cell = seeded(3) { GRUCell(2, 3, bias: false) }
    expectClose(
      cell(Tensor([0.5, -1] as [Float])),
      [-0.04681959003210068, -0.12387499213218689, -0.360289990901947])
    let memory = LSTMCell(2, 3)
    let (hidden, next) = memory(Tensor.zeros([4, 2]), (Tensor.zeros([4, 3]), Tensor.ones([4, 3])))
    #expect(hidden.shape == [4, 3] && next.shape == [4, 3])
  }

  @Test func printedForms() {
    #expect("\(RNN(3, 4, nonlinearity: .relu))" == "RNN(3, 4)")
    let lstm = LSTM(
      3, 4, 2, bias: false, batchFirst: true, dropout: 0.25, bidirectional: true, projSize: 2)
    #expect(
      "\(lstm)"
        == "LSTM(3, 4, proj_size=2, num_layers=2, bias=False, batch_first=True, dropout=0.25, "
        + "bidirectional=True)")
    #expect("\(GRU(3, 4, 2, dropout: 1))" == "GRU(3, 4, num_layers=2, dropout=1.0)")
    #expect(
      "\(RNNCell(3, 4, bias: false, nonlinearity: .relu))"
        == "RNNCell(3, 4, bias=False, nonlinearity=relu)")
  }

  /// Hooks see all inputs and outputs, and may replace them.
  @Test func hooksSeeStates() {
    let lstm = LSTM(2, 3)
    var counts: [Int] = []
    lstm.registerForwardPreHook { _, inputs in
      counts.append(inputs.compactMap { $0 }.count)
      return nil
    }
    lstm.registerForwardHook { _, _, outputs in
      counts.append(outputs.count)
      return [outputs[0]?.mul(0), outputs[1], outputs[2]]
    }
    let (output, _) = lstm(input)
    #expect(output.toArray(Float.self).allSatisfy { $0 == 0 })
    let (packed, _) = lstm(packPaddedSequence(input, [3, 2]))
    #expect(packed.data.toArray(Float.self).allSatisfy { $0 == 0 })
    #expect(counts == [1, 3, 1, 3])
  }

  /// Weights that were replaced or converted are those of the next call.
  @Test func newWeightsCount() {
    let rnn = RNN(2, 3)
    for name in ["weight_hh_l0", "bias_ih_l0", "bias_hh_l0"] {
      rnn.registerParameter(name, Tensor.zeros(rnn.parameter(named: name).shape))
    }
    rnn.registerParameter("weight_ih_l0", Tensor.ones([3, 2]))
    expectClose(rnn(input).0[0][0], [Double](repeating: 0.09966799462495582, count: 3))
    rnn.to(.float64)
    #expect(rnn(input.to(.float64)).0.dtype == .float64)
  }

  @Test func wrongConstructionsAreErrors() {
    #expect(message { _ = RNN(0, 3) } == "ValueError: input_size must be greater than zero")
    #expect(message { _ = GRU(3, -1) } == "ValueError: hidden_size must be greater than zero")
    #expect(message { _ = GRU(3, 2, 0) } == "ValueError: num_layers must be greater than zero")
    #expect(
      message { _ = LSTM(3, 4, projSize: 4) }
        == "ValueError: proj_size has to be smaller than hidden_size")
    #expect(
      message { _ = LSTM(3, 4, projSize: -1) }
        == "ValueError: proj_size should be a positive integer or zero to disable projections")
    #expect(
      message { _ = LSTM(3, 4, dropout: 1.5) }
        == "ValueError: dropout should be a number in range [0, 1] representing the probability of "
        + "an element being zeroed")
    #expect(
      message { _ = LSTMCell(3, -4) }
        == "RuntimeError: Trying to create tensor with negative dimension -16: [-16, 3]")
  }

  @Test func wrongCallsAreErrors() {
    let (rnn, lstm, gru) = (RNN(2, 3), LSTM(2, 3), GRU(2, 3))
    let x = input.unsqueeze(0)
    #expect(
      message { _ = rnn(x) }
        == "ValueError: RNN: Expected input to be 2D or 3D, got 4D tensor instead")
    #expect(
      message { _ = gru(x) }
        == "ValueError: GRU: Expected input to be 2D or 3D, got 4D instead")
    #expect(
      message { _ = gru(input.to(.float64)) }
        == "ValueError: RNN input dtype (torch.float64) does not match weight dtype "
        + "(torch.float32). Convert input: input.to(torch.float32), or convert model: "
        + "model.to(torch.float64)")
    #expect(
      message { _ = rnn(Tensor.zeros([3, 2, 5])) }
        == "RuntimeError: input.size(-1) must be equal to input_size. Expected 2, got 5")
    #expect(
      message { _ = rnn(input, Tensor.zeros([1, 2, 4])) }
        == "RuntimeError: Expected hidden size (1, 2, 3), got [1, 2, 4]")
    #expect(
      message { _ = rnn(input[0], Tensor.zeros([1, 2, 3])) }
        == "RuntimeError: For unbatched 2-D input, hx should also be 2-D but got 3-D tensor")
    #expect(
      message { _ = lstm(input, (Tensor.zeros([1, 2, 3]), Tensor.zeros([1, 1, 3]))) }
        == "RuntimeError: Expected hidden[1] size (1, 2, 3), got [1, 1, 3]")
    #expect(
      message { _ = lstm(input, (Tensor.zeros([2, 3]), Tensor.zeros([1, 2, 3]))) }
        == "RuntimeError: For batched 3-D input, hx and cx should also be 3-D but got (2-D, 3-D) "
        + "tensors")
    #expect(
      message { _ = LSTMCell(2, 3)(x) }
        == "ValueError: LSTMCell: Expected input to be 1D or 2D, got 4D instead")
    #expect(
      message { _ = gru(packPaddedSequence(input, [3, 2]), Tensor.zeros([1, 3, 3])) }
        == "RuntimeError: Expected hidden size (1, 2, 3), got [1, 3, 3]")
  }
}
