import Testing
import Touchstone
import TouchstoneOptim

@Suite struct LBFGSTests {
  /// (1 − x)² + 100 (y − x²)², the hard valley of Rosenbrock (1960), least at (1, 1).
  private func rosenbrock(_ p: Tensor) -> Tensor {
    (1 - p[0]).square() + (p[1] - p[0].square()).square() * 100
  }

  @Test func findsTheEndOfRosenbrocksValley() {
    let p = Tensor([-1.2, 1] as [Double]).requiresGrad_()
    let optimizer = LBFGS([p], maxIter: 40, lineSearchFn: "strong_wolfe")
    for _ in 0..<3 {
      optimizer.step {
        optimizer.zeroGrad()
        let loss = rosenbrock(p)
        loss.backward()
        return loss
      }
    }
    // PyTorch's ends 4e-5 from it, when the value changes by less than its tolerance.
    #expect(p.detach().sub(1).abs().max().item(Double.self) < 1e-4)
    #expect(optimizer.state(of: p).entries.keys.contains("prev_loss"))
  }

  @Test func errorsOfTheClosureComeThrough() {
    struct Refused: Error {}
    let optimizer = LBFGS([Tensor([1] as [Float]).requiresGrad_()])
    #expect(throws: Refused.self) { try optimizer.step { throw Refused() } }
  }

  @Test func whatItCannotDoIsRefused() {
    let p = Tensor([1] as [Float]).requiresGrad_()
    let q = Tensor([1] as [Float]).requiresGrad_()
    let messages = [
      { LBFGS([p]).step() },
      { _ = LBFGS([ParamGroup([p]), ParamGroup([q])]) },
      { LBFGS([p], lineSearchFn: "armijo").step { self.backward(p) } },
    ].map { (body: () -> Void) -> String? in
      do {
        try checked(body)
        return nil
      } catch { return (error as? TensorError)?.message }
    }
    #expect(
      messages == [
        "LBFGS.step() missing 1 required positional argument: 'closure'",
        "LBFGS doesn't support per-parameter options (parameter groups)",
        "only 'strong_wolfe' is supported",
      ])
  }

  private func backward(_ p: Tensor) -> Tensor {
    let loss = p.square().sum()
    loss.backward()
    return loss
  }
}
