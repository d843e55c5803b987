import Foundation

/// Whole-file reading and atomic writing, with errors that name the file.
public enum FileAccess {
  /// The size in bytes of the regular file at `path`.
  ///
  /// Throws when there is no file, or a directory or device in its place.
  public static func size(_ path: String) throws(FileError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileError(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(
        path: path, reason: status.st_mode & S_IFMT == S_IFDIR ? "is a directory" : "not a file")
    }
    return Int(status.st_size)
  }

  /// The bytes of the file at `path`.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    let size = try size(path)
    guard let file = fopen(path, "rb") else {
      throw FileError(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = size == 0 ? 0 : fread(buffer.baseAddress, 1, size, file)
    }
    guard bytes.count == size else {
      throw FileError(path: path, reason: "could not be read whole")
    }
    return bytes
  }

  /// Writes `text` so that readers see either the old file or the whole new one.
  public static func writeAtomically(_ text: String, to path: String) throws(FileError) {
    try replacing(path) { (temporary) throws(FileError) in
      guard let file = fopen(temporary, "wb") else {
        throw FileError(path: path, reason: String(cString: strerror(errno)))
      }
      var text = text
      let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
      let closed = fclose(file) == 0
      guard written && closed else {
        throw FileError(path: path, reason: "could not be written: disk full?")
      }
    }
  }

  /// Runs `body` with the name of a temporary file beside `path`, then renames it to `path`.
  ///
  /// The folder of `path` is created when missing. The temporary file is removed on failure; it is
  /// on the disk before it takes its name, so that a power cut leaves the old file or the new one.
  public static func replacing(
    _ path: String, _ body: (String) throws(FileError) -> Void
  ) throws(FileError) {
    try createFolder(ofFile: path)
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
    do {
      try body(temporary)
      try flush(temporary)
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      throw FileError(path: path, reason: reason)
    }
    let folder = (path as NSString).deletingLastPathComponent
    try flush(folder.isEmpty ? "." : folder)
  }

  /// Waits until the file or folder is on the disk.
  private static func flush(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw FileError(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    // Some file systems refuse to flush a folder; then there is nothing more to be done.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileError(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private static func createFolder(ofFile path: String) throws(FileError) {
    let folder = (path as NSString).deletingLastPathComponent
    guard !folder.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FileError(path: folder, reason: "the folder could not be created")
    }
  }
}
