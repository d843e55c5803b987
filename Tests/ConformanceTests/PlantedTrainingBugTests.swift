import Testing
import Touchstone
import TouchstoneNN
import TouchstoneOptim

@testable import Conformance

/// What a training program does wrong, and the step by which its curves must show it.
struct PlantedTrainingBug: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let program: String
  let latest: Int
  let change: @Sendable (inout TrainingProgram) -> Void

  init(
    _ name: String, in program: String, by latest: Int,
    _ change: @escaping @Sendable (inout TrainingProgram) -> Void
  ) {
    (testDescription, self.program, self.latest, self.change) = (name, program, latest, change)
  }

  static func adam(_ flaw: PlainAdam.Flaw, by latest: Int) -> PlantedTrainingBug {
    PlantedTrainingBug("Adam: \(flaw)", in: "mlp_adam", by: latest) { program in
      program.optimizer = { PlainAdam($0, lr: 1e-3, flaw) }
    }
  }
}

@Suite struct PlantedTrainingBugTests {
  private static let bugs: [PlantedTrainingBug] = [
    PlantedTrainingBug("dampening dropped", in: "logistic_regression", by: 2) {
      $0.optimizer = { SGD($0, lr: 0.1, momentum: 0.9, weightDecay: 1e-3) }
    },
    PlantedTrainingBug("weight decay dropped", in: "logistic_regression", by: 2) {
      $0.optimizer = { SGD($0, lr: 0.1, momentum: 0.9, dampening: 0.2) }
    },
    PlantedTrainingBug("momentum that does not look ahead", in: "mlp_nesterov", by: 1) {
      $0.optimizer = { SGD($0, lr: 0.05, momentum: 0.9) }
    },
    PlantedTrainingBug("weight decay in the gradient", in: "lenet", by: 1) {
      $0.optimizer = { Adam($0, lr: 3e-3, weightDecay: 0.05) }
    },
    PlantedTrainingBug("batch norm's momentum", in: "lenet", by: 1) {
      $0.model = { SmallLeNet(momentum: 0.11) }
    },
    PlantedTrainingBug("mean over a short last batch", in: "mlp_nesterov", by: 30) {
      $0.loss = { F.crossEntropy($0, $1, reduction: .sum) / 64 }
    },
    PlantedTrainingBug("smoothing of the squared gradients", in: "lstm_classifier", by: 1) {
      $0.optimizer = { RMSprop($0, lr: 5e-3, alpha: 0.99) }
    },
    PlantedTrainingBug("decay of the learning rate dropped", in: "autoencoder", by: 2) {
      $0.optimizer = { Adagrad($0, lr: 0.05) }
    },
    .adam(.epsilonInsideTheRoot, by: 1), .adam(.noBiasCorrection, by: 1),
    .adam(.biasCorrectionOneStepLate, by: 1), .adam(.swappedBetas, by: 2),
    .adam(.biasCorrectionOfTheRootOnly, by: 1),
  ]

  @Test(arguments: bugs) func leavesTheEnvelopeEarly(bug: PlantedTrainingBug) throws {
    let result = try Self.run(bug.program, bug.change)
    let trajectory = try #require(result.trajectory, "\(result.reason)")
    let courses = [trajectory.loss] + trajectory.entries
    let first = try #require(courses.compactMap(\.departure).min(), "went unnoticed")
    #expect(first <= bug.latest)
    #expect(result.status == .failed)
    #expect(result.reason.contains("step \(first)"))
  }

  /// The programs themselves, and Adam as the tests write it, stay inside over the same steps.
  @Test(arguments: ["logistic_regression", "mlp_nesterov", "lenet", "mlp_adam"])
  func rightProgramsStayInside(program: String) throws {
    let result = try Self.run(program) {
      if program == "mlp_adam" { $0.optimizer = { PlainAdam($0, lr: 1e-3, .none) } }
    }
    let trajectory = try #require(result.trajectory, "\(result.reason)")
    let gone = ([trajectory.loss] + trajectory.entries).filter { $0.departure != nil }
    #expect(gone.isEmpty, "\(result.reason)")
  }

  @Test func whatIsDrawnIsNamed() throws {
    let surplus = try Self.run("linear_regression") { program in
      program.data = { _ in
        let data = TrainingData.plane()
        _ = Tensor.rand([1])
        return data
      }
    }
    #expect(surplus.reason.hasPrefix("weight does not start with PyTorch's values"))
    let thinned = try Self.run("lenet") { $0.model = { SmallLeNet(dropout: 0.3) } }
    #expect(thinned.reason.contains("step 1 does not drop what PyTorch drops"))
    let late = try Self.run("linear_regression", epochs: 8) { program in
      program.schedule = { optimizer, _ in
        let schedule = StepLR(optimizer, stepSize: 7, gamma: 0.5)
        return .epoch { schedule.step() }
      }
    }
    #expect(late.reason.contains("the learning rate of step 97 is 0.02, PyTorch's 0.01"))
  }

  /// The first `epochs` of a program, with its schedule made for all of them.
  private static func run(
    _ name: String, epochs: Int? = nil, _ change: (inout TrainingProgram) -> Void
  ) throws -> CaseResult {
    var program = try #require(ProgramCatalogue.program(name))
    change(&program)
    let (whole, schedule) = (program.epochs, program.schedule)
    program.epochs = epochs ?? (name == "mlp_nesterov" ? 2 : 1)
    program.schedule = { [program] optimizer, steps in
      schedule(optimizer, steps / program.epochs * whole)
    }
    let operation = program.operation
    var options = ConformanceOptions()
    options.selection = Selection(patterns: ["trajectories/\(name)/*"])
    options.verifiesHashes = false
    let results = ConformanceRun(CommittedFixtures.corpus, options) { _ in operation }.run()
    return try #require(results.cases.first, "no fixture of \(name)")
  }
}
