/// The records of attention, by PyTorch's names.
extension Catalogue {
  static let attentions: [OperationRecord] = []
}
