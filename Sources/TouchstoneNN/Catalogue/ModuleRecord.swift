import Touchstone

/// One module class of the catalogue: what the harness needs to build, call and judge it.
public struct ModuleRecord: Sendable {
  public typealias Construct = @Sendable (Arguments) throws -> Module
  public typealias Forward = @Sendable (Module, Arguments) throws -> [Value]

  /// PyTorch's name, such as `nn.Conv2d`.
  public let name: String
  /// Parameter names of the constructor, in PyTorch's positional order.
  public let signature: String
  /// Parameter names of `forward`, in PyTorch's positional order.
  public let forwardSignature: String
  public let metric: MetricFamily
  public let construct: Construct
  public let forward: Forward

  /// - Parameter space: what the name begins with: `nn` for PyTorch's own classes.
  public init(
    _ name: String, _ signature: String, forward forwardSignature: String, in space: String = "nn",
    metric: MetricFamily = .reference, construct: @escaping Construct, call: @escaping Forward
  ) {
    self.name = "\(space).\(name)"
    self.signature = signature
    self.forwardSignature = forwardSignature
    self.metric = metric
    self.construct = construct
    forward = call
  }

  /// A module from one tensor to one.
  public init(
    _ name: String, _ signature: String, metric: MetricFamily = .reference,
    construct: @escaping Construct
  ) {
    self.init(name, signature, forward: "input", metric: metric, construct: construct) {
      module, arguments in
      [.tensor(module(try arguments.tensor("input")))]
    }
  }
}

/// Every module class of the library, by PyTorch's name.
public enum ModuleCatalogue {
  /// All records; each folder of layers keeps its own list.
  public static let all: [ModuleRecord] = [
    activationLayers,
    attentionLayers,
    convolutionLayers,
    distanceLayers,
    dropoutLayers,
    embeddingLayers,
    linearLayers,
    lossLayers,
    normalizationLayers,
    paddingLayers,
    poolingLayers,
    recurrentLayers,
    resamplingLayers,
    shapeLayers,
    transformerLayers,
  ].flatMap { $0 }

  /// The record of `name`, or nil.
  public static func record(_ name: String) -> ModuleRecord? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
