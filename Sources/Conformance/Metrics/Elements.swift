import Touchstone
import TouchstoneIO

/// The elements of a tensor in row-major order, as raw bits.
struct Elements: Sendable {
  let dtype: DType
  let shape: [Int]
  let strides: [Int]
  let bits: [UInt64]

  var count: Int { bits.count }

  /// Those of a sparse tensor are the ones it stores.
  init(_ tensor: Tensor) {
    let tensor = tensor.isSparse ? tensor.storedValues : tensor
    dtype = tensor.dtype
    shape = Array(tensor.shape)
    strides = Array(tensor.strides)
    let offset = tensor.storageOffset
    bits = tensor.withStorageBytes { [shape, strides, dtype] bytes in
      Self.gather(bytes, dtype.itemSize, shape, strides, offset)
    }
  }

  init(_ tensor: FixtureTensor, _ span: UnsafeRawBufferPointer) {
    dtype = tensor.dtype
    shape = tensor.shape
    strides = tensor.strides
    bits = Self.gather(
      span, tensor.dtype.itemSize, tensor.shape, tensor.strides, tensor.storageOffset)
  }

  /// Tensor `index` of a case, of float64 where it is written as a sum.
  init(_ index: Int, of fixture: FixtureCase, in file: FixtureFile) throws(FileError) {
    let entry = fixture.tensors[index]
    let stored = Elements(entry, try file.span(entry))
    guard let base = entry.base else {
      self = stored
      return
    }
    let sums = zip(try Elements(base, of: fixture, in: file).values, stored.values).map(+)
    (dtype, shape, strides) = (.float64, entry.shape, entry.strides)
    bits = sums.map(\.bitPattern)
  }

  /// Element `index` as a number: exact for all dtypes but large 64-bit integers.
  func value(_ index: Int) -> Double { Self.decode(bits[index], dtype) }

  /// All elements as numbers.
  var values: [Double] {
    switch dtype {
    case .float64: bits.map { Double(bitPattern: $0) }
    case .float32: bits.map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
    default: bits.map { Self.decode($0, dtype) }
    }
  }

  /// Element `index` as PyTorch prints it, with its bits.
  func text(_ index: Int) -> String {
    let hex = String(bits[index], radix: 16)
    let width = dtype.itemSize * 2
    return number(index) + " (0x" + String(repeating: "0", count: width - hex.count) + hex + ")"
  }

  /// Element `index` in decimal.
  func number(_ index: Int) -> String {
    switch dtype {
    case .float64: "\(Double(bitPattern: bits[index]))"
    case .float32: "\(Float(bitPattern: UInt32(truncatingIfNeeded: bits[index])))"
    case .float16, .bfloat16: value(index).isNaN ? "nan" : "\(Float(value(index)))"
    case .bool: bits[index] == 0 ? "false" : "true"
    case .uint8: "\(bits[index])"
    default: "\(signed(index))"
    }
  }

  /// Element `index` of an integer tensor.
  func signed(_ index: Int) -> Int64 { Self.signExtended(bits[index], dtype) }

  /// Position of the flat `index`, such as `[1, 0, 2]`.
  func position(_ index: Int) -> [Int] {
    var rest = index
    var position = [Int](repeating: 0, count: shape.count)
    for d in shape.indices.reversed() {
      position[d] = rest % shape[d]
      rest /= shape[d]
    }
    return position
  }

  private static func decode(_ bits: UInt64, _ dtype: DType) -> Double {
    switch dtype {
    case .float64: Double(bitPattern: bits)
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .bfloat16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    case .float16: half(bits)
    case .uint8, .bool: Double(bits)
    default: Double(signExtended(bits, dtype))
    }
  }

  private static func signExtended(_ bits: UInt64, _ dtype: DType) -> Int64 {
    switch dtype {
    case .int8: Int64(Int8(truncatingIfNeeded: bits))
    case .int16: Int64(Int16(truncatingIfNeeded: bits))
    case .int32: Int64(Int32(truncatingIfNeeded: bits))
    default: Int64(bitPattern: bits)
    }
  }

  private static func half(_ bits: UInt64) -> Double {
    let fraction = Double(bits & 0x3FF)
    let exponent = Int((bits >> 10) & 0x1F)
    let magnitude: Double
    switch exponent {
    case 0: magnitude = fraction * FloatFormat.power(-24)
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default: magnitude = (1024 + fraction) * FloatFormat.power(exponent - 25)
    }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}

extension Elements {
  /// Collects strided elements of `size` bytes.
  private static func gather(
    _ bytes: UnsafeRawBufferPointer, _ size: Int, _ shape: [Int], _ strides: [Int], _ offset: Int
  ) -> [UInt64] {
    switch size {
    case 8: gather(bytes, UInt64.self, shape, strides, offset)
    case 4: gather(bytes, UInt32.self, shape, strides, offset)
    case 2: gather(bytes, UInt16.self, shape, strides, offset)
    default: gather(bytes, UInt8.self, shape, strides, offset)
    }
  }

  private static func gather<T: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ type: T.Type, _ shape: [Int], _ strides: [Int],
    _ offset: Int
  ) -> [UInt64] {
    let count = shape.contains(0) ? 0 : shape.reduce(1, *)
    guard count > 0, let start = bytes.baseAddress else { return [] }
    let base = (start + offset * MemoryLayout<T>.size).assumingMemoryBound(to: T.self)
    return [UInt64](unsafeUninitializedCapacity: count) { out, filled in
      walk(shape, strides) { index, place in
        out[index] = UInt64(truncatingIfNeeded: base[place])
      }
      filled = count
    }
  }

  /// Calls `body(flat index, storage index)` for every element in row-major order.
  private static func walk(_ shape: [Int], _ strides: [Int], _ body: (Int, Int) -> Void) {
    guard let inner = shape.last, let step = strides.last else { return body(0, 0) }
    let rank = shape.count
    var counter = [Int](repeating: 0, count: rank)
    var place = 0
    var index = 0
    while true {
      for i in 0..<inner { body(index + i, place + i * step) }
      index += inner
      var d = rank - 2
      while d >= 0 {
        counter[d] += 1
        place += strides[d]
        if counter[d] < shape[d] { break }
        place -= counter[d] * strides[d]
        counter[d] = 0
        d -= 1
      }
      if d < 0 { return }
    }
  }
}
