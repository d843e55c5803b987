extension ModuleCatalogue {
  static let activationLayers: [ModuleRecord] = []
}
