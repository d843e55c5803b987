// Triangular systems and least squares.
#include "../Matmul/blas.h"
#include "batch.h"
#include "lapack.h"

namespace ts {
namespace {

/// One least-squares problem, with the routines' different workspaces behind one call.
template <typename T>
struct LeastSquares {
  int driver, m, n, k;
  T rcond;

  int ldb() const { return std::max({m, n, 1}); }

  void run(T *a, T *b, int *rank, T *s, T *work, int lwork, int *indices, int *info) const {
    switch (driver) {
      case TS_GELS: return lapack::gels(m, n, k, a, m, b, ldb(), work, lwork, info);
      case TS_GELSY:
        std::fill(indices, indices + (lwork < 0 ? 1 : n), 0);
        return lapack::gelsy(m, n, k, a, m, b, ldb(), indices, rcond, rank, work, lwork, info);
      case TS_GELSD:
        return lapack::gelsd(m, n, k, a, m, b, ldb(), s, rcond, rank, work, lwork, indices, info);
      case TS_GELSS:
        return lapack::gelss(m, n, k, a, m, b, ldb(), s, rcond, rank, work, lwork, info);
    }
  }
};

}  // namespace
}  // namespace ts

using namespace ts;

void ts_solve_triangular(
  ts_view a, ts_view b, bool left, bool upper, bool transpose, bool unit) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a), right(b);
    if (right.empty()) return;
    over_batch(batch_count(b), double(matrix.rows) * right.rows * right.columns,
               [=](int64_t begin, int64_t end) {
                 for (int64_t i = begin; i < end; ++i)
                   blas::trsm(left, upper, transpose, unit, right.rows, right.columns, matrix[i],
                              matrix.leading(), right[i], right.leading());
               });
  });
}

void ts_lstsq(
  ts_view a, ts_view b, ts_view rank, ts_view s, double rcond, int32_t driver, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a), right(b);
    Vectors<int> ranks = infos(rank), status = infos(info);
    Vectors<T> values(s);
    LeastSquares<T> problem{driver, matrix.rows, matrix.columns, right.columns, T(rcond)};
    T size = 1;
    int indices_size = 1, query_info, query_rank;
    if (!matrix.empty())
      problem.run(matrix.data, right.data, &query_rank, values.data, &size, -1, &indices_size,
                  &query_info);
    over_batch(batch_count(a), 10 * cubic(matrix.rows, matrix.columns),
               [=](int64_t begin, int64_t end) {
                 Workspace<T> work(size);
                 Workspace<int> indices(std::max(indices_size, problem.n));
                 for (int64_t i = begin; i < end; ++i) {
                   *status[i] = 0;
                   if (!matrix.empty())
                     problem.run(matrix[i], right[i], ranks[i], values[i], work.data(), work.size(),
                                 indices.data(), status[i]);
                 }
               });
  });
}
