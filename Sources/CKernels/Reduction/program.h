// A reduction is a map of the elements, a fold, and a last step on each result.
#ifndef TS_REDUCTION_PROGRAM_H
#define TS_REDUCTION_PROGRAM_H

#include <vector>

#include "block.h"
#include "plan.h"

namespace ts {

enum class Map {
  none, skip_nan, nonzero, magnitude, square, power, centred, centred_square, centred_exp
};
enum class Fold { sum, product, maximum, minimum };
enum class Finish { none, nonzero, scale, root, scaled_root, power, log_plus_centre };

struct Program {
  Map map = Map::none;
  Fold fold = Fold::sum;
  Finish finish = Finish::none;
  double power = 1;                 // of Map::power and Finish::power
  double scale = 1;                 // of Finish::scale and Finish::scaled_root
  const double *centre = nullptr;   // one per output, in row-major order of the kept dimensions
};

/// Where results go: to a view, or to an array in row-major order of the kept dimensions.
template <class D>
struct Sink {
  D *array = nullptr;
  void *out = nullptr;
  Store<D> store = nullptr;
};

template <class D>
void apply_map(const Program &program, D *x, int64_t n, const double *centre, bool one_centre);

template <class D>
void apply_finish(const Program &program, D *x, int64_t n, const double *centre);

template <class D>
Sink<D> sink_to(const ts_view &out) {
  return Sink<D>{nullptr, out.data, store_for<D>(out.dtype)};
}

/// Runs the program over `in`'s elements as the plan orders them.
template <class D>
void run_reduction(const Program &program, const Plan &plan, const ts_view &in, Sink<D> sink);

/// One number per output, in row-major order of the kept dimensions.
inline std::vector<double> reduce_to_array(const Program &program, const Plan &plan,
                                           const ts_view &in) {
  std::vector<double> result(static_cast<size_t>(plan.outputs));
  run_reduction<double>(program, plan, in, Sink<double>{result.data()});
  return result;
}

}  // namespace ts

#endif
