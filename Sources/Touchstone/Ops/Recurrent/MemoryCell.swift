/// The element-wise part of an LSTM's step, `torch._thnn_fused_lstm_cell`:
/// c' = σ(f) c + σ(i) tanh(g) and h' = σ(o) tanh(c') of the gates [i f g o], [batch, 4 · features].
/// - Returns: h' and c'.
func memoryCell(_ shares: GateShares, _ cell: Tensor) throws -> (Tensor, Tensor) {
  let gates = GateShares(input: shares.input.contiguous(), hidden: shares.hidden.contiguous())
  let before = cell.contiguous()
  let hidden = try Tensor.uninitialized(cell.shape, cell.dtype, cell.device)
  let next = try Tensor.uninitialized(cell.shape, cell.dtype, cell.device)
  backend(for: cell.device).memoryCell(gates, before, intoHidden: hidden, intoCell: next)
  let inputs = [gates.input, gates.hidden, before]
  let outputs = try record(
    "ThnnFusedLstmCellBackward0", inputs, [hidden, next], saving: inputs
  ) { ctx in
    let saved = GateShares(input: ctx.saved[0], hidden: ctx.saved[1])
    let (gates, cell) =
      isGradEnabled
      ? memoryGradientFormula(saved, ctx.saved[2], ctx.gradOrZeros(0), ctx.gradOrZeros(1))
      : try memoryGradient(saved, ctx.saved[2], ctx.grads[0], ctx.grads[1])
    return [gates, gates, cell]
  }
  return (outputs[0], outputs[1])
}

/// Gradients of the gates and of the cell before, by the kernel.
private func memoryGradient(
  _ shares: GateShares, _ cell: Tensor, _ toHidden: Tensor?, _ toCell: Tensor?
) throws -> (Tensor, Tensor) {
  let gates = try Tensor.uninitialized(shares.input.shape, cell.dtype, cell.device)
  let before = try Tensor.uninitialized(cell.shape, cell.dtype, cell.device)
  backend(for: cell.device).memoryCellBackward(
    shares, cell, toHidden: toHidden?.contiguous(), toCell: toCell?.contiguous(),
    intoGates: gates, intoCell: before)
  return (gates, before)
}

/// The same in operations that can be differentiated again; in double, as the kernel computes.
private func memoryGradientFormula(
  _ shares: GateShares, _ cell: Tensor, _ toHidden: Tensor, _ toCell: Tensor
) -> (Tensor, Tensor) {
  let sums = shares.input.to(.float64).add(shares.hidden.to(.float64)).chunk(4, dim: 1)
  let (i, f, g, o) = (sums[0].sigmoid(), sums[1].sigmoid(), sums[2].tanh(), sums[3].sigmoid())
  let (c, dh) = (cell.to(.float64), toHidden.to(.float64))
  let squashed = (f * c + i * g).tanh()
  let dc = toCell.to(.float64) + dh * o * (1 - squashed * squashed)
  let gates = Tensor.cat(
    [
      dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g * g),
      dh * squashed * o * (1 - o),
    ], dim: 1)
  return (gates.to(cell.dtype), (dc * f).to(cell.dtype))
}
