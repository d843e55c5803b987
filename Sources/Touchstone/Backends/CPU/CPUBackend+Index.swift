import CKernels

extension CPUBackend {
  func firstOutside(_ range: Range<Int>, in index: Tensor) -> Int? {
    var offending: Int64 = 0
    let low = Int64(range.lowerBound)
    let high = Int64(range.upperBound)
    let outside = withView(index) { ts_index_out_of_range(&$0, low, high, &offending) }
    return outside ? Int(offending) : nil
  }

  func accumulateOffsets(_ offsets: Tensor, index: Tensor, size: Int, stride: Int) {
    withViews(offsets, index) {
      ts_index_accumulate_offsets(&$0, &$1, Int64(size), Int64(stride))
    }
  }

  func unravelOffsets(_ offsets: Tensor, linear: Tensor, in tensor: Tensor) {
    withViews(offsets, linear, tensor) { out, numbers, layout in
      ts_index_unravel_offsets(&out, &numbers, layout.ndim, layout.sizes, layout.strides)
    }
  }

  func gather(_ input: Tensor, offsets: Tensor, scale: Int, into out: Tensor) {
    withViews(out, input, offsets) { ts_gather(&$0, &$1, &$2, Int64(scale)) }
  }

  func scatter(
    _ source: Tensor, offsets: Tensor, scale: Int, mode: ScatterMode, into target: Tensor
  ) {
    let kernelMode = ts_scatter_mode(rawValue: mode.rawValue)
    withViews(target, offsets, source) { target, offsets, source in
      ts_scatter(&target, &offsets, Int64(scale), &source, kernelMode)
    }
  }

  func maskedWrite(_ value: Tensor, mask: Tensor, into target: Tensor) {
    withViews(target, mask, value) { ts_masked_write(&$0, &$1, &$2) }
  }

  func maskedSelect(_ input: Tensor, mask: Tensor, into out: Tensor) {
    withViews(out, input, mask) { ts_masked_select(&$0, &$1, &$2) }
  }

  func maskedScatter(_ source: Tensor, mask: Tensor, into target: Tensor) {
    withViews(target, mask, source) { ts_masked_scatter(&$0, &$1, &$2) }
  }

  func countNonzero(_ input: Tensor) -> Int { Int(withView(input) { ts_count_nonzero(&$0) }) }

  @discardableResult
  func nonzero(_ input: Tensor, into out: Tensor) -> Int {
    Int(withViews(out, input) { ts_nonzero(&$0, &$1) })
  }

  func repeatPositions(_ repeats: Tensor, into out: Tensor) {
    withViews(out, repeats) { ts_repeat_positions(&$0, &$1) }
  }

  func read(_ element: Tensor) -> Scalar {
    switch element.dtype {
    case .bool: return .bool(load(element, as: UInt8.self) != 0)
    case .float64: return .double(load(element, as: Double.self))
    case .int64: return .int(load(element, as: Int64.self))
    case let dtype: return read(widened(element, to: dtype.isFloatingPoint ? .float64 : .int64))
    }
  }

  private func load<T>(_ element: Tensor, as type: T.Type) -> T {
    withView(element) { $0.data.load(as: type) }
  }

  private func widened(_ element: Tensor, to dtype: DType) -> Tensor {
    let wide = Tensor.empty([], dtype: dtype, device: element.device)
    copy(element.restrided([], []), into: wide)
    return wide
  }
}
