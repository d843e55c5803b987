// cblas by overload, so that templates need not know the prefix. All row-major.
#ifndef TS_MATMUL_BLAS_H
#define TS_MATMUL_BLAS_H

#include <cblas.h>

namespace ts::blas {

#define TS_BLAS_OVERLOADS(T, p)                                                                    \
  inline void gemm(bool ta, bool tb, int m, int n, int k, T alpha, const T *a, int lda,            \
                   const T *b, int ldb, T beta, T *c, int ldc) {                                   \
    cblas_##p##gemm(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, tb ? CblasTrans : CblasNoTrans, \
                    m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);                                 \
  }                                                                                                \
  inline void gemv(bool ta, int m, int n, T alpha, const T *a, int lda, const T *x, int incx,      \
                   T beta, T *y, int incy) {                                                       \
    cblas_##p##gemv(CblasRowMajor, ta ? CblasTrans : CblasNoTrans, m, n, alpha, a, lda, x, incx,   \
                    beta, y, incy);                                                                \
  }                                                                                                \
  inline T dot(int n, const T *x, int incx, const T *y, int incy) {                                \
    return cblas_##p##dot(n, x, incx, y, incy);                                                    \
  }                                                                                                \
  inline void trsm(bool left, bool upper, bool trans, bool unit, int m, int n, const T *a,         \
                   int lda, T *b, int ldb) {                                                       \
    cblas_##p##trsm(CblasColMajor, left ? CblasLeft : CblasRight, upper ? CblasUpper : CblasLower, \
                    trans ? CblasTrans : CblasNoTrans, unit ? CblasUnit : CblasNonUnit, m, n, 1,   \
                    a, lda, b, ldb);                                                               \
  }

TS_BLAS_OVERLOADS(float, s)
TS_BLAS_OVERLOADS(double, d)

#undef TS_BLAS_OVERLOADS

}  // namespace ts::blas

#endif
