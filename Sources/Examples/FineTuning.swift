import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

/// Teaches a trained network another task, odd against even, from 200 examples: first a new head on
/// features that stay as they are, then everything together, the features ten times more slowly.
///
/// - Parameter path: a checkpoint of `classifyDigits`.
/// - Returns: the part of other digits that are told right.
func fineTune(checkpoint path: String, _ data: DigitData, epochs: Int = 20) throws -> Double {
  let (images, isOdd) = (data.test.images, data.test.labels.remainder(2))
  let few = (images[..<200], isOdd[..<200])
  let unseen = (images[200...], isOdd[200...])

  manualSeed(1)
  let network = DigitNetwork(classes: 10)
  try Checkpoint.read(from: path).restore(model: network)

  // Frozen layers get no gradients, and their batch norm keeps its statistics.
  network.features.requiresGrad_(false).eval()
  network.head = Linear(network.head.inFeatures, 2)
  let optimizer = AdamW(network.head.parameters(), lr: 0.01)
  for epoch in 1...epochs {
    print("head, epoch \(epoch): loss \(trainOneEpoch(network, few, optimizer))")
  }

  // Thawed layers are a group of their own, with its own learning rate.
  network.features.requiresGrad_().train()
  optimizer.paramGroups[0].lr = 1e-3
  optimizer.addParamGroup(ParamGroup(network.features.parameters(), ["lr": .double(1e-4)]))
  for epoch in 1...epochs {
    print("all, epoch \(epoch): loss \(trainOneEpoch(network, few, optimizer))")
  }
  return network.accuracy(unseen)
}
