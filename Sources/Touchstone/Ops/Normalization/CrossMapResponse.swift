extension Functional {
  /// Local response normalisation across channels as `torch.nn.CrossMapLRN2d` computes it:
  /// y = x · s^−beta with s = k + alpha/size · Σ x² over the channels around each one.
  ///
  /// PyTorch's sums are reproduced as they are: the first channel belongs to every window, and the
  /// windows of the gradient, `size` channels from c − (size + 1)/2 on, are not
  /// those of the result.
  /// - Errors: `.value` unless the input has four dimensions.
  package static func crossMapResponse(
    _ input: Tensor, _ size: Int, alpha: Double, beta: Double, k: Double
  ) -> Tensor {
    guarded {
      try check(
        input.dim == 4, .value,
        "CrossMapLRN2d: Expected input to be 4D, got \(input.dim)D instead.")
      let reach = (size - 1) / 2
      let windows = noGrad {
        channelBand(input) { c, other in
          other.sub(c).abs().le(reach).logicalOr(other.eq(0))
        }
      }
      let scale = noGrad {
        sumOver(windows, input.square()).mul(alpha / Double(size)).add(k)
      }
      let power = noGrad { scale.pow(-beta) }
      let out = noGrad { power.mul(input) }
      return try record(
        "CrossMapLRN2dBackward", [input], out, saving: [input, scale, power], savingOutput: true
      ) { ctx in
        let (x, scale) = (ctx.saved[0], ctx.saved[1])
        let before = (size + 1) / 2
        let windows = channelBand(x) { c, other in
          other.sub(c).ge(-before).logicalAnd(other.sub(c).lt(size - before))
        }
        let ratio = sumOver(windows, ctx.grad.mul(ctx.savedOutputs[0]).div(scale))
        let direct = ctx.grad.mul(ctx.saved[2])
        return [direct.sub(x.mul(ratio).mul(2 * alpha * beta / Double(size)))]
      }
    }
  }

  /// Which channels (columns) count for which (rows), as numbers.
  private static func channelBand(
    _ input: Tensor, _ isIn: (_ c: Tensor, _ other: Tensor) -> Tensor
  ) -> Tensor {
    let channels = Tensor.arange(input.size(1), device: input.device)
    return isIn(channels.unsqueeze(1), channels.unsqueeze(0)).to(input.dtype)
  }

  private static func sumOver(_ windows: Tensor, _ x: Tensor) -> Tensor {
    windows.matmul(x.flatten(2)).reshape(x.shape)
  }
}
