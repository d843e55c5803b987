import CKernels

/// Whether operations on this thread record a graph.
public var isGradEnabled: Bool { !ts_get_thread_state().pointee.grad_disabled }

/// Whether this thread is inside `inferenceMode`.
public var isInferenceModeEnabled: Bool { ts_get_thread_state().pointee.inference }

/// Runs `body` without recording a graph, `torch.no_grad`.
public func noGrad<R>(_ body: () throws -> R) rethrows -> R {
  try withGradMode(false, body)
}

/// Runs `body` with recording on, `torch.enable_grad`.
public func enableGrad<R>(_ body: () throws -> R) rethrows -> R {
  try withGradMode(true, body)
}

/// Runs `body` with recording switched on or off, `torch.set_grad_enabled`.
public func withGradMode<R>(_ enabled: Bool, _ body: () throws -> R) rethrows -> R {
  let state = ts_get_thread_state()!
  let outer = state.pointee.grad_disabled
  state.pointee.grad_disabled = !enabled
  defer { state.pointee.grad_disabled = outer }
  return try body()
}

/// Runs `body` in inference mode: no graph, and its tensors can never enter one.
public func inferenceMode<R>(_ enabled: Bool = true, _ body: () throws -> R) rethrows -> R {
  let state = ts_get_thread_state()!
  let outer = state.pointee
  state.pointee.inference = enabled
  state.pointee.grad_disabled = enabled
  defer {
    state.pointee.inference = outer.inference
    state.pointee.grad_disabled = outer.grad_disabled
  }
  return try body()
}
