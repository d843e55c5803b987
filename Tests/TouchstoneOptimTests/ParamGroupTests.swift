import Testing
import Touchstone
import TouchstoneOptim

/// Groups of parameters: their options, names and what is refused.
@Suite struct ParamGroupTests {
  private func leaf() -> Tensor { Tensor([1, 2] as [Float]).requiresGrad_() }

  private func error(_ body: () throws -> Void) -> TensorError? {
    do {
      try checked(body)
      return nil
    } catch {
      return error as? TensorError
    }
  }

  @Test func optionsOfGroupsWinAndUnknownOnesStay() {
    let own = ParamGroup([leaf()], ["lr": 0.1, "label": "head"])
    let optimizer = Adam([ParamGroup([leaf()]), own], lr: 0.01)
    #expect(optimizer.paramGroups.map(\.lr) == [0.01, 0.1])
    guard case .string("head") = own["label"] else {
      Issue.record("an unknown option was lost")
      return
    }
    #expect(optimizer.paramGroups[0].options.count + 1 == own.options.count)
  }

  @Test func addedGroupsGetDefaultsAndSteps() {
    let added = leaf()
    let optimizer = SGD([leaf()], lr: 1)
    optimizer.addParamGroup(ParamGroup([added], ["lr": 0.5]))
    added.grad = Tensor([1, 1] as [Float])
    optimizer.step()
    #expect(added.toArray(Float.self) == [0.5, 1.5])
  }

  @Test func wrongParametersAreRefused() {
    let p = leaf()
    let messages = [
      error { _ = SGD([] as [Tensor], lr: 1) },
      error { _ = SGD([p * 2], lr: 1) },
      error { _ = SGD([ParamGroup([p]), ParamGroup([p])], lr: 1) },
      error { _ = SGD([ParamGroup([p]), ParamGroup(named: [("w", leaf())])], lr: 1) },
      error { _ = SGD([ParamGroup(named: [("w", p)]), ParamGroup([leaf()])], lr: 1) },
    ].map { $0?.kind == .value ? $0?.message : nil }
    let names = "all optimizer param groups should be with/without names. cannot add param group "
    #expect(
      messages == [
        "optimizer got an empty parameter list", "can't optimize a non-leaf Tensor",
        "some parameters appear in more than one parameter group",
        names + "with names to the optimizer", names + "without names to the optimizer",
      ])
  }

  @Test func retainedGradientsMakeIntermediatesParameters() {
    let p = leaf() * 2
    p.retainGrad()
    #expect(error { _ = SGD([p], lr: 1) } == nil)
  }

  @Test func aParameterTwiceInAGroupWarns() {
    let p = leaf()
    let heard = Heard()
    Warnings.handled(by: { heard.text += $0 }) { _ = SGD([p, p], lr: 1) }
    #expect(heard.text.contains("a parameter group with duplicate parameters"))
  }

  private final class Heard: @unchecked Sendable { var text = "" }

  @Test func printsAsPyTorchDoes() {
    let optimizer = Adam([ParamGroup(named: [("w", leaf()), ("b", leaf())])])
    #expect(
      optimizer.description == """
        Adam (
        Parameter Group 0
            amsgrad: False
            betas: (0.9, 0.999)
            capturable: False
            decoupled_weight_decay: False
            differentiable: False
            eps: 1e-08
            foreach: None
            fused: None
            lr: 0.001
            maximize: False
            param_names: ['w', 'b']
            weight_decay: 0
        )
        """)
  }

  @Test func tensorsPrintAsNumbersButInTuples() {
    let text = Adam(
      [leaf()], lr: Tensor(0.5 as Float), betas: (Tensor(0.5 as Float), Tensor(0.75 as Float))
    ).description
    #expect(text.contains("    lr: 0.5\n"))
    #expect(text.contains("    betas: (tensor(0.5000), tensor(0.7500))\n"))
  }
}
