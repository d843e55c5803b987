import Foundation
import OrderedCollections
import Touchstone

/// `torch.optim.Muon` for matrices (Jordan 2024): momentum that is made orthogonal. With
/// b ← momentum · b + (1 − momentum) ∇f and u = (1 − momentum) ∇f + momentum · b for Nesterov's
/// momentum, b otherwise,
///
///     p ← (1 − lr · weightDecay) p − lr · r · NS(u)
///
/// NS(u) iterates X ← aX + (b A + c A²) X, A = X Xᵀ, in bfloat16 from u / max(‖u‖, eps), which
/// drives all singular values towards 1. r adjusts the rate to an A×B matrix: √max(1, A/B) ("original", or
/// none), 0.2 √max(A, B) ("match_rms_adamw", Liu and others 2025) or √(A/B) ("spectral_unclamped").
public final class Muon: Optimizer {
  /// - Errors: `.value` for negative rates, unknown adjustments and anything but matrices.
  public convenience init(
    _ params: some ParameterSource, lr: some OptionNumber = 1e-3, weightDecay: Double = 0.1,
    momentum: Double = 0.95, nesterov: Bool = true,
    nsCoefficients: [Double] = [3.4445, -4.7750, 2.0315], eps: Double = 1e-7, nsSteps: Int = 5,
    adjustLrFn: String? = nil
  ) {
    self.init(
      params.paramGroups,
      [
        "lr": lr.optionValue, "weight_decay": .double(weightDecay), "momentum": .double(momentum),
        "nesterov": .bool(nesterov), "ns_coefficients": .list(nsCoefficients.map(Value.double)),
        "eps": .double(eps), "ns_steps": .int(Int64(nsSteps)),
        "adjust_lr_fn": adjustLrFn.map(Value.string) ?? .none,
      ])
  }

  public override class var defaultOptions: OptionDictionary {
    [
      "lr": 1e-3, "weight_decay": 0.1, "momentum": 0.95, "nesterov": true,
      "ns_coefficients": [3.4445, -4.7750, 2.0315], "eps": 1e-7, "ns_steps": 5,
      "adjust_lr_fn": nil,
    ]
  }

  public override class func checkOptions(_ options: ParamGroup) throws {
    try checkRange(options["lr"], "Learning rate should be >= 0") { $0 >= 0 }
    try checkRange(options["momentum"], "momentum should be >= 0") { $0 >= 0 }
    try checkRange(options["weight_decay"], "weight decay should be >= 0") { $0 >= 0 }
    guard case .string(let name) = options["adjust_lr_fn"] else { return }
    try check(
      ["original", "match_rms_adamw", "spectral_unclamped"].contains(name), .value,
      "Adjust learning rate function \(name) is not supported")
  }

  public override func checkGroups() throws {
    for parameter in paramGroups.flatMap(\.params) {
      try check(
        parameter.dim == 2, .value,
        "Muon only supports 2D parameters whereas we found a parameter with size: torch.Size("
          + "\(Array(parameter.shape)))")
    }
  }

  public override func update(
    _ parameter: Tensor, _ gradient: Tensor, _ state: ParamState, _ group: ParamGroup
  ) throws {
    try check(gradient.dim == 2, .value, "Param gradient must be a 2D matrix")
    let momentum = group.number("momentum")
    let buffer = state.zeros("momentum_buffer", like: gradient).lerp_(gradient, 1 - momentum)
    let update = group.flag("nesterov") ? gradient.lerp(buffer, momentum) : buffer
    let direction = try orthogonalized(update, group)
    let lr = group.rate("lr")
    parameter.mul_(1.0 - lr * .number(group.number("weight_decay")))
    let size = lr * .number(adjustment(parameter.size(0), parameter.size(1), group))
    parameter.add_(direction, alpha: -size.number)
  }

  private func orthogonalized(_ update: Tensor, _ group: ParamGroup) throws -> Tensor {
    let coefficients = group.numbers("ns_coefficients")
    let steps = Int(group.number("ns_steps"))
    try check(
      steps < 100, .value, "Number of steps must be less than 100 for computational efficiency")
    try check(
      coefficients.count == 3, .value, "Coefficients must be a tuple of exactly 3 values")
    let isTall = update.size(0) > update.size(1)
    var x = update.to(.bfloat16, copy: true)
    if isTall { x = x.t() }
    x.div_(x.norm().clamp(min: .double(group.number("eps"))))
    for _ in 0..<steps {
      let gram = x.matmul(x.t())
      let polynomial = gram.addmm(gram, gram, beta: coefficients[1], alpha: coefficients[2])
      x = x.addmm(polynomial, x, beta: coefficients[0])
    }
    return isTall ? x.t() : x
  }

  private func adjustment(_ rows: Int, _ columns: Int, _ group: ParamGroup) -> Double {
    let ratio = Double(rows) / Double(columns)
    guard case .string(let name) = group["adjust_lr_fn"], name != "original" else {
      return max(1, ratio).squareRoot()
    }
    return name == "spectral_unclamped"
      ? ratio.squareRoot() : 0.2 * Double(max(rows, columns)).squareRoot()
  }
}
