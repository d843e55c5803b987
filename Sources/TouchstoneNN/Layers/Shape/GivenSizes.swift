import Touchstone

/// Sizes that print as a list, `kernel_size=[2, 3]`. Layers print sizes as they were given: a number
/// as itself and an array as a tuple, `(2, 3)`, which is what stands for it in Python.
public struct SizeList: SizeArgument, ExpressibleByArrayLiteral {
  public let sizeList: [Int]

  public init(_ sizes: [Int]) { sizeList = sizes }
  public init(arrayLiteral elements: Int...) { sizeList = elements }
}

extension SizeArgument {
  /// As Python prints what was given.
  var pythonForm: String {
    switch self {
    case let size as Int: "\(size)"
    case let list as SizeList: "\(list.sizeList)"
    default: sizeList.pythonTuple
    }
  }
}

/// `name=sizes, …` as Python prints arguments.
func pythonForms(_ sizes: KeyValuePairs<String, any SizeArgument>) -> String {
  sizes.map { "\($0.key)=\($0.value.pythonForm)" }.joined(separator: ", ")
}

extension Arguments {
  /// Sizes as they were given.
  func givenSizesOrNil(_ name: String) throws -> (any SizeArgument)? {
    guard has(name) else { return nil }
    if case .list = value(name) { return try ints(name) }
    return try int(name)
  }

  func givenSizes(_ name: String, default fallback: Int) throws -> any SizeArgument {
    try givenSizesOrNil(name) ?? fallback
  }

  func givenSizes(_ name: String) throws -> any SizeArgument {
    try givenSizesOrNil(name) ?? ints(name)
  }
}
