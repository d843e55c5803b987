/// The records of dropout, by PyTorch's names.
extension Catalogue {
  static let dropouts: [OperationRecord] = []
}
