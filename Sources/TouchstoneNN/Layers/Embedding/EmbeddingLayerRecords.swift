extension ModuleCatalogue {
  static let embeddingLayers: [ModuleRecord] = []
}
