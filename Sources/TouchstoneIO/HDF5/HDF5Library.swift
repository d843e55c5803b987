import CHDF5
import Foundation

/// The one door to the C library, which is not thread-safe: everything runs under one lock.
enum HDF5Library {
  private static let lock = NSRecursiveLock()

  /// Runs `body` alone in the library, with the library's own printing of errors switched off.
  static func locked<T>(_ body: () throws(FileError) -> T) throws(FileError) -> T {
    lock.lock()
    defer { lock.unlock() }
    H5open()
    H5Eset_auto2(ts_h5e_default(), nil, nil)
    return try body()
  }

  /// The innermost reason on the library's error stack; the stack is cleared.
  static func takeReason() -> String {
    var reason = ""
    withUnsafeMutablePointer(to: &reason) { pointer in
      _ = H5Ewalk2(ts_h5e_default(), H5E_WALK_UPWARD, keepFirst, pointer)
    }
    H5Eclear2(ts_h5e_default())
    return reason.isEmpty ? "the HDF5 library refused it" : reason
  }

  private static let keepFirst: H5E_walk2_t = { _, entry, data in
    guard let entry, let data else { return 0 }
    let reason = data.assumingMemoryBound(to: String.self)
    if reason.pointee.isEmpty, let text = entry.pointee.desc {
      reason.pointee = String(cString: text)
    }
    return 0
  }
}

/// An open HDF5 handle that closes itself.
final class HDF5Handle: @unchecked Sendable {
  let id: hid_t
  private let close: (hid_t) -> Int32

  init(_ id: hid_t, close: @escaping (hid_t) -> Int32) {
    self.id = id
    self.close = close
  }

  deinit { _ = try? HDF5Library.locked { () throws(FileError) in _ = close(id) } }
}
