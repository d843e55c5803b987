import CKernels

extension CPUBackend {
  func memoryCell(_ gates: GateShares, _ cell: Tensor, intoHidden: Tensor, intoCell: Tensor) {
    withViews(gates.input, gates.hidden, cell) { input, hidden, cell in
      withViews(intoHidden, intoCell) { ts_lstm_cell(&input, &hidden, &cell, &$0, &$1) }
    }
  }

  func memoryCellBackward(
    _ gates: GateShares, _ cell: Tensor, toHidden: Tensor?, toCell: Tensor?,
    intoGates: Tensor, intoCell: Tensor
  ) {
    withViews(gates.input, gates.hidden, cell) { input, hidden, cell in
      withViews(intoGates, intoCell) { gates, before in
        withView(ifPresent: toHidden) { toHidden in
          withView(ifPresent: toCell) {
            ts_lstm_cell_backward(&input, &hidden, &cell, toHidden, $0, &gates, &before)
          }
        }
      }
    }
  }

  func gatedUnit(_ gates: GateShares, _ hidden: Tensor, into out: Tensor) {
    withViews(gates.input, gates.hidden, hidden, out) { ts_gru_cell(&$0, &$1, &$2, &$3) }
  }

  func gatedUnitBackward(
    _ gates: GateShares, _ hidden: Tensor, _ grad: Tensor, intoGates: GateShares,
    intoHidden: Tensor
  ) {
    withViews(gates.input, gates.hidden, hidden, grad) { input, state, hidden, grad in
      withViews(intoGates.input, intoGates.hidden, intoHidden) {
        ts_gru_cell_backward(&input, &state, &hidden, &grad, &$0, &$1, &$2)
      }
    }
  }
}
