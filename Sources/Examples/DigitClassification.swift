import Foundation
import Touchstone
import TouchstoneIO
import TouchstoneNN
import TouchstoneOptim

/// Trains a network to name handwritten digits, and writes a checkpoint after every epoch. Where
/// there is one already, the training goes on from it, to the bit as if it had never stopped.
///
/// - Parameter path: the checkpoint's file.
func classifyDigits(
  _ data: DigitData, epochs: Int = 10, checkpoint path: String = "digits.checkpoint.h5"
) throws -> DigitNetwork {
  manualSeed(0)
  let network = DigitNetwork(classes: 10)
  let optimizer = AdamW(network.parameters(), lr: 0.01)
  let schedule = CosineAnnealingLR(optimizer, tMax: 10)

  var epoch = 0
  if FileManager.default.fileExists(atPath: path) {
    let saved = try Checkpoint.read(from: path)
    try saved.restore(model: network, optimizer: optimizer, scheduler: schedule)
    epoch = saved.epoch ?? 0
  }
  while epoch < epochs {
    let loss = trainOneEpoch(network, data.train, optimizer)
    schedule.step()
    epoch += 1
    try Checkpoint(model: network, optimizer: optimizer, scheduler: schedule, epoch: epoch)
      .write(to: path)
    print("epoch \(epoch): loss \(loss), accuracy \(network.accuracy(data.test))")
  }
  return network
}

/// One pass over the data in random order.
///
/// - Returns: the mean loss.
func trainOneEpoch(
  _ network: Module, _ data: (images: Tensor, labels: Tensor), _ optimizer: Optimizer
) -> Double {
  let criterion = CrossEntropyLoss()
  var losses: [Double] = []
  for batch in LoadingOrder(count: data.labels.size(0), batchSize: 64, shuffle: true) {
    let index = Tensor(batch)
    optimizer.zeroGrad()
    let output = network(data.images.indexSelect(0, index))
    let loss = criterion(output, data.labels.indexSelect(0, index))
    loss.backward()
    optimizer.step()
    losses.append(loss.item().doubleValue)
  }
  return losses.reduce(0, +) / Double(losses.count)
}
