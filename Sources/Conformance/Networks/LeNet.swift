import Touchstone
import TouchstoneNN

/// Two convolutions and three linear layers (LeCun et al. 1998), with ReLU.
final class LeNet: Module {
  let conv1 = Conv2d(1, 4, 5)
  let conv2 = Conv2d(4, 8, 5)
  let fc1 = Linear(8 * 1 * 1, 20)
  let fc2 = Linear(20, 12)
  let fc3 = Linear(12, 10)

  override func forward(_ input: Tensor) -> Tensor {
    var x = F.maxPool2d(F.relu(conv1(input)), 2)
    x = F.maxPool2d(F.relu(conv2(x)), 2)
    x = x.flatten(1)
    x = F.relu(fc1(x))
    x = F.relu(fc2(x))
    return fc3(x)
  }
}
