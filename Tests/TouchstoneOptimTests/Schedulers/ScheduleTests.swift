import Synchronization
import Testing
import Touchstone
import TouchstoneOptim

/// What the fixtures of suite `schedulers` do not hold.
@Suite struct ScheduleTests {
  private func optimizer(_ rates: [Double] = [0.5, 0.05]) -> SGD {
    SGD(
      rates.map { ParamGroup([Tensor.zeros([1]).requiresGrad_()], ["lr": .double($0)]) },
      momentum: 0.9)
  }

  private func error(_ body: () throws -> Void) -> TensorError? {
    do { try checked(body) } catch { return error as? TensorError }
    return nil
  }

  private func warnings(_ body: () -> Void) -> [String] {
    let seen = Mutex<[String]>([])
    Warnings.handled(by: { message in seen.withLock { $0.append(message) } }, body)
    return seen.withLock { $0 }
  }

  @Test func warnsOfStepsInTheWrongOrderOnce() {
    let wrong = optimizer()
    let schedule = ExponentialLR(wrong, gamma: 0.5)
    let found = warnings {
      schedule.step()
      schedule.step()
    }
    #expect(found.count == 1)
    #expect(found.first?.contains("before `optimizer.step()`") == true)
    let right = optimizer()
    let other = ExponentialLR(right, gamma: 0.5)
    #expect(warnings { right.step(); other.step() }.isEmpty)
  }

  @Test func warnsOfEpochsAndOfAskingForTheFormula() {
    let optimizer = optimizer()
    let schedule = StepLR(optimizer, stepSize: 2)
    optimizer.step()
    let found = warnings {
      schedule.step(epoch: 3)
      _ = schedule.getLR()
    }
    #expect(found.map { $0.prefix(10) } == ["The epoch ", "To get the"])
  }

  @Test func schedulesOfOneOptimizerMultiply() {
    let optimizer = optimizer()
    let first = ExponentialLR(optimizer, gamma: 0.5)
    let second = StepLR(optimizer, stepSize: 2, gamma: 0.1)
    for _ in 0..<2 {
      optimizer.step()
      first.step()
      second.step()
    }
    #expect(optimizer.paramGroups[0].lr == 0.5 * 0.5 * 0.5 * 0.1)
    #expect(second.getLastLR() == optimizer.paramGroups.map(\.lr))
    #expect(first.getLastLR()[0] == 0.125)
  }

  @Test func goesOnFromALaterStep() {
    let whole = optimizer()
    let schedule = CosineAnnealingLR(whole, tMax: 7, etaMin: 0.01)
    for _ in 0..<4 { whole.step(); schedule.step() }
    let later = optimizer()
    later.loadStateDict(whole.stateDict())
    let resumed = CosineAnnealingLR(later, tMax: 7, etaMin: 0.01, lastEpoch: 3)
    #expect(resumed.lastEpoch == 4)
    for _ in 0..<9 {
      for optimizer in [whole, later] { optimizer.step() }
      for schedule in [schedule, resumed] { schedule.step() }
      #expect(resumed.getLastLR() == schedule.getLastLR())
    }
  }

  @Test func goingOnNeedsInitialRates() {
    let found = error { _ = StepLR(optimizer(), stepSize: 3, lastEpoch: 4) }
    #expect(found?.kind == .key)
    let words = "param 'initial_lr' is not specified in param_groups[0]"
    #expect(found?.message.hasPrefix(words) == true)
  }

  @Test func ratesThatAreTensorsStayTheSameTensors() {
    let rate = Tensor.full([], 0.5, dtype: .float32)
    let optimizer = SGD([Tensor.zeros([1]).requiresGrad_()], lr: rate)
    let schedule = OneCycleLR(optimizer, maxLR: 0.3, totalSteps: 5, cycleMomentum: false)
    optimizer.step()
    schedule.step()
    guard case .tensor(let kept) = optimizer.paramGroups[0]["lr"] else {
      Issue.record("the rate is no tensor any more")
      return
    }
    #expect(kept === rate)
    #expect(rate.item().doubleValue == Double(Float(schedule.getLastLR()[0])))
    #expect(rate.item().doubleValue != 0.5)
  }

  @Test func divisionsByZeroAreErrorsNotTraps() {
    for (make, words) in [
      ({ StepLR($0, stepSize: 0) }, "integer modulo by zero"),
      ({ CosineAnnealingLR($0, tMax: 0) }, "integer modulo by zero"),
      ({ ConstantLR($0, factor: 0, totalIters: 1) }, "float division by zero"),
      ({ PolynomialLR($0, totalIters: 1, power: -1) }, "0.0 cannot be raised to a negative power"),
    ] as [((Optimizer) -> LRScheduler, String)] {
      let optimizer = optimizer()
      let found = error {
        let schedule = make(optimizer)
        optimizer.step()
        schedule.step()
      }
      #expect(found?.kind == .zeroDivision)
      #expect(found?.message == words)
    }
  }

  @Test func aCycleEnds() {
    let optimizer = optimizer()
    let schedule = OneCycleLR(optimizer, maxLR: 0.1, totalSteps: 2)
    for _ in 0..<2 { optimizer.step(); schedule.step() }
    let found = error { schedule.step() }
    #expect(found?.kind == .value)
    #expect(
      found?.message == "Tried to step 3 times. The specified number of total steps is 2")
  }

  @Test func cyclesNeedMomentum() {
    final class Plain: Optimizer {
      override class var defaultOptions: OptionDictionary { ["lr": 0.1] }
    }
    let plain = Plain([ParamGroup([Tensor.zeros([1]).requiresGrad_()])], [:])
    for make in [
      { _ = CyclicLR(plain, baseLR: 0.1, maxLR: 1.0) },
      { _ = OneCycleLR(plain, maxLR: 1.0, totalSteps: 4) },
    ] {
      #expect(
        error(make)?.message
          == "optimizer must support momentum or beta1 with `cycle_momentum` option enabled")
    }
    #expect(error { _ = CyclicLR(plain, baseLR: 0.1, maxLR: 1.0, cycleMomentum: false) } == nil)
  }

  @Test func compositionsRefuseWhatCannotStepWithThem() {
    let (own, other) = (optimizer(), optimizer())
    let found = error {
      _ = SequentialLR(
        own, schedulers: [StepLR(own, stepSize: 1), StepLR(other, stepSize: 1)], milestones: [2])
    }
    #expect(found?.kind == .value)
    #expect(
      found?.message.hasPrefix(
        "SequentialLR expects all schedulers to belong to the same optimizer, but got scheduler "
          + "StepLR at index 1 has SGD (\nParameter Group 0\n    dampening: 0") == true)
    #expect(
      error { _ = ChainedScheduler([ReduceLROnPlateau(own)]) }?.message.hasPrefix(
        "ChainedScheduler does not support `ReduceLROnPlateau` scheduler") == true)
    #expect(
      error { ChainedScheduler([StepLR(own, stepSize: 1)]).step(epoch: 3) }?.kind == .type)
  }

  @Test func plateausWantANumberAndFitNewGroups() {
    let optimizer = optimizer([1])
    let free = ReduceLROnPlateau(optimizer, factor: 0.5, patience: 0)
    let bound = ReduceLROnPlateau(optimizer, patience: 0, minLR: [0.1])
    #expect(error { free.step() }?.kind == .type)
    optimizer.addParamGroup(ParamGroup([Tensor.zeros([2]).requiresGrad_()], ["lr": 4.0]))
    free.step(Tensor.full([], 1.0))
    free.step(2)
    #expect(optimizer.paramGroups.map(\.lr) == [0.5, 2])
    bound.step(1.0)
    let found = error { bound.step(1.0) }
    #expect(found?.kind == .runtime)
    let words = "(2) differs from when `ReduceLROnPlateau` was initialized (1)"
    #expect(found?.message.contains(words) == true)
  }

  @Test func groupsThatComeLaterHaveNoInitialRate() {
    let optimizer = optimizer()
    let schedule = LambdaLR(optimizer) { 1 / Double($0 + 1) }
    optimizer.addParamGroup(ParamGroup([Tensor.zeros([2]).requiresGrad_()]))
    #expect(error { schedule.step() }?.message == "zip() argument 2 is shorter than argument 1")
  }

  @Test func statesOfNestedSchedulesMoveToNewOnes() {
    func make(_ optimizer: Optimizer) -> SequentialLR {
      let chained = ChainedScheduler([
        MultiStepLR(optimizer, milestones: [1, 3, 3], gamma: 0.5),
        OneCycleLR(optimizer, maxLR: 0.4, totalSteps: 30, threePhase: true),
      ])
      return SequentialLR(
        optimizer, schedulers: [chained, LambdaLR(optimizer) { 1 / Double(1 + $0) }],
        milestones: [5])
    }
    let whole = optimizer()
    let schedule = make(whole)
    for _ in 0..<3 { whole.step(); schedule.step() }
    let other = optimizer()
    let resumed = make(other)
    other.restoreCheckpoint(whole.checkpointState)
    resumed.restoreCheckpoint(schedule.checkpointState)
    for _ in 0..<6 {
      for optimizer in [whole, other] { optimizer.step() }
      for schedule in [schedule, resumed] { schedule.step() }
      #expect(schedule.getLastLR() == resumed.getLastLR())
      #expect(whole.paramGroups.map(\.lr) == other.paramGroups.map(\.lr))
    }
  }

  @Test func statesOfAnotherKindAreRefused() {
    let schedule = StepLR(optimizer(), stepSize: 2)
    let found = error { schedule.loadStateDict(["step_size": "two"]) }
    #expect(found?.kind == .type)
    #expect(found?.message == "the state's entry 'step_size' is str, which is not Int")
    let lambda = LambdaLR(optimizer()) { _ in 1 }
    #expect(error { lambda.loadStateDict(["last_epoch": 3]) }?.message == "'lr_lambdas'")
    #expect(schedule.stepSize == 2)
  }

  @Test func longTriangularCyclesOverflowAsInPython() {
    let optimizer = optimizer()
    let schedule = CyclicLR(optimizer, baseLR: 0.1, maxLR: 1.0, stepSizeUp: 1, mode: "triangular2")
    optimizer.step()
    let found = error { schedule.step(epoch: 4000) }
    #expect(found?.kind == .overflow)
  }

  /// A schedule of the user's own.
  final class Halving: LRScheduler {
    override func rates() throws -> [Value] {
      optimizer.paramGroups.map { .double($0.lr / (lastEpoch == 0 ? 1 : 2)) }
    }
  }

  @Test func usersWriteTheirOwn() {
    let optimizer = optimizer([1])
    let schedule = Halving(optimizer)
    for _ in 0..<3 { optimizer.step(); schedule.step() }
    #expect(optimizer.paramGroups[0].lr == 0.125)
  }
}
