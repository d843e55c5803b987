import Touchstone
import TouchstoneNN

/// A copy of a model whose parameters are averages of the model's in time,
/// `torch.optim.swa_utils.AveragedModel`.
///
/// ```swift
/// let averaged = AveragedModel(model, multiAvgFn: getEMAMultiAvgFn(decay: 0.999))
/// for batch in batches {
///   train(model, batch)
///   averaged.updateParameters(model)
/// }
/// let prediction = averaged(input)
/// ```
///
/// State: `n_averaged`, and that of the copy under `module.`.
public final class AveragedModel<Model: Module>: Module {
  /// How many times the parameters were averaged, an int64 scalar.
  @Buffer public var nAveraged: Tensor
  /// The copy.
  public let module: Model
  private let avgFn: AverageFunction?
  private let multiAvgFn: MultiAverageFunction?
  private let useBuffers: Bool

  /// - Parameters:
  ///   - model: is copied and stays as it is.
  ///   - device: where the copy lives; the model's when nil.
  ///   - avgFn: how one parameter is averaged; the mean of all when both are nil.
  ///   - multiAvgFn: the same for many at once.
  ///   - useBuffers: whether buffers are averaged too; else each update copies them.
  /// - Errors: `.assertion` when both functions are given.
  public init(
    _ model: Model, device: Device? = nil, avgFn: AverageFunction? = nil,
    multiAvgFn: MultiAverageFunction? = nil, useBuffers: Bool = false
  ) {
    attempt {
      try check(
        avgFn == nil || multiAvgFn == nil, .assertion,
        "Only one of avg_fn and multi_avg_fn should be provided")
    }
    module = model.copy()
    nAveraged = Tensor.zeros([], dtype: .int64, device: device ?? .cpu)
    (self.avgFn, self.multiAvgFn, self.useBuffers) = (avgFn, multiAvgFn, useBuffers)
    super.init()
    if let device { module.to(device) }
  }

  public override var name: String { "AveragedModel" }

  public override func forward(_ input: Tensor) -> Tensor { module(input) }

  /// Averages the parameters with those of `model`; the first time they are copied.
  ///
  /// - Errors: `.value` when the models do not have the same number of buffers.
  public func updateParameters(_ model: Module) {
    attempt {
      try noGrad {
        let averages = averaged(module).map { $0.detach() }
        let currents = averaged(model).map { $0.detach() }
        if nAveraged.item().int64Value == 0 {
          for (average, current) in zip(averages, currents) { average.copy_(current) }
        } else {
          average(averages, currents)
        }
        if !useBuffers { try copyBuffers(model) }
        nAveraged += 1
      }
    }
  }

  private func averaged(_ model: Module) -> [Tensor] {
    model.parameters() + (useBuffers ? model.buffers() : [])
  }

  private func average(_ averages: [Tensor], _ currents: [Tensor]) {
    let pairs = Array(zip(averages, currents))
    guard let multiAvgFn else {
      let function = avgFn ?? getSWAAvgFn()
      for (average, current) in pairs { average.copy_(function(average, current, nAveraged)) }
      return
    }
    for dtype in Set(pairs.map(\.0.dtype)) {
      let same = pairs.filter { $0.0.dtype == dtype }
      multiAvgFn(same.map(\.0), same.map(\.1), nAveraged)
    }
  }

  private func copyBuffers(_ model: Module) throws {
    for (own, buffer) in try Python.zipped(module.buffers(), model.buffers()) {
      own.detach().copy_(buffer.detach())
    }
  }
}
