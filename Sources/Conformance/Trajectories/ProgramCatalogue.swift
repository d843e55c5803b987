/// The programs of suite `trajectories`.
public enum ProgramCatalogue {
  public static let all: [TrainingProgram] = [
    .linearRegression, .linearRegressionLBFGS, .logisticRegression, .mlpNesterov, .mlpAdam,
    .mlpRegression, .autoencoder, .lenet, .lstmClassifier, .transformerClassifier,
  ]

  /// The program called `name`, or nil.
  public static func program(_ name: String) -> TrainingProgram? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
