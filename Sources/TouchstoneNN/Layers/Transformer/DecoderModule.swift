import Touchstone

/// What a decoder and its layers share: how they are called.
open class DecoderModule: Module {
  /// What the decoder makes of `tgt` while it attends to `memory`.
  open func forward(_ tgt: Tensor, _ memory: Tensor, masks: DecoderMasks) -> Tensor {
    super.forward(tgt)
  }

  /// Runs `forward` with the hooks around it.
  public final func callAsFunction(
    _ tgt: Tensor, _ memory: Tensor, tgtMask: Tensor? = nil, memoryMask: Tensor? = nil,
    tgtKeyPaddingMask: Tensor? = nil, memoryKeyPaddingMask: Tensor? = nil,
    tgtIsCausal: Bool? = nil, memoryIsCausal: Bool = false
  ) -> Tensor {
    self(
      tgt, memory,
      masks: DecoderMasks(
        tgt: tgtMask, memory: memoryMask, tgtKeyPadding: tgtKeyPaddingMask,
        memoryKeyPadding: memoryKeyPaddingMask, tgtIsCausal: tgtIsCausal,
        memoryIsCausal: memoryIsCausal))
  }

  final func callAsFunction(_ tgt: Tensor, _ memory: Tensor, masks: DecoderMasks) -> Tensor {
    invoke([tgt, memory] + masks.tensors, outputs: 1) { [self] in
      [forward($0[0]!, $0[1]!, masks: masks.with(Array($0[2...])))]
    }[0] ?? Tensor.poison
  }
}

/// What a decoder may not attend to: masks of the target and of the memory [T, T] and [T, S],
/// padding [N, T] and [N, S]; each true, or a number to add, where attention is forbidden.
public struct DecoderMasks {
  public var tgt, memory, tgtKeyPadding, memoryKeyPadding: Tensor?
  /// Whether `tgt` is the causal mask; nil lets a stack of layers find out.
  public var tgtIsCausal: Bool?
  public var memoryIsCausal: Bool

  public init(
    tgt: Tensor? = nil, memory: Tensor? = nil, tgtKeyPadding: Tensor? = nil,
    memoryKeyPadding: Tensor? = nil, tgtIsCausal: Bool? = nil, memoryIsCausal: Bool = false
  ) {
    (self.tgt, self.memory) = (tgt, memory)
    (self.tgtKeyPadding, self.memoryKeyPadding) = (tgtKeyPadding, memoryKeyPadding)
    (self.tgtIsCausal, self.memoryIsCausal) = (tgtIsCausal, memoryIsCausal)
  }

  var tensors: [Tensor?] { [tgt, memory, tgtKeyPadding, memoryKeyPadding] }

  func with(_ tensors: [Tensor?]) -> DecoderMasks {
    DecoderMasks(
      tgt: tensors[0], memory: tensors[1], tgtKeyPadding: tensors[2],
      memoryKeyPadding: tensors[3], tgtIsCausal: tgtIsCausal, memoryIsCausal: memoryIsCausal)
  }
}
