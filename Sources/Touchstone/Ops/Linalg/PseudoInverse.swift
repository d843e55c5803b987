/// A tolerance of `pinv` or `matrixRank`: one number, or a tensor that broadcasts over the batch.
public enum Tolerance {
  case value(Double)
  case tensor(Tensor)

  fileprivate func tensor(like a: Tensor) -> Tensor {
    switch self {
    case .value(let number): Tensor.full([], number, dtype: .float64, device: a.device)
    case .tensor(let tensor): tensor
    }
  }
}

extension Linalg {
  /// Moore-Penrose inverse, `torch.linalg.pinv`. Singular values up to max(atol, rtol·σ₁) count as
  /// zero; by default atol is 0 and rtol is max(m, n)·eps (0 when only atol is given).
  public static func pinv(
    _ a: Tensor, atol: Tolerance? = nil, rtol: Tolerance? = nil, hermitian: Bool = false
  ) -> Tensor {
    guarded {
      try check(
        a.dim >= 2 && (a.dtype == .float32 || a.dtype == .float64), .runtime,
        "linalg.pinv(\(a.dtype.scalarTypeName){\(a.shape)}): expected a tensor with 2 or more "
          + "dimensions of float, double, cfloat or cdouble types")
      let inverse = noGrad {
        if a.numel == 0 {
          return Tensor.zeros(
            a.batchShape(appending: a.columns, a.rows), dtype: a.dtype, device: a.device)
        }
        return hermitian
          ? symmetricInverse(a, atol, rtol) : generalInverse(a, atol, rtol)
      }
      try throwPendingError()
      return try record(
        "LinalgPinvBackward0", [a], inverse, saving: [a], savingOutput: true
      ) { ctx in [pinvGradient(ctx.grad, ctx.savedOutputs[0], ctx.saved[0])] }
    }
  }

  private static func generalInverse(
    _ a: Tensor, _ atol: Tolerance?, _ rtol: Tolerance?
  ) -> Tensor {
    let (u, s, vh) = svd(a, fullMatrices: false)
    let inverse = reciprocals(s, cutoff(a, s.narrow(-1, 0, 1), atol, rtol))
    return (vh.matrixTransposed * inverse.unsqueeze(-2)).matmul(u.matrixTransposed)
  }

  private static func symmetricInverse(
    _ a: Tensor, _ atol: Tolerance?, _ rtol: Tolerance?
  ) -> Tensor {
    let (values, v) = eigh(a)
    let sizes = values.abs()
    let inverse = reciprocals(values, cutoff(a, sizes.amax([-1], keepdim: true), atol, rtol))
    return (v * inverse.unsqueeze(-2)).matmul(v.matrixTransposed)
  }

  /// 1/x where |x| is above the cutoff, else 0.
  private static func reciprocals(_ x: Tensor, _ cutoff: Tensor) -> Tensor {
    Tensor.where(x.abs().gt(cutoff), x.reciprocal(), Tensor.zerosLike(x))
  }

  /// max(atol, rtol · largest), shaped [..., 1].
  fileprivate static func cutoff(
    _ a: Tensor, _ largest: Tensor, _ atol: Tolerance?, _ rtol: Tolerance?
  ) -> Tensor {
    let absolute = (atol ?? .value(0)).tensor(like: a)
    let standard = a.epsilon * Double(Swift.max(a.rows, a.columns))
    let relative: Tensor
    if let rtol {
      relative = rtol.tensor(like: a)
    } else if atol != nil {
      let zero = absolute.gt(0)
      relative = Tensor.where(
        zero, Tensor.zerosLike(absolute, dtype: .float64),
        Tensor.fullLike(absolute, standard, dtype: .float64))
    } else {
      relative = Tensor.full([], standard, dtype: .float64, device: a.device)
    }
    return absolute.unsqueeze(-1).maximum(relative.unsqueeze(-1) * largest)
  }

  /// The derivative of the pseudo-inverse for constant rank (Golub and Pereyra), arranged for the
  /// cheaper side.
  static func pinvGradient(_ grad: Tensor, _ inverse: Tensor, _ a: Tensor) -> Tensor {
    let (gh, ph) = (grad.matrixTransposed, inverse.matrixTransposed)
    if a.rows <= a.columns {
      let k = gh.matmul(inverse)
      let kph = k.matmul(ph)
      let inside = kph - inverse.matmul(k).matrixTransposed - a.matmul(inverse).matmul(kph)
      return inside + ph.matmul(inverse).matmul(gh - k.matmul(a))
    }
    let k = inverse.matmul(gh)
    let phk = ph.matmul(k)
    let inside = phk - k.matmul(inverse).matrixTransposed - phk.matmul(inverse).matmul(a)
    return inside + (gh - a.matmul(k)).matmul(inverse).matmul(ph)
  }

  /// Number of singular values above max(atol, rtol·σ₁), `torch.linalg.matrix_rank`; the defaults
  /// are those of `pinv`. `hermitian` uses absolute eigenvalues of the lower triangle.
  public static func matrixRank(
    _ a: Tensor, atol: Tolerance? = nil, rtol: Tolerance? = nil, hermitian: Bool = false
  ) -> Tensor {
    guarded {
      try check(
        a.dtype == .float32 || a.dtype == .float64, .runtime,
        "This function doesn't handle types other than float and double")
      try checkMatrix(a, "torch.linalg.matrix_rank", argument: "input")
      return noGrad {
        if a.numel == 0 { return Tensor.zeros(a.batchShape, dtype: .int64, device: a.device) }
        let s = hermitian ? eigvalsh(a).abs() : svdvals(a)
        let largest = hermitian ? s.amax([-1], keepdim: true) : s.narrow(-1, 0, 1)
        return s.gt(cutoff(a, largest, atol, rtol)).sum([-1])
      }
    }
  }
}

extension Tensor {
  /// `torch.pinverse`: `Linalg.pinv` with `rcond` as the relative tolerance.
  public func pinverse(rcond: Double = 1e-15) -> Tensor {
    Linalg.pinv(self, rtol: .value(rcond))
  }
}
