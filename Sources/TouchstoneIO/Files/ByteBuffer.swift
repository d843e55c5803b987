import Foundation

/// A block of aligned memory whose allocation may fail without stopping the program.
///
/// Written once while it is filled, read only afterwards: that is what makes it `Sendable`.
public final class ByteBuffer: @unchecked Sendable {
  public let bytes: UnsafeMutableRawBufferPointer

  /// Nil when the memory is not to be had.
  public init?(count: Int) {
    guard count >= 0 else { return nil }
    var pointer: UnsafeMutableRawPointer?
    guard posix_memalign(&pointer, 64, max(count, 64)) == 0, let pointer else { return nil }
    bytes = UnsafeMutableRawBufferPointer(start: pointer, count: count)
  }

  deinit { free(bytes.baseAddress) }

  public var count: Int { bytes.count }
}
