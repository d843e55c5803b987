import Conformance
import Testing
import Touchstone

/// The committed fixtures in chunks: one test per chunk keeps the testing library fast.
@Suite(.serialized) struct ConformanceTests {
  private static let chunks = 24

  @Test(arguments: 0..<chunks) func chunk(index: Int) {
    var options = ConformanceOptions()
    options.jobs = 2
    options.verifiesHashes = false
    let corpus = CommittedFixtures.corpus.part(index, of: Self.chunks)
    let results = ConformanceRun(corpus, options).run()
    #expect(results.problems.isEmpty)
    let failures = results.cases.filter { $0.status == .failed }
    for failure in failures.prefix(5) { Issue.record("\(CaseText.outcome(failure))") }
    #expect(failures.isEmpty, "\(results.summary)")
  }

  @Test func theCorpusIsThere() {
    #expect(CommittedFixtures.corpus.problems.isEmpty)
    #expect(CommittedFixtures.corpus.files.count >= 260)
  }
}

/// A record without fixtures, or fixtures without a record, would go unnoticed otherwise.
@Suite struct CatalogueTests {
  @Test func everyRecordHasFixtures() {
    let names = Set(CommittedFixtures.corpus.files.map(\.op))
    let missing = Catalogue.all.map(\.name).filter { !names.contains($0) }
    #expect(missing.isEmpty, "records without fixtures: \(missing)")
  }

  @Test func everyFixtureHasARecord() {
    let names = CommittedFixtures.corpus.files.map { file in
      file.suite == "networks" ? "networks.\(file.op)" : CommittedFixtures.function(of: file.op)
    }
    let missing = names.filter { Records.named($0) == nil }
    #expect(missing.isEmpty, "fixtures without a record: \(missing)")
  }

  @Test func namesAreUnique() {
    let names = Catalogue.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
