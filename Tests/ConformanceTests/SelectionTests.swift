import Testing

@testable import Conformance

@Suite struct SelectionTests {
  @Test func globs() {
    #expect(IDPattern("ops/add/*").matches("ops/add/float32/0"))
    #expect(!IDPattern("ops/add/*").matches("ops/addmm/float32/0"))
    #expect(IDPattern("*/float16/*").matches("ops/add/float16/edge-nan-0"))
    #expect(IDPattern("ops/add/float32/?").matches("ops/add/float32/7"))
    #expect(!IDPattern("ops/add/float32/?").matches("ops/add/float32/17"))
    #expect(IDPattern("ops/add/int[18]*").matches("ops/add/int16/0"))
    #expect(!IDPattern("ops/add/int[18]*").matches("ops/add/int32/0"))
    #expect(IDPattern("ops/add").matches("ops/add/float32/0"))
    #expect(!IDPattern("ops/add").matches("ops/addmm/float32/0"))
    #expect(IDPattern("*a*b*c").matches("xxaxxbxxbxc"))
  }

  @Test func filesThatCannotMatchAreLeftOut() {
    #expect(Selection(patterns: ["ops/add/*"]).mayContain(stem: "ops/add"))
    #expect(!Selection(patterns: ["ops/add/*"]).mayContain(stem: "ops/mul"))
    #expect(Selection(patterns: ["*"]).mayContain(stem: "ops/mul"))
    #expect(Selection().mayContain(stem: "ops/mul"))
  }

  @Test func shardsPartition() throws {
    let ids = (0..<1000).map { "ops/add/float32/\($0)" }
    let shards = try (0..<4).map { try #require(Shard(index: $0, count: 4)) }
    for id in ids { #expect(shards.count { $0.contains(id) } == 1) }
    for shard in shards { #expect(ids.count(where: shard.contains) > 150) }
    #expect(Shard("1/4")?.index == 1)
    for text in ["4/4", "-1/4", "1", "a/b", "1/0", "1/2/3"] { #expect(Shard(text) == nil) }
  }
}
