import Foundation
import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

/// Trainings that one library begins and the other continues, through a checkpoint.
/// `Fixtures/touchstone_fixtures/training_exchange.py` is the other side and tells of the files.
public enum TrainingExchange {
  /// How far a training that was begun by PyTorch and continued here ends from PyTorch's own.
  public struct Difference: Sendable, CustomStringConvertible {
    public let training: String
    /// Largest difference of two numbers, as a part of the largest beside it.
    public let relative: Double

    /// Rounding in float64 stays below this.
    public var holds: Bool { relative <= 1e-9 }
    public var description: String { "pytorch \(training) continued by Touchstone \(relative)" }
  }

  private static let steps = 3

  private static let plans: [Plan] = [
    Plan(
      name: "dropout", network: { AlexNet() },
      optimizer: { Adam($0.parameters(), lr: 0.01, weightDecay: 0.01, amsgrad: true) },
      schedule: { OneCycleLR($0, maxLR: 0.02, totalSteps: 20, threePhase: true) }),
    Plan(
      name: "batch_norm", network: { ResNet() },
      optimizer: { SGD($0.parameters(), lr: 0.05, momentum: 0.9, nesterov: true) },
      schedule: { optimizer in
        SequentialLR(
          optimizer,
          schedulers: [
            LinearLR(optimizer, startFactor: 0.1, totalIters: 2),
            MultiStepLR(optimizer, milestones: [1, 2, 2, 30], gamma: 0.5),
          ], milestones: [2])
      }),
    Plan(
      name: "attention", network: { TransformerClassifier() },
      optimizer: { AdamW($0.parameters(), lr: 0.01) },
      schedule: { ReduceLROnPlateau($0, factor: 0.5, patience: 0, cooldown: 1) }),
  ]

  /// Begins every training and continues PyTorch's.
  public static func run(_ folder: String) throws -> [Difference] {
    try plans.map { plan in
      let inputs = try StateDict(hdf5: "\(folder)/data/\(plan.name).h5").values
      return try Generator.withDefault(Generator(seed: 5)) {
        try begin(plan, inputs, "\(folder)/touchstone/\(plan.name)")
        let relative = try resume(plan, inputs, "\(folder)/pytorch/\(plan.name)")
        return Difference(training: plan.name, relative: relative)
      }
    }
  }

  private static func begin(_ plan: Plan, _ inputs: [Tensor], _ stem: String) throws {
    let training = try checked { Training(plan, inputs) }
    for file in ["checkpoint", "continued"] {
      try checked { training.run(steps) }
      try training.checkpoint(epoch: steps).write(to: "\(stem).\(file).h5")
    }
  }

  private static func resume(_ plan: Plan, _ inputs: [Tensor], _ stem: String) throws -> Double {
    let training = try checked { Training(plan, inputs) }
    let start = try Checkpoint.read(from: "\(stem).checkpoint.h5")
    try start.restore(
      model: training.network, optimizer: training.optimizer, scheduler: training.schedule)
    try checked { training.run(steps) }
    let end = try Checkpoint.read(from: "\(stem).continued.h5")
    let found = training.checkpoint(epoch: steps)
    let sections = [(found.parts, end.parts), (found.generators, end.generators)]
    return try checked {
      sections.map { StateDistance.between(.entries($0), .entries($1)) }.max() ?? .infinity
    }
  }
}

/// What is trained, and how.
private struct Plan: Sendable {
  let name: String
  let network: @Sendable () -> Module
  let optimizer: @Sendable (Module) -> Optimizer
  let schedule: @Sendable (Optimizer) -> LRScheduler
}

/// A network with everything that trains it.
private struct Training {
  let network: Module
  let optimizer: Optimizer
  let schedule: LRScheduler
  let inputs: [Tensor]

  init(_ plan: Plan, _ inputs: [Tensor]) {
    network = plan.network().to(.float64)
    optimizer = plan.optimizer(network)
    schedule = plan.schedule(optimizer)
    self.inputs = inputs
  }

  func run(_ steps: Int) {
    for _ in 0..<steps {
      optimizer.zeroGrad()
      let loss = network(inputs[0]).square().mean()
      loss.backward()
      optimizer.step()
      if let plateau = schedule as? ReduceLROnPlateau {
        plateau.step(loss)
      } else {
        schedule.step()
      }
    }
  }

  func checkpoint(epoch: Int) -> Checkpoint {
    Checkpoint(model: network, optimizer: optimizer, scheduler: schedule, epoch: epoch)
  }
}

/// How far two states are apart.
enum StateDistance {
  /// Largest difference of two numbers, as a part of the largest beside it; infinite where the
  /// states differ in anything but the digits of numbers.
  static func between(_ a: Value, _ b: Value) -> Double {
    switch (a, b) {
    case (.dictionary(let ours), .dictionary(let theirs)):
      guard Set(ours.keys) == Set(theirs.keys) else { return .infinity }
      return ours.map { between($0.value, theirs[$0.key]!) }.max() ?? 0
    case (.list(let ours), .list(let theirs)):
      guard ours.count == theirs.count else { return .infinity }
      return zip(ours, theirs).map(between).max() ?? 0
    case (.tensor(let ours), .tensor(let theirs)): return between(ours, theirs)
    case (.double(let ours), .double(let theirs)) where ours.isFinite && theirs.isFinite:
      return ours == theirs ? 0 : abs(ours - theirs) / max(abs(theirs), 1e-300)
    default: return isEqual(a, b) ? 0 : .infinity
    }
  }

  private static func isEqual(_ a: Value, _ b: Value) -> Bool {
    switch (a, b) {
    case (.none, .none): true
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
    case (.string(let a), .string(let b)): a == b
    default: false
    }
  }

  private static func between(_ ours: Tensor, _ theirs: Tensor) -> Double {
    guard ours.shape == theirs.shape, ours.dtype == theirs.dtype else { return .infinity }
    if ours.equal(theirs) { return 0 }
    let (a, b) = (ours.to(.float64), theirs.to(.float64))
    let scale = max(b.abs().max().item().doubleValue, 1e-12)
    let apart = a.sub(b).abs().max().item().doubleValue / scale
    return apart.isNaN ? .infinity : apart
  }
}
