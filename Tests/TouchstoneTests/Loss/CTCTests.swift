import Foundation
import Testing

@testable import Touchstone

/// CTC losses against the sum over every alignment, and what happens at the edges.
struct CTCTests {
  /// Log-probabilities (steps, batch, classes).
  static func logProbs(_ steps: Int, _ batch: Int, _ classes: Int) -> Tensor {
    LossGradientTests.noise([steps, batch, classes], 3).logSoftmax(2)
  }

  /// −log Σ p(path) over the paths of `steps` classes that spell `target`.
  static func alignments(
    _ logProbs: Tensor, sequence: Int, steps: Int, target: [Int], blank: Int
  ) -> Double {
    let classes = logProbs.size(2)
    var paths: [(labels: [Int], log: Double)] = [([], 0)]
    for step in 0..<steps {
      paths = paths.flatMap { path in
        (0..<classes).map { label in
          let log = logProbs[step, sequence, label].item().doubleValue
          return (path.labels + [label], path.log + log)
        }
      }
    }
    let matching = paths.filter { spelled($0.labels, blank) == target }
    return -log(matching.map { exp($0.log) }.reduce(0, +))
  }

  /// The classes of a path without repetitions and blanks.
  static func spelled(_ path: [Int], _ blank: Int) -> [Int] {
    path.indices.filter { $0 == 0 || path[$0] != path[$0 - 1] }.map { path[$0] }
      .filter { $0 != blank }
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let steps: [Int]
    let targets: [[Int]]
    var blank = 0
    var testDescription: String { name }
  }

  static let examples = [
    Example(name: "one sequence", steps: [5], targets: [[1, 2]]),
    Example(name: "no classes to spell", steps: [4, 3], targets: [[], []]),
    Example(name: "some targets empty", steps: [4, 5, 2], targets: [[2], [], [1, 2]]),
    Example(name: "repetitions, just enough steps", steps: [5], targets: [[1, 1, 1]]),
    Example(name: "repetitions, one step short", steps: [4], targets: [[1, 1, 1]]),
    Example(name: "as many steps as classes", steps: [3], targets: [[1, 2, 1]]),
    Example(name: "fewer steps than classes", steps: [2], targets: [[1, 2, 1]]),
    Example(name: "the blank comes last", steps: [5, 4], targets: [[0, 1], [1, 1]], blank: 2),
    Example(name: "a class between is the blank", steps: [4], targets: [[2, 0]], blank: 1),
    Example(name: "no steps", steps: [0, 0, 3], targets: [[], [1], [2]]),
  ]

  @Test(arguments: examples) func equalsTheSumOverAlignments(_ example: Example) throws {
    let count = example.steps.count
    let logProbs = CTCTests.logProbs(5, count, 3)
    let expected = (0..<count).map {
      CTCTests.alignments(
        logProbs, sequence: $0, steps: example.steps[$0], target: example.targets[$0],
        blank: example.blank)
    }
    let longest = example.targets.map(\.count).max()!
    // What pads a target does not matter.
    let padded = example.targets.map { $0 + Array(repeating: 99, count: longest - $0.count) }
    let lengths = example.targets.map(\.count)
    let asRows = Tensor(padded.flatMap { $0 }, dtype: .int64).reshape([count, longest])
    let asOne = Tensor(example.targets.flatMap { $0 }, dtype: .int64)
    for targets in [asRows, asOne] {
      let losses = F.ctcLoss(
        logProbs, targets, example.steps, lengths, blank: example.blank, reduction: .none)
      for (index, value) in expected.enumerated() {
        let ours = losses[index].item().doubleValue
        #expect(ours == value || abs(ours - value) < 1e-12, "\(index): \(ours) \(value)")
      }
    }
  }

  private func gradient(zeroInfinity: Bool) -> Tensor {
    let scores = LossGradientTests.noise([3, 2, 3], 4)
    scores.requiresGrad = true
    let loss = F.ctcLoss(
      scores.logSoftmax(2), Tensor([[1, 1, 1], [1, 2, 0]]), [3, 2], [3, 2], reduction: .sum,
      zeroInfinity: zeroInfinity)
    #expect(loss.item().doubleValue.isInfinite == !zeroInfinity)
    return grad(outputs: [loss], inputs: [scores])[0]!
  }

  @Test func infiniteLossesGiveNoNumbers() {
    let gradient = gradient(zeroInfinity: false)
    #expect(gradient.select(1, 0).isnan().all().item().boolValue)
    #expect(gradient.select(1, 1).isfinite().all().item().boolValue)
  }

  @Test func infiniteLossesMayCountNothing() {
    let gradient = gradient(zeroInfinity: true)
    #expect(gradient.select(1, 0).eq(0).all().item().boolValue)
    #expect(gradient.select(1, 1).narrow(0, 0, 2).ne(0).all().item().boolValue)
    #expect(gradient.select(1, 1).select(0, 2).eq(0).all().item().boolValue)
  }

  @Test func oneSequenceNeedsNoBatch() {
    let batch = CTCTests.logProbs(5, 1, 4)
    let (one, target) = (batch.squeeze(1), Tensor([3, 2]))
    let loss = F.ctcLoss(one, target, Tensor(5), Tensor(2), reduction: .none)
    let expected = F.ctcLoss(batch, target.unsqueeze(0), [5], [2], reduction: .none)
    #expect(loss.shape == [])
    #expect(loss.item() == expected[0].item())
  }

  @Test func meanDividesByLengthsOfAtLeastOne() {
    let logProbs = CTCTests.logProbs(5, 2, 4)
    let targets = Tensor([[1, 2], [0, 0]])
    let each = F.ctcLoss(logProbs, targets, [5, 5], [2, 0], reduction: .none)
    let expected = (each[0].item().doubleValue / 2 + each[1].item().doubleValue) / 2
    let mean = F.ctcLoss(logProbs, targets, [5, 5], [2, 0]).item().doubleValue
    #expect(abs(mean - expected) < 1e-14)
  }

  @Test func targetsMayBeInt32() {
    let logProbs = CTCTests.logProbs(4, 2, 3)
    let targets = Tensor([[1, 2], [2, 1]])
    let wide = F.ctcLoss(logProbs, targets, [4, 4], [2, 2])
    #expect(F.ctcLoss(logProbs, targets.to(.int32), [4, 4], [2, 2]).item() == wide.item())
  }

  @Test func noSecondDerivative() {
    let scores = LossGradientTests.noise([3, 1, 3], 4)
    scores.requiresGrad = true
    let error = #expect(throws: TensorError.self) {
      try checked {
        let loss = F.ctcLoss(scores.logSoftmax(2), Tensor([[1]]), [3], [1])
        let first = grad(outputs: [loss], inputs: [scores], createGraph: true)[0]!
        _ = grad(outputs: [first.square().sum()], inputs: [scores])
      }
    }
    #expect(error?.message == "derivative for aten::_ctc_loss_backward is not implemented")
  }

  /// (steps, lengths of inputs, lengths of targets, targets, blank) and the message.
  @Test(arguments: [
    (
      [5, 6], [2, 2],
      "Expected input_lengths to have value at most 5, but got value 6 (while checking arguments "
        + "for ctc_loss_allocate_outputs)"
    ),
    (
      [5, -1], [2, 2],
      "Expected input_lengths to have value at least 0, but got value -1 (while checking arguments "
        + "for ctc_loss_allocate_outputs)"
    ),
    (
      [5, 5], [3, 2],
      "Expected tensor to have size at least 3 at dimension 1, but got size 2 for argument #2 "
        + "'targets' (while checking arguments for ctc_loss_allocate_outputs)"
    ),
    (
      [5, 5], [2, -2],
      "Expected target_lengths to have value at least 0, but got value -2 (while checking "
        + "arguments for ctc_loss_allocate_outputs)"
    ),
    ([5], [2, 2], "input_lengths must be of size batch_size"),
    ([5, 5], [2], "target_lengths must be of size batch_size"),
  ])
  func lengthsAreChecked(_ inputs: [Int], _ targets: [Int], _ message: String) {
    let error = #expect(throws: TensorError.self) {
      try checked {
        F.ctcLoss(CTCTests.logProbs(5, 2, 4), Tensor([[1, 2], [3, 1]]), inputs, targets)
      }
    }
    #expect(error?.message == message)
  }
}
