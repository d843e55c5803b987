import Testing
import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

/// A training that is saved, forgotten and taken up again ends with the bits of one that never
/// stopped.
@Suite struct ResumingTests {
  struct Form: Sendable, CustomTestStringConvertible {
    let name: String
    let optimizer: @Sendable (Module) -> Optimizer
    let schedule: @Sendable (Optimizer) -> LRScheduler
    var testDescription: String { name }
  }

  static let forms: [Form] = [
    Form(name: "Adam, one cycle") { Adam($0.parameters(), lr: 0.02) } schedule: {
      OneCycleLR($0, maxLR: 0.05, totalSteps: 40)
    },
    Form(name: "AdamW with groups, a tensor as rate") { model in
      AdamW(
        [
          ParamGroup(model.parameters().filter { $0.dim > 1 }, ["weight_decay": 0.1]),
          ParamGroup(
            model.parameters().filter { $0.dim == 1 }, ["lr": .tensor(Tensor.full([], 0.01))]),
        ], lr: 0.003, amsgrad: true)
    } schedule: {
      SequentialLR(
        $0,
        schedulers: [
          LinearLR($0, startFactor: 0.1, totalIters: 6), CosineAnnealingWarmRestarts($0, t0: 5),
        ], milestones: [6])
    },
    Form(name: "SGD, cycles") {
      SGD($0.parameters(), lr: 0.1, momentum: 0.9, nesterov: true)
    } schedule: {
      CyclicLR($0, baseLR: 0.01, maxLR: 0.2, stepSizeUp: 3, stepSizeDown: 4, mode: "triangular2")
    },
    Form(name: "SGD, plateaus") { SGD($0.parameters(), lr: 0.1, momentum: 0.5) } schedule: {
      ReduceLROnPlateau($0, factor: 0.7, patience: 1, cooldown: 2)
    },
  ]

  @Test(arguments: forms) func endsWithTheSameBits(_ form: Form) throws {
    let folder = Folder()
    func training() -> Training {
      Training(seed: 21, optimizer: form.optimizer, schedule: form.schedule)
    }
    let whole = training()
    for _ in 0..<5 { whole.epoch() }
    let first = training()
    for _ in 0..<2 { first.epoch() }
    try Checkpoint(
      model: first.model, optimizer: first.optimizer, scheduler: first.schedule, epoch: 1,
      generators: ["training": first.generator]
    ).write(to: folder.file("run.h5"))

    let second = training()
    let checkpoint = try Checkpoint.read(from: folder.file("run.h5"))
    try checkpoint.restore(
      model: second.model, optimizer: second.optimizer, scheduler: second.schedule,
      generators: ["training": second.generator])
    #expect(second.bits == first.bits)
    for _ in checkpoint.epoch! + 1..<5 { second.epoch() }
    #expect(second.bits == whole.bits)
    #expect(second.schedule.getLastLR() == whole.schedule.getLastLR())
  }
}
