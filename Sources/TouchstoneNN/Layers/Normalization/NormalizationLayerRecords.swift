extension ModuleCatalogue {
  static let normalizationLayers: [ModuleRecord] = []
}
