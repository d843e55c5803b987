extension ModuleCatalogue {
  static let paddingLayers: [ModuleRecord] = []
}
