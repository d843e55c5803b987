import Touchstone

/// The arguments that the layers of a transformer share.
struct TransformerForm {
  var dModel, nhead, dimFeedforward: Int
  var dropout: Double
  var activation: TransformerActivation
  var layerNormEps: Double
  var batchFirst, normFirst, bias: Bool
  var device: Device
  var dtype: DType?

  func attention() -> MultiheadAttention {
    MultiheadAttention(
      dModel, nhead, dropout: dropout, bias: bias, batchFirst: batchFirst, device: device,
      dtype: dtype)
  }

  func linear(_ inputs: Int, _ outputs: Int) -> Linear {
    Linear(inputs, outputs, bias: bias, device: device, dtype: dtype)
  }

  func norm() -> LayerNorm {
    LayerNorm(dModel, eps: layerNormEps, bias: bias, device: device, dtype: dtype)
  }

  func drop() -> Dropout { Dropout(dropout) }
}

/// The non-linearity between the two linear maps of a transformer's layer: `"relu"`, `"gelu"`, a
/// function, or a module, given as what makes one, since every copy of a layer has its own.
public enum TransformerActivation: ExpressibleByStringLiteral {
  case named(String)
  case function((Tensor) -> Tensor)
  case module(() -> Module)

  public init(stringLiteral name: String) { self = .named(name) }

  /// The module to register, if it is one.
  func makeModule() -> Module? {
    if case .module(let make) = self { return make() }
    return nil
  }

  func callAsFunction(_ input: Tensor, _ module: Module?) -> Tensor {
    switch self {
    case .named(let name): name == "relu" ? F.relu(input) : F.gelu(input)
    case .function(let body): body(input)
    case .module: module.map { $0(input) } ?? input
    }
  }

  /// Whether it is the rectifier or GELU, by name or as a module.
  func isReluOrGelu(_ module: Module?) -> Bool {
    if case .named = self { return true }
    return module is ReLU || module is GELU
  }

  /// - Throws: `TensorError` (`.runtime`) for an unknown name.
  func checkName() throws {
    guard case .named(let name) = self else { return }
    try check(
      name == "relu" || name == "gelu", .runtime, "activation should be relu/gelu, not \(name)")
  }
}

/// −∞ above the diagonal, 0 elsewhere: position i sees 0 … i.
func squareSubsequentMask(_ size: Int, _ dtype: DType?, _ device: Device) -> Tensor {
  Tensor.full([size, size], -Double.infinity, dtype: dtype, device: device).triu(1)
}

/// Whether attention may take `mask` for the causal one: as told, or else found by comparison.
func isCausalMask(_ mask: Tensor?, told: Bool?, length: Int) -> Bool {
  if let told { return told }
  guard let mask, mask.shape == [length, length] else { return false }
  return mask.equal(squareSubsequentMask(length, mask.dtype, mask.device))
}

/// Number of positions of a sequence with or without a batch.
func sequenceLength(_ input: Tensor, batchFirst: Bool) -> Int {
  input.dim == 2 ? input.size(0) : input.size(batchFirst ? 1 : 0)
}

/// A bool mask as numbers to add: −∞ where it is true.
func additiveMask(_ mask: Tensor?, _ name: String, _ dtype: DType) throws -> Tensor? {
  guard let mask, !mask.dtype.isFloatingPoint else { return mask }
  try check(
    mask.dtype == .bool, .assertion, "only bool and floating types of \(name) are supported")
  return Tensor.zerosLike(mask, dtype: dtype).maskedFill(mask, -Double.infinity)
}
