/// A subscript split in two steps: a view made by the integers, ranges and new axes, and the
/// tensors that index this view (nil for dimensions taken whole; empty when there are none).
struct SubscriptPlan {
  private(set) var view: Tensor
  private(set) var indices: [Tensor?] = []
  /// The next dimension of `view` that an entry will speak about.
  private var dim = 0

  /// - Throws: `TensorError` of kind `.index` for entries that do not fit `tensor`.
  init(_ tensor: Tensor, _ items: [IndexItem]) throws {
    view = tensor
    let named = items.reduce(0) { $0 + $1.dimensions }
    if tensor.dim == 0, items.count == 1, case .integer = items[0].kind {
      throw TensorError(
        .index,
        "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` "
          + "in C++ to convert a 0-dim tensor to a number")
    }
    if tensor.dim == 0, items.count == 1, case .slice = items[0].kind {
      throw TensorError(.index, "slice() cannot be applied to a 0-dim tensor.")
    }
    try check(
      named <= tensor.dim, .index, "too many indices for tensor of dimension \(tensor.dim)")
    for (position, item) in items.enumerated() {
      try apply(item, position: position, unnamed: tensor.dim - named)
    }
  }

  private mutating func apply(_ item: IndexItem, position: Int, unnamed: Int) throws {
    switch item.kind {
    case .integer(let value): try select(value, position: position)
    case .slice(let from, let to, let step): try slice(from, to, step)
    case .ellipsis: dim += unnamed
    case .newAxis:
      view = view.unsqueeze(dim)
      dim += 1
    case .bool(let value): choose(value)
    case .tensor(let tensor): try take(tensor, position: position)
    }
    try throwPendingError()
  }

  private mutating func select(_ value: Int, position: Int) throws {
    let size = view.shape[dim]
    try check(
      value >= -size && value < size, .index,
      "index \(value) is out of bounds for dimension \(position) with size \(size)")
    view = view.select(dim, value)
  }

  private mutating func slice(_ from: Int?, _ to: Int?, _ step: Int) throws {
    try check(step != 0, .value, "slice step cannot be zero")
    try check(step > 0, .value, "step must be greater than zero")
    if from != nil || to != nil || step != 1 {
      view = view.slice(dim, from: from, to: to, step: step)
    }
    dim += 1
  }

  /// A Boolean is a new axis of size 1 of which all or nothing is taken.
  private mutating func choose(_ value: Bool) {
    view = view.unsqueeze(dim)
    add(Tensor.zeros([value ? 1 : 0], dtype: .int64, device: view.device))
  }

  private mutating func take(_ tensor: Tensor, position: Int) throws {
    if tensor.dim == 0 && tensor.isMask {
      choose(tensor.item().boolValue)
    } else if tensor.dim == 0 && tensor.dtype.isInteger {
      try select(Int(tensor.item().int64Value), position: position)
    } else if tensor.isMask {
      for column in try tensor.maskColumns(in: view.shape, from: dim) { add(column) }
    } else {
      add(tensor)
    }
  }

  private mutating func add(_ index: Tensor) {
    while indices.count < dim { indices.append(nil) }
    indices.append(index)
    dim += 1
  }
}

extension IndexItem {
  /// How many dimensions of the indexed tensor this entry speaks about.
  fileprivate var dimensions: Int {
    switch kind {
    case .integer, .slice: 1
    case .ellipsis, .newAxis, .bool: 0
    case .tensor(let tensor): tensor.isMask ? tensor.dim : 1
    }
  }
}

extension Tensor {
  /// Whether this tensor, used as an index, marks elements instead of numbering them. (uint8 masks
  /// are the deprecated form.)
  var isMask: Bool { dtype == .bool || dtype == .uint8 }

  /// The coordinates that this mask marks, one 1-D int64 tensor per dimension of the mask.
  /// - Throws: an `IndexError` unless the mask has the sizes of dimensions `start…` of `shape`.
  func maskColumns(in shape: Shape, from start: Int) throws -> [Tensor] {
    try check(
      start + dim <= shape.count, .index, "too many indices for tensor of dimension \(shape.count)")
    for d in 0..<dim {
      try check(
        self.shape[d] == shape[start + d], .index,
        "The shape of the mask \(self.shape) at index \(d) does not match the shape of the "
          + "indexed tensor \(shape) at index \(start + d)")
    }
    let coordinates = try nonzeroRaw()
    return (0..<dim).map { coordinates.restrided([coordinates.shape[0]], [dim], offset: $0) }
  }
}
