/// The records of normalisation, by PyTorch's names.
extension Catalogue {
  static let normalizations: [OperationRecord] = []
}
