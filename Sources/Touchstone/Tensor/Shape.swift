/// Sizes or strides of a tensor. Up to eight entries live inline, so that the hot path of small
/// operations allocates nothing; longer lists spill to an array.
public struct Shape: Sendable {
  @usableFromInline static let inlineCapacity = 8
  @usableFromInline var inline: InlineArray<8, Int>
  @usableFromInline var spill: [Int]?
  @usableFromInline var storedCount: Int
  @inlinable public var count: Int { storedCount }

  @inlinable public init() {
    inline = InlineArray(repeating: 0)
    spill = nil
    storedCount = 0
  }

  @inlinable public init(repeating value: Int, count: Int) {
    inline = InlineArray(repeating: value)
    spill = count > Shape.inlineCapacity ? Array(repeating: value, count: count) : nil
    storedCount = count
  }

  public init<S: Sequence>(_ elements: S) where S.Element == Int {
    self.init()
    for element in elements { append(element) }
  }

  public mutating func append(_ value: Int) {
    insert(value, at: count)
  }

  public mutating func insert(_ value: Int, at position: Int) {
    precondition(position >= 0 && position <= count, "Shape index out of range")
    if spill == nil, count < Shape.inlineCapacity {
      var index = count
      while index > position {
        inline[index] = inline[index - 1]
        index -= 1
      }
      inline[position] = value
    } else {
      var list = Array(self)
      list.insert(value, at: position)
      spill = list
    }
    storedCount += 1
  }

  @discardableResult
  public mutating func remove(at position: Int) -> Int {
    let removed = self[position]
    if var list = spill {
      list.remove(at: position)
      self = Shape(list)
    } else {
      for index in position..<(count - 1) { inline[index] = inline[index + 1] }
      storedCount -= 1
    }
    return removed
  }

  /// Number of elements of a tensor of these sizes (1 for the empty list); `Int.max` when there
  /// are more than an `Int` counts.
  @inlinable public var numel: Int {
    var product = 1
    for index in 0..<count {
      let (next, overflow) = product.multipliedReportingOverflow(by: self[index])
      if overflow { return contains(0) ? 0 : Int.max }
      product = next
    }
    return product
  }

  /// Row-major strides of a contiguous tensor of these sizes.
  @inlinable public var contiguousStrides: Shape {
    var strides = self
    var running = 1
    var index = count - 1
    while index >= 0 {
      strides[index] = running
      running &*= Swift.max(self[index], 1)
      index -= 1
    }
    return strides
  }

  /// Calls `body` with a pointer to the entries.
  @inlinable @inline(__always)
  func withPointer<R>(_ body: (UnsafePointer<Int64>) throws -> R) rethrows -> R {
    if let spill {
      return try spill.withUnsafeBytes {
        try body($0.baseAddress!.assumingMemoryBound(to: Int64.self))
      }
    }
    return try withUnsafePointer(to: inline) {
      try body(UnsafeRawPointer($0).assumingMemoryBound(to: Int64.self))
    }
  }
}

extension Shape: RandomAccessCollection, MutableCollection {
  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { count }

  @inlinable public subscript(position: Int) -> Int {
    get {
      precondition(position >= 0 && position < count, "Shape index out of range")
      return spill == nil ? inline[position] : spill![position]
    }
    set {
      precondition(position >= 0 && position < count, "Shape index out of range")
      if spill == nil { inline[position] = newValue } else { spill![position] = newValue }
    }
  }
}

extension Shape: Hashable {
  @inlinable public static func == (lhs: Shape, rhs: Shape) -> Bool {
    guard lhs.count == rhs.count else { return false }
    for index in 0..<lhs.count where lhs[index] != rhs[index] { return false }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for element in self { hasher.combine(element) }
  }
}

extension Shape: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// PyTorch's form, such as `[2, 3]`.
  public var description: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}
