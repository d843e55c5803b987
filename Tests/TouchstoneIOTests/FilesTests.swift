import Foundation
import Testing
import TouchstoneIO

@Suite struct FilesTests {
  private let folder = TemporaryFolder()

  /// The vectors of FIPS 180-4, and lengths around the block size.
  @Test func sha256() {
    #expect(
      SHA256.hex(of: Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hex(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(
      SHA256.hex(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8))
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(
      SHA256.hex(of: [UInt8](repeating: 0x61, count: 1_000))
        == "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3")
  }

  @Test func writingReplacesAndMakesFolders() throws {
    let path = folder.file("new/deep/a.txt")
    try FileAccess.writeAtomically("one", to: path)
    try FileAccess.writeAtomically("two", to: path)
    #expect(try FileAccess.read(path) == Array("two".utf8))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("new/deep"))
    #expect(names == ["a.txt"])
  }

  @Test func writingUnderAFileIsRefused() throws {
    let file = folder.write([1], "file")
    #expect(throws: FileError.self) { try FileAccess.writeAtomically("x", to: file + "/a") }
    #expect(throws: FileError.self) { try FileAccess.read(folder.path) }
  }
}
