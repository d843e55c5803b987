import Foundation
import Touchstone

/// What was measured for one case.
struct Row {
  let benchmark: Benchmark
  let ours: Samples
  /// The peer's samples; empty when there is no peer or it lacks the case.
  let theirs: Samples
  /// What the second side is called.
  let peer: String?
}

/// Times every case in rounds: ours, the peer's, ours, the peer's, so that a drifting machine
/// slows both.
struct Runner {
  let rounds: Int
  let seconds: Double
  let peer: Peer?
  /// Pause after the peer's turn, in which its idle threads go to sleep.
  let rest = 0.02

  func run(_ benchmark: Benchmark) throws -> Row {
    let watch = Stopwatch(benchmark.prepare(), seconds: seconds)
    var ours = Samples(), theirs = Samples()
    let known = try peer?.secondsPerCall(benchmark.name, seconds: seconds) != nil
    for _ in 0..<rounds {
      if known { Thread.sleep(forTimeInterval: rest) }
      ours.add(watch.secondsPerCall())
      guard known, let peer else { continue }
      if let sample = try peer.secondsPerCall(benchmark.name, seconds: seconds) {
        theirs.add(sample)
      }
    }
    CPU.emptyCache()
    return Row(benchmark: benchmark, ours: ours, theirs: theirs, peer: known ? peer?.name : nil)
  }

  /// The same case on both sides: how far from 1 a ratio is without any difference.
  func floor(_ benchmark: Benchmark) -> Row {
    let watch = Stopwatch(benchmark.prepare(), seconds: seconds)
    var first = Samples(), second = Samples()
    for _ in 0..<rounds {
      first.add(watch.secondsPerCall())
      second.add(watch.secondsPerCall())
    }
    let floor = Benchmark(
      "floor: \(benchmark.name) against itself", benchmark.group, flops: benchmark.flops,
      bytes: benchmark.bytes, prepare: benchmark.prepare)
    return Row(benchmark: floor, ours: first, theirs: second, peer: "itself")
  }
}
