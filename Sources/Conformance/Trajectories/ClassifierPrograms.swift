import Touchstone
import TouchstoneNN
import TouchstoneOptim

extension TrainingProgram {
  static let mlpNesterov = TrainingProgram(
    name: "mlp_nesterov", summary: "SGD with Nesterov's momentum, CosineAnnealingLR",
    data: { $0!.classes },
    model: { Perceptron(64, 32, 10) { $0.relu() } },
    loss: { F.crossEntropy($0, $1) },
    optimizer: { SGD($0, lr: 0.05, momentum: 0.9, nesterov: true) },
    schedule: { optimizer, steps in
      let schedule = CosineAnnealingLR(optimizer, tMax: steps)
      return .batch { schedule.step() }
    },
    epochs: 11, batch: 64)

  static let mlpAdam = TrainingProgram(
    name: "mlp_adam", summary: "Adam, OneCycleLR",
    data: { $0!.classes },
    model: { Perceptron(64, 32, 10) { $0.tanh() } },
    loss: { F.crossEntropy($0, $1) },
    optimizer: { Adam($0, lr: 1e-3) },
    schedule: { optimizer, steps in
      let schedule = OneCycleLR(optimizer, maxLR: 0.01, totalSteps: steps)
      return .batch { schedule.step() }
    },
    epochs: 11, batch: 64)

  static let lenet = TrainingProgram(
    name: "lenet", summary: "AdamW, LinearLR",
    data: { $0!.pictures },
    model: { SmallLeNet() },
    loss: { F.crossEntropy($0, $1) },
    optimizer: { AdamW($0, lr: 3e-3, weightDecay: 0.05) },
    schedule: { optimizer, _ in
      let schedule = LinearLR(optimizer, startFactor: 0.1, totalIters: 60)
      return .batch { schedule.step() }
    },
    epochs: 6, batch: 32)

  static let lstmClassifier = TrainingProgram(
    name: "lstm_classifier", summary: "RMSprop, ReduceLROnPlateau",
    data: { $0!.rows },
    model: { RowLSTM() },
    loss: { F.crossEntropy($0, $1) },
    optimizer: { RMSprop($0, lr: 5e-3, alpha: 0.95) },
    schedule: { optimizer, _ in
      let schedule = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 1, threshold: 0.25)
      return .loss { schedule.step($0) }
    },
    epochs: 11, batch: 64)

  static let transformerClassifier = TrainingProgram(
    name: "transformer_classifier", summary: "NAdam, LambdaLR",
    data: { $0!.rows },
    model: { RowTransformer() },
    loss: { F.crossEntropy($0, $1) },
    optimizer: { NAdam($0, lr: 2e-3, eps: 1e-6) },
    schedule: { optimizer, _ in
      let schedule = LambdaLR(optimizer) { step in
        min(Double(step + 1) / 40, (40 / Double(step + 1)).squareRoot())
      }
      return .batch { schedule.step() }
    },
    epochs: 11, batch: 64)
}
