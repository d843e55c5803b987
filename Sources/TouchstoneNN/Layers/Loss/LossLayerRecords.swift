extension ModuleCatalogue {
  static let lossLayers: [ModuleRecord] = []
}
