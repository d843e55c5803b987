import Touchstone

/// Operations that return views must share memory with their input and have PyTorch's strides.
enum ViewRule {
  /// PyTorch's operations whose results are always views.
  static let names: Set<String> = [
    "H", "T", "as_strided", "broadcast_tensors", "broadcast_to", "chunk", "detach", "diagonal",
    "dsplit", "expand", "expand_as", "hsplit", "linalg.diagonal", "mH", "mT", "movedim", "moveaxis",
    "narrow", "permute", "select", "slice", "split", "split_with_sizes", "squeeze", "swapaxes",
    "swapdims", "t", "tensor_split", "transpose", "unbind", "unfold", "unflatten", "unsqueeze",
    "view", "view_as", "vsplit",
  ]

  /// What is wrong with `result` as a view; nil for other operations.
  static func problem(
    _ operation: String, _ result: Tensor, expected: [Int], _ inputs: [Tensor]
  ) -> String? {
    guard names.contains(operation), result.numel > 0 else { return nil }
    if !inputs.contains(where: { $0.storage === result.storage }) {
      return "is a copy, PyTorch returns a view"
    }
    let ours = significant(Array(result.shape), Array(result.strides))
    let theirs = significant(Array(result.shape), expected)
    if ours == theirs || wasRewritten(result, theirs) { return nil }
    return "has the strides \(Array(result.strides)), PyTorch's \(expected)"
  }

  /// Strides of the dimensions where they decide anything.
  private static func significant(_ shape: [Int], _ strides: [Int]) -> [Int] {
    zip(shape, strides).filter { $0.0 > 1 }.map(\.1)
  }

  /// Fixtures store a result row-major when it spans more memory than it has elements.
  private static func wasRewritten(_ result: Tensor, _ theirs: [Int]) -> Bool {
    let contiguous = significant(Array(result.shape), Array(result.shape.contiguousStrides))
    let last = zip(result.shape, result.strides).map { ($0 - 1) * $1 }.reduce(0, +)
    return theirs == contiguous && last + 1 > result.numel
  }
}
