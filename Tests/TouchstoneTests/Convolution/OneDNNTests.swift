import Testing

@testable import Touchstone

/// Whether the library is installed here; without it there is only one path to test.
private let hasOneDNN = CPU.OneDNN.version != nil

/// Convolutions by oneDNN against the package's own kernels. `use` is the process's, so these tests
/// run one after the other.
@Suite(
  .serialized,
  .enabled(if: hasOneDNN, "libdnnl.so.2 cannot be used: \(CPU.OneDNN.absence ?? "")"))
struct OneDNNTests {
  struct Setting: CustomTestStringConvertible, Sendable {
    let input: Shape
    let weight: Shape
    var stride = [1]
    var padding = [0]
    var dilation = [1]
    var groups = 1
    var outputPadding = [0]
    var transposed = false
    var testDescription: String {
      "\(input) \(transposed ? "ᵀ" : "*") \(weight), \(stride) \(padding) \(dilation) \(groups)"
    }

    /// Products sum at most a few hundred small whole numbers, so every order gives the same bits.
    func apply(_ x: Tensor, _ w: Tensor, _ bias: Tensor) -> Tensor {
      let rank = input.count - 2
      return transposed
        ? F.convTranspose(rank, x, w, bias, stride, padding, outputPadding, groups, dilation)
        : F.conv(rank, x, w, bias, stride, .sizes(padding), dilation, groups)
    }

    var biasCount: Int { transposed ? weight[1] * groups : weight[0] }
  }

  static let settings = [
    Setting(input: [3, 5, 40], weight: [18, 5, 3], stride: [2], padding: [1]),
    Setting(input: [2, 32, 90], weight: [32, 32, 5], padding: [4], dilation: [2]),
    Setting(input: [4, 3, 33, 29], weight: [16, 3, 7, 5], stride: [2, 3], padding: [3, 2]),
    Setting(input: [2, 48, 20, 20], weight: [64, 48, 3, 3], padding: [1]),
    Setting(input: [9, 64, 7, 7], weight: [128, 64, 1, 1]),
    Setting(input: [2, 32, 14, 13], weight: [32, 1, 3, 3], padding: [1], groups: 32),
    Setting(input: [2, 16, 9, 9], weight: [24, 4, 3, 3], padding: [2], dilation: [2], groups: 4),
    Setting(input: [2, 8, 6, 9, 8], weight: [20, 8, 3, 3, 2], stride: [1, 2, 1], padding: [1]),
    // More rows than one part takes.
    Setting(input: [2, 16, 150, 40], weight: [16, 16, 3, 3], stride: [2], padding: [1]),
    Setting(input: [3, 20, 9, 8], weight: [20, 12, 3, 3], stride: [2], padding: [1],
      outputPadding: [1], transposed: true),
    Setting(input: [2, 16, 5, 6, 4], weight: [16, 8, 2, 2, 2], stride: [2], transposed: true),
  ]

  /// Result and gradients of a setting under `use`.
  private func run(
    _ s: Setting, _ use: CPU.OneDNN.Use, _ dtype: DType, channelsLast: Bool
  ) -> [Tensor] {
    let before = CPU.OneDNN.use
    defer { CPU.OneDNN.use = before }
    CPU.OneDNN.use = use
    func numbers(_ shape: Shape, _ multiplier: Int, last: Bool = false) -> Tensor {
      let values = ConvolutionTests.numbers(shape, multiplier, dtype)
      return last && shape.count > 3
        ? values.contiguous(memoryFormat: shape.count == 4 ? .channelsLast : .channelsLast3d)
        : values
    }
    let x = numbers(s.input, 5, last: channelsLast).requiresGrad_()
    let w = numbers(s.weight, 3).requiresGrad_()
    let bias = numbers([s.biasCount], 2).requiresGrad_()
    let y = s.apply(x, w, bias)
    let pulled = grad(outputs: [y], inputs: [x, w, bias], gradOutputs: [numbers(y.shape, 4)])
    return [y] + pulled.map { $0! }
  }

  @Test(arguments: settings)
  func bothPathsAgreeBitForBit(_ s: Setting) {
    let before = CPU.OneDNN.computed
    for dtype in [DType.float32, .bfloat16, .float16] {
      let own = run(s, .never, dtype, channelsLast: false)
      for last in [false, true] {
        let other = run(s, .always, dtype, channelsLast: last)
        for (name, (a, b)) in zip(["y", "x'", "w'", "b'"], zip(own, other)) {
          #expect(a.equal(b), "\(name), \(dtype.name), channels last \(last)")
        }
      }
    }
    #expect(CPU.OneDNN.computed > before, "oneDNN was to compute it")
  }

  @Test func resultsDoNotDependOnThreads() {
    let (count, use) = (CPU.threadCount, CPU.OneDNN.use)
    defer { (CPU.threadCount, CPU.OneDNN.use) = (count, use) }
    CPU.OneDNN.use = .always
    let (x, w) = (Tensor.randn([6, 24, 30, 31]), Tensor.randn([40, 24, 3, 3]))
    func bits() -> [[UInt32]] {
      let (x, w) = (x.clone().requiresGrad_(), w.clone().requiresGrad_())
      let y = F.conv2d(x, w, padding: 1)
      let pulled = grad(outputs: [y], inputs: [x, w], gradOutputs: [y.detach()])
      return [y, pulled[0]!, pulled[1]!].map { $0.toArray(Float.self).map(\.bitPattern) }
    }
    CPU.threadCount = 1
    let alone = bits()
    for threads in [2, 5] {
      CPU.threadCount = threads
      #expect(bits() == alone, "\(threads) threads")
    }
  }

  /// Taps in the padding are left out: a NaN or an infinity reaches the same results on both paths.
  @Test(arguments: [Double.nan, .infinity])
  func valuesThatAreNotFiniteSpreadAlike(_ value: Double) {
    let use = CPU.OneDNN.use
    defer { CPU.OneDNN.use = use }
    func marks(_ use: CPU.OneDNN.Use, poisoned: Int) -> [[Bool]] {
      CPU.OneDNN.use = use
      let operands = [[2, 16, 9, 8] as Shape, [17, 16, 3, 3]].map { Tensor.ones($0) }
      let gradient = Tensor.ones([2, 17, 9, 8])
      (operands + [gradient])[poisoned].select(0, 1).select(0, 3).select(0, 0).select(0, 2)
        .fill_(value)
      let (x, w) = (operands[0].requiresGrad_(), operands[1].requiresGrad_())
      let y = F.conv2d(x, w, padding: 1)
      let pulled = grad(outputs: [y], inputs: [x, w], gradOutputs: [gradient])
      return [y, pulled[0]!, pulled[1]!].flatMap { result in
        [result.isnan(), result.isinf()].map { $0.toArray(Bool.self) }
      }
    }
    for poisoned in 0..<3 {
      #expect(marks(.always, poisoned: poisoned) == marks(.never, poisoned: poisoned))
    }
  }

  /// Padding of a whole kernel is nothing that the library generates code for.
  @Test func ownKernelsStandInForARefusal() {
    let s = Setting(input: [2, 16, 9, 9], weight: [16, 16, 3, 3], padding: [3])
    let (own, other) = (
      run(s, .never, .float32, channelsLast: false), run(s, .always, .float32, channelsLast: true))
    for (a, b) in zip(own, other) { #expect(a.equal(b)) }
  }

  /// The library's sums of each chunk do not fit: the own kernels compute, and nothing is lost.
  @Test func ownKernelsStandInWithoutMemory() async {
    await #expect(processExitsWith: .success) {
      let x = Tensor.ones([32, 64, 20, 20]), w = Tensor.ones([64, 64, 3, 3]).requiresGrad_()
      let y = F.conv2d(x, w, padding: 1), gradient = Tensor.ones(y.shape)
      func pull(_ use: CPU.OneDNN.Use) -> Tensor {
        CPU.OneDNN.use = use
        return grad(outputs: [y], inputs: [w], gradOutputs: [gradient], retainGraph: true)[0]!
      }
      let (expected, before) = (pull(.never), CPU.OneDNN.computed)
      let live = CPU.memoryStatistics.liveBlocks
      precondition(pull(.always).equal(expected) && CPU.OneDNN.computed == before + 1)
      CPU.emptyCache()
      CPU.memoryLimit = CPU.memoryStatistics.reserved + (2 << 20)
      let result = pull(.always)
      CPU.memoryLimit = nil
      precondition(result.equal(expected) && CPU.OneDNN.computed == before + 1)
      precondition(CPU.memoryStatistics.liveBlocks == live + 1)
    }
  }
}
