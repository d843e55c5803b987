import Touchstone
import TouchstoneNN

/// Computes the running statistics of the batch normalisations in `model` anew, as the mean over
/// all of `loader`, `torch.optim.swa_utils.update_bn`: those of averaged weights fit none of the
/// batches that were seen.
///
/// The model runs in training mode without recording, and is in its own mode afterwards. Nothing
/// happens when it has no batch normalisation.
public func updateBN(_ loader: some Sequence<Tensor>, _ model: Module, device: Device? = nil) {
  updateBN(loader, model, device: device) { $0 }
}

/// The same for batches that hold more than the input.
///
/// - Parameter input: the input of a batch.
public func updateBN<Loader: Sequence>(
  _ loader: Loader, _ model: Module, device: Device? = nil, input: (Loader.Element) -> Tensor
) {
  if hasPendingError { return }
  let layers = model.modules().compactMap { $0 as? BatchNormBase }
  guard !layers.isEmpty else { return }
  let momenta = layers.map(\.momentum)
  let wasTraining = model.training
  layers.forEach { $0.resetRunningStats() }
  model.train()
  layers.forEach { $0.momentum = nil }
  noGrad {
    for batch in loader {
      let input = input(batch)
      _ = model(device.map { input.to($0) } ?? input)
    }
  }
  for (layer, momentum) in zip(layers, momenta) { layer.momentum = momentum }
  model.train(wasTraining)
}
