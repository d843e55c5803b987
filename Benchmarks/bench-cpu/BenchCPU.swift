import ArgumentParser
import Conformance
import Foundation
import Touchstone

@main
struct BenchCPU: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-cpu",
    abstract: "Times the library on the CPU, beside PyTorch in the same run where it is installed.")

  @Option(help: "Only cases whose name contains this text.")
  var filter: String?

  @Option(help: "Threads, ours and the peer's.")
  var threads = CPU.threadCount

  @Option(help: "Rounds; each times ours and then the peer's.")
  var rounds = 9

  @Option(help: "Seconds of one sample.")
  var seconds = 0.05

  @Option(help: "Write the rows to this JSON file.")
  var json: String?

  @Option(help: "Write the table to this Markdown file.")
  var markdown: String?

  @Option(help: "Python that has PyTorch; else TOUCHSTONE_PYTHON.")
  var python = ProcessInfo.processInfo.environment["TOUCHSTONE_PYTHON"] ?? ""

  @Option(help: "The script that stands for PyTorch.")
  var peer = "Benchmarks/peers/pytorch_peer.py"

  func validate() throws {
    guard threads > 0, rounds > 0, seconds > 0 else {
      throw ValidationError("--threads, --rounds and --seconds must be positive")
    }
  }

  func run() throws {
    CPU.threadCount = threads
    let chosen = Benchmark.all.filter { filter.map($0.name.contains) ?? true }
    if chosen.isEmpty { throw ValidationError("no case's name contains '\(filter ?? "")'") }
    let (runner, missing) = makeRunner()
    var rows: [Row] = []
    for benchmark in chosen {
      progress(benchmark.name)
      rows.append(try runner.run(benchmark))
    }
    if let first = chosen.first { rows.append(runner.floor(first)) }
    if let last = chosen.last, chosen.count > 1 { rows.append(runner.floor(last)) }
    try write(
      BenchmarkReport(
        header: RunHeader(suite: "bench-cpu", device: "cpu"), rows: rows, threads: threads,
        capability: CPU.capability.name, blasCore: CPU.blasCore, peerMissing: missing))
  }

  private func makeRunner() -> (Runner, missing: String?) {
    func runner(_ peer: Peer?) -> Runner { Runner(rounds: rounds, seconds: seconds, peer: peer) }
    if python.isEmpty { return (runner(nil), "no Python with PyTorch (./touchstone.sh bench --with-pytorch)") }
    do {
      return (runner(try Peer(python: python, script: peer, threads: threads)), nil)
    } catch {
      return (runner(nil), "\(error)")
    }
  }

  private func write(_ report: BenchmarkReport) throws {
    print(report.markdown)
    if let json { try Data(report.json.utf8).write(to: URL(filePath: json), options: .atomic) }
    if let markdown {
      try Data(report.markdown.utf8).write(to: URL(filePath: markdown), options: .atomic)
    }
  }

  private func progress(_ name: String) {
    guard isatty(2) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(name)\r".utf8))
  }
}
