/// What went wrong with a file: which file, which object in it, and why.
///
/// Files come from outside, so every problem with them is thrown, never trapped.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  public let path: String
  /// The HDF5 object, JSON line or attribute concerned; empty when the whole file is meant.
  public let object: String
  public let reason: String

  public init(path: String, object: String = "", reason: String) {
    self.path = path
    self.object = object
    self.reason = reason
  }

  public var description: String {
    object.isEmpty ? "\(path): \(reason)" : "\(path): \(object): \(reason)"
  }
}
