import Touchstone

extension ModuleCatalogue {
  static let normalizationLayers: [ModuleRecord] = channelNorms + lazyNorms + groupNorms

  private static let channelNorms: [ModuleRecord] = [
    norm("BatchNorm1d", true) { BatchNorm1d(features: $0, $1) },
    norm("BatchNorm2d", true) { BatchNorm2d(features: $0, $1) },
    norm("BatchNorm3d", true) { BatchNorm3d(features: $0, $1) },
    norm("InstanceNorm1d", false) { InstanceNorm1d(features: $0, $1) },
    norm("InstanceNorm2d", false) { InstanceNorm2d(features: $0, $1) },
    norm("InstanceNorm3d", false) { InstanceNorm3d(features: $0, $1) },
    norm("SyncBatchNorm", true, extra: "process_group, ") { SyncBatchNorm(features: $0, $1) },
  ]

  private static let lazyNorms: [ModuleRecord] = [
    lazyNorm("LazyBatchNorm1d") { LazyBatchNorm1d(features: nil, $0) },
    lazyNorm("LazyBatchNorm2d") { LazyBatchNorm2d(features: nil, $0) },
    lazyNorm("LazyBatchNorm3d") { LazyBatchNorm3d(features: nil, $0) },
    lazyNorm("LazyInstanceNorm1d") { LazyInstanceNorm1d(features: nil, $0) },
    lazyNorm("LazyInstanceNorm2d") { LazyInstanceNorm2d(features: nil, $0) },
    lazyNorm("LazyInstanceNorm3d") { LazyInstanceNorm3d(features: nil, $0) },
  ]

  private static let groupNorms: [ModuleRecord] = [
    ModuleRecord(
      "LayerNorm", "normalized_shape, eps, elementwise_affine, bias, device, dtype"
    ) { a in
      LayerNorm(
        try a.ints("normalized_shape"), eps: try a.double("eps", default: 1e-5),
        elementwiseAffine: try a.bool("elementwise_affine", default: true),
        bias: try a.bool("bias", default: true), dtype: try a.dtypeOrNil("dtype"))
    },
    ModuleRecord("RMSNorm", "normalized_shape, eps, elementwise_affine, device, dtype") { a in
      RMSNorm(
        try a.ints("normalized_shape"), eps: try a.doubleOrNil("eps"),
        elementwiseAffine: try a.bool("elementwise_affine", default: true),
        dtype: try a.dtypeOrNil("dtype"))
    },
    ModuleRecord(
      "GroupNorm", "num_groups, num_channels, eps, affine, device, dtype, bias"
    ) { a in
      GroupNorm(
        try a.int("num_groups"), try a.int("num_channels"),
        eps: try a.double("eps", default: 1e-5), affine: try a.bool("affine", default: true),
        dtype: try a.dtypeOrNil("dtype"), bias: try a.bool("bias", default: true))
    },
    ModuleRecord("LocalResponseNorm", "size, alpha, beta, k") { a in
      LocalResponseNorm(
        try a.int("size"), alpha: try a.double("alpha", default: 1e-4),
        beta: try a.double("beta", default: 0.75), k: try a.double("k", default: 1))
    },
    ModuleRecord("CrossMapLRN2d", "size, alpha, beta, k") { a in
      CrossMapLRN2d(
        try a.int("size"), alpha: try a.double("alpha", default: 1e-4),
        beta: try a.double("beta", default: 0.75), k: try a.double("k", default: 1))
    },
  ]

  private static func norm(
    _ name: String, _ affine: Bool, extra: String = "",
    _ construct: @escaping @Sendable (Int, NormOptions) -> Module
  ) -> ModuleRecord {
    ModuleRecord(
      name,
      "num_features, eps, momentum, affine, track_running_stats, \(extra)device, dtype, bias"
    ) { a in construct(try a.int("num_features"), try NormOptions(a, affine: affine)) }
  }

  private static func lazyNorm(
    _ name: String, _ construct: @escaping @Sendable (NormOptions) -> Module
  ) -> ModuleRecord {
    ModuleRecord(
      name, "eps, momentum, affine, track_running_stats, device, dtype, bias"
    ) { a in construct(try NormOptions(a, affine: true)) }
  }
}

extension NormOptions {
  /// - Parameter affine: the default of `affine` and `track_running_stats`.
  fileprivate init(_ a: Arguments, affine: Bool) throws {
    self.init(
      eps: try a.double("eps", default: 1e-5),
      momentum: a.isGiven("momentum") ? try a.doubleOrNil("momentum") : 0.1,
      affine: try a.bool("affine", default: affine),
      trackRunningStats: try a.bool("track_running_stats", default: affine),
      bias: try a.bool("bias", default: true), device: .cpu, dtype: try a.dtypeOrNil("dtype"))
  }
}
