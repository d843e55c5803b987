/// Which element a selection returns. Raw values equal the kernels' `ts_select_op`.
enum SelectionKind: Int32 {
  case kthvalue, median, nanmedian, mode
}

/// Sorting, selection, searching and counting of a device. NaN is larger than every number.
protocol SortBackend {
  /// Stable sort along `dim`.
  func sort(_ input: Tensor, values: Tensor, indices: Tensor, dim: Int, descending: Bool)

  /// As many of the largest (smallest) elements as `values` holds along `dim`, sorted.
  func topk(_ input: Tensor, values: Tensor, indices: Tensor, dim: Int, largest: Bool)

  /// One element along `dim`, where `values` and `indices` have size 1; `k` counts from 1.
  func select(
    _ kind: SelectionKind, _ input: Tensor, values: Tensor, indices: Tensor, dim: Int, k: Int)

  /// The permutation that sorts the rows of a matrix lexicographically.
  func sortRows(_ input: Tensor, permutation: Tensor)

  /// Insertion points of `values` in sorted rows; all operands contiguous, dtypes equal.
  func searchSorted(
    _ boundaries: Tensor, sorter: Tensor?, values: Tensor, into out: Tensor, right: Bool)

  /// Adds 1 or a weight (float64) to the bin that each element of a 1-D int64 tensor names.
  func binCount(_ input: Tensor, weights: Tensor?, into out: Tensor)
}
