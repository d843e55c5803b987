import Testing
import Touchstone
import TouchstoneOptim

/// What options do that no fixture can hold.
@Suite struct OptimizerOptionTests {
  private static func leaf() -> Tensor {
    let p = Tensor([[1, 2, 3], [4, 5, 7]] as [[Float]]).requiresGrad_()
    p.grad = Tensor([[1, -2, 0.5], [3, 1, 1]] as [[Float]])
    return p
  }

  private static let capturable: [(String, String, Bool, Bool)] = [
    ("Adam", "params and state_steps", false, true),
    ("Adam", "params and state_steps", true, false),
    ("Adadelta", "params and state_steps", false, false),
    ("ASGD", "params, mus, etas, and state_steps", false, true),
    ("NAdam", "params, mu_products and state_steps", false, true),
    ("NAdam", "params, mu_products, and state_steps", true, false),
    ("RMSprop", "params and state_steps", true, true),
    ("Rprop", "params and state_steps", false, true),
  ]

  @Test(arguments: capturable) func capturableStepsAreNotForTheCPU(
    _ name: String, _ tensors: String, _ foreach: Bool, _ withXLA: Bool
  ) throws {
    let record = try #require(OptimizerCatalogue.record(name))
    let options: OptionDictionary = ["capturable": true, "foreach": .bool(foreach)]
    let optimizer = record.make([ParamGroup([Self.leaf()])], options)
    let error = #expect(throws: TensorError.self) { try checked { optimizer.step() } }
    #expect(error?.kind == .assertion)
    let list = "['cuda', 'xpu', 'hpu', 'privateuseone'" + (withXLA ? ", 'xla']" : "]")
    #expect(
      error?.message == "If capturable=True, \(tensors) must be on supported devices: \(list).")
  }

  @Test(arguments: OptimizerCatalogue.all.map(\.name).filter { $0 != "SparseAdam" })
  func differentiableStepsAreRefused(_ name: String) throws {
    let record = try #require(OptimizerCatalogue.record(name))
    let error = #expect(throws: TensorError.self) {
      try checked { _ = record.make([ParamGroup([Self.leaf()])], ["differentiable": true]) }
    }
    #expect(error?.kind == .notImplemented)
  }

  @Test func parametersWithoutGradientsHaveNoState() {
    let (moved, still) = (Self.leaf(), Tensor([1] as [Float]).requiresGrad_())
    let optimizer = Adam([still, moved])
    optimizer.step()
    #expect(optimizer.stateDict().state.keys.elements == [1])
  }

  @Test func muonMovesAlongAnOrthogonalMatrix() {
    let p = Self.leaf()
    let before = p.detach().clone()
    Muon([p], lr: 1, weightDecay: 0).step()
    let moved = before.sub(p.detach())
    let gram = moved.matmul(moved.t())
    let distance = gram.sub(Tensor.eye(2)).abs().max().item(Float.self)
    // The iteration brings singular values into [0.68, 1.13] (Jordan 2024): the eigenvalues of the
    // Gram matrix lie in [0.46, 1.28].
    #expect(distance < 0.54)
    #expect(gram[0, 1].abs().item(Float.self) < (1.28 - 0.46) / 2)
  }

  @Test func muonTakesOnlyMatrices() {
    let error = #expect(throws: TensorError.self) {
      try checked { _ = Muon([Tensor.zeros([2, 1, 3]).requiresGrad_()]) }
    }
    #expect(
      error?.message == "Muon only supports 2D parameters whereas we found a parameter with size: "
        + "torch.Size([2, 1, 3])")
  }
}
