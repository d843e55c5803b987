import Touchstone

/// Averages a parameter: (the average so far, the model's, how many were averaged) to the new
/// average.
public typealias AverageFunction = (Tensor, Tensor, Tensor) -> Tensor

/// The same for many parameters of one dtype at once, in place.
public typealias MultiAverageFunction = ([Tensor], [Tensor], Tensor) -> Void

/// The exponential moving average, `torch.optim.swa_utils.get_ema_avg_fn`:
/// a ← decay · a + (1 − decay) · p.
///
/// - Errors: `.value` for a decay outside [0, 1].
public func getEMAAvgFn(decay: Double = 0.999) -> AverageFunction {
  checkDecay(decay)
  return { average, current, _ in noGrad { decay * average + (1 - decay) * current } }
}

/// The mean of all, `torch.optim.swa_utils.get_swa_avg_fn`: a ← a + (p − a) / (n + 1).
public func getSWAAvgFn() -> AverageFunction {
  { average, current, count in noGrad { average + (current - average) / (count + 1) } }
}

/// `getEMAAvgFn` for many parameters, `torch.optim.swa_utils.get_ema_multi_avg_fn`:
/// a ← a + (1 − decay) (p − a).
///
/// - Errors: `.value` for a decay outside [0, 1].
public func getEMAMultiAvgFn(decay: Double = 0.999) -> MultiAverageFunction {
  checkDecay(decay)
  return { averages, currents, _ in
    noGrad {
      for (average, current) in zip(averages, currents) {
        if average.dtype.isFloatingPoint {
          average.lerp_(current, 1 - decay)
        } else {
          average.copy_(average * decay + current * (1 - decay))
        }
      }
    }
  }
}

/// `getSWAAvgFn` for many parameters, `torch.optim.swa_utils.get_swa_multi_avg_fn`.
public func getSWAMultiAvgFn() -> MultiAverageFunction {
  { averages, currents, count in
    noGrad {
      let share = (count + 1).reciprocal()
      for (average, current) in zip(averages, currents) {
        if average.dtype.isFloatingPoint {
          average.lerp_(current, share.item().doubleValue)
        } else {
          average.addcdiv_(current - average, count + 1, value: 1)
        }
      }
    }
  }
}

private func checkDecay(_ decay: Double) {
  attempt {
    try check(
      !(decay < 0 || decay > 1), .value,
      "Invalid decay value \(decay) provided. Please provide a value in [0,1] range.")
  }
}
