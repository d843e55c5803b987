/// The records of losses, by PyTorch's names.
extension Catalogue {
  static let losses: [OperationRecord] = []
}
