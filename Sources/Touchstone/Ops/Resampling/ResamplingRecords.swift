/// The records of resampling images, by PyTorch's names.
extension Catalogue {
  static let resamplings: [OperationRecord] = []
}
