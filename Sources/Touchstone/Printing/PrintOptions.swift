import Synchronization

/// How tensors are printed; the defaults are PyTorch's.
public struct PrintOptions: Sendable, Equatable {
  /// Digits after the decimal point of floating-point elements.
  public var precision = 4
  /// Tensors with more elements than this are summarised.
  public var threshold = 1000.0
  /// Elements shown at either end of each dimension of a summarised tensor.
  public var edgeItems = 3
  /// Columns after which a line is broken.
  public var lineWidth = 80
  /// Scientific notation: always, never, or (nil) when the values ask for it.
  public var scientific: Bool?

  public init() {}

  /// The options used where none are set.
  public static let `default` = PrintOptions()

  /// Fewer digits and fewer edge items.
  public static let short: PrintOptions = {
    var options = PrintOptions()
    options.precision = 2
    options.edgeItems = 2
    return options
  }()

  /// Never summarise.
  public static let full: PrintOptions = {
    var options = PrintOptions()
    options.threshold = .infinity
    return options
  }()
}

private let currentOptions = Mutex(PrintOptions())

extension Tensor {
  /// The options that `description` uses, for the whole process.
  public static var printOptions: PrintOptions {
    get { currentOptions.withLock { $0 } }
    set { currentOptions.withLock { $0 = newValue } }
  }

  /// Changes some print options and keeps the others, as `torch.set_printoptions` does:
  /// `profile` is applied first, and `scientific` is always replaced.
  public static func setPrintOptions(
    precision: Int? = nil, threshold: Double? = nil, edgeItems: Int? = nil,
    lineWidth: Int? = nil, profile: PrintOptions? = nil, scientific: Bool? = nil
  ) {
    currentOptions.withLock { options in
      options = profile ?? options
      options.precision = precision ?? options.precision
      options.threshold = threshold ?? options.threshold
      options.edgeItems = edgeItems ?? options.edgeItems
      options.lineWidth = lineWidth ?? options.lineWidth
      options.scientific = scientific
    }
  }
}
