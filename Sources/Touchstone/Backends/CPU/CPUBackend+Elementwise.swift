import CKernels

extension CPUBackend {
  func unary(_ op: ts_unary_op, into out: Tensor, _ input: Tensor, _ parameters: ts_params) {
    var parameters = parameters
    withViews(out, input) { ts_unary(Int32(op.rawValue), &$0, &$1, &parameters) }
  }

  func predicate(_ op: ts_predicate_op, into out: Tensor, _ input: Tensor) {
    withViews(out, input) { ts_predicate(Int32(op.rawValue), &$0, &$1) }
  }

  func binary(
    _ op: ts_binary_op, into out: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar,
    _ parameters: ts_params
  ) -> Bool {
    var parameters = parameters
    if out.dtype.isHalf { parameters.keepUnrounded(a, b) }
    return withView(out) { o in
      withView(a, out.dtype) { va in
        withView(b, out.dtype) { vb in
          ts_binary(Int32(op.rawValue), &o, &va, &vb, &parameters)
        }
      }
    }
  }

  @inline(__always)
  func binary(
    _ op: ts_binary_op, intoFlat out: Tensor, _ a: Tensor, _ b: Tensor, _ parameters: ts_params?
  ) -> Bool {
    withParameters(parameters) {
      ts_binary_flat(
        Int32(op.rawValue), out.dtype.rawValue, out.firstElement, a.firstElement, b.firstElement,
        Int64(out.numel), $0)
    }
  }

  @inline(__always)
  func binary(
    _ op: ts_binary_op, intoFlat out: Tensor, _ a: Tensor, _ b: Scalar, _ parameters: ts_params?
  ) -> Bool {
    withParameters(parameters) {
      ts_binary_number(
        Int32(op.rawValue), out.dtype.rawValue, out.firstElement, a.firstElement, ts_scalar(b),
        Int64(out.numel), $0)
    }
  }

  @inline(__always)
  func unary(
    _ op: ts_unary_op, intoFlat out: Tensor, _ input: Tensor, _ parameters: ts_params?
  ) {
    withParameters(parameters) {
      ts_unary_flat(
        Int32(op.rawValue), out.dtype.rawValue, out.firstElement, input.firstElement,
        Int64(out.numel), $0)
    }
  }

  func compare(
    _ op: ts_comparison_op, into out: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar,
    dtype: DType, _ parameters: ts_params
  ) {
    var parameters = parameters
    withView(out) { o in
      withView(a, dtype) { va in
        withView(b, dtype) { vb in
          ts_compare(Int32(op.rawValue), &o, &va, &vb, &parameters)
        }
      }
    }
  }

  func ternary(
    _ op: ts_ternary_op, into out: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar,
    _ c: TensorOrScalar, _ parameters: ts_params
  ) {
    var parameters = parameters
    withView(out) { o in
      withView(a, out.dtype) { va in
        withView(b, out.dtype) { vb in
          withView(c, out.dtype) { vc in
            ts_ternary(Int32(op.rawValue), &o, &va, &vb, &vc, &parameters)
          }
        }
      }
    }
  }

  func select(
    into out: Tensor, _ condition: Tensor, _ a: TensorOrScalar, _ b: TensorOrScalar
  ) {
    withViews(out, condition) { o, c in
      withView(a, out.dtype) { va in
        withView(b, out.dtype) { vb in ts_where(&o, &c, &va, &vb) }
      }
    }
  }

  func frexp(_ input: Tensor, mantissa: Tensor, exponent: Tensor) {
    withViews(mantissa, exponent, input) { ts_frexp(&$0, &$1, &$2) }
  }
}

extension ts_params {
  /// Hands scalar operands over unrounded: arithmetic of the half types computes in float.
  fileprivate mutating func keepUnrounded(_ a: TensorOrScalar, _ b: TensorOrScalar) {
    if case .scalar(let value) = a {
      f.2 = value.doubleValue
      i.3 |= Int64(TS_WIDE_A)
    }
    if case .scalar(let value) = b {
      f.3 = value.doubleValue
      i.3 |= Int64(TS_WIDE_B)
    }
  }
}

/// Calls `body` with a view of a tensor, or of a number converted to `dtype` on the stack.
@inline(__always)
private func withView<R>(
  _ operand: TensorOrScalar, _ dtype: DType, _ body: (inout ts_view) -> R
) -> R {
  switch operand {
  case .tensor(let tensor): return withView(tensor, body)
  case .scalar(let value):
    var element: UInt64 = 0
    return withUnsafeMutablePointer(to: &element) { pointer in
      var view = ts_view(
        data: pointer, dtype: dtype.rawValue, ndim: 0, sizes: nil, strides: nil)
      ts_fill(&view, ts_scalar(value))
      return body(&view)
    }
  }
}

extension Tensor {
  /// Address of element [0, 0, …].
  @inline(__always)
  fileprivate var firstElement: UnsafeMutableRawPointer {
    storage.pointer + storageOffset * dtype.itemSize
  }
}

/// Calls `body` with a pointer to the parameters, or nil when there are none.
@inline(__always)
private func withParameters<R>(
  _ parameters: ts_params?, _ body: (UnsafePointer<ts_params>?) -> R
) -> R {
  guard let parameters else { return body(nil) }
  return withUnsafePointer(to: parameters) { body($0) }
}
