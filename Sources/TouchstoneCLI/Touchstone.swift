import ArgumentParser

@main
struct TouchstoneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "touchstone",
    abstract: "Proves the Touchstone library against PyTorch, number by number.",
    subcommands: [Conform.self])
}
