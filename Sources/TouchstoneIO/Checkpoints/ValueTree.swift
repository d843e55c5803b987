import OrderedCollections
import Touchstone

/// Values in an HDF5 file: tensors as datasets, the rest as JSON.
///
/// null, booleans, integers, texts and lists are JSON's own. A double is `{"f": "0.1"}` (`nan`,
/// `inf`, `-inf`), a complex number `{"c": ["re", "im"]}`, a dtype `{"dtype": "float32"}`, a tensor
/// `{"t": "/path/of/its/dataset"}`, and a dictionary `{"d": [[key, value], …]}`, in order, with
/// texts or integers as keys.
struct ValueTreeWriter {
  let file: HDF5Writer
  let path: String
  let gzip: Int
  private var taken: Set<String> = []

  init(file: HDF5Writer, path: String, gzip: Int) {
    (self.file, self.path, self.gzip) = (file, path, gzip)
  }

  /// The JSON for `value`; its tensors are written under `place`.
  mutating func encoded(_ value: Value, at place: String) throws(FileError) -> JSONValue {
    switch value {
    case .none: return .null
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(Int(number))
    case .string(let text): return .string(text)
    case .double(let number): return ["f": .string("\(number)")]
    case .complex(let re, let im): return ["c": [.string("\(re)"), .string("\(im)")]]
    case .dtype(let dtype): return ["dtype": .string(dtype.name)]
    case .tensor(let tensor): return ["t": .string(try write(tensor, place))]
    case .list(let items): return .array(try encoded(items, at: place))
    case .dictionary(let entries): return ["d": .array(try encoded(entries, at: place))]
    default:
      throw FileError(
        path: path, object: place, reason: "\(value.pythonType) is nothing that a file holds")
    }
  }

  private mutating func encoded(_ items: [Value], at place: String) throws(FileError) -> [JSONValue]
  {
    var found: [JSONValue] = []
    for (index, item) in items.enumerated() {
      found.append(try encoded(item, at: "\(place)/\(index)"))
    }
    return found
  }

  private mutating func encoded(
    _ entries: OrderedDictionary<ValueKey, Value>, at place: String
  ) throws(FileError) -> [JSONValue] {
    var found: [JSONValue] = []
    for (key, value) in entries {
      let name: JSONValue
      switch key {
      case .string(let text): name = .string(text)
      case .int(let number): name = .int(Int(number))
      }
      found.append([name, try encoded(value, at: "\(place)/\(Self.linkName("\(key)"))")])
    }
    return found
  }

  /// A key as the name of a link, which has no slash and is neither empty nor a dot.
  private static func linkName(_ key: String) -> String {
    if key.isEmpty || key.allSatisfy({ $0 == "." }) { return "%" + key }
    return key.replacing("%", with: "%25").replacing("/", with: "%2F").replacing("\0", with: "%00")
  }

  private mutating func write(_ tensor: Tensor, _ place: String) throws(FileError) -> String {
    var name = place
    while !taken.insert(name).inserted { name += "%" }
    try file.write(tensor, name, gzip: gzip)
    return name
  }
}

/// The way back.
struct ValueTreeReader {
  let file: HDF5File

  /// The value that the dataset `/structure` describes.
  func structure() throws(FileError) -> Value {
    let dataset = try file.dataset("/structure")
    let bytes = try dataset.read(as: .integer(bytes: 1, signed: false))
    let json = bytes.withBytes { raw in
      Result { () throws(JSONError) in
        try JSONParser.parse(UnsafeRawBufferPointer(raw).bindMemory(to: UInt8.self))
      }
    }
    switch json {
    case .success(let json): return try decoded(json)
    case .failure(let error):
      throw dataset.error("is no JSON at byte \(error.offset): \(error.reason)")
    }
  }

  private func decoded(_ json: JSONValue) throws(FileError) -> Value {
    switch json {
    case .null: return .none
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(Int64(number))
    case .string(let text): return .string(text)
    case .array(let items): return .list(try decoded(items))
    case .object(let members) where members.count == 1:
      return try decoded(members[0].name, members[0].value)
    case .double, .object: throw problem("holds \(json.text)")
    }
  }

  private func decoded(_ items: [JSONValue]) throws(FileError) -> [Value] {
    var found: [Value] = []
    for item in items { found.append(try decoded(item)) }
    return found
  }

  private func decoded(_ tag: String, _ json: JSONValue) throws(FileError) -> Value {
    switch (tag, json) {
    case ("f", .string(let text)): return .double(try number(text))
    case ("c", .array(let parts)) where parts.count == 2:
      return .complex(try number(parts[0].string ?? ""), try number(parts[1].string ?? ""))
    case ("dtype", .string(let name)):
      guard let dtype = DType(name: name) else { throw problem("names the dtype \(name)") }
      return .dtype(dtype)
    case ("t", .string(let name)): return .tensor(try file.dataset(name).tensor())
    case ("d", .array(let pairs)): return .dictionary(try entries(pairs))
    default: throw problem("holds \(tag) with \(json.text)")
    }
  }

  private func number(_ text: String) throws(FileError) -> Double {
    guard let number = Double(text) else { throw problem("holds the number \(text)") }
    return number
  }

  private func entries(
    _ pairs: [JSONValue]
  ) throws(FileError) -> OrderedDictionary<ValueKey, Value> {
    var found: OrderedDictionary<ValueKey, Value> = [:]
    for pair in pairs {
      guard let parts = pair.array, parts.count == 2 else { throw problem("holds \(pair.text)") }
      found[try key(parts[0])] = try decoded(parts[1])
    }
    return found
  }

  private func key(_ json: JSONValue) throws(FileError) -> ValueKey {
    switch json {
    case .string(let text): return .string(text)
    case .int(let number): return .int(Int64(number))
    default: throw problem("has the key \(json.text)")
    }
  }

  private func problem(_ reason: String) -> FileError {
    FileError(path: file.path, object: "/structure", reason: reason)
  }
}
