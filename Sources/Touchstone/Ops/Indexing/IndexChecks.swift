extension Tensor {
  /// Throws unless every element lies in `0 ..< size` (or `-size ..< size`).
  func checkIndexRange(
    _ size: Int, wrapping: Bool = false, _ kind: TensorError.Kind,
    _ message: (Int) -> String
  ) throws {
    let range = (wrapping ? -size : 0)..<size
    if let outside = backend(for: device).firstOutside(range, in: self) {
      throw TensorError(kind, message(outside))
    }
  }

  var isIndexDType: Bool { dtype == .int64 || dtype == .int32 }
}

/// PyTorch's usual words for an index outside its dimension.
func outOfBounds(_ index: Int, _ dim: Int, _ size: Int) -> String {
  "index \(index) is out of bounds for dimension \(dim) with size \(size)"
}

/// The size of `dim` where 0-d tensors count as 1-D.
func sizeAlong(_ tensor: Tensor, _ dim: Int) -> Int { tensor.dim == 0 ? 1 : tensor.shape[dim] }
