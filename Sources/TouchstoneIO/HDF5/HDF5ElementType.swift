import CHDF5
import Touchstone

/// How the elements of a dataset are stored.
public enum HDF5ElementType: Equatable, Sendable {
  /// IEEE floating point of 2, 4 or 8 bytes.
  case float(bytes: Int)
  /// Integer of 1, 2, 4 or 8 bytes.
  case integer(bytes: Int, signed: Bool)
  /// Anything else: text, compounds, references.
  case other

  /// The stored form of `dtype`: bfloat16 travels as its 16 bits, bool as one byte.
  public init(_ dtype: DType) {
    switch dtype {
    case .float32: self = .float(bytes: 4)
    case .float64: self = .float(bytes: 8)
    case .float16: self = .float(bytes: 2)
    case .bfloat16: self = .integer(bytes: 2, signed: false)
    case .int8: self = .integer(bytes: 1, signed: true)
    case .int16: self = .integer(bytes: 2, signed: true)
    case .int32: self = .integer(bytes: 4, signed: true)
    case .int64: self = .integer(bytes: 8, signed: true)
    case .uint8, .bool: self = .integer(bytes: 1, signed: false)
    @unknown default: self = .other
    }
  }

  /// The form of the HDF5 datatype `type`.
  init(type: hid_t) {
    let bytes = H5Tget_size(type)
    switch H5Tget_class(type) {
    case H5T_FLOAT where [2, 4, 8].contains(bytes): self = .float(bytes: bytes)
    case H5T_INTEGER where [1, 2, 4, 8].contains(bytes):
      self = .integer(bytes: bytes, signed: H5Tget_sign(type) == H5T_SGN_2)
    default: self = .other
    }
  }

  /// Bytes of one element; 0 for `.other`.
  public var size: Int {
    switch self {
    case .float(let bytes), .integer(let bytes, _): bytes
    case .other: 0
    }
  }

  /// Runs `body` with the datatype of this form in memory; nil for forms without one.
  func withMemoryType<T>(_ body: (hid_t) -> T) -> T? {
    switch self {
    case .float(2): Self.withHalfType(body)
    case .float(4): body(ts_h5t_float())
    case .float(8): body(ts_h5t_double())
    case .integer(1, true): body(ts_h5t_int8())
    case .integer(2, true): body(ts_h5t_int16())
    case .integer(4, true): body(ts_h5t_int32())
    case .integer(8, true): body(ts_h5t_int64())
    case .integer(1, false): body(ts_h5t_uint8())
    case .integer(2, false): body(ts_h5t_uint16())
    default: nil
    }
  }

  /// IEEE binary16: sign bit 15, exponent 5 bits from bit 10, mantissa 10 bits, bias 15.
  private static func withHalfType<T>(_ body: (hid_t) -> T) -> T? {
    let type = H5Tcopy(ts_h5t_ieee_f32le())
    defer { H5Tclose(type) }
    guard H5Tset_fields(type, 15, 10, 5, 0, 10) >= 0, H5Tset_size(type, 2) >= 0,
      H5Tset_ebias(type, 15) >= 0
    else { return nil }
    return body(type)
  }
}

extension HDF5ElementType: CustomStringConvertible {
  public var description: String {
    switch self {
    case .float(let bytes): "float\(bytes * 8)"
    case .integer(let bytes, let signed): "\(signed ? "int" : "uint")\(bytes * 8)"
    case .other: "a type that holds no numbers"
    }
  }
}
