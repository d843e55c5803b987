extension ModuleCatalogue {
  static let transformerLayers: [ModuleRecord] = []
}
