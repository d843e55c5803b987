import Touchstone

/// Parameters that are computed from others each time they are read,
/// `torch.nn.utils.parametrize`.
///
/// ```swift
/// final class Symmetric: Module {
///   override func forward(_ x: Tensor) -> Tensor { x.triu() + x.triu(1).transpose(-1, -2) }
/// }
/// Parametrize.registerParametrization(layer, "weight", Symmetric())
/// layer.weight                              // symmetric
/// layer.parameter(named: "parametrizations.weight.original")
/// ```
public enum Parametrize {
  /// Computes `name` of `module` by `parametrization` from now on, after those it already has.
  ///
  /// - Parameter unsafe: leaves out the checks that shape and dtype stay.
  /// - Errors: `.value` when there is no such parameter or buffer, or shape or dtype change.
  @discardableResult
  public static func registerParametrization<M: Module>(
    _ module: M, _ name: String, _ parametrization: Module, unsafe: Bool = false
  ) -> M {
    attempt {
      parametrization.train(module.training)
      if let list = module.parametrizationList(name) {
        if !unsafe { try checkFurther(list, name, parametrization) }
        list.append(parametrization)
        list.isUnsafe = list.isUnsafe || unsafe
      } else {
        try addFirst(module, name, parametrization, unsafe)
      }
    }
    return module
  }

  private static func addFirst(
    _ module: Module, _ name: String, _ parametrization: Module, _ unsafe: Bool
  ) throws {
    guard let slot = module.slot(named: name), let original = slot.stored else {
      throw TensorError(
        .value,
        "Module '\(module)' does not have a parameter, a buffer, or a parametrized element with "
          + "name '\(name)'")
    }
    let list = try ParametrizationList(
      parametrization, original: original, asParameter: slot is any ParameterSlot,
      isUnsafe: unsafe)
    if module.parametrizations == nil { module.registerModule("parametrizations", ModuleDict()) }
    module.parametrizations?[name] = list
    slot.stored = nil
    slot.parametrization = list
  }

  /// Checks of a second or further parametrisation on the value that the others give.
  private static func checkFurther(
    _ list: ParametrizationList, _ name: String, _ parametrization: Module
  ) throws {
    let before = list.value
    let after = parametrization(before)
    try throwPendingError()
    let rule = "Registering a parametrization may not change the"
    try check(
      after.dtype == before.dtype, .value,
      "\(rule) dtype of the tensor, unless the `unsafe` flag is enabled.\nmodule.\(name).dtype: "
        + "torch.\(before.dtype.name)\nparametrization(module.\(name)).dtype: "
        + "torch.\(after.dtype.name)")
    try check(
      after.shape == before.shape, .value,
      "\(rule) shape of the tensor, unless the `unsafe` flag is enabled.\nmodule.\(name).shape: "
        + "torch.Size(\(before.shape))\nparametrization(module.\(name)).shape: "
        + "torch.Size(\(after.shape))")
    if let inverse = (parametrization as? any RightInvertible)?.rightInverse(after) {
      try checkInverse(inverse, before, name)
    }
  }

  private static func checkInverse(_ inverse: Tensor, _ value: Tensor, _ name: String) throws {
    let rule = "The tensor returned by parametrization.right_inverse must have the same"
    try check(
      inverse.dtype == value.dtype, .value,
      "\(rule) dtype as module.\(name), unless the `unsafe` flag is enabled.\nmodule.\(name).dtype: "
        + "torch.\(value.dtype.name)\nreturned dtype: torch.\(inverse.dtype.name)")
    try check(
      inverse.shape == value.shape, .value,
      "\(rule) shape as module.\(name), unless the `unsafe` flag is enabled.\nmodule.\(name).shape: "
        + "torch.Size(\(value.shape))\nreturned shape: torch.Size(\(inverse.shape))")
  }

  /// Whether `name` of `module` is parametrised, or anything of it when `name` is nil.
  public static func isParametrized(_ module: Module, _ name: String? = nil) -> Bool {
    guard let name else { return module.isParametrized }
    return module.parametrizationList(name) != nil
  }

  /// Makes `name` of `module` an ordinary parameter again.
  ///
  /// - Parameter leaveParametrized: keep the computed value; otherwise the original.
  /// - Errors: `.value` when it is not parametrised, or its original is not one tensor and
  ///   `leaveParametrized` is false.
  @discardableResult
  public static func removeParametrizations<M: Module>(
    _ module: M, _ name: String, leaveParametrized: Bool = true
  ) -> M {
    attempt {
      guard let list = module.parametrizationList(name), let slot = module.slot(named: name) else {
        throw TensorError(
          .value, "Module \(module) does not have a parametrization on \(name)")
      }
      let tensor = try unparametrized(list, leaveParametrized)
      try throwPendingError()
      module.parametrizations?.pop(name)
      if !module.isParametrized { module.extras?.children.removeValue(forKey: "parametrizations") }
      slot.parametrization = nil
      slot.stored = tensor
      module.writableExtras.late.removeAll { $0 == name }
      module.extras?.late.append(name)
    }
    return module
  }

  private static func unparametrized(
    _ list: ParametrizationList, _ leaveParametrized: Bool
  ) throws -> Tensor {
    if list.isSingle {
      let original = list.originals[0]
      if leaveParametrized { noGrad { original.data = list.value } }
      return original
    }
    try check(
      leaveParametrized, .value,
      "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in "
        + "terms of a sequence of tensors.")
    let value = list.value
    return value.requiresGrad ? value.asParameter() : value
  }

  /// Computes each parametrised tensor once while `body` runs, however often it is read,
  /// `torch.nn.utils.parametrize.cached`.
  public static func cached<R>(_ body: () throws -> R) rethrows -> R {
    try ParametrizationCache.enabled(body)
  }
}
