import Touchstone
import TouchstoneNN
import TouchstoneOptim

/// What one run trains on what, and how: a program as a user writes it.
///
/// The programs of suite `trajectories` have twins in PyTorch,
/// `Fixtures/touchstone_fixtures/trajectory_programs.py`, that share the seed with them and nothing
/// else.
public struct TrainingProgram: Sendable {
  /// Moves the learning rate on: after each batch, each epoch, or each epoch with its mean loss.
  public enum Schedule {
    case batch(() -> Void)
    case epoch(() -> Void)
    case loss((Double) -> Void)
  }

  public let name: String
  /// The classes that train, for reports.
  public let summary: String
  /// Draws, or takes from the digits, which are nil for programs that draw.
  public var data: @Sendable (Digits?) -> TrainingData
  public var model: @Sendable () -> Module
  public var loss: @Sendable (Tensor, Tensor) -> Tensor
  public var optimizer: @Sendable ([Tensor]) -> Optimizer
  /// For an optimizer and the number of all steps.
  public var schedule: @Sendable (Optimizer, Int) -> Schedule
  public var epochs: Int
  public var batch: Int

  /// Trains from `seed`; `observer` sees every step.
  func run(seed: Int, digits: Digits?, _ observer: TrainingObserver) throws {
    try Generator.withDefault(Generator(seed: UInt64(bitPattern: Int64(seed)))) {
      let data = self.data(digits)
      let model = self.model()
      try throwPendingError()
      observer.begin(data, model)
      try train(model, data, observer)
    }
  }

  private func train(
    _ model: Module, _ data: TrainingData, _ observer: TrainingObserver
  ) throws {
    let count = data.inputs.size(0)
    let optimizer = self.optimizer(model.parameters())
    let schedule = self.schedule(optimizer, epochs * ((count + batch - 1) / batch))
    for _ in 0..<epochs {
      var losses: [Double] = []
      for chosen in LoadingOrder(count: count, batchSize: batch, shuffle: true) {
        let index = Tensor(chosen)
        let (x, y) = (data.inputs.indexSelect(0, index), data.targets.indexSelect(0, index))
        observer.willStep(chosen, optimizer)
        let loss = optimizer.step {
          optimizer.zeroGrad()
          let loss = self.loss(model(x), y)
          loss.backward()
          return loss
        }
        try throwPendingError()
        losses.append(loss.item().doubleValue)
        observer.didStep(losses.last!, model)
        if case .batch(let advance) = schedule { advance() }
      }
      observer.didEndEpoch()
      switch schedule {
      case .batch: break
      case .epoch(let advance): advance()
      case .loss(let advance): advance(losses.reduce(0, +) / Double(losses.count))
      }
      try throwPendingError()
    }
  }
}

extension TrainingProgram {
  /// The program as an operation: a seed and data in, what is seen of the run out.
  ///
  /// The parameters and results are those of `Fixtures/touchstone_fixtures/trajectory_call.py`.
  public var operation: OperationRecord {
    OperationRecord(name, signature: "seed, images, labels", metric: .trajectory) { arguments in
      let digits = try arguments.tensorOrNil("images").map {
        Digits(images: $0, labels: try arguments.tensor("labels"))
      }
      let observer = TrainingObserver()
      try run(seed: try arguments.int("seed"), digits: digits, observer)
      return observer.results
    }
  }
}
