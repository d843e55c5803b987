import CKernels

// Clamping to numbers or tensors. The upper bound wins over the lower, NaN wins over both.

extension Unary {
  /// x between numbers; the gradient passes where x lies strictly inside.
  static func clamp(min: Scalar?, max: Scalar?, _ name: String) -> Unary {
    let op = min == nil ? TS_UNARY_clamp_max : max == nil ? TS_UNARY_clamp_min : TS_UNARY_clamp
    let low = min ?? 0, high = max ?? 0
    return Unary(
      name, op, accepts: .numeric, integers: .native,
      node: "ClampBackward1",
      parameters: ts_params(
        f: (low.doubleValue, high.doubleValue, 0, 0), i: (low.int64Value, high.int64Value, 0, 0))
    ) { g, x in
      guard let min else { return g.masked(x.lt(max!)) }
      guard let max else { return g.masked(x.gt(min)) }
      return g.masked(x.gt(min).logicalAnd(x.lt(max)))
    }
  }
}

extension Binary {
  /// x at least b, and x at most b.
  static let clampMin = extremum(
    "clamp_min", TS_BINARY_maximum, .lt, node: "ClampMinBackward1")
  static let clampMax = extremum(
    "clamp_max", TS_BINARY_minimum, .gt, node: "ClampMaxBackward1")
}

extension Tensor {
  /// Each element moved into [min, max]; a missing bound does not limit.
  public func clamp(min: Scalar? = nil, max: Scalar? = nil) -> Tensor {
    guarded {
      try check(
        min != nil || max != nil, .runtime,
        "torch.clamp: At least one of 'min' or 'max' must not be None")
      return try clampToNumbers(min, max)
    }
  }

  /// Each element moved between the elements of two tensors.
  public func clamp(min: Tensor?, max: Tensor?) -> Tensor {
    guarded {
      switch (min, max) {
      case (nil, nil): return clamp()
      case (let min?, nil): return Binary.clampMin(self, min)
      case (nil, let max?): return Binary.clampMax(self, max)
      case (let min?, let max?): return Ternary.clamp(operand, min.operand, max.operand)
      }
    }
  }
  @discardableResult public func clamp_(min: Scalar? = nil, max: Scalar? = nil) -> Tensor {
    inplace { clamp(min: min, max: max) }
  }
  @discardableResult public func clamp_(min: Tensor?, max: Tensor?) -> Tensor {
    inplace { clamp(min: min, max: max) }
  }
  /// Each element at least `min`.
  public func clampMin<O: TensorOperand>(_ min: O) -> Tensor {
    switch min.operand {
    case .tensor(let tensor): Binary.clampMin(self, tensor)
    case .scalar(let scalar): clamp(min: scalar)
    }
  }
  /// Each element at most `max`.
  public func clampMax<O: TensorOperand>(_ max: O) -> Tensor {
    switch max.operand {
    case .tensor(let tensor): Binary.clampMax(self, tensor)
    case .scalar(let scalar): clamp(max: scalar)
    }
  }
  @discardableResult public func clampMin_<O: TensorOperand>(_ min: O) -> Tensor {
    inplace { clampMin(min) }
  }
  @discardableResult public func clampMax_<O: TensorOperand>(_ max: O) -> Tensor {
    inplace { clampMax(max) }
  }

  private func clampToNumbers(_ min: Scalar?, _ max: Scalar?) throws -> Tensor {
    var state = PromotionState()
    state.add(self)
    if let min { state.add(min) }
    if let max { state.add(max) }
    return Unary.clamp(min: min, max: max, "clamp")(to(state.result))
  }
}
