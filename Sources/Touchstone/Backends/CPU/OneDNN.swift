import CKernels

extension CPU {
  /// oneDNN, which accelerates convolutions where it is installed and is never needed: the
  /// package's own kernels compute the same.
  public enum OneDNN {
    /// When it is used.
    public enum Use: Int32, Sendable, CaseIterable {
      case never
      /// For every convolution that it can compute.
      case always
      /// Where it is also the faster way.
      case whereFaster
    }

    /// At first what `TOUCHSTONE_ONEDNN` says: 0 never, 1 always; unset where faster.
    public static var use: Use {
      get { Use(rawValue: ts_get_onednn_use())! }
      set { ts_set_onednn_use(newValue.rawValue) }
    }

    /// Version of the library, such as `2.6.3`; nil when it cannot be used.
    public static var version: String? { ts_onednn_version().map { String(cString: $0) } }

    /// Why it cannot be used; nil when it can.
    public static var absence: String? { ts_onednn_absence().map { String(cString: $0) } }

    /// Convolutions, gradients included, that it has computed so far.
    public static var computed: Int { Int(ts_onednn_count()) }

    /// What a report says: `oneDNN 2.6.3 (12 convolutions)`.
    public static var summary: String {
      if use == .never { return "oneDNN switched off" }
      if let absence { return "no oneDNN (\(absence))" }
      return "oneDNN \(version!) (\(computed) convolutions)"
    }
  }
}
