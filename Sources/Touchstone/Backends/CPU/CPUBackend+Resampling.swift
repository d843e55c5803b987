import CKernels

extension CPUBackend {
  func resample(_ input: Tensor, _ axes: [TapAxis], into out: Tensor) {
    withTaps(axes) { taps in withViews(input, out) { ts_resample(&$0, &$1, taps) } }
  }

  func resampleBytes(_ input: Tensor, _ taps: TapAxis, dim: Int, into out: Tensor) {
    withTaps([taps]) { taps in
      withViews(input, out) { ts_resample_bytes(&$0, &$1, Int32(dim), taps) }
    }
  }

  func gridSample(_ input: Tensor, _ grid: Tensor, _ rule: GridRule, into out: Tensor) {
    var rule = ts_grid_rule(rule)
    withViews(input, grid, out) { ts_grid_sample(&$0, &$1, &$2, &rule) }
  }

  func gridSampleBackward(
    _ grad: Tensor, _ input: Tensor, _ grid: Tensor, _ rule: GridRule, toInput: Tensor?,
    toGrid: Tensor?
  ) {
    var rule = ts_grid_rule(rule)
    withViews(grad, input, grid) { grad, input, grid in
      withOptionalViews([toInput, toGrid]) { results in
        ts_grid_sample_backward(&grad, &input, &grid, results[0], results[1], &rule)
      }
    }
  }

  func gridSampleSecond(_ call: GridSecond, _ rule: GridRule) {
    var rule = ts_grid_rule(rule)
    let optional = [call.ofInput, call.ofGrid, call.toGrad, call.toInput, call.toGrid]
    withViews(call.grad, call.input, call.grid) { grad, input, grid in
      withOptionalViews(optional) {
        ts_grid_sample_second($0[0], $0[1], &grad, &input, &grid, $0[2], $0[3], $0[4], &rule)
      }
    }
  }
}

extension ts_grid_rule {
  fileprivate init(_ rule: GridRule) {
    self.init(
      dims: Int32(rule.dims), mode: rule.mode.rawValue, padding: rule.padding.rawValue,
      align_corners: rule.alignCorners)
  }
}

/// Calls `body` with pointers to the descriptions of tensors, null for absent ones.
private func withOptionalViews(
  _ tensors: [Tensor?], _ body: ([UnsafePointer<ts_view>?]) -> Void
) {
  func descend(_ index: Int, _ views: [UnsafePointer<ts_view>?]) {
    guard index < tensors.count else { return body(views) }
    withView(ifPresent: tensors[index]) { descend(index + 1, views + [$0]) }
  }
  descend(0, [])
}

/// Calls `body` with the kernels' description of taps.
private func withTaps(_ axes: [TapAxis], _ body: (UnsafePointer<ts_taps>) -> Void) {
  func descend(_ index: Int, _ taps: [ts_taps]) {
    guard index < axes.count else { return body(taps) }
    let axis = axes[index]
    axis.begins.withUnsafeBufferPointer { begins in
      axis.indices.withUnsafeBufferPointer { indices in
        axis.weights.withUnsafeBufferPointer { weights in
          let tap = ts_taps(
            begin: begins.baseAddress, index: indices.baseAddress, weight: weights.baseAddress)
          descend(index + 1, taps + [tap])
        }
      }
    }
  }
  descend(0, [])
}
