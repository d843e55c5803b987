extension ModuleCatalogue {
  static let linearLayers: [ModuleRecord] = []
}
