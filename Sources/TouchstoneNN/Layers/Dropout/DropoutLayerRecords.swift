import Touchstone

extension ModuleCatalogue {
  static let dropoutLayers: [ModuleRecord] = [
    dropout("Dropout") { Dropout($0, inplace: $1) },
    dropout("Dropout1d") { Dropout1d($0, inplace: $1) },
    dropout("Dropout2d") { Dropout2d($0, inplace: $1) },
    dropout("Dropout3d") { Dropout3d($0, inplace: $1) },
    dropout("AlphaDropout") { AlphaDropout($0, inplace: $1) },
    dropout("FeatureAlphaDropout") { FeatureAlphaDropout($0, inplace: $1) },
  ]

  private static func dropout(
    _ name: String, _ construct: @escaping @Sendable (Double, Bool) -> Module
  ) -> ModuleRecord {
    ModuleRecord(name, "p, inplace") { a in
      construct(try a.double("p", default: 0.5), try a.bool("inplace", default: false))
    }
  }
}
