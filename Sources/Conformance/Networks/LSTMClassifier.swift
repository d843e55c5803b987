import Touchstone
import TouchstoneNN

/// Classes of token sequences of different lengths, read in both directions.
final class LSTMClassifier: Module {
  let embedding = Embedding(12, 5, paddingIdx: 0)
  let lstm = LSTM(5, 4, 2, batchFirst: true, dropout: 0.25, bidirectional: true)
  let fc = Linear(8, 3)

  func forward(_ tokens: Tensor, _ lengths: Tensor) -> Tensor {
    let packed = packPaddedSequence(
      embedding(tokens), lengths, batchFirst: true, enforceSorted: false)
    let (_, (hidden, _)) = lstm(packed)
    return fc(Tensor.cat([hidden[-2], hidden[-1]], dim: 1))
  }

  func callAsFunction(_ tokens: Tensor, _ lengths: Tensor) -> Tensor {
    invoke([tokens, lengths], outputs: 1) { [self] in [forward($0[0]!, $0[1]!)] }[0]!
  }
}
