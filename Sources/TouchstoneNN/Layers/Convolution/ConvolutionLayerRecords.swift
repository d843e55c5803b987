extension ModuleCatalogue {
  static let convolutionLayers: [ModuleRecord] = []
}
