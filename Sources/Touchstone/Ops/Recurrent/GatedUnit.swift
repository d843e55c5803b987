/// The element-wise part of a GRU's step, `torch._thnn_fused_gru_cell`: h' = (1 − z) n + z h with
/// r = σ(rᵢ + rₕ), z = σ(zᵢ + zₕ) and n = tanh(nᵢ + r nₕ) of the gates [r z n],
/// [batch, 3 · features].
func gatedUnit(_ shares: GateShares, _ hidden: Tensor) throws -> Tensor {
  let gates = GateShares(input: shares.input.contiguous(), hidden: shares.hidden.contiguous())
  let before = hidden.contiguous()
  let out = try Tensor.uninitialized(hidden.shape, hidden.dtype, hidden.device)
  backend(for: hidden.device).gatedUnit(gates, before, into: out)
  let inputs = [gates.input, gates.hidden, before]
  return try record("ThnnFusedGruCellBackward0", inputs, out, saving: inputs) { ctx in
    let saved = GateShares(input: ctx.saved[0], hidden: ctx.saved[1])
    let (gates, state) =
      isGradEnabled
      ? unitGradientFormula(saved, ctx.saved[2], ctx.grad)
      : try unitGradient(saved, ctx.saved[2], ctx.grad)
    return [gates.input, gates.hidden, state]
  }
}

/// Gradients of both shares of the gates and of the state before, by the kernel.
private func unitGradient(
  _ shares: GateShares, _ hidden: Tensor, _ grad: Tensor
) throws -> (GateShares, Tensor) {
  let before = try Tensor.uninitialized(hidden.shape, hidden.dtype, hidden.device)
  let gates = GateShares(
    input: try Tensor.uninitialized(shares.input.shape, hidden.dtype, hidden.device),
    hidden: try Tensor.uninitialized(shares.hidden.shape, hidden.dtype, hidden.device))
  backend(for: hidden.device).gatedUnitBackward(
    shares, hidden, grad.contiguous(), intoGates: gates, intoHidden: before)
  return (gates, before)
}

/// The same in operations that can be differentiated again; in double, as the kernel computes.
private func unitGradientFormula(
  _ shares: GateShares, _ hidden: Tensor, _ grad: Tensor
) -> (GateShares, Tensor) {
  let input = shares.input.to(.float64).chunk(3, dim: 1)
  let state = shares.hidden.to(.float64).chunk(3, dim: 1)
  let (r, z) = ((input[0] + state[0]).sigmoid(), (input[1] + state[1]).sigmoid())
  let (n, g) = ((input[2] + r * state[2]).tanh(), grad.to(.float64))
  let toNew = g * (1 - z) * (1 - n * n)
  let toReset = toNew * state[2] * r * (1 - r)
  let toUpdate = g * (hidden.to(.float64) - n) * z * (1 - z)
  let gates = GateShares(
    input: .cat([toReset, toUpdate, toNew], dim: 1).to(hidden.dtype),
    hidden: .cat([toReset, toUpdate, toNew * r], dim: 1).to(hidden.dtype))
  return (gates, (g * z).to(hidden.dtype))
}
