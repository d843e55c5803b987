/// Untyped memory shared by a tensor and its views, with the version counter they share.
public final class Storage: @unchecked Sendable {
  /// Start of the memory. Only a backend may dereference it.
  let pointer: UnsafeMutableRawPointer
  public let byteCount: Int
  public let device: Device
  /// Number of in-place modifications so far.
  @exclusivity(unchecked) @usableFromInline var version = 0
  private let release: Release

  private enum Release {
    case allocator
    case caller((UnsafeMutableRawPointer) -> Void)
  }

  /// Allocates uninitialised memory on `device`.
  /// - Throws: `TensorError` when the memory is not to be had.
  init(byteCount: Int, device: Device) throws {
    self.pointer = try backend(for: device).allocate(byteCount)
    self.byteCount = byteCount
    self.device = device
    self.release = .allocator
  }

  /// Wraps memory of the caller; `onRelease` runs when the last tensor over it is gone.
  init(
    wrapping pointer: UnsafeMutableRawPointer, byteCount: Int, device: Device,
    onRelease: @escaping (UnsafeMutableRawPointer) -> Void
  ) {
    self.pointer = pointer
    self.byteCount = byteCount
    self.device = device
    self.release = .caller(onRelease)
  }

  deinit {
    switch release {
    case .allocator: backend(for: device).deallocate(pointer, byteCount)
    case .caller(let onRelease): onRelease(pointer)
    }
  }
}
