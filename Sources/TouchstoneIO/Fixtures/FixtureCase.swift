/// An argument, or a leaf of a result, as the generator wrote it.
public indirect enum FixtureValue: Equatable, Sendable {
  case none
  case bool(Bool)
  case int(Int)
  case double(Double)
  case complex(Double, Double)
  case string(String)
  /// Index into the case's tensors.
  case tensor(Int)
  case list([FixtureValue])
  case tuple([FixtureValue])
  /// PyTorch's name, which need not be one that Touchstone has.
  case dtype(String)
  case slice(FixtureValue, FixtureValue, FixtureValue)
  case ellipsis
  case device(String)
  case memoryFormat(String)
  case layout(String)
  /// A generator; its state is this one of the case's tensors.
  case generator(Int)
  /// `data set/name`: a tensor in a file of the corpus that several cases share.
  case shared(String)
}

/// The error that PyTorch raises for a call.
public struct FixtureError: Equatable, Sendable {
  /// Python's exception type, such as `RuntimeError`.
  public let type: String
  /// A Python regular expression that PyTorch's message matches.
  public let regex: String
  public let message: String
  /// Whether Swift's types refuse the call before it reaches the library.
  public let isStatic: Bool
}

/// The places of what a sparse tensor of a case stores.
public struct FixtureSparsity: Equatable, Sendable {
  /// Index of the coordinates into the case's tensors.
  public let indices: Int
  public let size: [Int]
  public let isCoalesced: Bool
}

/// One call of an operation with everything PyTorch says about it.
public struct FixtureCase: Equatable, Sendable {
  public enum Kind: String, Sendable { case sample, edge, error }

  /// `suite/op[.variant]/dtype/index`.
  public let id: String
  public let op: String
  public let variant: String
  public let dtype: String
  public let kind: Kind
  public let edge: String
  /// Inputs first; results, truths, cotangents and gradients follow.
  public let tensors: [FixtureTensor]
  public let arguments: [FixtureValue]
  public let keywords: [(name: String, value: FixtureValue)]
  /// Leaves of PyTorch's result in order.
  public let outputs: [FixtureValue]
  /// Tensor index of each leaf's float64 truth; nil where there is none.
  public let truths: [Int?]
  /// Tensor index of each leaf in runs from perturbed inputs, stacked; nil where there are none.
  public let perturbed: [Int?]
  /// Tensor index of each leaf's cotangent; empty when no gradient is checked.
  public let cotangents: [Int?]
  /// Tensor index of the gradient of each tensor that requires one, in order.
  /// The elements that are stored, where it is sparse.
  public let gradients: [Int?]
  /// The places of these elements, for each gradient that is sparse.
  public let sparsity: [FixtureSparsity?]
  public let gradientTruths: [Int?]
  /// Tensor index of the cotangent of each gradient; empty when none is differentiated again.
  public let secondCotangents: [Int?]
  /// Tensor index of each gradient of the gradients: those of the tensors that require one, then
  /// those of the cotangents that are there, in order.
  public let secondGradients: [Int?]
  public let secondGradientTruths: [Int?]
  /// Tensor index of how far rounding moves each element of a leaf, a gradient, a second gradient,
  /// as binary exponents; nil where it was not measured.
  public let roundings: [Int?]
  public let gradientRoundings: [Int?]
  public let secondGradientRoundings: [Int?]
  /// The map that removes what PyTorch leaves undefined; empty when there is none.
  public let process: String
  public let error: FixtureError?
  /// Seed of the default generator before every call, for functions that draw.
  public let seed: Int?
  /// Tensor index of the default generator's state before and after the call, for random numbers.
  /// Calls that are refused half-way have no state afterwards.
  public let stateBefore: Int?
  public let stateAfter: Int?
  /// Tensor indices of the states afterwards of the generators among the arguments, in order.
  public let generatorStates: [Int?]

  public static func == (a: FixtureCase, b: FixtureCase) -> Bool {
    a.id == b.id && a.tensors == b.tensors && a.arguments == b.arguments
      && a.keywords.map(\.name) == b.keywords.map(\.name)
      && a.keywords.map(\.value) == b.keywords.map(\.value) && a.outputs == b.outputs
      && a.truths == b.truths && a.perturbed == b.perturbed && a.cotangents == b.cotangents
      && a.gradients == b.gradients && a.sparsity == b.sparsity
      && a.gradientTruths == b.gradientTruths && a.secondCotangents == b.secondCotangents
      && a.secondGradients == b.secondGradients
      && a.secondGradientTruths == b.secondGradientTruths && a.roundings == b.roundings
      && a.gradientRoundings == b.gradientRoundings
      && a.secondGradientRoundings == b.secondGradientRoundings && a.process == b.process
      && a.error == b.error && a.seed == b.seed
      && a.stateBefore == b.stateBefore && a.stateAfter == b.stateAfter
      && a.generatorStates == b.generatorStates
  }
}
