import Foundation

/// A block of aligned memory whose allocation may fail without stopping the program.
///
/// Written once while it is filled, read only afterwards: that is what makes it `Sendable`.
public final class ByteBuffer: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer

  /// Nil when the memory is not to be had.
  public init?(count: Int) {
    guard count >= 0 else { return nil }
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, 64, max(count, 64)) == 0, let pointer else { return nil }
    memory = UnsafeMutableRawBufferPointer(start: pointer, count: count)
  }

  deinit { free(memory.baseAddress) }

  public var count: Int { memory.count }

  /// Calls `body` with the bytes, which are valid during the call.
  public func withBytes<R, E: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(E) -> R
  ) throws(E) -> R {
    defer { withExtendedLifetime(self) {} }
    return try body(memory)
  }

  /// The bytes, valid as long as the caller keeps this object.
  var unsafeBytes: UnsafeMutableRawBufferPointer { memory }
}
