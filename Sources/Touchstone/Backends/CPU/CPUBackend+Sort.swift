import CKernels

extension CPUBackend {
  func sort(_ input: Tensor, values: Tensor, indices: Tensor, dim: Int, descending: Bool) {
    withViews(input, values, indices) { ts_sort(&$0, &$1, &$2, Int32(dim), descending) }
  }

  func topk(_ input: Tensor, values: Tensor, indices: Tensor, dim: Int, largest: Bool) {
    withViews(input, values, indices) { ts_topk(&$0, &$1, &$2, Int32(dim), largest) }
  }

  func select(
    _ kind: SelectionKind, _ input: Tensor, values: Tensor, indices: Tensor, dim: Int, k: Int
  ) {
    withViews(input, values, indices) {
      ts_select(kind.rawValue, &$0, &$1, &$2, Int32(dim), Int64(k))
    }
  }

  func sortRows(_ input: Tensor, permutation: Tensor) {
    withViews(input, permutation) { ts_sort_rows(&$0, &$1) }
  }

  func searchSorted(
    _ boundaries: Tensor, sorter: Tensor?, values: Tensor, into out: Tensor, right: Bool
  ) {
    guard let sorter else {
      return withViews(boundaries, values, out) { ts_searchsorted(&$0, nil, &$1, &$2, right) }
    }
    withViews(boundaries, sorter, values, out) { ts_searchsorted(&$0, &$1, &$2, &$3, right) }
  }

  func binCount(_ input: Tensor, weights: Tensor?, into out: Tensor) {
    guard let weights else { return withViews(input, out) { ts_bincount(&$0, nil, &$1) } }
    withViews(input, weights, out) { ts_bincount(&$0, &$1, &$2) }
  }
}
