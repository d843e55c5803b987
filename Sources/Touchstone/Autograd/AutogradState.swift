/// Gradient bookkeeping of one tensor.
final class AutogradState {
  /// Set by the user on leaves.
  @exclusivity(unchecked) var requiresGrad = false
  /// Accumulated gradient of a leaf, or of a tensor that retains its gradient.
  @exclusivity(unchecked) var grad: Tensor?
  /// Node that produced the tensor; nil for leaves.
  @exclusivity(unchecked) var gradFn: Node?
  /// Which output of `gradFn` this is.
  @exclusivity(unchecked) var outputIndex = 0
  @exclusivity(unchecked) var retainsGrad = false
  /// Hooks on a leaf's gradient; those of other tensors live on their node.
  @exclusivity(unchecked) var hooks: GradientHooks?
  @exclusivity(unchecked) var postAccumulateHooks: PostAccumulateHooks?
  /// Whether the tensor is a module's parameter, even one that does not require a gradient.
  @exclusivity(unchecked) var isParameter = false
}

/// How a view came to be; decides whether in-place changes through it can be recorded.
enum ViewCreation {
  case ordinary
  /// One of several views returned by one call (`unbind`, `split`, …).
  case multiOutput
  /// An input that a custom function returned as it was.
  case customFunction
  case noGrad
}

/// Ties a view to the tensor whose history follows in-place changes of the view.
final class ViewOrigin {
  /// The root tensor: never itself a view.
  let base: Tensor
  let creation: ViewCreation
  /// Storage version at which the view's own `gradFn` was right.
  @exclusivity(unchecked) var version: Int

  init(base: Tensor, creation: ViewCreation, version: Int) {
    self.base = base
    self.creation = creation
    self.version = version
  }
}

extension Tensor {
  /// State for writing, created on first use.
  var autogradState: AutogradState {
    if let autograd { return autograd }
    let created = AutogradState()
    autograd = created
    return created
  }

  /// Node that produced this tensor; nil for leaves.
  ///
  /// A view whose base was changed in place since gets a fresh node that reads the view's
  /// elements out of the base's new history.
  public var gradFn: Node? {
    if let viewOf, viewOf.version != storage.version { refreshViewHistory(viewOf) }
    return autograd?.gradFn
  }

  private func refreshViewHistory(_ origin: ViewOrigin) {
    guard autograd?.gradFn != nil || origin.base.requiresGrad else { return }
    let state = autogradState
    state.gradFn = asStridedNode(of: origin.base)
    state.outputIndex = 0
    origin.version = storage.version
  }

  /// Whether gradients flow to this tensor. Setting it is for leaves only.
  public var requiresGrad: Bool {
    get {
      if autograd == nil && viewOf == nil { return false }
      return autograd?.requiresGrad == true || gradFn != nil
    }
    set { attempt { try setRequiresGrad(newValue) } }
  }

  private func setRequiresGrad(_ newValue: Bool) throws {
    try check(
      isLeaf || newValue, .runtime,
      "you can only change requires_grad flags of leaf variables. If you want to use a computed "
        + "variable in a subgraph that doesn't require differentiation use "
        + "var_no_grad = var.detach().")
    try check(
      !newValue || dtype.isFloatingPoint, .runtime,
      "only Tensors of floating point and complex dtype can require gradients")
    try check(
      !newValue || !isInference || isInferenceModeEnabled, .runtime,
      "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.")
    guard isLeaf else { return }
    autogradState.requiresGrad = newValue
  }

  /// Sets `requiresGrad` and returns the tensor, for chaining.
  @discardableResult
  public func requiresGrad_(_ value: Bool = true) -> Tensor {
    requiresGrad = value
    return self
  }

  /// True for tensors that no recorded operation produced.
  public var isLeaf: Bool { gradFn == nil }

  /// Gradient accumulated by `backward`; nil until then. After a failed call in a `checked` scope
  /// it is never nil, so that `x.grad!` there does not hide the error.
  public var grad: Tensor? {
    get { hasPendingError ? Tensor.poison : autograd?.grad }
    set { attempt { try setGrad(newValue) } }
  }

  private func setGrad(_ newValue: Tensor?) throws {
    if let newValue {
      try check(
        newValue.dtype == dtype, .runtime,
        "assigned grad has data of a different type: expected \(dtype.name), got "
          + newValue.dtype.name)
      try check(
        newValue.shape == shape, .runtime,
        "assigned grad has data of a different size: expected \(shape), got \(newValue.shape)")
      try check(newValue !== self, .runtime, "can't assign Variable as its own grad")
    }
    autogradState.grad = newValue
  }

  /// Whether `grad` is kept for this non-leaf tensor.
  public var retainsGrad: Bool { autograd?.retainsGrad ?? false }

  /// Keeps this non-leaf tensor's gradient in `grad` during `backward`.
  public func retainGrad() {
    attempt {
      try check(
        requiresGrad, .runtime, "can't retain_grad on Tensor that has requires_grad=False")
      guard let node = gradFn else { return }
      autogradState.retainsGrad = true
      node.retain(self, output: autogradState.outputIndex)
    }
  }
}
