/// How a tensor holds its elements, `torch.layout`.
public enum Layout: String, Sendable, CustomStringConvertible {
  /// One place in memory for each element, found by strides.
  case strided
  /// Coordinates and elements of those that are not zero.
  case sparseCOO = "sparse_coo"

  /// PyTorch's name, such as `torch.sparse_coo`.
  public var description: String { "torch.\(rawValue)" }
}

extension Tensor {
  public var layout: Layout { isSparse ? .sparseCOO : .strided }

  /// Whether this is a tensor of coordinates and elements, `torch.Tensor.is_sparse`.
  @inlinable @inline(__always)
  public var isSparse: Bool { hasSparseParts }

  @usableFromInline var hasSparseParts: Bool { sparse != nil }
}

/// What a sparse tensor holds. Never changed: a tensor that is changed in place gets another one,
/// so that aliases keep what they had.
final class SparseParts {
  /// Coordinates: int64 [sparse dimensions, nnz].
  let indices: Tensor
  /// Elements [nnz, dense dimensions…], without history.
  let values: Tensor
  /// Whether coordinates ascend and none occurs twice.
  let isCoalesced: Bool

  init(indices: Tensor, values: Tensor, isCoalesced: Bool) {
    self.indices = indices
    self.values = values
    self.isCoalesced = isCoalesced
  }
}

extension Tensor {
  /// A sparse tensor of `parts`, which fit the shape.
  ///
  /// Where strided memory would be, it has a single zero that every position names, as PyTorch
  /// tells strides of 0: a kernel that meets it by mistake reads zeros and no foreign memory.
  convenience init(sparse parts: SparseParts, shape: Shape) throws {
    let (dtype, device) = (parts.values.dtype, parts.values.device)
    let zero = try Tensor(uninitialized: [1], dtype: dtype, device: device)
    backend(for: device).fill(zero, 0)
    self.init(
      storage: zero.storage, shape: shape, strides: Shape(repeating: 0, count: shape.count),
      storageOffset: 0, dtype: dtype)
    becomeSparse(parts)
  }

  /// Takes `parts` as contents.
  func becomeSparse(_ parts: SparseParts) {
    sparse = parts
    isContiguous = false
  }
}
