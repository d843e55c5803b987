import ArgumentParser
import Conformance
import TouchstoneIO

/// `touchstone repro ID`
struct Repro: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run one case and print everything about it.",
    discussion: "Prints the stored values, the result, and the case as Swift and Python source.")

  @Argument(help: "The case's id, such as ops/add/float32/0.")
  var id: String

  @Option(help: "Folder of fixtures.")
  var fixtures = CommonOptions.defaultFixtures

  @Option(help: "Seed of the harness's own random draws.")
  var seed: UInt64 = 0

  func run() throws {
    let found: (FixtureFile, FixtureCase, Corpus.File)?
    do { found = try Corpus(fixtures).find(id) } catch { throw Exit.unreadable("\(error)") }
    guard let (file, fixture, _) = found else {
      throw Exit.unreadable("\(fixtures): holds no case called \(id)")
    }
    do {
      print(try CaseText.stored(fixture, in: file))
      print("\n--- Swift\n\(try Snippet.swift(fixture, in: file))")
      print("\n--- PyTorch\n\(try Snippet.python(fixture, in: file))\n")
    } catch { throw Exit.unreadable("\(error)") }
    var options = ConformanceOptions()
    options.selection = Selection(patterns: [id])
    options.seed = seed
    options.verifiesHashes = false
    let results = ConformanceRun(Corpus(fixtures), options).run()
    for result in results.cases where result.id == id { print(CaseText.outcome(result)) }
    for problem in results.problems { Console.error("touchstone: \(problem)") }
    print(results.summary)
    if results.exitCode != 0 { throw ExitCode(results.exitCode) }
  }
}
