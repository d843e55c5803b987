/// A Swift number whose memory is that of a tensor element.
public protocol TensorElement: Sendable {
  /// The dtype with this memory layout.
  static var dtype: DType { get }
}

extension Int8: TensorScalar {
  public var scalar: Scalar { .int(Int64(self)) }
}
extension Int16: TensorScalar {
  public var scalar: Scalar { .int(Int64(self)) }
}
extension UInt8: TensorScalar {
  public var scalar: Scalar { .int(Int64(self)) }
}
extension Float16: TensorScalar {
  public var scalar: Scalar { .double(Double(self)) }
}

extension Float: TensorElement {
  public static var dtype: DType { .float32 }
}
extension Double: TensorElement {
  public static var dtype: DType { .float64 }
}
extension Float16: TensorElement {
  public static var dtype: DType { .float16 }
}
extension Int8: TensorElement {
  public static var dtype: DType { .int8 }
}
extension Int16: TensorElement {
  public static var dtype: DType { .int16 }
}
extension Int32: TensorElement {
  public static var dtype: DType { .int32 }
}
extension Int64: TensorElement {
  public static var dtype: DType { .int64 }
}
extension Int: TensorElement {
  public static var dtype: DType { .int64 }
}
extension UInt8: TensorElement {
  public static var dtype: DType { .uint8 }
}
extension Bool: TensorElement {
  public static var dtype: DType { .bool }
}
