/// The records of recurrent layers, by PyTorch's names.
extension Catalogue {
  static let recurrents: [OperationRecord] = []
}
