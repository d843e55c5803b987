import Touchstone
import TouchstoneIO

/// How the inputs of a case are presented to an operation.
enum InputForm {
  /// As the fixture has them.
  case given
  /// Floating tensors as float64.
  case float64
  /// As float64, each element moved by one rounding error of its own dtype, up or down.
  case perturbed(seed: UInt64)
  /// Absolute values as float64; factors among the arguments lose their sign as well.
  case magnitudes

  var isGiven: Bool { if case .given = self { true } else { false } }
}

/// The arguments of one call, made from a fixture. Tensors are copies: nothing done to them
/// reaches the file's data.
final class CaseInputs {
  private let fixture: FixtureCase
  private let file: FixtureFile
  private let form: InputForm
  private var made: [Int: Tensor] = [:]
  private(set) var positional: [Value] = []
  private(set) var keywords: [String: Value] = [:]
  /// The generators among the arguments, in order.
  private(set) var generators: [Generator] = []
  /// The dtypes among the arguments.
  private(set) var dtypes: Set<DType> = []

  init(_ fixture: FixtureCase, in file: FixtureFile, form: InputForm = .given) throws {
    self.fixture = fixture
    self.file = file
    self.form = form
    positional = try fixture.arguments.map { try value($0) }
    for (name, argument) in fixture.keywords {
      keywords[name] = try value(argument, isFactor: Self.factors.contains(name))
    }
    dtypes = Set(made.values.map(\.dtype))
  }

  private static let factors: Set<String> = ["alpha", "beta", "value"]

  /// The tensors that require a gradient, in the order of the fixture's gradients.
  var leaves: [Tensor] {
    get throws {
      try fixture.tensors.indices.filter { fixture.tensors[$0].requiresGrad }.map { try tensor($0) }
    }
  }

  /// All tensors made so far.
  var tensors: [Tensor] { Array(made.values) }

  /// Tensor `index` of the case; the same object each time.
  func tensor(_ index: Int) throws -> Tensor {
    if let tensor = made[index] { return tensor }
    let entry = fixture.tensors[index]
    let tensor = try checked { try make(entry, salt: UInt64(index)) }
    if entry.requiresGrad { try checked { tensor.requiresGrad = true } }
    made[index] = tensor
    return tensor
  }

  private func make(_ entry: FixtureTensor, salt: UInt64) throws -> Tensor {
    let span = try file.span(entry)
    guard !form.isGiven, entry.dtype.isFloatingPoint else {
      return .copying(
        span, dtype: entry.dtype, shape: Shape(entry.shape), strides: Shape(entry.strides),
        storageOffset: entry.storageOffset)
    }
    let flat = FixtureTensor(
      dtype: entry.dtype, offset: 0, length: entry.length, shape: [entry.length], strides: [1],
      storageOffset: 0, requiresGrad: false)
    let values = transformed(Elements(flat, span).values, entry.dtype, salt)
    return values.withUnsafeBytes { bytes in
      .copying(
        bytes, dtype: .float64, shape: Shape(entry.shape), strides: Shape(entry.strides),
        storageOffset: entry.storageOffset)
    }
  }

  private func transformed(_ values: [Double], _ dtype: DType, _ salt: UInt64) -> [Double] {
    let seedOffset = salt &* 0x9E37_79B9_7F4A_7C15
    switch form {
    case .given, .float64: return values
    case .magnitudes: return values.map(\.magnitude)
    case .perturbed(let seed):
      var random = SplitMix64(seed: seed &+ seedOffset)
      let roundoff = FloatFormat(dtype)!.unitRoundoff
      return values.map { value in
        let isUp = random.next() & 1 == 0
        if dtype == .float64 { return isUp ? value.nextUp : value.nextDown }
        return value * (isUp ? 1 + roundoff : 1 - roundoff)
      }
    }
  }

  private func value(_ argument: FixtureValue, isFactor: Bool = false) throws -> Value {
    switch argument {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(Int64(isFactor ? magnitude(value) : value))
    case .double(let value): return .double(isFactor ? magnitude(value) : value)
    case .complex(let real, let imaginary): return .complex(real, imaginary)
    case .string(let value): return .string(value)
    case .tensor(let index): return .tensor(try tensor(index))
    case .list(let items), .tuple(let items): return .list(try items.map { try value($0) })
    case .slice(let a, let b, let c): return .slice(try value(a), try value(b), try value(c))
    case .ellipsis: return .ellipsis
    case .dtype(let name): return .dtype(try Self.dtype(name))
    case .device(let name): return .named(kind: "device", name: name)
    case .memoryFormat(let name): return .named(kind: "memory_format", name: name)
    case .layout(let name): return .named(kind: "layout", name: name)
    case .generator(let state): return .generator(try generator(state))
    case .shared(let name): return .tensor(try file.shared(name))
    }
  }

  private func generator(_ state: Int) throws -> Generator {
    let generator = try Generator(fixture.tensors[state], in: file)
    generators.append(generator)
    return generator
  }

  private func magnitude<T: SignedNumeric & Comparable>(_ value: T) -> T {
    if case .magnitudes = form, value < 0 { return -value }
    return value
  }

  private static func dtype(_ name: String) throws -> DType {
    guard let dtype = DType(name: name) else {
      throw TensorError(.notImplemented, "the dtype \(name) is not among Touchstone's")
    }
    return dtype
  }
}

/// A small generator of well-mixed bits (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
