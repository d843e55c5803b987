/// Steps of optimizers over many parameters in one pass over memory.
protocol OptimizerBackend: Sendable {
  /// Parameters of one dtype, each with tensors of one layout without gaps; writes the parameters
  /// and their states.
  func step(
    _ step: ParameterStep, _ parameters: [SteppedParameter], rounding: ParameterStep.Rounding)
}
