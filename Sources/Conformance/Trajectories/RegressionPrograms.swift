import Touchstone
import TouchstoneNN
import TouchstoneOptim

extension TrainingProgram {
  static let linearRegression = TrainingProgram(
    name: "linear_regression", summary: "SGD, StepLR",
    data: { _ in .plane() },
    model: { Linear(3, 1) },
    loss: { F.mseLoss($0, $1) },
    optimizer: { SGD($0, lr: 0.02) },
    schedule: { optimizer, _ in
      let schedule = StepLR(optimizer, stepSize: 6, gamma: 0.5)
      return .epoch { schedule.step() }
    },
    epochs: 20, batch: 16)

  static let linearRegressionLBFGS = TrainingProgram(
    name: "linear_regression_lbfgs", summary: "LBFGS, MultiStepLR",
    data: { _ in .plane() },
    model: { Linear(3, 1) },
    loss: { F.mseLoss($0, $1) },
    optimizer: { LBFGS($0, lr: 0.02, maxIter: 2, historySize: 5) },
    schedule: { optimizer, _ in
      let schedule = MultiStepLR(optimizer, milestones: [150, 250], gamma: 0.5)
      return .epoch { schedule.step() }
    },
    epochs: 300, batch: 256)

  static let logisticRegression = TrainingProgram(
    name: "logistic_regression", summary: "SGD with momentum and dampening, ExponentialLR",
    data: { $0!.high },
    model: { Linear(64, 1) },
    loss: { F.binaryCrossEntropyWithLogits($0, $1) },
    optimizer: { SGD($0, lr: 0.1, momentum: 0.9, dampening: 0.2, weightDecay: 1e-3) },
    schedule: { optimizer, _ in
      let schedule = ExponentialLR(optimizer, gamma: 0.8)
      return .epoch { schedule.step() }
    },
    epochs: 11, batch: 64)

  static let mlpRegression = TrainingProgram(
    name: "mlp_regression", summary: "Adamax, CosineAnnealingWarmRestarts",
    data: { $0!.ink },
    model: { Perceptron(64, 16, 2) { F.softplus($0) } },
    loss: { F.smoothL1Loss($0, $1) },
    optimizer: { Adamax($0, lr: 5e-3) },
    schedule: { optimizer, _ in
      let schedule = CosineAnnealingWarmRestarts(optimizer, t0: 50, tMult: 2)
      return .batch { schedule.step() }
    },
    epochs: 11, batch: 64)

  static let autoencoder = TrainingProgram(
    name: "autoencoder", summary: "Adagrad, PolynomialLR",
    data: { $0!.reconstruction },
    model: { Perceptron(64, 12, 64) { $0.sigmoid() } },
    loss: { F.mseLoss($0, $1) },
    optimizer: { Adagrad($0, lr: 0.05, lrDecay: 1e-3) },
    schedule: { optimizer, steps in
      let schedule = PolynomialLR(optimizer, totalIters: steps, power: 0.9)
      return .batch { schedule.step() }
    },
    epochs: 11, batch: 64)
}
