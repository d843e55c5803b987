import Touchstone

extension ParamGroup {
  /// PyTorch's fused kernels round less than its other forms; the numbers of the latter are those
  /// of a sequence of tensor operations.
  var stepRounding: ParameterStep.Rounding { flag("fused") ? .results : .operations }
}
