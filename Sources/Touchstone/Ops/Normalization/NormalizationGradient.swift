/// The gradients of a normalisation, themselves differentiable.
///
/// With a = grad · weight, x̂ = (x − mean) · invstd and m(·) the mean over a group:
/// input: J(a) = invstd · (a − m(a) − x̂ · m(a · x̂)), weight: Σ grad · x̂, bias: Σ grad.
/// Without centring m(a) is left out; for fixed statistics J(a) = invstd · a.
struct NormalizationGradient {
  let normalization: Normalization
  let mean: Tensor?
  let invstd: Tensor
  let fixed: Bool

  typealias Wanted = (input: Bool, weight: Bool, bias: Bool)
  typealias Gradients = (input: Tensor?, weight: Tensor?, bias: Tensor?)

  func gradients(
    _ grad: Tensor, _ input: Tensor, _ weight: Tensor?, _ wanted: Wanted, biasForm: OutputInfo?
  ) throws -> Gradients {
    let results = try normalization.rawGradients(
      grad, input, weight, mean: mean, invstd: invstd, fixed: fixed,
      forms: (wanted.input, wanted.weight ? weight?.outputInfo : nil, wanted.bias ? biasForm : nil))
    let outputs = [results.input, results.weight, results.bias]
    let present = outputs.map { $0 != nil }
    try record(
      "NativeNormBackwardBackward0", [grad, input] + [weight].compactMap { $0 },
      outputs.compactMap { $0 }, saving: [grad, input, weight, mean, invstd]
    ) { [self] ctx in
      var flowed = ctx.grads.makeIterator()
      let outer = present.map { $0 ? flowed.next()! : nil }
      return second(ctx, outer)
    }
    return results
  }

  /// Gradients to grad, input and weight from those to their gradients.
  private func second(_ ctx: Pullback, _ outer: [Tensor?]) -> [Tensor?] {
    let weight = ctx.saved.tensors[2]
    let terms = SecondOrder(
      call: self, grad: spread(ctx.saved[0]), input: spread(ctx.saved[1]),
      weight: weight.map(spreadParameter), invstd: ctx.saved[4], mean: ctx.saved.tensors[3],
      toInput: outer[0].map(spread), toWeight: outer[1].map(spreadParameter),
      toBias: outer[2].map(spreadParameter))
    func shaped(_ gradient: Tensor?, as tensor: Tensor) -> Tensor? {
      gradient?.reshape(tensor.shape).to(tensor.dtype)
    }
    var result = [
      ctx.needs(0) ? shaped(terms.gradToGrad, as: ctx.saved[0]) : nil,
      ctx.needs(1) ? shaped(terms.gradToInput, as: ctx.saved[1]) : nil,
    ]
    if let weight { result.append(ctx.needs(2) ? shaped(terms.gradToWeight, as: weight) : nil) }
    return result
  }

  /// [samples, groups of channels, channels of a group, space].
  private var sizes: Shape {
    let layout = normalization.layout
    let group = max(layout.group, 1)
    return [layout.samples, layout.channels / group, group, layout.space]
  }

  /// In double: the terms cancel.
  private func spread(_ tensor: Tensor) -> Tensor { tensor.to(.float64).reshape(sizes) }

  private func spreadParameter(_ tensor: Tensor) -> Tensor {
    tensor.to(.float64).reshape([1, sizes[1], sizes[2], 1])
  }

  /// Dimensions of the spread tensors that one group covers.
  var groupDims: [Int] { normalization.layout.group == 0 ? [0, 2, 3] : [2, 3] }

  /// Statistics as functions of the spread input, or the fixed ones.
  func statistics(_ x: Tensor, _ mean: Tensor?, _ invstd: Tensor) -> (Tensor?, Tensor) {
    if fixed { return (mean.map { column($0) }, column(invstd)) }
    let centre = normalization.centred ? x.mean(groupDims, keepdim: true) : nil
    let distance = centre.map(x.sub) ?? x
    let variance = distance.square().mean(groupDims, keepdim: true)
    return (centre, variance.add(normalization.eps).rsqrt())
  }

  private func column(_ statistic: Tensor) -> Tensor {
    statistic.reshape([1, -1, 1, 1])
  }
}

/// The terms of the second derivative.
private struct SecondOrder {
  let call: NormalizationGradient
  let g: Tensor
  let w: Tensor?
  /// x̂ and invstd.
  let normal: Tensor
  let r: Tensor
  /// grad · weight, and the gradients that flowed to the three results.
  let a: Tensor
  let u: Tensor?
  let v: Tensor?
  let b: Tensor?

  init(
    call: NormalizationGradient, grad: Tensor, input: Tensor, weight: Tensor?, invstd: Tensor,
    mean: Tensor?, toInput: Tensor?, toWeight: Tensor?, toBias: Tensor?
  ) {
    self.call = call
    g = grad
    w = weight
    let (centre, scale) = call.statistics(input, mean, invstd)
    r = scale
    normal = (centre.map(input.sub) ?? input).mul(scale)
    a = weight.map(grad.mul) ?? grad
    (u, v, b) = (toInput, toWeight, toBias)
  }

  private func m(_ tensor: Tensor) -> Tensor { tensor.mean(call.groupDims, keepdim: true) }

  /// The derivative of the normalised input, which is symmetric.
  private func j(_ tensor: Tensor) -> Tensor {
    if call.fixed { return tensor.mul(r) }
    let centred = call.normalization.centred ? tensor.sub(m(tensor)) : tensor
    return centred.sub(normal.mul(m(tensor.mul(normal)))).mul(r)
  }

  var gradToGrad: Tensor? {
    sum(u.map { w.map(j($0).mul) ?? j($0) }, v.map(normal.mul), b)?.expand(g.shape)
  }

  var gradToWeight: Tensor? { u.map { g.mul(j($0)).sum([0, 3], keepdim: true) } }

  var gradToInput: Tensor? {
    let fromWeight = v.map(g.mul)
    guard let u, !call.fixed else { return fromWeight.map(j) }
    let through = u.mul(m(a.mul(normal))).add(a.mul(m(u.mul(normal)))).mul(r).neg()
    return j(sum(through, fromWeight)!).sub(r.square().mul(normal).mul(covariance(u)))
  }

  /// m(u · a) without the parts along the mean and along x̂.
  private func covariance(_ u: Tensor) -> Tensor {
    let product = m(u.mul(a)).sub(m(u.mul(normal)).mul(m(a.mul(normal))))
    return call.normalization.centred ? product.sub(m(u).mul(m(a))) : product
  }

  private func sum(_ terms: Tensor?...) -> Tensor? {
    terms.compactMap { $0 }.reduce(nil) { total, term in total?.add(term) ?? term }
  }
}
