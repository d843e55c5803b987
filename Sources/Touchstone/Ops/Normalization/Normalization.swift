/// One normalisation, (x − mean) / √(variance + eps) · weight + bias over groups of elements, with
/// its gradients to any order: what batch, layer, group, instance and RMS normalisation share.
struct Normalization {
  /// The logical order of elements: [N, C, S] of a contiguous tensor.
  let layout: NormLayout
  /// The order in which input and result lie in memory.
  let format: MemoryFormat
  let eps: Double
  /// Whether the mean is subtracted; RMS normalisation does not.
  var centred = true

  /// Statistics of each group, float64.
  struct Statistics {
    let mean: Tensor?
    let variance: Tensor
    let invstd: Tensor
    /// Whether they are constants rather than functions of the input.
    let fixed: Bool
  }

  /// The layout of memory in `format`: channels innermost, or the logical one.
  private var memory: NormLayout {
    guard format != .contiguous && layout.group == 0 else { return layout }
    return NormLayout(
      samples: layout.samples * layout.space, channels: layout.channels, space: 1, group: 0)
  }

  /// Where groups lie across channels, the kernels need them contiguous.
  private var kernelFormat: MemoryFormat { layout.group == 0 ? format : .contiguous }

  func statistics(of input: Tensor) throws -> Statistics {
    let size = Shape([layout.groups])
    let variance = try Tensor(uninitialized: size, dtype: .float64, device: input.device)
    let mean =
      centred ? try Tensor(uninitialized: size, dtype: .float64, device: input.device) : nil
    let dense = noGrad { input.contiguous(memoryFormat: kernelFormat) }
    backend(for: input.device).normStatistics(dense, memory, mean: mean, variance: variance)
    return Statistics(
      mean: mean, variance: variance, invstd: inverseRoot(variance), fixed: false)
  }

  /// Given statistics, as in evaluation.
  func statistics(mean: Tensor, variance: Tensor) -> Statistics {
    noGrad {
      let variance = variance.to(.float64).contiguous()
      return Statistics(
        mean: mean.to(.float64).contiguous(), variance: variance, invstd: inverseRoot(variance),
        fixed: true)
    }
  }

  private func inverseRoot(_ variance: Tensor) -> Tensor { noGrad { variance.add(eps).rsqrt() } }

  /// The normalised input, recorded under `name`.
  func apply(
    _ name: StaticString, _ input: Tensor, _ statistics: Statistics, weight: Tensor?, bias: Tensor?
  ) throws -> Tensor {
    let out = try raw(input, statistics, weight, bias)
    let inputs = [input] + [weight, bias].compactMap { $0 }
    let saved = [input, weight, statistics.mean, statistics.invstd]
    return try record(name, inputs, out, saving: saved) {
      [self, fixed = statistics.fixed, biasForm = bias?.outputInfo, hasWeight = weight != nil]
      ctx in
      let call = NormalizationGradient(
        normalization: self, mean: ctx.saved.tensors[2], invstd: ctx.saved[3], fixed: fixed)
      let wanted = (
        input: ctx.needs(0), weight: hasWeight && ctx.needs(1),
        bias: biasForm != nil && ctx.needs(hasWeight ? 2 : 1))
      let grads = try call.gradients(
        ctx.grad, ctx.saved[0], ctx.saved.tensors[1], wanted, biasForm: biasForm)
      return [grads.input] + (hasWeight ? [grads.weight] : [])
        + (biasForm != nil ? [grads.bias] : [])
    }
  }

  private func raw(
    _ input: Tensor, _ statistics: Statistics, _ weight: Tensor?, _ bias: Tensor?
  ) throws -> Tensor {
    let dense = noGrad { input.contiguous(memoryFormat: kernelFormat) }
    let out = try empty(like: input)
    backend(for: input.device).normalize(
      dense, memory, mean: statistics.mean, invstd: statistics.invstd, weight: weight?.flatRow,
      bias: bias?.flatRow, into: out)
    return kernelFormat == format ? out : noGrad { out.contiguous(memoryFormat: format) }
  }

  /// Uninitialised, with memory in the kernels' order.
  private func empty(like input: Tensor) throws -> Tensor {
    let out = Tensor.empty(
      input.shape, dtype: input.dtype, device: input.device, memoryFormat: kernelFormat)
    try throwPendingError()
    return out
  }

  /// Gradients to input, weight and bias without history.
  func rawGradients(
    _ grad: Tensor, _ input: Tensor, _ weight: Tensor?, mean: Tensor?, invstd: Tensor, fixed: Bool,
    forms: (input: Bool, weight: OutputInfo?, bias: OutputInfo?)
  ) throws -> (input: Tensor?, weight: Tensor?, bias: Tensor?) {
    let (g, x) = noGrad {
      (grad.contiguous(memoryFormat: kernelFormat), input.contiguous(memoryFormat: kernelFormat))
    }
    func parameter(_ form: OutputInfo?) throws -> Tensor? {
      try form.map { try Tensor(uninitialized: $0.shape, dtype: $0.dtype, device: $0.device) }
    }
    let results = (
      input: forms.input ? try empty(like: input) : nil, weight: try parameter(forms.weight),
      bias: try parameter(forms.bias)
    )
    backend(for: input.device).normBackward(
      g, input: x, memory, mean: mean, invstd: invstd, weight: weight?.flatRow, fixed: fixed,
      into: (results.input, results.weight?.flatRow, results.bias?.flatRow))
    return results
  }
}

extension Tensor {
  /// This tensor as one dense row without history.
  fileprivate var flatRow: Tensor { noGrad { reshape([-1]) } }

  /// The order that PyTorch's kernels give a result of this input: channels last where the input
  /// has it and it is not contiguous too.
  var suggestedFormat: MemoryFormat {
    if isContiguous { return .contiguous }
    if dim == 4 && isContiguous(.channelsLast) { return .channelsLast }
    return dim == 5 && isContiguous(.channelsLast3d) ? .channelsLast3d : .contiguous
  }
}
