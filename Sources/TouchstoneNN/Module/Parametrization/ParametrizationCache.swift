import Synchronization
import Touchstone

/// Values of parametrised tensors while `Parametrize.cached` runs.
enum ParametrizationCache {
  private struct State {
    var depth = 0
    var values: [ObjectIdentifier: Tensor] = [:]
  }

  private static let state = Mutex(State())

  /// Values are kept until the outermost `body` returns.
  static func enabled<R>(_ body: () throws -> R) rethrows -> R {
    state.withLock { $0.depth += 1 }
    defer {
      state.withLock {
        $0.depth -= 1
        if $0.depth == 0 { $0.values = [:] }
      }
    }
    return try body()
  }

  static func value(of list: ParametrizationList, _ compute: () -> Tensor) -> Tensor {
    let key = ObjectIdentifier(list)
    if let cached = state.withLock({ $0.values[key] }) { return cached }
    let value = compute()
    if !hasPendingError { state.withLock { if $0.depth > 0 { $0.values[key] = value } } }
    return value
  }
}
