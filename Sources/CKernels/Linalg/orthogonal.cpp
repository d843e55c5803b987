// Householder QR and the singular value decomposition.
#include "batch.h"
#include "lapack.h"

using namespace ts;

void ts_qr_factor(ts_view a, ts_view tau) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<T> factors(tau);
    if (matrix.empty()) return;
    int m = matrix.rows, n = matrix.columns, query_info;
    T size;
    lapack::geqrf(m, n, matrix.data, m, factors.data, &size, -1, &query_info);
    over_batch(batch_count(a), cubic(m, n), [=](int64_t begin, int64_t end) {
      Workspace<T> work(size);
      int info;
      for (int64_t i = begin; i < end; ++i)
        lapack::geqrf(m, n, matrix[i], m, factors[i], work.data(), work.size(), &info);
    });
  });
}

void ts_householder_product(ts_view a, ts_view tau) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a);
    Vectors<T> factors(tau);
    if (matrix.empty()) return;
    int m = matrix.rows, n = matrix.columns, k = int(factors.size), query_info;
    T size;
    lapack::orgqr(m, n, k, matrix.data, m, factors.data, &size, -1, &query_info);
    over_batch(batch_count(a), cubic(m, n), [=](int64_t begin, int64_t end) {
      Workspace<T> work(size);
      int info;
      for (int64_t i = begin; i < end; ++i)
        lapack::orgqr(m, n, k, matrix[i], m, factors[i], work.data(), work.size(), &info);
    });
  });
}

void ts_householder_multiply(ts_view a, ts_view tau, ts_view c, bool left, bool transpose) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> vectors(a), target(c);
    Vectors<T> factors(tau);
    if (target.empty() || factors.size == 0) return;
    char side = left ? 'L' : 'R', trans = transpose ? 'T' : 'N';
    int m = target.rows, n = target.columns, k = int(factors.size), query_info;
    T size;
    lapack::ormqr(side, trans, m, n, k, vectors.data, vectors.leading(), factors.data, target.data,
                  m, &size, -1, &query_info);
    over_batch(batch_count(c), double(m) * n * k, [=](int64_t begin, int64_t end) {
      Workspace<T> work(size);
      int info;
      for (int64_t i = begin; i < end; ++i)
        lapack::ormqr(side, trans, m, n, k, vectors[i], vectors.leading(), factors[i], target[i], m,
                      work.data(), work.size(), &info);
    });
  });
}

void ts_svd(ts_view a, ts_view u, ts_view s, ts_view vh, int32_t vectors, ts_view info) {
  ts_blas_prepare();
  TS_DISPATCH_BLAS(a.dtype, T, {
    Matrices<T> matrix(a), left(u), right(vh);
    Vectors<T> values(s);
    Vectors<int> status = infos(info);
    char job = "NSA"[vectors];
    int m = matrix.rows, n = matrix.columns, query_info;
    int ldu = left.leading(), ldvh = right.leading();
    T size = 1;
    if (!matrix.empty())
      lapack::gesdd(job, m, n, matrix.data, m, values.data, left.data, ldu, right.data, ldvh,
                    &size, -1, nullptr, &query_info);
    over_batch(batch_count(a), 10 * cubic(m, n), [=](int64_t begin, int64_t end) {
      Workspace<T> work(size);
      Workspace<int> indices(8.0 * std::min(m, n));
      for (int64_t i = begin; i < end; ++i) {
        *status[i] = 0;
        if (!matrix.empty())
          lapack::gesdd(job, m, n, matrix[i], m, values[i], left[i], ldu, right[i], ldvh,
                        work.data(), work.size(), indices.data(), status[i]);
      }
    });
  });
}
