import Touchstone

/// Why a line of a case table is not a case.
struct FixtureProblem: Error {
  let reason: String
  init(_ reason: String) { self.reason = reason }
}

extension FixtureCase {
  /// Decodes one line of the case table; `available` tells the elements held per dtype.
  init(_ line: JSONValue, available: (DType) -> Int) throws(FixtureProblem) {
    let reader = MemberReader(line)
    id = try reader.string("id")
    op = try reader.string("op")
    variant = try reader.string("variant")
    dtype = try reader.string("dtype")
    edge = try reader.string("edge")
    process = try reader.string("process")
    guard let kind = Kind(rawValue: try reader.string("kind")) else {
      throw FixtureProblem("kind is none of sample, edge, error")
    }
    self.kind = kind
    tensors = try reader.tensors(available)
    arguments = try reader.values("args")
    keywords = try reader.keywords()
    outputs = try reader.leaves("out")
    truths = try reader.references("truth", expected: kind == .error ? 0 : outputs.count)
    perturbed = try reader.optionalReferences("perturbed", expected: truths.count)
    cotangents = try reader.references("cot", expected: nil)
    gradients = try reader.references("grad", expected: nil)
    sparsity = try reader.sparsity("grad")
    gradientTruths = try reader.references("gradTruth", expected: gradients.count)
    secondCotangents = try reader.optionalReferences("cot2")
    secondGradients = try reader.optionalReferences("grad2")
    secondGradientTruths = try reader.optionalReferences(
      "grad2Truth", expected: secondGradients.count)
    roundings = try reader.optionalReferences("rounding", expected: outputs.count)
    gradientRoundings = try reader.optionalReferences("gradRounding", expected: gradients.count)
    secondGradientRoundings = try reader.optionalReferences(
      "grad2Rounding", expected: secondGradients.count)
    error = try reader.error()
    seed = line["seed"]?.int
    stateBefore = try reader.optionalReference("state_before")
    stateAfter = try reader.optionalReference("state_after")
    generatorStates = line["generators"] == nil
      ? [] : try reader.references("generators", expected: nil)
    try validate()
  }

  private func validate() throws(FixtureProblem) {
    guard id.split(separator: "/", omittingEmptySubsequences: false).count == 4 else {
      throw FixtureProblem("id is not suite/op/dtype/index")
    }
    guard (kind == .error) == (error != nil) else {
      throw FixtureProblem("an error is given exactly for cases of kind error")
    }
    guard cotangents.isEmpty || cotangents.count == outputs.count else {
      throw FixtureProblem("\(cotangents.count) cotangents for \(outputs.count) results")
    }
    let leaves = tensors.count { $0.requiresGrad }
    guard gradients.isEmpty || gradients.count == leaves else {
      throw FixtureProblem("\(gradients.count) gradients for \(leaves) tensors that require one")
    }
    let sources = leaves + cotangents.count { $0 != nil }
    guard
      secondGradients.isEmpty
        || (secondGradients.count == sources && secondCotangents.count == leaves)
    else {
      throw FixtureProblem(
        "\(secondGradients.count) second gradients for \(sources) tensors to differentiate by")
    }
    guard stateAfter == nil || stateBefore != nil else {
      throw FixtureProblem("state_before is missing")
    }
    let given = (arguments + keywords.map(\.value)).reduce(0) { $0 + $1.generatorCount }
    guard generatorStates.count == given else {
      throw FixtureProblem("\(generatorStates.count) states for \(given) generators")
    }
    let results = truths + perturbed + cotangents + gradients + gradientTruths
    let seconds = secondCotangents + secondGradients + secondGradientTruths
    let scales = roundings + gradientRoundings + secondGradientRoundings
    let states = [stateBefore, stateAfter] + generatorStates
    let places = sparsity.map { $0?.indices }
    let references = (results + seconds + scales + states + places).compactMap { $0 }
    guard references.allSatisfy(tensors.indices.contains),
      (arguments + keywords.map(\.value) + outputs).allSatisfy({ $0.fits(tensors) })
    else { throw FixtureProblem("refers to a tensor that is not there, or that only a truth can be") }
  }
}

extension FixtureValue {
  /// Whether every tensor in this tree is one of `tensors`, and written as itself.
  fileprivate func fits(_ tensors: [FixtureTensor]) -> Bool {
    switch self {
    case .tensor(let index), .generator(let index):
      tensors.indices.contains(index) && tensors[index].base == nil
    case .list(let items), .tuple(let items): items.allSatisfy { $0.fits(tensors) }
    case .slice(let a, let b, let c): a.fits(tensors) && b.fits(tensors) && c.fits(tensors)
    default: true
    }
  }

  /// Generators in this tree.
  fileprivate var generatorCount: Int {
    switch self {
    case .generator: 1
    case .list(let items), .tuple(let items): items.reduce(0) { $0 + $1.generatorCount }
    default: 0
    }
  }

  init(_ json: JSONValue) throws(FixtureProblem) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .double: throw FixtureProblem("a bare number that is no integer")
    case .string(let value): self = .string(value)
    case .array(let items): self = .list(try Self.all(items))
    case .object(let members): self = try Self.tagged(members)
    }
  }

  fileprivate static func all(_ items: [JSONValue]) throws(FixtureProblem) -> [FixtureValue] {
    var values: [FixtureValue] = []
    values.reserveCapacity(items.count)
    for item in items { values.append(try FixtureValue(item)) }
    return values
  }

  private static func tagged(
    _ members: [JSONValue.Member]
  ) throws(FixtureProblem) -> FixtureValue {
    guard members.count == 1, let member = members.first else {
      throw FixtureProblem("an argument with \(members.count) tags")
    }
    switch (member.name, member.value) {
    case ("t", .int(let index)): return .tensor(index)
    case ("f", .string(let text)): return .double(try number(text))
    case ("tuple", .array(let items)): return .tuple(try all(items))
    case ("dtype", .string(let name)): return .dtype(name)
    case ("slice", .array(let parts)) where parts.count == 3:
      return .slice(
        try FixtureValue(parts[0]), try FixtureValue(parts[1]), try FixtureValue(parts[2]))
    case ("ellipsis", _): return .ellipsis
    case ("c", .array(let parts)) where parts.count == 2:
      return .complex(try number(parts[0].string ?? ""), try number(parts[1].string ?? ""))
    case ("device", .string(let name)): return .device(name)
    case ("memory_format", .string(let name)): return .memoryFormat(name)
    case ("layout", .string(let name)): return .layout(name)
    case ("shared", .string(let name)): return .shared(name)
    case ("generator", let state):
      guard let index = state["t"]?.int else { throw FixtureProblem("a generator has no state") }
      return .generator(index)
    default: throw FixtureProblem("an argument tagged '\(member.name)' that cannot be read")
    }
  }

  private static func number(_ text: String) throws(FixtureProblem) -> Double {
    guard let value = Double(text) else { throw FixtureProblem("'\(text)' is not a number") }
    return value
  }
}

/// Reads the members of one case.
private struct MemberReader {
  let line: JSONValue

  init(_ line: JSONValue) { self.line = line }

  func member(_ name: String) throws(FixtureProblem) -> JSONValue {
    guard let value = line[name] else { throw FixtureProblem("'\(name)' is missing") }
    return value
  }

  func string(_ name: String) throws(FixtureProblem) -> String {
    guard let text = try member(name).string else { throw FixtureProblem("'\(name)' is no text") }
    return text
  }

  func array(_ name: String) throws(FixtureProblem) -> [JSONValue] {
    guard let items = try member(name).array else { throw FixtureProblem("'\(name)' is no list") }
    return items
  }

  func values(_ name: String) throws(FixtureProblem) -> [FixtureValue] {
    try FixtureValue.all(try array(name))
  }

  func keywords() throws(FixtureProblem) -> [(name: String, value: FixtureValue)] {
    guard let members = try member("kwargs").members else {
      throw FixtureProblem("'kwargs' is no object")
    }
    var keywords: [(name: String, value: FixtureValue)] = []
    for member in members { keywords.append((member.name, try FixtureValue(member.value))) }
    return keywords
  }

  /// The leaves of a result: a list, or the only one.
  func leaves(_ name: String) throws(FixtureProblem) -> [FixtureValue] {
    let tree = try member(name)
    if case .array(let items) = tree { return try FixtureValue.all(items) }
    return tree.isNull ? [] : [try FixtureValue(tree)]
  }

  /// Tensor references; null stands for a list of nothing.
  func references(_ name: String, expected: Int?) throws(FixtureProblem) -> [Int?] {
    let tree = try member(name)
    if tree.isNull { return Array(repeating: nil, count: expected ?? 0) }
    var found: [Int?] = []
    for item in tree.array ?? [tree] { found.append(try reference(item, name)) }
    if let expected, found.count != expected {
      throw FixtureProblem("'\(name)' has \(found.count) entries, expected \(expected)")
    }
    return found
  }

  /// References that need not be there.
  func optionalReferences(
    _ name: String, expected: Int? = nil
  ) throws(FixtureProblem) -> [Int?] {
    guard line[name] != nil else { return Array(repeating: nil, count: expected ?? 0) }
    return try references(name, expected: expected)
  }

  /// A reference that need not be there.
  func optionalReference(_ name: String) throws(FixtureProblem) -> Int? {
    guard let item = line[name] else { return nil }
    return try reference(item, name)
  }

  private func reference(_ item: JSONValue, _ name: String) throws(FixtureProblem) -> Int? {
    if item.isNull { return nil }
    if let parts = sparseParts(item) { return try reference(parts[2], name) }
    guard let index = item["t"]?.int else { throw FixtureProblem("'\(name)' has no reference") }
    return index
  }

  /// `["sparse", indices, values, size, is_coalesced]`.
  private func sparseParts(_ item: JSONValue) -> [JSONValue]? {
    guard let parts = item.array, parts.count == 5, parts[0].string == "sparse" else { return nil }
    return parts
  }

  /// The places of each sparse tensor of a list of references.
  func sparsity(_ name: String) throws(FixtureProblem) -> [FixtureSparsity?] {
    var found: [FixtureSparsity?] = []
    for item in try member(name).array ?? [] {
      guard let parts = sparseParts(item) else {
        found.append(nil)
        continue
      }
      guard let indices = try reference(parts[1], name), let size = integers(parts[3]),
        let isCoalesced = parts[4].bool
      else { throw FixtureProblem("'\(name)' holds a sparse tensor without its places") }
      found.append(FixtureSparsity(indices: indices, size: size, isCoalesced: isCoalesced))
    }
    return found
  }

  func error() throws(FixtureProblem) -> FixtureError? {
    guard let error = line["error"], !error.isNull else { return nil }
    let reader = MemberReader(error)
    return FixtureError(
      type: try reader.string("type"), regex: try reader.string("regex"),
      message: try reader.string("message"), isStatic: error["static"]?.bool ?? false)
  }

  func tensors(_ available: (DType) -> Int) throws(FixtureProblem) -> [FixtureTensor] {
    let entries = try array("tensors")
    var tensors: [FixtureTensor] = []
    tensors.reserveCapacity(entries.count)
    for (index, entry) in entries.enumerated() {
      guard let tensor = tensor(entry) else {
        throw FixtureProblem("tensor \(index) is not described as the format says")
      }
      if let problem = tensor.problem(available: available(tensor.dtype)) {
        throw FixtureProblem("tensor \(index) (\(tensor.dtype.name)) \(problem)")
      }
      if let base = tensor.base {
        guard tensors.indices.contains(base), tensors[base].base == nil,
          tensors[base].shape == tensor.shape
        else { throw FixtureProblem("tensor \(index) adds to no tensor of its shape before it") }
      }
      tensors.append(tensor)
    }
    return tensors
  }

  private func tensor(_ entry: JSONValue) -> FixtureTensor? {
    guard let parts = entry.array, (7...8).contains(parts.count), let name = parts[0].string,
      let dtype = fixtureDTypes[name], let offset = parts[1].int, let length = parts[2].int,
      let shape = integers(parts[3]), let strides = integers(parts[4]),
      let storageOffset = parts[5].int, let requiresGrad = parts[6].int
    else { return nil }
    return FixtureTensor(
      dtype: dtype, offset: offset, length: length, shape: shape, strides: strides,
      storageOffset: storageOffset, requiresGrad: requiresGrad != 0,
      base: parts.count == 8 ? parts[7].int ?? -1 : nil)
  }

  private func integers(_ json: JSONValue) -> [Int]? {
    guard let items = json.array else { return nil }
    var values: [Int] = []
    for item in items {
      guard let value = item.int else { return nil }
      values.append(value)
    }
    return values
  }
}

/// The dtypes a file may hold, by the names it uses for them.
let fixtureDTypes = Dictionary(uniqueKeysWithValues: DType.allCases.map { ($0.name, $0) })
