import ArgumentParser

@main
struct TouchstoneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "touchstone",
    abstract: "Proves the Touchstone library against PyTorch, number by number.",
    discussion: """
      Exit codes: 0 all hold, 1 something failed, 2 bad usage or unreadable input.
      """,
    subcommands: [
      Conform.self, Precision.self, Repro.self, Fixtures.self, Exchange.self, Report.self,
      Gate.self,
    ])

  /// As the default `main`, with exit code 2 for bad usage.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      Console.error(fullMessage(for: error))
      exit(withError: ExitCode(2))
    }
  }
}
