/// How results of an operation are judged; the harness derives tolerances from it.
public enum MetricFamily: Sendable, Hashable {
  /// Elements are moved, never computed: equal bits.
  case movement
  /// Integers, booleans, indices: equal values.
  case exact
  /// Each element is a function of few inputs: ulps from the high-precision truth, at most
  /// `ulps` where the formula is exact to rounding.
  case pointwise(ulps: Double)
  /// Sums and products along dimensions: a small multiple of u · Σ|terms|.
  case reduction
  /// Products of matrices: a small multiple of u · (|A||B|).
  case matmul
  /// Anything else: a small multiple of PyTorch's own error against float64.
  case reference
  /// Factorisations, solvers and functions of matrices: as `reference`, with PyTorch's largest
  /// error in the tensor as the measure, because error bounds of these algorithms bound norms.
  case decomposition
  /// Whole training runs: what is drawn is equal, curves lie in an envelope of runs in which rounding
  /// errors differ.
  case trajectory
}

/// One operation of the catalogue: what the harness needs to call and judge it.
public struct OperationRecord: Sendable {
  public typealias Call = @Sendable (Arguments) throws -> [Value]

  /// PyTorch's name in `op_db`, such as `add` or `linalg.svd`.
  public let name: String
  /// Parameter names in PyTorch's positional order; a leading `*` collects all positionals.
  public let signature: [String]
  public let metric: MetricFamily
  /// Maps outputs that are unique only up to sign (or similar) to unique ones.
  public let process: (@Sendable (_ map: String, [Tensor]) throws -> [Tensor])?
  public let call: Call

  public init(
    _ name: String, signature: String, metric: MetricFamily,
    process: (@Sendable (_ map: String, [Tensor]) throws -> [Tensor])? = nil,
    _ call: @escaping Call
  ) {
    self.name = name
    self.signature = signature.split(separator: ",").map {
      String($0.drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " }).reversed())
    }
    self.metric = metric
    self.process = process
    self.call = call
  }

  /// Runs the operation; a bad call is thrown.
  public func run(
    positional: [Value], keywords: [String: Value], variant: String = ""
  ) throws -> [Value] {
    let arguments = try Arguments(
      operation: name, variant: variant, signature: signature, positional: positional,
      keywords: keywords)
    return try checked { try call(arguments) }
  }
}
