extension ModuleCatalogue {
  static let poolingLayers: [ModuleRecord] = []
}
