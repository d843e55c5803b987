// Cholesky, L D L^T and the symmetric eigenproblem.
#include "batch.h"
#include "lapack.h"

using namespace ts;

namespace {

char triangle(bool upper) { return upper ? 'U' : 'L'; }

}  // namespace

void ts_cholesky(ts_view a, bool upper, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<int> status = infos(info);
    over_batch(batch_count(a), cubic(matrix.rows, matrix.rows), [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        *status[i] = 0;
        if (!matrix.empty())
          lapack::potrf(triangle(upper), matrix.rows, matrix[i], matrix.leading(), status[i]);
      }
    });
  });
}

void ts_cholesky_inverse(ts_view a, bool upper, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<int> status = infos(info);
    over_batch(batch_count(a), cubic(matrix.rows, matrix.rows), [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        *status[i] = 0;
        if (!matrix.empty())
          lapack::potri(triangle(upper), matrix.rows, matrix[i], matrix.leading(), status[i]);
      }
    });
  });
}

void ts_cholesky_solve(ts_view factor, ts_view b, bool upper) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(factor.dtype, T, {
    Matrices<T> left(factor), right(b);
    if (right.empty()) return;
    over_batch(batch_count(b), double(right.rows) * right.rows * right.columns,
               [=](int64_t begin, int64_t end) {
                 int info;
                 for (int64_t i = begin; i < end; ++i)
                   lapack::potrs(triangle(upper), right.rows, right.columns, left[i],
                                 left.leading(), right[i], right.leading(), &info);
               });
  });
}

void ts_ldl_factor(ts_view a, ts_view pivots, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<int> pivot(pivots), status = infos(info);
    over_batch(batch_count(a), cubic(matrix.rows, matrix.rows), [=](int64_t begin, int64_t end) {
      Workspace<T> work(64.0 * matrix.leading());
      for (int64_t i = begin; i < end; ++i) {
        *status[i] = 0;
        if (!matrix.empty())
          lapack::sytrf('L', matrix.rows, matrix[i], matrix.leading(), pivot[i], work.data(),
                        work.size(), status[i]);
      }
    });
  });
}

void ts_ldl_solve(ts_view factor, ts_view pivots, ts_view b) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(factor.dtype, T, {
    Matrices<T> left(factor), right(b);
    Vectors<int> pivot(pivots);
    if (right.empty()) return;
    over_batch(batch_count(b), double(right.rows) * right.rows * right.columns,
               [=](int64_t begin, int64_t end) {
                 int info;
                 for (int64_t i = begin; i < end; ++i)
                   lapack::sytrs('L', right.rows, right.columns, left[i], left.leading(), pivot[i],
                                 right[i], right.leading(), &info);
               });
  });
}

void ts_eigh(ts_view a, ts_view w, bool upper, bool vectors, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<T> values(w);
    Vectors<int> status = infos(info);
    int n = matrix.rows, lda = matrix.leading();
    char job = vectors ? 'V' : 'N', uplo = triangle(upper);
    T size = 1;
    int integers = 1, query_info;
    if (n > 0)
      lapack::syevd(job, uplo, n, matrix.data, lda, values.data, &size, -1, &integers, -1,
                    &query_info);
    over_batch(batch_count(a), 10 * cubic(n, n), [=](int64_t begin, int64_t end) {
      Workspace<T> work(size);
      Workspace<int> indices(integers);
      for (int64_t i = begin; i < end; ++i) {
        *status[i] = 0;
        if (n > 0)
          lapack::syevd(job, uplo, n, matrix[i], lda, values[i], work.data(), work.size(),
                        indices.data(), indices.size(), status[i]);
      }
    });
  });
}
