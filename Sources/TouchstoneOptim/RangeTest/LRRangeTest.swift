import Foundation
import Touchstone
import TouchstoneNN

/// The learning-rate range test (Smith 2017, "Cyclical learning rates for training neural
/// networks"): a short training in which the rate grows from step to step shows from where on the
/// loss falls and where training breaks down.
///
/// ```swift
/// let found = LRRangeTest(model, optimizer).run(from: 1e-6, to: 1, steps: 100) { step in
///   let (input, target) = batches[step % batches.count]
///   return F.crossEntropy(model(input), target)
/// }
/// optimizer.paramGroups.forEach { $0.lr = found.suggestion ?? 0.01 }
/// ```
///
/// Afterwards the model (parameters, buffers, modes, gradients), the optimizer and the default
/// generator are what they were: a training that follows is the same as without the test.
public struct LRRangeTest {
  private let model: Module
  private let optimizer: Optimizer

  public init(_ model: Module, _ optimizer: Optimizer) {
    (self.model, self.optimizer) = (model, optimizer)
  }

  /// How the rate grows.
  public enum Sweep: Sendable {
    /// lr = start · (end / start)^(i / (n − 1)).
    case exponential
    /// lr = start + (end − start) · i / (n − 1).
    case linear
  }

  /// What the test saw, an entry for each step.
  public struct Result: Sendable {
    public fileprivate(set) var rates: [Double] = []
    public fileprivate(set) var losses: [Double] = []
    /// The losses as an exponential mean without its bias towards zero.
    public fileprivate(set) var smoothed: [Double] = []
    /// Whether the loss left its range, or was not finite, before the last rate.
    public fileprivate(set) var diverged = false

    /// The rate at which the smoothed loss falls fastest along the logarithm of the rate; nil when
    /// there are too few steps, or it never falls.
    public var suggestion: Double? {
      let slopes = (1..<max(rates.count, 1)).map { i in
        (smoothed[i] - smoothed[i - 1]) / (log(rates[i]) - log(rates[i - 1]))
      }
      guard let steepest = slopes.indices.min(by: { slopes[$0] < slopes[$1] }),
        slopes[steepest] < 0
      else { return nil }
      return rates[steepest]
    }
  }

  /// Runs the test.
  ///
  /// - Parameters:
  ///   - from, to: first and last rate, of all groups.
  ///   - steps: how many rates there are.
  ///   - smoothing: weight of the past in the smoothed loss, 0 ≤ smoothing < 1.
  ///   - divergence: the test ends when the smoothed loss is more than this many times its smallest
  ///     value; nil: only when the loss is not finite.
  ///   - loss: the loss of a step; it is differentiated here. Throwing ends the test.
  /// - Errors: `.value` for rates, steps or factors out of range.
  public func run(
    from start: Double = 1e-7, to end: Double = 10, steps: Int = 100, sweep: Sweep = .exponential,
    smoothing: Double = 0.95, divergence: Double? = 5, loss: (Int) throws -> Tensor
  ) rethrows -> Result {
    attempt { try Self.check(start, end, steps, smoothing, divergence) }
    if hasPendingError { return Result() }
    let before = TrainingSnapshot(model, optimizer)
    // A scope of its own: a bad call in `loss` must not keep anything from being restored.
    defer { _ = try? checked { before.restore() } }
    var (result, average) = (Result(), 0.0)
    for step in 0..<steps {
      let rate = sweep.rate(start, end, Double(step) / Double(max(steps - 1, 1)))
      let value = try self.step(rate, step, loss)
      average = smoothing * average + (1 - smoothing) * value
      result.rates.append(rate)
      result.losses.append(value)
      result.smoothed.append(average / (1 - pow(smoothing, Double(step + 1))))
      result.diverged = result.isOut(divergence)
      if result.diverged || hasPendingError { break }
    }
    return result
  }

  private func step(_ rate: Double, _ step: Int, _ loss: (Int) throws -> Tensor) rethrows -> Double
  {
    for group in optimizer.paramGroups { group.lr = rate }
    optimizer.zeroGrad()
    let value = try loss(step)
    value.backward()
    optimizer.step()
    return value.item().doubleValue
  }

  private static func check(
    _ start: Double, _ end: Double, _ steps: Int, _ smoothing: Double, _ divergence: Double?
  ) throws {
    try Touchstone.check(
      start > 0 && end > start, .value,
      "Expected rates with 0 < from < to, but got \(start) and \(end)")
    try Touchstone.check(
      steps > 0, .value, "Expected positive integer steps, but got \(steps)")
    try Touchstone.check(
      smoothing >= 0 && smoothing < 1, .value,
      "Expected smoothing in the range [0, 1), but got \(smoothing)")
    try Touchstone.check(
      divergence ?? 2 > 1, .value,
      "Expected a divergence above 1, but got \(divergence ?? 0)")
  }
}

extension LRRangeTest.Sweep {
  fileprivate func rate(_ start: Double, _ end: Double, _ share: Double) -> Double {
    switch self {
    case .exponential: start * pow(end / start, share)
    case .linear: start + (end - start) * share
    }
  }
}

extension LRRangeTest.Result {
  fileprivate func isOut(_ divergence: Double?) -> Bool {
    guard let last = smoothed.last, last.isFinite, losses.last?.isFinite == true else {
      return true
    }
    guard let divergence, let least = smoothed.min() else { return false }
    return last > divergence * least && least > 0
  }
}
