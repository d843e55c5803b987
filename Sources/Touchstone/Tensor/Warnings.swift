import Foundation
import Synchronization

/// Advice that does not stop a call, where PyTorch gives a `UserWarning`.
public enum Warnings {
  @TaskLocal private static var handler: (@Sendable (String) -> Void)?
  private static let printed = Mutex<Set<String>>([])

  /// Hands `message` to the innermost `handled` scope; without one it is printed to standard error,
  /// the same words once.
  package static func warn(_ message: String) {
    if let handler { return handler(message) }
    guard printed.withLock({ $0.insert(message).inserted }) else { return }
    FileHandle.standardError.write(Data("Warning: \(message)\n".utf8))
  }

  /// Runs `body` with its warnings going to `handler`.
  public static func handled<R>(
    by handler: @escaping @Sendable (String) -> Void, _ body: () throws -> R
  ) rethrows -> R {
    try $handler.withValue(handler, operation: body)
  }
}
