import Touchstone

/// The parametrisations of one tensor, applied one after the other to its originals,
/// `torch.nn.utils.parametrize.ParametrizationList`.
public final class ParametrizationList: ModuleList {
  /// Whether there is one original, called `original`, rather than `original0`, `original1`, ….
  let isSingle: Bool
  var isUnsafe: Bool

  /// - Parameters:
  ///   - original: the tensor that is parametrised; a single original is this very object.
  ///   - asParameter: whether the originals are parameters, not buffers.
  init(_ first: Module, original: Tensor, asParameter: Bool, isUnsafe: Bool) throws {
    self.isUnsafe = isUnsafe
    isSingle = !(first is any MultiTensorParametrization)
    let originals = try ParametrizationList.originals(of: original, first)
    super.init([first])
    for (index, tensor) in originals.enumerated() {
      let name = isSingle ? "original" : "original\(index)"
      if asParameter { registerParameter(name, tensor) } else { registerBuffer(name, tensor) }
    }
    try throwPendingError()
    if !isUnsafe { try checkValue(original.dtype, original.shape) }
  }

  private static func originals(of original: Tensor, _ first: Module) throws -> [Tensor] {
    try noGrad {
      if let multiple = first as? any MultiTensorParametrization {
        return multiple.rightInverse(original).map {
          let part = $0.detach()
          return original.isParameter
            ? part.asParameter(requiresGrad: original.requiresGrad)
            : part.requiresGrad_(original.requiresGrad)
        }
      }
      guard let inverse = (first as? any RightInvertible)?.rightInverse(original) else {
        return [original]
      }
      try check(
        inverse.dtype == original.dtype, .value,
        "When `right_inverse` outputs one tensor, it may not change the dtype.\n"
          + "original.dtype: torch.\(original.dtype.name)\n"
          + "right_inverse(original).dtype: torch.\(inverse.dtype.name)")
      original.data = inverse
      return [original]
    }
  }

  private func checkValue(_ dtype: DType, _ shape: Shape) throws {
    let value = compute()
    try throwPendingError()
    let rule = "Registering a parametrization may not change the"
    try check(
      value.dtype == dtype, .value,
      "\(rule) dtype of the tensor, unless `unsafe` flag is enabled.\nunparametrized dtype: "
        + "torch.\(dtype.name)\nparametrized dtype: torch.\(value.dtype.name)")
    try check(
      value.shape == shape, .value,
      "\(rule) shape of the tensor, unless `unsafe` flag is enabled.\nunparametrized shape: "
        + "torch.Size(\(shape))\nparametrized shape: torch.Size(\(value.shape))")
  }

  private var originalSlots: [TensorSlot] { parameterSlots + bufferSlots.map { $0 as TensorSlot } }

  /// The tensors that the value is computed from.
  public var originals: [Tensor] { originalSlots.compactMap(\.current) }

  /// The parametrised tensor, computed anew or taken from the cache.
  @usableFromInline var value: Tensor { ParametrizationCache.value(of: self) { compute() } }

  func compute() -> Tensor {
    let modules = Array(self)
    var value =
      isSingle
      ? modules[0](originals[0])
      : (modules[0] as? any MultiTensorParametrization)?.call(originals) ?? Tensor.poison
    for module in modules.dropFirst() { value = module(value) }
    return value
  }

  /// Changes the originals so that the parametrised tensor becomes `value`.
  ///
  /// - Throws: `TensorError`: `.runtime` when a parametrisation has no inverse; `.value` when the
  ///   inverse does not fit the originals.
  func assign(_ value: Tensor) throws {
    try noGrad {
      var value = value
      for module in Array(self).dropFirst().reversed() { value = try invert(module, value) }
      let first = self[0]
      guard let multiple = first as? any MultiTensorParametrization else {
        return try setOriginal(try invert(first, value))
      }
      try setOriginals(multiple.rightInverse(value))
    }
  }

  private func invert(_ module: Module, _ value: Tensor) throws -> Tensor {
    guard let inverse = (module as? any RightInvertible)?.rightInverse(value) else {
      throw TensorError(
        .runtime, "parametrization \(module.name) does not implement right_inverse.")
    }
    try throwPendingError()
    return inverse
  }

  private func setOriginal(_ value: Tensor) throws {
    let original = originals[0]
    try check(
      value.dtype == original.dtype, .value,
      "The tensor returned by `right_inverse` has dtype torch.\(value.dtype.name) while `original` "
        + "has dtype torch.\(original.dtype.name)")
    original.data = value
  }

  private func setOriginals(_ values: [Tensor]) throws {
    let originals = self.originals
    try check(
      values.count == originals.count, .value,
      "'right_inverse' must return a sequence of tensors of length \(originals.count). Got a "
        + "sequence of length \(values.count).")
    for (index, (original, value)) in zip(originals, values).enumerated() {
      try check(
        value.dtype == original.dtype, .value,
        "Tensor \(index) returned by `right_inverse` has dtype torch.\(value.dtype.name) while "
          + "`original\(index)` has dtype torch.\(original.dtype.name)")
    }
    for (original, value) in zip(originals, values) { original.data = value }
  }
}
