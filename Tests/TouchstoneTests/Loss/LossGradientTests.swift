import Testing

@testable import Touchstone

/// First and second derivatives of losses against central differences in float64.
struct LossGradientTests {
  /// A loss of one tensor [5, 4], its other operands fixed.
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    var hasSecond = true
    let loss: @Sendable (Tensor) -> Tensor
    var testDescription: String { name }
  }

  /// Fixed numbers that look random, in [−1, 1].
  static func noise(_ shape: Shape, _ seed: Double) -> Tensor {
    ((Tensor.arange(shape.numel).to(.float64) + seed) * 12.9898).sin().view(shape)
  }

  static var goal: Tensor { noise([5, 4], 20) }
  static var half: Tensor { noise([5, 4], 21) * 0.4 + 0.5 }
  static var weights: Tensor { noise([4], 22) + 1.5 }
  static var signs: Tensor { Tensor.where(noise([5, 4], 23).gt(0), 1.0, -1.0).to(.float64) }
  static var classes: Tensor { Tensor([1, 3, 2, 2, 0]) }
  static func reduced(_ name: String, _ loss: @escaping @Sendable (Tensor, LossReduction) -> Tensor)
    -> [Example]
  {
    LossReduction.allCases.map { reduction in
      Example(name: "\(name), \(reduction)") { loss($0, reduction) }
    }
  }

  static let regression: [Example] =
    reduced("mse") { F.mseLoss($0, goal, reduction: $1) }
    + reduced("mse, weighted") { F.mseLoss($0, goal, reduction: $1, weight: half) }
    + reduced("mse of the target, broadcast") {
      F.mseLoss(goal, $0.narrow(0, 0, 1), reduction: $1)
    }
    + reduced("l1, weighted") { F.l1Loss($0, goal, reduction: $1, weight: half) }
    + reduced("smooth l1") { F.smoothL1Loss(goal, $0, reduction: $1, beta: 0.37) }
    + reduced("huber") { F.huberLoss($0, goal, reduction: $1, delta: 0.61) }
    + reduced("huber, weighted") {
      F.huberLoss($0, goal, reduction: $1, delta: 0.61, weight: half)
    }

  static let binary: [Example] =
    reduced("bce") {
      F.binaryCrossEntropy($0.mul(0.4).add(0.5), half, weight: weights, reduction: $1)
    }
    + reduced("bce of the target") {
      F.binaryCrossEntropy(half, $0.mul(0.4).add(0.5), reduction: $1)
    }
    + reduced("bce of both") {
      F.binaryCrossEntropy($0.mul(0.4).add(0.5), $0.mul(0.2).add(0.4), reduction: $1)
    }
    + reduced("bce with logits") {
      F.binaryCrossEntropyWithLogits(
        $0.mul(3), half, weight: half, reduction: $1, posWeight: weights)
    }
    + reduced("bce with logits, of both") {
      F.binaryCrossEntropyWithLogits($0, $0.mul(0.3), reduction: $1, posWeight: weights)
    }
    + reduced("soft margin") { F.softMarginLoss($0.mul(2), signs, reduction: $1) }
    + reduced("multilabel soft margin") {
      F.multilabelSoftMarginLoss($0, half, weight: weights, reduction: $1)
    }

  static let ofClasses: [Example] =
    reduced("nll") {
      F.nllLoss($0, classes, weight: weights, ignoreIndex: 2, reduction: $1)
    }
    + reduced("nll of blocks") {
      F.nllLoss(
        $0.reshape([1, 2, 5, 2, 1]),
        Tensor([0, 1, 1, 1, 0, 0, 1, 0, -7, 1]).reshape([1, 5, 2, 1]),
        weight: weights.narrow(0, 0, 2), ignoreIndex: -7, reduction: $1)
    }
    + reduced("cross entropy, smoothed") {
      F.crossEntropy(
        $0.mul(3), classes, weight: weights, ignoreIndex: 3, reduction: $1, labelSmoothing: 0.3)
    }
    + reduced("cross entropy with probabilities") {
      F.crossEntropy(
        $0.mul(3), half, weight: weights, reduction: $1, labelSmoothing: 0.2)
    }
    + reduced("cross entropy of both") {
      F.crossEntropy($0, $0.square(), weight: weights, reduction: $1)
    }
    + reduced("linear cross entropy") {
      F.linearCrossEntropy(
        $0, noise([6, 4], 30), Tensor([1, 5, 0, 0, 3]), linearBias: noise([6], 31), reduction: $1,
        ignoreIndex: 0)
    }
    + [
      Example(name: "multi margin, p = 2", hasSecond: false) {
        F.multiMarginLoss($0, classes, p: 2, margin: 0.7, weight: weights)
      },
      Example(name: "multi margin, each row", hasSecond: false) {
        F.multiMarginLoss($0, classes, margin: 0.7, reduction: .none)
      },
      Example(name: "multilabel margin", hasSecond: false) {
        F.multilabelMarginLoss(
          $0, Tensor([[1, 3, -1, 2], [0, -1, -1, -1], [-1, 0, 0, 0], [0, 1, 2, 3], [2, 2, 1, -1]]),
          reduction: .none)
      },
      Example(name: "ctc", hasSecond: false) {
        F.ctcLoss(
          $0.reshape([5, 1, 4]).logSoftmax(2), Tensor([[3, 3]]), [5], [2], blank: 1,
          reduction: .none)
      },
      Example(name: "ctc of a batch, concatenated", hasSecond: false) {
        F.ctcLoss(
          Tensor.cat([$0, $0.sin(), $0.mul(2)], dim: 1).reshape([5, 3, 4]).logSoftmax(2),
          Tensor([1, 2, 3]), [5, 3, 4], [1, 0, 2])
      },
    ]

  static let pairs: [Example] =
    reduced("hinge embedding") {
      F.hingeEmbeddingLoss($0, signs, margin: 0.45, reduction: $1)
    }
    + reduced("margin ranking") {
      F.marginRankingLoss($0, goal, signs, margin: 0.31, reduction: $1)
    }
    + reduced("cosine embedding") {
      F.cosineEmbeddingLoss($0, goal, Tensor([1, -1, 1, -1, -1]), margin: -0.4, reduction: $1)
    }
    + reduced("triplet margin") {
      F.tripletMarginLoss(
        $0, goal, half, margin: 1.3, p: 3, eps: 1e-3, swap: true, reduction: $1)
    }
    + reduced("triplet margin of the negative") {
      F.tripletMarginWithDistanceLoss(
        goal, half, $0, distanceFunction: { ($0 - $1).square().sum(-1) }, margin: 2.1,
        reduction: $1)
    }

  static let likelihoods: [Example] =
    reduced("kl") {
      F.klDiv($0, half, reduction: DivergenceReduction(rawValue: $1.rawValue)!)
    }
    + [
      Example(name: "kl of the logarithmic target, by batch") {
        F.klDiv(goal, $0, reduction: .batchmean, logTarget: true)
      },
      Example(name: "kl of the target, by batch") {
        F.klDiv(goal, $0.add(2), reduction: .batchmean)
      },
    ]
    + reduced("poisson, full") {
      F.poissonNLLLoss($0, half.mul(4), full: true, reduction: $1)
    }
    + reduced("poisson of a rate") {
      F.poissonNLLLoss($0.add(2), half, logInput: false, eps: 0.1, reduction: $1)
    }
    + reduced("gaussian") {
      F.gaussianNLLLoss($0, goal, half.select(1, 0), full: true, reduction: $1)
    }
    + reduced("gaussian of the variance") {
      F.gaussianNLLLoss(goal, half, $0.add(1.2), eps: 1e-3, reduction: $1)
    }

  static let examples = regression + binary + ofClasses + pairs + likelihoods

  /// ⟨loss(x), c⟩ for cotangents that are not all the same.
  private func scalar(_ example: Example, _ x: Tensor) -> Tensor {
    let y = example.loss(x)
    return (y * LossGradientTests.noise(y.shape, 5)).sum()
  }

  private func number(_ tensor: Tensor) -> Double { tensor.detach().item().doubleValue }

  private func gradient(_ example: Example, _ x: Tensor, createGraph: Bool = false) -> Tensor {
    grad(outputs: [scalar(example, x)], inputs: [x], createGraph: createGraph)[0]!
  }

  private func leaf(_ x: Tensor) -> Tensor {
    let leaf = x.detach().clone()
    leaf.requiresGrad = true
    return leaf
  }

  private func point() -> Tensor { LossGradientTests.noise([5, 4], 1) }

  @Test(arguments: examples) func firstDerivative(_ example: Example) throws {
    let (x, step) = (point(), 1e-5)
    let direction = LossGradientTests.noise(x.shape, 9)
    let ahead = number(scalar(example, x + direction * step))
    let behind = number(scalar(example, x - direction * step))
    let slope = number((gradient(example, leaf(x)) * direction).sum())
    let expected = (ahead - behind) / (2 * step)
    #expect(abs(slope - expected) <= 1e-7 * max(1, abs(expected)), "\(slope) \(expected)")
  }

  @Test(arguments: examples.filter(\.hasSecond)) func secondDerivative(_ example: Example) throws {
    let (x, step) = (point(), 1e-5)
    let direction = LossGradientTests.noise(x.shape, 9)
    let weight = LossGradientTests.noise(x.shape, 3)
    let start = leaf(x)
    let first = gradient(example, start, createGraph: true)
    let along = (first * weight).sum()
    let second =
      along.requiresGrad ? grad(outputs: [along], inputs: [start], allowUnused: true)[0] : nil
    let ahead = number((gradient(example, leaf(x + direction * step)) * weight).sum())
    let behind = number((gradient(example, leaf(x - direction * step)) * weight).sum())
    let curvature = second.map { number(($0 * direction).sum()) } ?? 0
    let expected = (ahead - behind) / (2 * step)
    #expect(abs(curvature - expected) <= 1e-6 * max(1, abs(expected)), "\(curvature) \(expected)")
  }
}
