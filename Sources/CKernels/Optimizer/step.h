// What the steps of all optimizers share: the pieces of work and the arithmetic.
#ifndef TS_OPTIMIZER_STEP_H
#define TS_OPTIMIZER_STEP_H

#include <type_traits>
#include <vector>

#include "../Common/dispatch.h"
#include "../Common/half.h"
#include "../Common/parallel.h"
#include "../formulas/optimizer.h"
#include "../include/ts_optim.h"

namespace ts {

/// Elements of one parameter that one thread updates: a few arrays of these fit into its cache.
inline constexpr int64_t piece_size = 16384;

struct Piece {
  const ts_parameter *parameter;
  int64_t begin, end;
};

inline std::vector<Piece> pieces(const ts_parameters &parameters) {
  std::vector<Piece> found;
  for (int64_t i = 0; i < parameters.count; ++i) {
    const ts_parameter *parameter = parameters.items + i;
    for (int64_t begin = 0; begin < parameter->count; begin += piece_size) {
      const int64_t rest = parameter->count - begin;
      found.push_back({parameter, begin, begin + (rest < piece_size ? rest : piece_size)});
    }
  }
  return found;
}

/// Rounds a result of the computing type to what `S` can hold.
template <class S>
struct RoundTo {
  static constexpr bool keeps = std::is_same_v<S, acc_t<S>>;
  TS_FN_MEMBER acc_t<S> operator()(acc_t<S> x) const { return cast<acc_t<S>>(cast<S>(x)); }
};

/// Runs `body(piece, arithmetic, S())` for every piece, S being the element type.
template <class F>
void for_pieces(const ts_parameters &parameters, F body) {
  const std::vector<Piece> all = pieces(parameters);
  const auto run = [&](auto arithmetic, auto element) {
    parallel_for(static_cast<int64_t>(all.size()), 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        body(all[static_cast<size_t>(i)], arithmetic, element);
      }
    });
  };
  TS_DISPATCH_FLOATING(parameters.dtype, S, {
    using T = acc_t<S>;
    if (parameters.rounding == TS_STEP_ROUNDS_RESULTS && !RoundTo<S>::keeps) {
      return run(formula::StepArithmetic<T, RoundTo<T>>{}, S());
    }
    return run(formula::StepArithmetic<T, RoundTo<S>>{}, S());
  });
}

/// Calls `body` with the flag as a type, so that loops hold no question that is the same for all.
template <class F>
void with_flag(bool flag, F body) {
  if (flag) {
    body(std::true_type());
  } else {
    body(std::false_type());
  }
}

template <class S>
S *state(const Piece &piece, int index) {
  return static_cast<S *>(piece.parameter->state[index]);
}

}  // namespace ts

#endif
