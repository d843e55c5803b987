/// The records of pooling, by PyTorch's names.
extension Catalogue {
  static let poolings: [OperationRecord] = []
}
