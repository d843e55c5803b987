extension Functional {
  /// Grids for `gridSample` from affine maps: points (x, y) of an output of `size` [N, C, H, W]
  /// under `theta` [N, 2, 3], or (x, y, z) of [N, C, D, H, W] under [N, 3, 4].
  ///
  /// - Parameter alignCorners: whether −1 and 1 are the centres of the corner pixels or the
  ///   image's edges.
  public static func affineGrid(
    _ theta: Tensor, _ size: [Int], alignCorners: Bool = false
  ) -> Tensor {
    guarded {
      try checkAffine(theta, size)
      let spatial = Array(size.dropFirst(2))
      let base = basePoints(theta, spatial, alignCorners)
      let batched = base.reshape([1, Shape(spatial).numel, spatial.count + 1])
        .expand([size[0], -1, -1])
      return batched.bmm(theta.transpose(1, 2))
        .reshape(Shape([size[0]] + spatial + [spatial.count]))
    }
  }

  /// Homogeneous coordinates (x, y, …, 1) of every output pixel.
  private static func basePoints(
    _ theta: Tensor, _ spatial: [Int], _ alignCorners: Bool
  ) -> Tensor {
    let count = spatial.count
    let axes = spatial.enumerated().map { d, size -> Tensor in
      var shape = Shape(repeating: 1, count: count)
      shape[d] = size
      return places(size, theta, alignCorners).reshape(shape).expand(Shape(spatial))
    }
    let ones = Tensor.ones(Shape(spatial), dtype: theta.dtype, device: theta.device)
    return Tensor.stack(axes.reversed() + [ones], dim: -1)
  }

  /// `size` places from −1 to 1: with corners aligned the ends themselves, else pixels' centres.
  private static func places(_ size: Int, _ theta: Tensor, _ alignCorners: Bool) -> Tensor {
    if size <= 1 { return Tensor.zeros([size], dtype: theta.dtype, device: theta.device) }
    let ends = Tensor.linspace(-1, 1, size, dtype: theta.dtype, device: theta.device)
    return alignCorners ? ends : ends.mul(Double(size - 1) / Double(size))
  }

  private static func checkAffine(_ theta: Tensor, _ size: [Int]) throws {
    try check(
      theta.dtype.isFloatingPoint, .value,
      "Expected theta to have floating point type, but got torch.\(theta.dtype.name)")
    try check(
      size.count == 4 || size.count == 5, .notImplemented,
      "affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. "
        + "Got size \(pythonTuple(size)).")
    let dims = size.count - 2
    try check(
      theta.dim == 3 && theta.shape[1] == dims && theta.shape[2] == dims + 1, .value,
      "Expected a batch of \(dims)D affine matrices of shape Nx\(dims)x\(dims + 1) for size "
        + "\(pythonTuple(size)). Got torch.Size(\(theta.shape)).")
    try check(
      size.allSatisfy { $0 > 0 }, .value,
      "Expected non-zero, positive output size. Got \(pythonTuple(size))")
  }
}
