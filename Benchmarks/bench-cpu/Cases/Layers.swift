import Touchstone

extension Benchmark {
  /// Pooling and normalisation, at the sizes of ResNet-50 and of a Transformer.
  static var layer: [Benchmark] {
    [
      image("max_pool_3x3", [8, 64, 112, 112]) { F.maxPool2d($0, 3, stride: 2, padding: 1) },
      image("avg_pool_2x2", [8, 64, 112, 112]) { F.avgPool2d($0, 2) },
      image("adaptive_avg_pool_1", [8, 2048, 7, 7]) { F.adaptiveAvgPool2d($0, 1) },
      image("batch_norm_64_56", [8, 64, 56, 56]) { F.batchNorm($0, nil, nil, training: true) },
      image("group_norm_64_56", [8, 64, 56, 56]) { F.groupNorm($0, 8) },
      image("layer_norm_768", [1024, 768]) { F.layerNorm($0, 768) },
    ]
  }

  /// Bytes count one reading of the input.
  private static func image(
    _ name: String, _ shape: Shape, _ call: @escaping (Tensor) -> Tensor
  ) -> Benchmark {
    Benchmark(name, .layer, bytes: Double(4 * shape.numel)) {
      let x = operand(shape)
      return { _ = call(x) }
    }
  }
}
