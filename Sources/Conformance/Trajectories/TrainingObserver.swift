import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

/// Writes down what is seen of a run, in the words of
/// `Fixtures/touchstone_fixtures/trajectory_call.py`.
final class TrainingObserver {
  /// Steps, counted from 1, after which the whole state is looked at: first all, then ever fewer.
  static let marks: Set<Int> = [
    1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 300,
  ]

  private var data: [String] = []
  private var initial: [String] = []
  private var orders: [String] = []
  private var masks: [String] = []
  private var states: [String] = []
  private var rates: [[Double]] = []
  private var marked: [Int] = []
  private var losses: [Double] = []
  private var traces: [[[Double]]] = []
  /// Positions chosen in this epoch.
  private var order: [Int] = []
  /// Dropout masks of this step, a byte an element.
  private var dropped: [UInt8] = []

  func begin(_ data: TrainingData, _ model: Module) {
    self.data = ["inputs \(digest(data.inputs))", "targets \(digest(data.targets))"]
    initial = model.stateDict().map { "\($0.key) \(digest($0.value))" }
    for case let dropout as Dropout in model.modules() {
      dropout.registerForwardHook { [unowned self] _, _, outputs in
        for case let output? in outputs { dropped += Self.mask(output) }
        return nil
      }
    }
  }

  /// 1 for what was kept: the programs drop nothing that is 0 before.
  private static func mask(_ output: Tensor) -> [UInt8] {
    output.detach().ne(0).to(.uint8).toArray()
  }

  func willStep(_ chosen: [Int], _ optimizer: Optimizer) {
    order += chosen
    let group = optimizer.paramGroups[0]
    rates.append([group.lr] + Self.momentum(group))
  }

  private static func momentum(_ group: ParamGroup) -> [Double] {
    if let momentum = number(group["momentum"]) { return [momentum] }
    if case .list(let betas) = group["betas"], let first = betas.first.flatMap(number) {
      return [first]
    }
    return []
  }

  private static func number(_ option: Value) -> Double? {
    switch option {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  func didStep(_ loss: Double, _ model: Module) {
    losses.append(loss)
    if Self.marks.contains(losses.count) { mark(losses.count, model) }
    dropped.removeAll()
  }

  private func mark(_ number: Int, _ model: Module) {
    marked.append(number)
    states.append("\(number) \(digest(getRNGState()))")
    if !dropped.isEmpty { masks.append("\(number) \(SHA256.hex(of: dropped))") }
    traces.append(model.stateDict().values.map { Trace.of(Elements($0.detach()).values) })
  }

  func didEndEpoch() {
    orders.append(digest(Tensor(order)))
    order.removeAll()
  }

  private func digest(_ tensor: Tensor) -> String {
    tensor.detach().contiguous().withUnsafeBytes { SHA256.hex(of: Array($0)) }
  }

  var results: [Value] {
    [data, initial, orders, masks, states].map { .string($0.joined(separator: "\n")) } + [
      .tensor(Self.table(rates)),
      .string(marked.map(String.init).joined(separator: " ")),
      .tensor(Tensor(copying: losses)),
      .tensor(Tensor.stack(traces.map(Self.table))),
    ]
  }

  private static func table(_ rows: [[Double]]) -> Tensor {
    Tensor(copying: rows.flatMap { $0 }).reshape([rows.count, -1])
  }
}

/// What is kept of a tensor's value: its 2-norm, and sums with `projections` sequences of random
/// signs. A change d of the tensor changes such a sum by a number with mean square |d|², so that no
/// change of any element goes unnoticed.
enum Trace {
  static let projections = 4

  static func of(_ values: [Double]) -> [Double] {
    let norm = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return [norm] + (0..<projections).map { sum(values, signs: UInt64($0)) }
  }

  private static func sum(_ values: [Double], signs seed: UInt64) -> Double {
    var random = SplitMix64(seed: seed)
    return values.reduce(0) { random.next() & 1 == 0 ? $0 + $1 : $0 - $1 }
  }

  /// How far apart two traces tell that their tensors are: the root mean square over the sums.
  static func distance(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
    let squares = zip(a.dropFirst(), b.dropFirst()).map { ($0 - $1) * ($0 - $1) }
    return (squares.reduce(0, +) / Double(projections)).squareRoot()
  }
}
