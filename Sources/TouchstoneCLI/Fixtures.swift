import ArgumentParser
import Conformance
import TouchstoneIO

/// `touchstone fixtures list | show | verify`
struct Fixtures: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at fixtures and check them.",
    subcommands: [ListFixtures.self, ShowFixture.self, VerifyFixtures.self])
}

struct ListFixtures: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the ids of cases, one a line.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    let corpus = try common.corpus()
    let selection = common.conformance.selection
    var problems = corpus.problems
    for file in corpus.files {
      do {
        for fixture in try FixtureFile(file.path).cases where selection.contains(fixture.id) {
          print(fixture.id)
        }
      } catch { problems.append(error) }
    }
    try Exit.report(problems)
  }
}

struct ShowFixture: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print what a fixture holds.")

  @Argument(help: "The case's id, such as ops/add/float32/0.")
  var id: String

  @Option(help: "Folder of fixtures.")
  var fixtures = CommonOptions.defaultFixtures

  func run() throws {
    do {
      guard let (file, fixture, _) = try Corpus(fixtures).find(id) else {
        throw Exit.unreadable("\(fixtures): holds no case called \(id)")
      }
      print(try CaseText.stored(fixture, in: file))
    } catch let error as FileError { throw Exit.unreadable("\(error)") }
  }
}

struct VerifyFixtures: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare all files with the manifest and read everything in them.")

  @Option(help: "Folder of fixtures.")
  var fixtures = CommonOptions.defaultFixtures

  func run() throws {
    let corpus = Corpus(fixtures)
    var problems = corpus.problems
    var cases = 0
    for file in corpus.files + corpus.tables {
      do {
        try Corpus.verify(file)
        if file.holdsCases { cases += try corpus.check(file) }
      } catch { problems.append(error) }
    }
    print("\(corpus.files.count) files, \(cases) cases, \(problems.count) problems")
    try Exit.report(problems)
  }
}

extension Exit {
  /// Prints problems and ends with code 2 when there are any.
  static func report(_ problems: [FileError]) throws {
    for problem in problems { Console.error("touchstone: \(problem)") }
    if !problems.isEmpty { throw ExitCode(2) }
  }
}
