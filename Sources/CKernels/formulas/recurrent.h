// The element-wise part of gated recurrent cells and its derivatives, all in double.
//
// `M` supplies sigmoid and tanh: from the math library, or such that vectorise.
#pragma once

#include "transcendental.h"

namespace ts::formula {

// The nonlinearities to the last digit.
struct ExactGates {
  TS_FN double sigmoid(double x) { return 1 / (1 + ts::exp(-x)); }
  TS_FN double tanh(double x) { return formula::tanh(x); }
};

// One element of an LSTM step: sums of the gates i, f, g, o and the cell before.
struct MemoryStep {
  double in, forget, update, out, before;
};

// Gradients with respect to a MemoryStep.
using MemoryGradient = MemoryStep;

// The gates after their nonlinearities, the new cell and its tanh.
struct MemoryState {
  double in, forget, update, out, cell, squashed;
};

// c' = sigmoid(f) c + sigmoid(i) tanh(g); h' = sigmoid(o) tanh(c').
template <class M> TS_FN MemoryState memory_state(const MemoryStep &x) {
  const double in = M::sigmoid(x.in), forget = M::sigmoid(x.forget);
  const double update = M::tanh(x.update), out = M::sigmoid(x.out);
  const double cell = forget * x.before + in * update;
  return {in, forget, update, out, cell, M::tanh(cell)};
}

// From the gradients of h' and c'.
template <class M>
TS_FN MemoryGradient memory_gradient(const MemoryStep &x, double to_hidden, double to_cell) {
  const MemoryState s = memory_state<M>(x);
  const double cell = to_cell + to_hidden * s.out * (1 - s.squashed * s.squashed);
  return {cell * s.update * s.in * (1 - s.in), cell * x.before * s.forget * (1 - s.forget),
          cell * s.in * (1 - s.update * s.update), to_hidden * s.squashed * s.out * (1 - s.out),
          cell * s.forget};
}

// One element of a GRU step: sums of the gates r and z, both shares of n, the state before.
struct UnitStep {
  double reset, update, new_input, new_hidden, before;
};

// Gradients with respect to a UnitStep.
using UnitGradient = UnitStep;

// n + z (h - n), n = tanh(n_input + sigmoid(r) n_hidden), z = sigmoid(z).
template <class M> TS_FN double unit_state(const UnitStep &x) {
  const double fresh = M::tanh(x.new_input + M::sigmoid(x.reset) * x.new_hidden);
  return fresh + M::sigmoid(x.update) * (x.before - fresh);
}

template <class M> TS_FN UnitGradient unit_gradient(const UnitStep &x, double grad) {
  const double reset = M::sigmoid(x.reset), update = M::sigmoid(x.update);
  const double fresh = M::tanh(x.new_input + reset * x.new_hidden);
  const double to_fresh = grad * (1 - update) * (1 - fresh * fresh);
  return {to_fresh * x.new_hidden * reset * (1 - reset),
          grad * (x.before - fresh) * update * (1 - update), to_fresh, to_fresh * reset,
          grad * update};
}

}  // namespace ts::formula
