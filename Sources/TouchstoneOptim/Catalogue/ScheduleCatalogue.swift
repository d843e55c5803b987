import Touchstone

/// Every schedule of the library, by PyTorch's name.
public enum ScheduleCatalogue {
  public static let all: [ScheduleRecord] = factors + curves + cycles + composed

  /// The record of `name`, or nil.
  public static func record(_ name: String) -> ScheduleRecord? { all.first { $0.name == name } }

  /// Rates that are multiplied.
  private static let factors: [ScheduleRecord] = [
    ScheduleRecord("ConstantLR") {
      ConstantLR(
        $0, factor: try $1.given("factor") ?? 1.0 / 3, totalIters: try $1.given("total_iters") ?? 5,
        lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("ExponentialLR") {
      ExponentialLR($0, gamma: try $1.required("gamma"), lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("LambdaLR") { optimizer, options in
      let (functions, isOne) = try counted(options)
      let lastEpoch = try options.lastEpoch()
      return isOne
        ? LambdaLR(optimizer, lrLambda: functions[0], lastEpoch: lastEpoch)
        : LambdaLR(optimizer, lrLambdas: functions, lastEpoch: lastEpoch)
    },
    ScheduleRecord("MultiplicativeLR") { optimizer, options in
      let (functions, isOne) = try counted(options)
      let lastEpoch = try options.lastEpoch()
      return isOne
        ? MultiplicativeLR(optimizer, lrLambda: functions[0], lastEpoch: lastEpoch)
        : MultiplicativeLR(optimizer, lrLambdas: functions, lastEpoch: lastEpoch)
    },
    ScheduleRecord("MultiStepLR") {
      MultiStepLR(
        $0, milestones: try $1.required("milestones"), gamma: try $1.given("gamma") ?? 0.1,
        lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("StepLR") {
      StepLR(
        $0, stepSize: try $1.required("step_size"), gamma: try $1.given("gamma") ?? 0.1,
        lastEpoch: try $1.lastEpoch())
    },
  ]

  /// The functions of option `lr_lambda`, of the number of a step.
  private static func counted(
    _ options: ScheduleOptions
  ) throws -> ([(Int) -> Double], isOne: Bool) {
    let (functions, isOne) = try options.functions("lr_lambda")
    return (functions.map { function in { function(Double($0)) } }, isOne)
  }

  /// Rates that follow a curve.
  private static let curves: [ScheduleRecord] = [
    ScheduleRecord("CosineAnnealingLR") {
      CosineAnnealingLR(
        $0, tMax: try $1.required("T_max"), etaMin: try $1.given("eta_min") ?? 0,
        lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("CosineAnnealingWarmRestarts") {
      CosineAnnealingWarmRestarts(
        $0, t0: try $1.required("T_0"), tMult: try $1.given("T_mult") ?? 1,
        etaMin: try $1.given("eta_min") ?? 0, lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("LinearLR") {
      LinearLR(
        $0, startFactor: try $1.given("start_factor") ?? 1.0 / 3,
        endFactor: try $1.given("end_factor") ?? 1, totalIters: try $1.given("total_iters") ?? 5,
        lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("PolynomialLR") {
      PolynomialLR(
        $0, totalIters: try $1.given("total_iters") ?? 5, power: try $1.given("power") ?? 1,
        lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("SWALR") {
      SWALR(
        $0, swaLR: try $1.required("swa_lr") as Value,
        annealEpochs: try $1.given("anneal_epochs") ?? 10,
        annealStrategy: try $1.given("anneal_strategy") ?? "cos", lastEpoch: try $1.lastEpoch())
    },
  ]

  /// Rates that rise and fall, with the momentum.
  private static let cycles: [ScheduleRecord] = [
    ScheduleRecord("CyclicLR") {
      CyclicLR(
        $0, baseLR: try $1.required("base_lr") as Value, maxLR: try $1.required("max_lr") as Value,
        stepSizeUp: try $1.given("step_size_up") ?? 2000,
        stepSizeDown: try $1.given("step_size_down"), mode: try $1.given("mode") ?? "triangular",
        gamma: try $1.given("gamma") ?? 1, scaleFn: try $1.function("scale_fn"),
        scaleMode: try $1.given("scale_mode") ?? "cycle",
        cycleMomentum: try $1.given("cycle_momentum") ?? true,
        baseMomentum: $1.value("base_momentum") ?? 0.8,
        maxMomentum: $1.value("max_momentum") ?? 0.9,
        lastEpoch: try $1.lastEpoch())
    },
    ScheduleRecord("OneCycleLR") {
      OneCycleLR(
        $0, maxLR: try $1.required("max_lr") as Value, totalSteps: try $1.given("total_steps"),
        epochs: try $1.given("epochs"), stepsPerEpoch: try $1.given("steps_per_epoch"),
        pctStart: try $1.given("pct_start") ?? 0.3,
        annealStrategy: try $1.given("anneal_strategy") ?? "cos",
        cycleMomentum: try $1.given("cycle_momentum") ?? true,
        baseMomentum: $1.value("base_momentum") ?? 0.85,
        maxMomentum: $1.value("max_momentum") ?? 0.95, divFactor: try $1.given("div_factor") ?? 25,
        finalDivFactor: try $1.given("final_div_factor") ?? 1e4,
        threePhase: try $1.given("three_phase") ?? false, lastEpoch: try $1.lastEpoch())
    },
  ]

  /// Rates that follow a number or other schedules.
  private static let composed: [ScheduleRecord] = [
    ScheduleRecord("ChainedScheduler") { _, options in ChainedScheduler(options.schedules) },
    ScheduleRecord("ReduceLROnPlateau") {
      ReduceLROnPlateau(
        $0, mode: try $1.given("mode") ?? "min", factor: try $1.given("factor") ?? 0.1,
        patience: try $1.given("patience") ?? 10, threshold: try $1.given("threshold") ?? 1e-4,
        thresholdMode: try $1.given("threshold_mode") ?? "rel",
        cooldown: try $1.given("cooldown") ?? 0, minLR: $1.value("min_lr") ?? 0,
        eps: try $1.given("eps") ?? 1e-8)
    },
    ScheduleRecord("SequentialLR") {
      SequentialLR(
        $0, schedulers: $1.schedules, milestones: try $1.required("milestones"),
        lastEpoch: try $1.lastEpoch())
    },
  ]
}
