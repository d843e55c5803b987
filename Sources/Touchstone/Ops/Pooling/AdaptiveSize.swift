/// The size of an adaptive pooling's result: a number for every dimension, or a list with one for
/// each, in which nil keeps the input's size.
public protocol AdaptiveSizeArgument: Sendable {
  var optionalSizes: OptionalSizes { get }
}

/// What PyTorch's adaptive poolings take for an output size.
public enum OptionalSizes: Sendable {
  case all(Int)
  case each([Int?])
}

extension Int: AdaptiveSizeArgument {
  public var optionalSizes: OptionalSizes { .all(self) }
}

/// An entry of a list of sizes: a number, or nil.
public protocol AdaptiveSizeElement: Sendable {
  var optionalSize: Int? { get }
}

extension Int: AdaptiveSizeElement {
  public var optionalSize: Int? { self }
}

extension Int?: AdaptiveSizeElement {
  public var optionalSize: Int? { self }
}

extension Array: AdaptiveSizeArgument where Element: AdaptiveSizeElement {
  public var optionalSizes: OptionalSizes { .each(map(\.optionalSize)) }
}

extension AdaptiveSizeArgument {
  /// The list as it was given, for poolings of signals, which take no nil.
  func signalSizes(_ operation: String) throws -> [Int] {
    switch optionalSizes {
    case .all(let size): return [size]
    case .each(let sizes):
      if let place = sizes.firstIndex(where: { $0 == nil }) {
        throw TensorError(
          .type,
          "\(operation)(): argument 'output_size' (position 2) must be tuple of ints, but found "
            + "element of type NoneType at pos \(place)")
      }
      try checkOneInt(sizes.compactMap { $0 }, operation, "output_size")
      return sizes.compactMap { $0 }
    }
  }

  /// One size for each of the last dimensions of `input`.
  /// - Throws: `TensorError`: `.value` for a list as long as the input has dimensions, `.runtime`
  ///   with `message` for one of another length than `spatial`.
  func resolved(_ input: Tensor, spatial: Int, _ message: String) throws -> [Int] {
    switch optionalSizes {
    case .all(let size): return Array(repeating: size, count: spatial)
    case .each(let sizes):
      try check(
        input.dim > sizes.count, .value, "Input dimension should be at least \(sizes.count + 1)")
      try check(sizes.count == spatial, .runtime, message)
      return zip(sizes, input.shape.suffix(spatial)).map { $0 ?? $1 }
    }
  }
}
