import Touchstone

extension ParamGroup {
  /// PyTorch's fused kernels round less than its other forms; the numbers of the latter are those
  /// of a sequence of tensor operations.
  var stepRounding: ParameterStep.Rounding { flag("fused") ? .results : .operations }

  /// Whether none of these options is a tensor or a list with tensors: kernels take numbers.
  func hasOnlyNumbers(_ names: String...) -> Bool { names.allSatisfy { self[$0].tensors.isEmpty } }
}
