/// What may stand between the brackets of `x[…]`: integers, ranges, `.slice`, `.ellipsis`,
/// `.newAxis`, Booleans, lists of integers or Booleans, and tensors.
public protocol TensorIndex {
  var indexItem: IndexItem { get }
}

/// One entry of a subscript in the form the library works with.
public struct IndexItem: TensorIndex {
  enum Kind {
    case integer(Int)
    /// Python's `from:to:step`.
    case slice(from: Int?, to: Int?, step: Int)
    case ellipsis
    case newAxis
    case bool(Bool)
    case tensor(Tensor)
  }

  let kind: Kind

  init(_ kind: Kind) { self.kind = kind }

  public var indexItem: IndexItem { self }
}

extension TensorIndex where Self == IndexItem {
  /// As many full dimensions as the other entries leave, Python's `...`.
  public static var ellipsis: IndexItem { IndexItem(.ellipsis) }

  /// A new dimension of size 1, Python's `None`.
  public static var newAxis: IndexItem { IndexItem(.newAxis) }

  /// A whole dimension, Python's `:`.
  public static var all: IndexItem { IndexItem(.slice(from: nil, to: nil, step: 1)) }

  /// Every `step`-th position of `from ..< to`, Python's `from:to:step`: bounds may be negative
  /// (from the end), absent, or beyond the ends; the step is positive.
  public static func slice(_ from: Int? = nil, _ to: Int? = nil, step: Int = 1) -> IndexItem {
    IndexItem(.slice(from: from, to: to, step: step))
  }

  /// Every `step`-th position, Python's `::step`.
  public static func stride(_ step: Int) -> IndexItem {
    IndexItem(.slice(from: nil, to: nil, step: step))
  }
}

extension Int: TensorIndex {
  public var indexItem: IndexItem { IndexItem(.integer(self)) }
}

extension Bool: TensorIndex {
  public var indexItem: IndexItem { IndexItem(.bool(self)) }
}

extension Tensor: TensorIndex {
  public var indexItem: IndexItem { IndexItem(.tensor(self)) }
}

extension Range: TensorIndex where Bound == Int {
  public var indexItem: IndexItem { .slice(lowerBound, upperBound) }
}

extension ClosedRange: TensorIndex where Bound == Int {
  public var indexItem: IndexItem { .slice(lowerBound, exclusiveEnd(upperBound)) }
}

extension PartialRangeFrom: TensorIndex where Bound == Int {
  public var indexItem: IndexItem { .slice(lowerBound) }
}

extension PartialRangeUpTo: TensorIndex where Bound == Int {
  public var indexItem: IndexItem { .slice(nil, upperBound) }
}

extension PartialRangeThrough: TensorIndex where Bound == Int {
  public var indexItem: IndexItem { .slice(nil, exclusiveEnd(upperBound)) }
}

/// The position after `last`; after the last element (−1) there is none.
private func exclusiveEnd(_ last: Int) -> Int? { last == -1 ? nil : last + 1 }

/// Numbers, and nested lists of them, that may stand for an index tensor.
public protocol IndexListElement: TensorLiteral {}

extension Int: IndexListElement {}
extension Bool: IndexListElement {}
extension Array: IndexListElement where Element: IndexListElement {}

extension Array: TensorIndex where Element: IndexListElement {
  public var indexItem: IndexItem { IndexItem(.tensor(Tensor(self))) }
}

extension IndexItem {
  /// Positions that a range or slice names in a list of `count` items; nil for other entries.
  package func positions(count: Int) -> [Int]? {
    guard case .slice(let from, let to, let step) = kind else { return nil }
    func clamped(_ bound: Int?, absent: Int) -> Int {
      guard let bound else { return absent }
      return Swift.min(Swift.max(bound < 0 ? bound + count : bound, 0), count)
    }
    return Array(
      Swift.stride(
        from: clamped(from, absent: 0), to: clamped(to, absent: count), by: Swift.max(step, 1)))
  }
}
