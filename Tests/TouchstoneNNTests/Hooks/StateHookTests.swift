import Testing
import Touchstone
import TouchstoneNN

private final class Block: Module {
  let inner = Times(2)
  @Buffer var b = Tensor.zeros([1])
}

/// Transcripts that PyTorch gave for the same calls.
@Suite struct StateHookTests {
  private let transcript = Transcript()

  private func hooked() -> Block {
    let block = Block()
    let note = transcript.note
    for (name, module) in [("outer", block as Module), ("inner", block.inner)] {
      module.registerStateDictPreHook { _, prefix, keepVars in
        note("save pre \(name) '\(prefix)' \(keepVars)")
      }
      module.registerStateDictPostHook { _, state, prefix in
        note("save post \(name) \(state.keys) '\(prefix)'")
      }
      module.registerLoadStateDictPreHook { _, context, prefix in
        note("load pre \(name) '\(prefix)' \(context.version ?? 0)")
      }
      module.registerLoadStateDictPostHook { _, context in
        note("load post \(name) \(context.keys)")
      }
    }
    return block
  }

  @Test func saving() {
    let block = hooked()
    _ = block.stateDict(prefix: "x.", keepVars: true)
    let state = block.stateDict()
    #expect(
      transcript.lines == [
        "save pre outer 'x.' true", "save pre inner 'x.inner.' true",
        #"save post inner ["x.b", "x.inner.factor"] 'x.inner.'"#,
        #"save post outer ["x.b", "x.inner.factor"] 'x.'"#, "save pre outer '' false",
        "save pre inner 'inner.' false", #"save post inner ["b", "inner.factor"] 'inner.'"#,
        #"save post outer ["b", "inner.factor"] ''"#,
      ])
    #expect(state.versions == ["": 1, "inner": 1])
  }

  @Test func loading() {
    let block = hooked()
    var state = block.stateDict()
    transcript.lines = []
    state["b"] = nil
    state["z"] = Tensor.ones([1])
    let keys = block.loadStateDict(state, strict: false)
    let text = "_IncompatibleKeys(missing_keys=['b'], unexpected_keys=['z'])"
    #expect("\(keys)" == text)
    #expect(
      transcript.lines == [
        "load pre outer '' 1", "load pre inner 'inner.' 1", "load post inner \(text)",
        "load post outer \(text)",
      ])
    block.registerLoadStateDictPostHook { _, context in
      context.keys = IncompatibleKeys(missingKeys: [], unexpectedKeys: [])
    }
    #expect("\(block.loadStateDict(state))" == "<All keys matched successfully>")
  }

  @Test func registration() async {
    await #expect(processExitsWith: .success) {
      let transcript = Transcript()
      registerModuleParameterRegistrationHook { module, name, parameter in
        transcript.note("param \(type(of: module)) \(name) \(Array(parameter.shape))")
        return nil
      }
      registerModuleBufferRegistrationHook { module, name, buffer in
        transcript.note("buffer \(type(of: module)) \(name) \(buffer == nil)")
        return nil
      }
      registerModuleModuleRegistrationHook { module, name, child in
        let kind = child.map { "\(type(of: $0))" } ?? "None"
        transcript.note("module \(type(of: module)) \(name) \(kind)")
        return nil
      }
      let block = Block()
      block.addModule("c", nil)
      block.registerParameter("p", nil)
      block.registerBuffer("q", nil)
      block.addModule("d", Tanh())
      block.setSubmodule("d", ReLU())
      _ = BatchNorm1d(2, affine: false)
      #expect(
        transcript.lines == [
          "param Times factor [1]", "module Block inner Times", "buffer Block b false",
          "module Block c None", "buffer Block q true", "module Block d Tanh",
          "module Block d ReLU",
          "buffer BatchNorm1d running_mean false", "buffer BatchNorm1d running_var false",
          "buffer BatchNorm1d num_batches_tracked false",
        ])
      registerModuleParameterRegistrationHook { _, _, parameter in parameter.data * 2 }
      #expect(Times(4).factor.toArray(Float.self) == [8] && Times(4).factor.isParameter)
    }
  }
}
