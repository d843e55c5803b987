extension Tensor {
  /// exp(x) / Σ exp(x) along `dim`; the operand is converted to `dtype` first.
  public func softmax(_ dim: Int, dtype: DType? = nil) -> Tensor {
    normalised("SoftmaxBackward0", "softmax", dim, dtype, log: false)
  }

  /// log(exp(x) / Σ exp(x)) along `dim`; the operand is converted to `dtype` first.
  public func logSoftmax(_ dim: Int, dtype: DType? = nil) -> Tensor {
    normalised("LogSoftmaxBackward0", "log_softmax", dim, dtype, log: true)
  }

  private func normalised(
    _ node: StaticString, _ name: String, _ dim: Int, _ dtype: DType?, log: Bool
  ) -> Tensor {
    guarded {
      let source = dtype == nil ? self : to(dtype!)
      let d = try wrapDim(dim, rank: self.dim)
      try check(
        source.dtype.isFloatingPoint, .notImplemented,
        "\"\(name)_kernel_impl\" not implemented for '\(source.dtype.scalarTypeName)'")
      let out = try Tensor(uninitialized: shape, dtype: source.dtype, device: device)
      backend(for: device).softmax(source, into: out, dim: d, log: log)
      return try record(node, [source], out, savingOutput: true) { ctx in
        [softmaxGradient(ctx.grad, ctx.savedOutputs[0], d, log ? .log : .of(source.dtype))]
      }
    }
  }

  /// Gradient of `softmax` from that of its output, `torch._softmax_backward_data`.
  public static func softmaxBackward(_ grad: Tensor, _ output: Tensor, _ dim: Int) -> Tensor {
    guarded {
      try checkSoftmaxBackward(grad, output)
      return softmaxGradient(grad, output, try wrapDim(dim, rank: grad.dim), .any)
    }
  }

  private static func checkSoftmaxBackward(_ grad: Tensor, _ output: Tensor) throws {
    try checkImplemented("softmax_backward_kernel_impl", grad.dtype, .floating)
    try check(
      grad.shape == output.shape && grad.dtype == output.dtype, .runtime,
      "_softmax_backward_data: expected grad_output and output of one shape and dtype, but got "
        + "\(grad.shape) \(grad.dtype.scalarTypeName) and \(output.shape) "
        + output.dtype.scalarTypeName)
  }

  /// log Σ exp(x) over `dims`, computed around the maximum; integers convert to floating first.
  public func logsumexp(_ dims: [Int], keepdim: Bool = false) -> Tensor {
    guarded {
      let source = dtype.isFloatingPoint ? self : to(Tensor.defaultDType)
      let reduced = try ReducedDims(dims, rank: dim)
      let out = try Tensor(
        uninitialized: reduced.kept(shape), dtype: source.dtype, device: device)
      backend(for: device).logSumExp(source, into: out)
      let result = out.dropping(reduced, keepdim: keepdim)
      return try record(
        "LogsumexpBackward0", [source], result, saving: [source], savingOutput: true
      ) { ctx in
        let grad = reduced.restore(ctx.grad.widened, keepdim: keepdim)
        let total = reduced.restore(ctx.savedOutputs[0].widened, keepdim: keepdim)
        return [grad.mul(ctx.saved[0].widened.sub(total).exp())]
      }
    }
  }

  public func logsumexp(_ dim: Int, keepdim: Bool = false) -> Tensor {
    logsumexp([dim], keepdim: keepdim)
  }
}

/// From what a gradient of softmax is computed; the values are those of `ts_softmax_backward`.
enum SoftmaxForm: Int32 {
  /// Any output y.
  case any = 0
  /// An output that sums to 1 but for rounding.
  case normalised = 1
  /// The output of log-softmax.
  case log = 2

  /// How softmax differentiates itself: rounding of its output is made up for in the dtypes that
  /// are narrower than the arithmetic.
  static func of(_ dtype: DType) -> SoftmaxForm { dtype == .float64 ? .any : .normalised }
}

/// y (g − Σ g y), or g − exp(y) Σ g, differentiable in both operands.
func softmaxGradient(
  _ grad: Tensor, _ output: Tensor, _ dim: Int, _ form: SoftmaxForm
) -> Tensor {
  guarded {
    let g = grad.contiguous()
    let result = try Tensor(uninitialized: grad.shape, dtype: grad.dtype, device: grad.device)
    backend(for: grad.device).softmaxBackward(
      g, output: output, into: result, dim: dim, form: form)
    let name: StaticString =
      form == .log ? "LogSoftmaxBackwardDataBackward0" : "SoftmaxBackwardDataBackward0"
    return try record(name, [grad, output], result, saving: [grad, output]) { ctx in
      form == .log ? logSoftmaxSecond(ctx, dim) : softmaxSecond(ctx, dim, form)
    }
  }
}

private func softmaxSecond(_ ctx: Pullback, _ dim: Int, _ form: SoftmaxForm) -> [Tensor?] {
  let toGrad = ctx.needs(0) ? softmaxGradient(ctx.grad, ctx.saved[1], dim, form) : nil
  guard ctx.needs(1) else { return [toGrad, nil] }
  let (outer, g, output) = precise(ctx)
  let y = form == .normalised ? summingToOne(output, dim) : output
  let total = outer.mul(y).sum(dim, keepdim: true)
  let inner = g.mul(y).sum(dim, keepdim: true)
  return [toGrad, outer.mul(g).sub(g.mul(total)).sub(outer.mul(inner))]
}

/// y / Σ y; zeros stay.
private func summingToOne(_ y: Tensor, _ dim: Int) -> Tensor {
  let total = y.sum(dim, keepdim: true)
  return y.div(Tensor.where(total.eq(0), 1, total))
}

private func logSoftmaxSecond(_ ctx: Pullback, _ dim: Int) -> [Tensor?] {
  let (outer, g, y) = precise(ctx)
  let weighted = outer.mul(y.exp())
  let toGrad = outer.sub(weighted.sum(dim, keepdim: true))
  let toOutput = weighted.mul(g.sum(dim, keepdim: true)).neg()
  return [toGrad, toOutput]
}

/// What the second derivatives read, in double because their terms cancel: the gradient, and the
/// operands of the first.
private func precise(_ ctx: Pullback) -> (Tensor, Tensor, Tensor) {
  (ctx.grad.to(.float64), ctx.saved[0].to(.float64), ctx.saved[1].to(.float64))
}
