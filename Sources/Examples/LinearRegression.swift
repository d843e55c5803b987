import Touchstone

/// Finds the line y = 2x + 5 again from noisy points, with nothing but tensors and gradients.
///
/// - Returns: slope and intercept.
func linearRegression(steps: Int = 1000, lr: Double = 0.02) -> (slope: Double, intercept: Double) {
  manualSeed(10)
  let x = Tensor.rand([20, 1]) * 10
  let y = x * 2 + 5 + Tensor.randn([20, 1])

  let w = Tensor.randn([1]).requiresGrad_()
  let b = Tensor.zeros([1]).requiresGrad_()
  for step in 1...steps {
    let loss = (w * x + b - y).square().mean() * 0.5
    loss.backward()
    noGrad {
      w.sub_(w.grad! * lr)
      b.sub_(b.grad! * lr)
    }
    w.grad = nil
    b.grad = nil
    if step % 200 == 0 { print("step \(step): loss \(loss.item())") }
  }
  return (w.item().doubleValue, b.item().doubleValue)
}
