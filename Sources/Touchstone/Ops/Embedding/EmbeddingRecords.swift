/// The records of embeddings, by PyTorch's names.
extension Catalogue {
  static let embeddings: [OperationRecord] = []
}
