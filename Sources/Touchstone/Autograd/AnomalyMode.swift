import CKernels
import Foundation

/// PyTorch's anomaly detection: names the forward call whose gradient failed or became NaN.
public enum AnomalyMode {
  public static var isEnabled: Bool { ts_get_thread_state().pointee.anomaly }
  static var isCheckingNaN: Bool {
    let state = ts_get_thread_state()!
    return state.pointee.anomaly && state.pointee.anomaly_checks_nan
  }

  /// Switches detection for the calling thread, `torch.autograd.set_detect_anomaly`.
  public static func set(_ isEnabled: Bool, checkNaN: Bool = true) {
    let state = ts_get_thread_state()!
    state.pointee.anomaly = isEnabled
    state.pointee.anomaly_checks_nan = checkNaN
  }

  static func captureTrace() -> [String] {
    Array(Thread.callStackSymbols.dropFirst(3).prefix(24))
  }

  /// Writes to standard error where the forward call of a failing node was made.
  static func report(_ node: Node) {
    FileHandle.standardError.write(Data(("Warning: " + describe(node) + "\n").utf8))
  }

  /// Text that tells where the forward call was made.
  static func describe(_ node: Node) -> String {
    guard let trace = node.forwardTrace else {
      return "No forward pass information available. Enable anomaly detection during the forward "
        + "pass for more information."
    }
    return "Traceback of forward call that caused the error (\(node.name)):\n"
      + trace.joined(separator: "\n")
  }
}

/// Runs `body` with anomaly detection on, `torch.autograd.detect_anomaly`.
public func detectAnomaly<R>(checkNaN: Bool = true, _ body: () throws -> R) rethrows -> R {
  let state = ts_get_thread_state()!
  let outer = (state.pointee.anomaly, state.pointee.anomaly_checks_nan)
  AnomalyMode.set(true, checkNaN: checkNaN)
  defer { AnomalyMode.set(outer.0, checkNaN: outer.1) }
  return try body()
}
