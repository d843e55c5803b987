// LU factorisation and what is solved with it.
#include "batch.h"
#include "lapack.h"

#include <numeric>

using namespace ts;

void ts_lu_factor(ts_view a, ts_view pivots, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<int> pivot(pivots), status = infos(info);
    over_batch(batch_count(a), cubic(matrix.rows, matrix.columns), [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        *status[i] = 0;
        if (matrix.empty()) continue;
        lapack::getrf(matrix.rows, matrix.columns, matrix[i], matrix.leading(), pivot[i],
                      status[i]);
      }
    });
  });
}

void ts_lu_solve(ts_view lu, ts_view pivots, ts_view b, bool transpose) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(lu.dtype, T, {
    Matrices<T> factor(lu), right(b);
    Vectors<int> pivot(pivots);
    if (right.empty()) return;
    over_batch(batch_count(lu), double(right.rows) * right.rows * right.columns,
               [=](int64_t begin, int64_t end) {
                 int info;
                 for (int64_t i = begin; i < end; ++i)
                   lapack::getrs(transpose ? 'T' : 'N', right.rows, right.columns, factor[i],
                                 factor.leading(), pivot[i], right[i], right.leading(), &info);
               });
  });
}

void ts_pivots_to_permutation(ts_view pivots, ts_view permutation) {
  Vectors<int> exchange(pivots);
  Vectors<int64_t> result(permutation);
  int64_t count = 1;
  for (int32_t d = 0; d < pivots.ndim - 1; ++d) count *= pivots.sizes[d];
  for (int64_t i = 0; i < count; ++i) {
    std::iota(result[i], result[i] + result.size, int64_t{0});
    for (int64_t k = 0; k < exchange.size; ++k)
      std::swap(result[i][k], result[i][exchange[i][k] - 1]);
  }
}
