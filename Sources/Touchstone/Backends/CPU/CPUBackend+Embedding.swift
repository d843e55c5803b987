import CKernels

extension CPUBackend {
  func gatherRows(_ source: Tensor, _ rows: Tensor, into out: Tensor) {
    withViews(source, out) { ts_gather_rows(&$0, numbers(rows), &$1) }
  }

  func sumRows(
    _ source: Tensor, from sources: Tensor?, to targets: Tensor, scales: Tensor?,
    into out: Tensor
  ) {
    withViews(source, out) {
      ts_sum_rows(
        &$0, sources.map(numbers), numbers(targets), scales?.elements(Double.self),
        Int64(targets.numel), &$1)
    }
  }

  func maxRows(
    _ source: Tensor, from sources: Tensor, to targets: Tensor, into out: Tensor, winners: Tensor
  ) {
    withViews(source, out) {
      ts_max_rows(
        &$0, numbers(sources), numbers(targets), Int64(targets.numel), &$1, numbers(winners))
    }
  }
}

private func numbers(_ tensor: Tensor) -> UnsafeMutablePointer<Int64> {
  tensor.elements(Int64.self)
}

extension Tensor {
  /// The memory of a dense tensor from its first element on.
  func elements<T>(_ type: T.Type) -> UnsafeMutablePointer<T> {
    (storage.pointer + storageOffset * dtype.itemSize).assumingMemoryBound(to: type)
  }
}
