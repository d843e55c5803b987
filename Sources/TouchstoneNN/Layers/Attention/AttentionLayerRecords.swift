extension ModuleCatalogue {
  static let attentionLayers: [ModuleRecord] = []
}
