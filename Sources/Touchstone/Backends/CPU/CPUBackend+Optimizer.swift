import CKernels

extension CPUBackend {
  func step(
    _ step: ParameterStep, _ parameters: [SteppedParameter], rounding: ParameterStep.Rounding
  ) {
    let items = parameters.map(ts_parameter.init)
    items.withUnsafeBufferPointer { items in
      var list = ts_parameters(
        items: items.baseAddress, count: Int64(items.count),
        dtype: parameters[0].param.dtype.rawValue, rounding: rounding.code)
      switch step {
      case .sgd(let options):
        var options = ts_sgd(options)
        ts_sgd_step(&list, &options)
      case .adam(let options):
        var options = ts_adam(options)
        ts_adam_step(&list, &options)
      case .adagrad(let options):
        var options = ts_adagrad(
          eps: options.eps, weight_decay: options.weightDecay, maximize: options.maximize)
        ts_adagrad_step(&list, &options)
      }
    }
    withExtendedLifetime(parameters) {}
  }
}

extension ts_parameter {
  fileprivate init(_ parameter: SteppedParameter) {
    let states = parameter.states.map(memory(of:)) + [nil, nil, nil]
    self.init(
      param: memory(of: parameter.param), grad: memory(of: parameter.gradient),
      state: (states[0], states[1], states[2]), number: parameter.numbers,
      count: Int64(parameter.param.numel), first: parameter.isFirst)
  }
}

private func memory(of tensor: Tensor) -> UnsafeMutableRawPointer? {
  withView(tensor) { $0.data }
}

extension ts_sgd {
  fileprivate init(_ options: ParameterStep.SGD) {
    self.init(
      lr: options.lr, momentum: options.momentum, dampening: options.dampening,
      weight_decay: options.weightDecay, nesterov: options.nesterov, maximize: options.maximize)
  }
}

extension ts_adam {
  fileprivate init(_ options: ParameterStep.Adam) {
    self.init(
      lr: options.lr, beta1: options.betas.0, beta2: options.betas.1, eps: options.eps,
      weight_decay: options.weightDecay, amsgrad: options.amsgrad, maximize: options.maximize,
      decoupled: options.decoupledWeightDecay)
  }
}

extension ParameterStep.Rounding {
  /// The kernels' `ts_step_rounding`.
  fileprivate var code: Int32 {
    switch self {
    case .operations: Int32(TS_STEP_ROUNDS_OPERATIONS.rawValue)
    case .results: Int32(TS_STEP_ROUNDS_RESULTS.rawValue)
    }
  }
}
