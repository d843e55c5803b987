import CKernels

extension CPUBackend {
  func poolMean(_ input: Tensor, _ axes: [WindowAxis], dividingInput: Bool, into out: Tensor) {
    withWindows(axes) { windows in
      withViews(input, out) { ts_pool_mean(&$0, &$1, windows, dividingInput) }
    }
  }

  func poolMaximum(_ input: Tensor, _ axes: [WindowAxis], into out: Tensor, indices: Tensor) {
    withWindows(axes) { windows in
      withViews(input, out, indices) { ts_pool_max(&$0, &$1, &$2, windows) }
    }
  }

  func poolFractionalMaximum(
    _ input: Tensor, samples: Tensor, kernel: [Int], into out: Tensor, indices: Tensor
  ) {
    let sizes = kernel.map(Int64.init)
    withViews(input, out, indices, samples) {
      ts_pool_fractional_max(&$0, &$1, &$2, &$3, sizes)
    }
  }

  func planeScatter(
    _ source: Tensor, indices: Tensor, accumulating: Bool, into target: Tensor
  ) {
    withViews(source, indices, target) { ts_plane_scatter(&$0, &$1, &$2, accumulating) }
  }

  func planeGather(_ source: Tensor, indices: Tensor, into target: Tensor) {
    withViews(source, indices, target) { ts_plane_gather(&$0, &$1, &$2) }
  }
}

/// Calls `body` with the kernels' description of windows.
private func withWindows(_ axes: [WindowAxis], _ body: (UnsafePointer<ts_windows>) -> Void) {
  func descend(_ index: Int, _ windows: [ts_windows]) {
    guard index < axes.count else { return body(windows) }
    let axis = axes[index]
    axis.starts.withUnsafeBufferPointer { starts in
      axis.counts.withUnsafeBufferPointer { counts in
        axis.divisors.withUnsafeBufferPointer { divisors in
          let window = ts_windows(
            start: starts.baseAddress, count: counts.baseAddress, divisor: divisors.baseAddress,
            step: axis.step)
          descend(index + 1, windows + [window])
        }
      }
    }
  }
  descend(0, [])
}
