// Operations that return real tensors as they are, and dtype conversions by name.

extension Tensor {
  /// self; not defined for bool.
  public func positive() -> Tensor {
    guarded {
      try check(
        dtype != .bool, .notImplemented, "The `+` operator, on a bool tensor is not supported.")
      return self
    }
  }
  /// Complex conjugate: real tensors are their own.
  public func conj() -> Tensor { guarded { self } }
  public func conjPhysical() -> Tensor { guarded { self } }
  public func resolveConj() -> Tensor { guarded { self } }
  public func resolveNeg() -> Tensor { guarded { self } }
  /// Real part: real tensors are their own.
  public var real: Tensor { guarded { self } }

  public func float() -> Tensor { to(.float32) }
  public func double() -> Tensor { to(.float64) }
  public func half() -> Tensor { to(.float16) }
  public func bfloat16() -> Tensor { to(.bfloat16) }
  public func char() -> Tensor { to(.int8) }
  public func short() -> Tensor { to(.int16) }
  public func int() -> Tensor { to(.int32) }
  public func long() -> Tensor { to(.int64) }
  public func byte() -> Tensor { to(.uint8) }
  public func bool() -> Tensor { to(.bool) }

  /// A tensor like this one, every element `value`; gradient 0.
  public func fill<S: TensorScalar>(_ value: S) -> Tensor {
    guarded {
      let result = Tensor.fullLike(self, value)
      return try record("FillBackward0", [self], result) { [Tensor.zerosLike($0.grad)] }
    }
  }
}
