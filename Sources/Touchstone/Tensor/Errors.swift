import CKernels

/// A bad call: which operation, what was given, what was expected.
public struct TensorError: Error, Sendable, CustomStringConvertible {
  /// The Python exception that PyTorch raises for the same mistake.
  public enum Kind: String, Sendable {
    case runtime = "RuntimeError"
    case index = "IndexError"
    case type = "TypeError"
    case value = "ValueError"
    case notImplemented = "NotImplementedError"
    case attribute = "AttributeError"
    case key = "KeyError"
    case assertion = "AssertionError"
    case zeroDivision = "ZeroDivisionError"
    case overflow = "OverflowError"
  }

  public let kind: Kind
  /// What was wrong, in PyTorch's words where it refuses the same call.
  public let message: String
  /// Where the call was made, such as `layer1.0.conv1 (Conv2d)`; nil outside of modules.
  public internal(set) var context: String?

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  public var description: String {
    "\(kind.rawValue): \(message)" + (context.map { "\n  in \($0)" } ?? "")
  }
}

/// Keeps an error alive through the C thread state.
private final class ErrorBox {
  let error: any Error
  init(_ error: any Error) { self.error = error }
}

/// Runs `body`; the first bad call inside becomes a thrown error.
///
/// After the first error every further tensor call in the scope returns at once without touching
/// any memory, so nothing is corrupted by continuing with a result that does not exist.
public func checked<R>(_ body: () throws -> R) throws -> R {
  let state = ts_get_thread_state()!
  let outer = state.pointee
  state.pointee.checked_depth += 1
  state.pointee.has_error = false
  state.pointee.error = nil
  defer {
    state.pointee.checked_depth = outer.checked_depth
    state.pointee.has_error = outer.has_error
    state.pointee.error = outer.error
  }
  let result = Result { try body() }
  if let pointer = state.pointee.error {
    throw Unmanaged<ErrorBox>.fromOpaque(pointer).takeRetainedValue().error
  }
  return try result.get()
}

/// Records `error` in the innermost `checked` scope, or stops the program with its message.
@usableFromInline
func raise(_ error: any Error) {
  let state = ts_get_thread_state()!
  let error = CallFrame.addContext(to: error)
  guard state.pointee.checked_depth > 0 else { fatalError(String(describing: error)) }
  state.pointee.has_error = true
  keepFirst(error, state)
}

/// The same, but the call in progress goes on: for operands that a kernel would misread, noticed
/// where an operation can no longer stop. It computes something harmless; the error surfaces at
/// the next `throwPendingError`, before the next in-place change, or at the end of the scope.
func raiseLater(_ error: any Error) {
  let state = ts_get_thread_state()!
  let error = CallFrame.addContext(to: error)
  guard state.pointee.checked_depth > 0 else { fatalError(String(describing: error)) }
  keepFirst(error, state)
}

/// Keeps `error` for the end of the scope, which throws the first one.
private func keepFirst(_ error: any Error, _ state: UnsafeMutablePointer<ts_thread_state>) {
  guard state.pointee.error == nil else { return }
  state.pointee.error = Unmanaged.passRetained(ErrorBox(error)).toOpaque()
}

/// Whether the innermost `checked` scope has already failed.
@inline(__always)
package var hasPendingError: Bool { ts_get_thread_state().pointee.has_error }

/// Throws the pending error's stand-in when a nested public call has failed. Call it where the
/// result of a public operation decides what memory is touched next.
package func throwPendingError() throws {
  let state = ts_get_thread_state()!
  guard state.pointee.error != nil else { return }
  state.pointee.has_error = true
  throw TensorError(.runtime, "an earlier call in this scope failed")
}

/// Runs a public operation's body under the library's error rule.
@inline(__always)
package func guarded<R>(_ fallback: @autoclosure () -> R, _ body: () throws -> R) -> R {
  if hasPendingError { return fallback() }
  do { return try body() } catch {
    raise(error)
    return fallback()
  }
}

@inline(__always)
package func guarded(_ body: () throws -> Tensor) -> Tensor {
  guarded(Tensor.poison, body)
}

@inline(__always)
package func guarded(_ body: () throws -> [Tensor]) -> [Tensor] {
  guarded([], body)
}

@inline(__always)
package func guarded(_ body: () throws -> (Tensor, Tensor)) -> (Tensor, Tensor) {
  guarded((Tensor.poison, Tensor.poison), body)
}

@inline(__always)
package func guarded(_ body: () throws -> (Tensor, Tensor, Tensor)) -> (Tensor, Tensor, Tensor) {
  guarded((Tensor.poison, Tensor.poison, Tensor.poison), body)
}

@inline(__always)
package func guarded(
  _ body: () throws -> (Tensor, Tensor, Tensor, Tensor)
) -> (Tensor, Tensor, Tensor, Tensor) {
  guarded((Tensor.poison, Tensor.poison, Tensor.poison, Tensor.poison), body)
}

@inline(__always)
package func guarded(_ body: () throws -> Bool) -> Bool { guarded(false, body) }

@inline(__always)
package func guarded(_ body: () throws -> Scalar) -> Scalar { guarded(.int(0), body) }

@inline(__always)
package func attempt(_ body: () throws -> Void) { guarded((), body) }

/// Throws a `TensorError` unless `condition` holds.
@inline(__always)
package func check(
  _ condition: Bool, _ kind: TensorError.Kind = .runtime, _ message: @autoclosure () -> String
) throws {
  if !condition { throw TensorError(kind, message()) }
}

/// Maps a possibly negative dimension into `0..<rank`; a 0-d tensor counts as rank 1.
@inline(__always)
func wrapDim(_ dim: Int, rank: Int) throws -> Int {
  let bound = rank == 0 ? 1 : rank
  if dim >= -bound && dim < bound { return dim < 0 ? dim + bound : dim }
  throw TensorError(
    .index,
    "Dimension out of range (expected to be in range of [\(-bound), \(bound - 1)], but got \(dim))")
}
