import Touchstone
import TouchstoneNN
import TouchstoneOptim

/// One linear layer and a sigmoid: the probability of the second class.
final class LogisticRegression: Module {
  let features = Linear(2, 1)

  override func forward(_ input: Tensor) -> Tensor { features(input).sigmoid() }
}

/// Tells two clouds of 100 points in the plane apart.
///
/// - Returns: the part of the points that end up on the right side.
func logisticRegression(steps: Int = 500) -> Double {
  manualSeed(10)
  let clouds = [1.7, -1.7].map { centre in Tensor.randn([100, 2]) + (centre + 1) }
  let x = Tensor.cat(clouds)
  let y = Tensor.cat([Tensor.zeros([100, 1]), Tensor.ones([100, 1])])

  let model = LogisticRegression()
  let criterion = BCELoss()
  let optimizer = SGD(model.parameters(), lr: 0.01, momentum: 0.9)
  for step in 1...steps {
    optimizer.zeroGrad()
    let loss = criterion(model(x), y)
    loss.backward()
    optimizer.step()
    if step % 100 == 0 { print("step \(step): loss \(loss.item())") }
  }

  model.eval()
  let hits = noGrad { model(x).ge(0.5).eq(y.ge(0.5)) }
  return hits.to(.float32).mean().item().doubleValue
}
