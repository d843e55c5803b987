extension Tensor {
  /// Dropout with the mask of what was kept, `torch.native_dropout`; without `train` the input's
  /// copy and a mask of ones.
  public func nativeDropout(_ p: Double, train: Bool = true) -> (result: Tensor, mask: Tensor) {
    let results: (Tensor, Tensor) = guarded {
      if numel == 0 { return (self, nativeDropoutMask(p)) }
      guard train else { return (clone(), Tensor.onesLike(self, dtype: .bool)) }
      let mask = nativeDropoutMask(p)
      let scale = p == 1 ? 0 : 1 / (1 - p)
      return (Tensor.nativeDropoutBackward(self, mask, scale), mask)
    }
    return results
  }

  /// grad · mask · scale: the gradient of `nativeDropout`, and its own.
  public static func nativeDropoutBackward(
    _ grad: Tensor, _ mask: Tensor, _ scale: Double
  ) -> Tensor {
    grad.mul(mask).mul(scale)
  }
}
