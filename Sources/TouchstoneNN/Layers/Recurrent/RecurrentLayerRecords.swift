extension ModuleCatalogue {
  static let recurrentLayers: [ModuleRecord] = []
}
