import ArgumentParser

@main
struct BenchCPU: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "bench-cpu")
}
