/// The records of activation functions, by PyTorch's names.
extension Catalogue {
  static let activations: [OperationRecord] = []
}
