extension ModuleCatalogue {
  static let shapeLayers: [ModuleRecord] = []
}
