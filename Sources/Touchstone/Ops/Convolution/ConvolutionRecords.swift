/// The records of convolution and of linear layers, by PyTorch's names.
extension Catalogue {
  static let convolutions: [OperationRecord] = []
}
