import Touchstone
import TouchstoneOptim

/// Adam (Kingma and Ba 2015), written apart from the library so that each part can be wrong.
final class PlainAdam: Optimizer {
  enum Flaw: Sendable {
    case none, epsilonInsideTheRoot, noBiasCorrection, biasCorrectionOneStepLate, swappedBetas
    case biasCorrectionOfTheRootOnly
  }

  private var flaw = Flaw.none
  private var moments: [ObjectIdentifier: (first: Tensor, second: Tensor, steps: Double)] = [:]

  init(_ parameters: [Tensor], lr: Double, _ flaw: Flaw) {
    super.init(
      [ParamGroup(parameters)],
      ["lr": .double(lr), "betas": .list([.double(0.9), .double(0.999)])])
    self.flaw = flaw
  }

  override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    guard case .list(let betas) = group["betas"], case .double(var first) = betas[0],
      case .double(var second) = betas[1]
    else { return }
    if flaw == .swappedBetas { (first, second) = (second, first) }
    let key = ObjectIdentifier(parameter)
    var own = moments[key] ?? (gradient.mul(0), gradient.mul(0), 0)
    own.first = own.first * first + gradient * (1 - first)
    own.second = own.second * second + gradient.square() * (1 - second)
    own.steps += 1
    moments[key] = own
    parameter.sub_(step(own, first, second) * group.lr)
  }

  private func step(
    _ own: (first: Tensor, second: Tensor, steps: Double), _ first: Double, _ second: Double
  ) -> Tensor {
    let count = flaw == .biasCorrectionOneStepLate ? own.steps + 1 : own.steps
    let isCorrected = flaw != .noBiasCorrection
    let mean = isCorrected && flaw != .biasCorrectionOfTheRootOnly
      ? own.first / (1 - power(first, count)) : own.first
    let square = isCorrected ? own.second / (1 - power(second, count)) : own.second
    return flaw == .epsilonInsideTheRoot
      ? mean / (square + 1e-8).sqrt() : mean / (square.sqrt() + 1e-8)
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1) { result, _ in result * base }
  }
}
