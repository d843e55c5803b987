extension ModuleCatalogue {
  static let dropoutLayers: [ModuleRecord] = []
}
