extension IndexItem {
  /// The entries that Python's `x[value]` means. A list of plain numbers or Booleans is one index
  /// tensor; any other list is a tuple of entries.
  static func list(from value: Value) throws -> [IndexItem] {
    guard case .list(let items) = value else { return [try IndexItem(value: value)] }
    if !items.isEmpty && items.allSatisfy(\.isPlain) { return [try IndexItem(value: value)] }
    return try items.map { try IndexItem(value: $0) }
  }

  private init(value: Value) throws {
    switch value {
    case .int(let number): self.init(.integer(Int(number)))
    case .bool(let flag): self.init(.bool(flag))
    case .none: self.init(.newAxis)
    case .ellipsis: self.init(.ellipsis)
    case .tensor(let tensor): self.init(.tensor(tensor))
    case .slice(let from, let to, let step):
      self.init(.slice(from: try from.bound, to: try to.bound, step: try step.bound ?? 1))
    case .list(let items): self.init(.tensor(try IndexItem.tensor(items)))
    default:
      throw TensorError(
        .index,
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid "
          + "indices (got \(value.pythonType))")
    }
  }

  /// An index tensor from (nested) numbers or Booleans.
  private static func tensor(_ items: [Value]) throws -> Tensor {
    if !items.isEmpty && items.allSatisfy(\.isBool) {
      return Tensor(items.map { if case .bool(let flag) = $0 { flag } else { false } })
    }
    if items.contains(where: \.isList) {
      return Tensor.stack(
        try items.map { item in
          guard case .list(let inner) = item else {
            throw TensorError(.type, "an index list must be rectangular")
          }
          return try tensor(inner)
        })
    }
    return Tensor(try items.map { Int64(try $0.bound ?? 0) })
  }
}

extension Value {
  fileprivate var isPlain: Bool {
    switch self {
    case .int, .bool: true
    default: false
    }
  }

  fileprivate var isBool: Bool {
    if case .bool = self { return true }
    return false
  }

  fileprivate var isList: Bool {
    if case .list = self { return true }
    return false
  }

  /// The bound of a slice.
  fileprivate var bound: Int? {
    get throws {
      switch self {
      case .none: nil
      case .int(let number): Int(number)
      case .tensor(let tensor) where tensor.numel == 1: Int(tensor.item().int64Value)
      default:
        throw TensorError(
          .type, "slice indices must be integers or None or have an __index__ method")
      }
    }
  }
}
