import Touchstone
import TouchstoneNN
import TouchstoneOptim

/// Clipping of gradients and averages of models as operations: tensors in, tensors out.
///
/// The parameters and results are those of `Fixtures/touchstone_fixtures/training_call.py`.
enum TrainingOperations {
  /// The record of `name`, or nil.
  static func record(_ name: String) -> OperationRecord? { all[name] }

  private static let all = Dictionary(
    uniqueKeysWithValues: [clipNorm, totalNorm, clipValue, averagedModel].map { ($0.name, $0) })

  private static let clipNorm = OperationRecord(
    "clip_grad_norm_", signature: "gradients, max_norm, norm_type, error_if_nonfinite, foreach",
    metric: .reference
  ) { a in
    let parameters = try withGradients(a.value("gradients"))
    let total = clipGradNorm_(
      parameters, maxNorm: try a.double("max_norm"), normType: try a.double("norm_type"),
      errorIfNonfinite: try a.bool("error_if_nonfinite", default: false),
      foreach: try a.boolOrNil("foreach"))
    return [.tensor(total)] + gradients(parameters)
  }

  private static let totalNorm = OperationRecord(
    "get_total_norm", signature: "gradients, norm_type, error_if_nonfinite, foreach",
    metric: .reference
  ) { a in
    [
      .tensor(
        getTotalNorm(
          a.value("gradients").tensors, normType: try a.double("norm_type"),
          errorIfNonfinite: try a.bool("error_if_nonfinite", default: false),
          foreach: try a.boolOrNil("foreach")))
    ]
  }

  private static let clipValue = OperationRecord(
    "clip_grad_value_", signature: "gradients, clip_value, foreach", metric: .movement
  ) { a in
    let parameters = try withGradients(a.value("gradients"))
    clipGradValue_(
      parameters, clipValue: try a.double("clip_value"), foreach: try a.boolOrNil("foreach"))
    return gradients(parameters)
  }

  private static let averagedModel = OperationRecord(
    "AveragedModel", signature: "parameters, buffers, function, decay, use_buffers",
    metric: .reference
  ) { a in
    let parameters = items(a.value("parameters")).map(\.tensors)
    let buffers = items(a.value("buffers")).map(\.tensors)
    let model = try Held(parameters[0], buffers[0])
    let average = try averaged(model, a)
    var found: [Value] = []
    for (own, other) in zip(parameters, buffers) {
      model.take(own, other)
      average.updateParameters(model)
      try throwPendingError()
      let state = average.module.parameters() + average.module.buffers() + [average.nAveraged]
      found += state.map { .tensor($0.detach().clone()) }
    }
    return found + [.string(average.stateDict().keys.joined(separator: " "))]
  }

  private static func averaged(_ model: Held, _ a: Arguments) throws -> AveragedModel<Held> {
    let decay = try a.double("decay")
    let useBuffers = try a.bool("use_buffers", default: false)
    let name = try a.string("function")
    let one = ["swa": { getSWAAvgFn() }, "ema": { getEMAAvgFn(decay: decay) }][name]
    let many = [
      "multi_swa": { getSWAMultiAvgFn() }, "multi_ema": { getEMAMultiAvgFn(decay: decay) },
    ][name]
    return AveragedModel(model, avgFn: one?(), multiAvgFn: many?(), useBuffers: useBuffers)
  }

  private static func items(_ value: Value) -> [Value] {
    if case .list(let items) = value { items } else { [] }
  }

  private static func withGradients(_ value: Value) throws -> [Tensor] {
    items(value).map { item in
      let gradient = item.tensors.first
      let parameter = Tensor.zeros(
        gradient?.shape ?? [1], dtype: gradient?.dtype ?? .float32
      ).requiresGrad_()
      parameter.grad = gradient?.detach().clone()
      return parameter
    }
  }

  private static func gradients(_ parameters: [Tensor]) -> [Value] {
    parameters.map { $0.grad.map(Value.tensor) ?? .none }
  }
}

/// A module that has these parameters and buffers.
private final class Held: Module {
  init(_ parameters: [Tensor], _ buffers: [Tensor]) throws {
    super.init()
    for (index, tensor) in parameters.enumerated() {
      registerParameter("p\(index)", tensor.detach().clone().asParameter())
    }
    for (index, tensor) in buffers.enumerated() {
      registerBuffer("b\(index)", tensor.detach().clone())
    }
  }

  func take(_ parameters: [Tensor], _ buffers: [Tensor]) {
    noGrad {
      for (own, new) in zip(self.parameters() + self.buffers(), parameters + buffers) {
        own.copy_(new)
      }
    }
  }
}
