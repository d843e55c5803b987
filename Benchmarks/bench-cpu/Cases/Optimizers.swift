import Touchstone
import TouchstoneOptim

extension Benchmark {
  /// One step over the parameters of ResNet-18, in the two forms that PyTorch has for many
  /// parameters.
  static var optimizer: [Benchmark] {
    [
      step("sgd_momentum", arrays: 5) { SGD($0, lr: 1e-6, momentum: 0.9, foreach: $1, fused: $2) },
      step("adam", arrays: 7) { Adam($0, lr: 1e-6, foreach: $1, fused: $2) },
      step("adamw", arrays: 7) { AdamW($0, lr: 1e-6, foreach: $1, fused: $2) },
    ].flatMap { $0 }
  }

  /// - Parameter arrays: how many arrays of the parameters' size a step reads or writes.
  private static func step(
    _ name: String, arrays: Int, _ make: @escaping ([Tensor], Bool, Bool) -> Optimizer
  ) -> [Benchmark] {
    [("foreach", false), ("fused", true)].map { form, fused in
      let bytes = Double(arrays * 4 * resnet18Shapes.map(\.numel).reduce(0, +))
      return Benchmark("\(name)_resnet18_\(form)", .optimizer, bytes: bytes) {
        let optimizer = make(resnet18Parameters(), !fused, fused)
        return { optimizer.step() }
      }
    }
  }

  private static func resnet18Parameters() -> [Tensor] {
    resnet18Shapes.map { shape in
      let parameter = operand(shape).requiresGrad_()
      parameter.grad = operand(shape)
      return parameter
    }
  }

  /// He et al. 2016, as torchvision numbers them: 62 tensors, 11,689,512 elements.
  private static let resnet18Shapes: [Shape] = {
    var shapes: [Shape] = [[64, 3, 7, 7], [64], [64]]
    var inputs = 64
    for width in [64, 128, 256, 512] {
      for block in 0..<2 {
        shapes += [[width, inputs, 3, 3], [width], [width], [width, width, 3, 3], [width], [width]]
        if block == 0 && width != 64 { shapes += [[width, inputs, 1, 1], [width], [width]] }
        inputs = width
      }
    }
    return shapes + [[1000, 512], [1000]]
  }()
}
