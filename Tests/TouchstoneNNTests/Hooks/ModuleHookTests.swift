import Testing
import Touchstone
import TouchstoneNN

/// Multiplies pairs by a number.
final class Times: Module {
  @Parameter var factor: Tensor
  let log: (String) -> Void

  init(_ factor: Float, _ log: @escaping (String) -> Void = { _ in }) {
    self.log = log
    self.factor = Tensor([factor])
    super.init()
  }

  override func forward(_ input: Tensor) -> Tensor {
    guarded {
      try check(input.numel == 2, .runtime, "bad size")
      log("forward")
      return input * factor
    }
  }
}

/// What happened, in order.
final class Transcript {
  var lines: [String] = []
  func note(_ line: String) { lines.append(line) }

  func pre(_ name: String, _ change: @escaping (Tensor) -> Tensor? = { _ in nil }) -> ForwardPreHook
  {
    { _, inputs in
      self.note("pre \(name)")
      return inputs[0].flatMap(change).map { [$0] }
    }
  }

  func post(_ name: String, _ change: @escaping (Tensor) -> Tensor? = { _ in nil }) -> ForwardHook {
    { _, _, outputs in
      self.note("post \(name)")
      return (outputs.first ?? nil).flatMap(change).map { [$0] }
    }
  }

  func backwardPre(
    _ name: String, _ change: @escaping (Tensor) -> Tensor? = { _ in nil }
  ) -> FullBackwardPreHook {
    { _, gradients in
      self.note("bpre \(name) \(text(gradients[0]))")
      return gradients[0].flatMap(change).map { [$0] }
    }
  }

  func backward(
    _ name: String, _ change: @escaping (Tensor) -> Tensor? = { _ in nil }
  ) -> FullBackwardHook {
    { _, inputs, outputs in
      self.note("bpost \(name) \(text(inputs[0])) \(text(outputs[0]))")
      return inputs[0].flatMap(change).map { [$0] }
    }
  }
}

private func text(_ tensor: Tensor?) -> String {
  tensor.map { "\($0.toArray(Float.self))" } ?? "None"
}

/// Transcripts, results and refusals that PyTorch gave for the same calls.
@Suite struct ModuleHookTests {
  private let transcript = Transcript()

  private func hooked() -> Times {
    let module = Times(3, transcript.note)
    module.registerForwardPreHook(transcript.pre("1") { $0 + 1 })
    module.registerForwardPreHook(prepend: true, transcript.pre("0") { $0 * 2 })
    module.registerForwardHook(transcript.post("1") { $0 + 1 })
    module.registerForwardHook(prepend: true, transcript.post("0") { $0 * 10 })
    module.registerFullBackwardPreHook(transcript.backwardPre("1") { $0 + 1 })
    module.registerFullBackwardPreHook(prepend: true, transcript.backwardPre("0") { $0 * 2 })
    module.registerFullBackwardHook(transcript.backward("1") { $0 + 1 })
    module.registerFullBackwardHook(prepend: true, transcript.backward("0") { $0 * 2 })
    return module
  }

  @Test func orderAndReplacedValues() {
    let module = hooked()
    let x = Tensor([1, 2] as [Float]).requiresGrad_()
    let y = module(x)
    #expect(y.toArray(Float.self) == [91, 151])
    y.sum().backward()
    #expect(
      transcript.lines == [
        "pre 0", "pre 1", "forward", "post 0", "post 1", "bpre 0 [1.0, 1.0]", "bpre 1 [2.0, 2.0]",
        "bpost 0 [90.0, 90.0] [3.0, 3.0]", "bpost 1 [180.0, 180.0] [3.0, 3.0]",
      ])
    #expect(x.grad?.toArray(Float.self) == [362, 362])
    #expect(module.factor.grad?.toArray(Float.self) == [240])
  }

  @Test func withoutInputGradientsTheHooksStillRun() {
    hooked()(Tensor([1, 2] as [Float])).sum().backward()
    #expect(
      transcript.lines.suffix(4) == [
        "bpre 0 [1.0, 1.0]", "bpre 1 [2.0, 2.0]", "bpost 0 None [3.0, 3.0]",
        "bpost 1 None [3.0, 3.0]",
      ])
  }

  @Test func someHooksRunAlsoWhenTheCallFails() {
    let module = Times(1, transcript.note)
    module.registerForwardHook(alwaysCall: true, transcript.post("always"))
    module.registerForwardHook(transcript.post("normal"))
    expectRefusal("RuntimeError: bad size\n  in Times") { _ = module(Tensor.ones([3])) }
    #expect(transcript.lines == ["post always"])
  }

  @Test func aFailingHookLeavesTheRestToThoseThatAlwaysRun() {
    let module = Times(1, transcript.note)
    module.registerForwardHook(alwaysCall: true, transcript.post("always before"))
    module.registerForwardHook { _, _, _ in
      self.transcript.note("boom")
      return guarded(nil) { throw TensorError(.runtime, "boom") }
    }
    module.registerForwardHook(alwaysCall: true, transcript.post("always after"))
    module.registerForwardHook(transcript.post("not"))
    expectRefusal("RuntimeError: boom\n  in Times") { _ = module(Tensor.ones([2])) }
    #expect(transcript.lines == ["forward", "post always before", "boom", "post always after"])
  }

  @Test func removedHooksDoNotRun() {
    let module = Times(1, transcript.note)
    let handle = module.registerForwardPreHook(transcript.pre("0"))
    module.registerForwardPreHook(transcript.pre("1"))
    handle.remove()
    handle.remove()
    _ = module(Tensor.ones([2]))
    #expect(transcript.lines == ["pre 1", "forward"])
  }

  @Test func badReturnValuesAreRefused() {
    let x = Tensor.ones([2]).requiresGrad_()
    let first = Times(1)
    first.registerFullBackwardHook { _, inputs, _ in [inputs[0], inputs[0]] }
    expectRefusal(
      "RuntimeError: Backward hook returned an invalid number of grad_input, got 2, but expected 1"
    ) { first(x).sum().backward() }
    let second = Times(1)
    second.registerFullBackwardPreHook { _, outputs in [outputs[0], outputs[0]] }
    expectRefusal(
      """
      RuntimeError: Backward pre hook returned an invalid number of grad_output, got 2, but \
      expected 1
      """
    ) { second(x).sum().backward() }
    let third = Times(1)
    third.registerFullBackwardHook { _, _, outputs in outputs }
    expectRefusal(
      """
      RuntimeError: Backward hook for Modules where no input requires gradient should always \
      return None or None for all gradients.
      """
    ) { third(Tensor.ones([2])).sum().backward() }
  }

  /// Hooks of all modules: in a process of its own, since other tests call modules at the same time.
  @Test func globalHooksRunFirst() async {
    await #expect(processExitsWith: .success) {
      let transcript = Transcript()
      let module = Times(3, transcript.note)
      module.registerForwardPreHook(transcript.pre("own") { $0 * 2 })
      module.registerForwardHook(transcript.post("own"))
      module.registerFullBackwardPreHook(transcript.backwardPre("own"))
      module.registerFullBackwardHook(transcript.backward("own"))
      let handles = [
        registerModuleForwardPreHook(transcript.pre("global") { $0 + 1 }),
        registerModuleForwardHook(alwaysCall: true, transcript.post("global")),
        registerModuleFullBackwardPreHook(transcript.backwardPre("global")),
        registerModuleFullBackwardHook(transcript.backward("global")),
      ]
      let x = Tensor([1, 2] as [Float]).requiresGrad_()
      module(x).sum().backward()
      #expect(
        transcript.lines == [
          "pre global", "pre own", "forward", "post global", "post own", "bpre global [1.0, 1.0]",
          "bpre own [1.0, 1.0]", "bpost global [3.0, 3.0] [1.0, 1.0]",
          "bpost own [3.0, 3.0] [1.0, 1.0]",
        ])
      transcript.lines = []
      #expect(throws: TensorError.self) { try checked { module(Tensor.ones([3])) } }
      #expect(transcript.lines == ["pre global", "pre own", "post global"])
      for handle in handles { handle.remove() }
      transcript.lines = []
      _ = module(x)
      #expect(transcript.lines == ["pre own", "forward", "post own"])
    }
  }
}
