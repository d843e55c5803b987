/// One size for every spatial dimension, or a list with one for each: `kernelSize: 3` or
/// `kernelSize: [3, 5]`, as PyTorch takes them.
public protocol SizeArgument: Sendable {
  var sizeList: [Int] { get }
}

extension Int: SizeArgument {
  public var sizeList: [Int] { [self] }
}

extension [Int]: SizeArgument {
  public var sizeList: [Int] { self }
}

extension SizeArgument {
  /// One size for each of `count` dimensions, a single one repeated; nil for a list of another
  /// length, about which each operation has its own message.
  package func sizes(_ count: Int) -> [Int]? {
    let list = sizeList
    if list.count == count { return list }
    return list.count == 1 ? Array(repeating: list[0], count: count) : nil
  }
}
