import Foundation
import Testing

import Touchstone

/// Hooks, custom functions, anomaly mode, threads.
@Suite struct HooksAndFunctionsTests {
  private func leaf(_ values: [Double]) -> Tensor {
    Tensor(values, dtype: .float64).requiresGrad_()
  }

  @Test func leafHookSeesTheSumAndReplacesIt() {
    let x = leaf([2])
    var seen: [Double] = []
    let handle = x.registerHook { g in
      seen.append(g.item().doubleValue)
      return g * 10
    }
    (x * 3 + x * 4).backward()
    #expect(seen == [7])
    #expect(x.grad!.item().doubleValue == 70)
    handle.remove()
    (x * 1).backward()
    #expect(x.grad!.item().doubleValue == 71)
  }

  @Test func hookOnIntermediate() {
    let x = leaf([2])
    let a = x * 3
    a.registerHook { $0 * 2 }
    (a * 5).backward()
    #expect(x.grad!.item().doubleValue == 30)
  }

  @Test func postAccumulateHook() {
    let x = leaf([2])
    var seen: Double?
    x.registerPostAccumulateGradHook { seen = $0.grad!.item().doubleValue }
    (x * 3).backward()
    #expect(seen == 3)
  }

  private enum Cube: DifferentiableFunction {
    static func forward(_ ctx: FunctionContext, _ inputs: [Tensor]) throws -> [Tensor] {
      ctx.saveForBackward(inputs[0])
      return [inputs[0] * inputs[0] * inputs[0]]
    }
    static func backward(_ ctx: FunctionContext, _ grads: [Tensor?]) throws -> [Tensor?] {
      let x = ctx.savedTensors[0]
      return [grads[0]! * x * x * 3]
    }
  }

  @Test func customFunctionTwice() {
    let x = leaf([2])
    let y = Cube.apply([x])[0]
    #expect(y.gradFn!.name == "CubeBackward")
    let first = grad(outputs: [y], inputs: [x], createGraph: true)[0]!
    let second = grad(outputs: [first], inputs: [x])[0]!
    #expect(first.item().doubleValue == 12)
    #expect(second.item().doubleValue == 12)
  }

  @Test func customFunctionChecksVersions() {
    let x = leaf([2])
    let a = x * 1
    let y = Cube.apply([a])[0]
    a.add_(1)
    #expect(throws: TensorError.self) { try checked { y.backward() } }
  }

  @Test func anomalyModeNamesTheFunction() {
    let x = leaf([-1])
    let error = #expect(throws: TensorError.self) {
      try checked { detectAnomaly { x.sqrt().backward() } }
    }
    #expect(error!.message.contains("Function 'SqrtBackward0' returned nan values"))
  }

  @Test func threadsGiveTheSerialResult() {
    @Sendable func run(_ seed: Double) -> [Double] {
      let x = Tensor([seed, seed + 1, seed + 2], dtype: .float64).requiresGrad_()
      var y = x
      for _ in 0..<200 { y = (y * 1.01 + x).sin() }
      y.sum().backward()
      return x.grad!.toArray(Double.self)
    }
    let expected = [run(0), run(1)]
    let lock = NSLock()
    nonisolated(unsafe) var results: [Int: [Double]] = [:]
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      let result = run(Double(index))
      lock.withLock { results[index] = result }
    }
    #expect(results[0] == expected[0])
    #expect(results[1] == expected[1])
  }

  @Test func modesArePerThread() {
    noGrad {
      let thread = DispatchQueue.global()
      #expect(thread.sync { 1 } == 1)
      nonisolated(unsafe) var enabled: Bool?
      let done = DispatchSemaphore(value: 0)
      Thread.detachNewThread {
        enabled = isGradEnabled
        done.signal()
      }
      done.wait()
      #expect(enabled == true)
      #expect(!isGradEnabled)
    }
  }
}
