// The LAPACK routines in OpenBLAS, declared here (Debian ships no header for them) and wrapped as
// overloads, so that templates need not know the prefix. Fortran takes everything by reference,
// and the length of each character argument after the others.
#ifndef TS_LINALG_LAPACK_H
#define TS_LINALG_LAPACK_H

#include <stddef.h>

extern "C" {
#define TS_LAPACK_SYMBOLS(T, p)                                                                    \
  void p##getrf_(const int *m, const int *n, T *a, const int *lda, int *pivots, int *info);        \
  void p##getrs_(const char *trans, const int *n, const int *k, const T *a, const int *lda,        \
                 const int *pivots, T *b, const int *ldb, int *info, size_t);                      \
  void p##potrf_(const char *uplo, const int *n, T *a, const int *lda, int *info, size_t);         \
  void p##potri_(const char *uplo, const int *n, T *a, const int *lda, int *info, size_t);         \
  void p##potrs_(const char *uplo, const int *n, const int *k, const T *a, const int *lda, T *b,   \
                 const int *ldb, int *info, size_t);                                               \
  void p##sytrf_(const char *uplo, const int *n, T *a, const int *lda, int *pivots, T *work,       \
                 const int *lwork, int *info, size_t);                                             \
  void p##sytrs_(const char *uplo, const int *n, const int *k, const T *a, const int *lda,         \
                 const int *pivots, T *b, const int *ldb, int *info, size_t);                      \
  void p##syevd_(const char *job, const char *uplo, const int *n, T *a, const int *lda, T *w,      \
                 T *work, const int *lwork, int *iwork, const int *liwork, int *info, size_t,      \
                 size_t);                                                                          \
  void p##geqrf_(const int *m, const int *n, T *a, const int *lda, T *tau, T *work,                \
                 const int *lwork, int *info);                                                     \
  void p##orgqr_(const int *m, const int *n, const int *k, T *a, const int *lda, const T *tau,     \
                 T *work, const int *lwork, int *info);                                            \
  void p##ormqr_(const char *side, const char *trans, const int *m, const int *n, const int *k,    \
                 const T *a, const int *lda, const T *tau, T *c, const int *ldc, T *work,          \
                 const int *lwork, int *info, size_t, size_t);                                     \
  void p##gesdd_(const char *job, const int *m, const int *n, T *a, const int *lda, T *s, T *u,    \
                 const int *ldu, T *vt, const int *ldvt, T *work, const int *lwork, int *iwork,    \
                 int *info, size_t);                                                               \
  void p##gels_(const char *trans, const int *m, const int *n, const int *k, T *a,                 \
                const int *lda, T *b, const int *ldb, T *work, const int *lwork, int *info,        \
                size_t);                                                                           \
  void p##gelsy_(const int *m, const int *n, const int *k, T *a, const int *lda, T *b,             \
                 const int *ldb, int *jpvt, const T *rcond, int *rank, T *work,                    \
                 const int *lwork, int *info);                                                     \
  void p##gelsd_(const int *m, const int *n, const int *k, T *a, const int *lda, T *b,             \
                 const int *ldb, T *s, const T *rcond, int *rank, T *work, const int *lwork,       \
                 int *iwork, int *info);                                                           \
  void p##gelss_(const int *m, const int *n, const int *k, T *a, const int *lda, T *b,             \
                 const int *ldb, T *s, const T *rcond, int *rank, T *work, const int *lwork,       \
                 int *info);
TS_LAPACK_SYMBOLS(float, s)
TS_LAPACK_SYMBOLS(double, d)
#undef TS_LAPACK_SYMBOLS
}

namespace ts::lapack {

#define TS_LAPACK_OVERLOADS(T, p)                                                                  \
  inline void getrf(int m, int n, T *a, int lda, int *pivots, int *info) {                         \
    p##getrf_(&m, &n, a, &lda, pivots, info);                                                      \
  }                                                                                                \
  inline void getrs(char trans, int n, int k, const T *a, int lda, const int *pivots, T *b,        \
                    int ldb, int *info) {                                                          \
    p##getrs_(&trans, &n, &k, a, &lda, pivots, b, &ldb, info, 1);                                  \
  }                                                                                                \
  inline void potrf(char uplo, int n, T *a, int lda, int *info) {                                  \
    p##potrf_(&uplo, &n, a, &lda, info, 1);                                                        \
  }                                                                                                \
  inline void potri(char uplo, int n, T *a, int lda, int *info) {                                  \
    p##potri_(&uplo, &n, a, &lda, info, 1);                                                        \
  }                                                                                                \
  inline void potrs(char uplo, int n, int k, const T *a, int lda, T *b, int ldb, int *info) {      \
    p##potrs_(&uplo, &n, &k, a, &lda, b, &ldb, info, 1);                                           \
  }                                                                                                \
  inline void sytrf(char uplo, int n, T *a, int lda, int *pivots, T *work, int lwork, int *info) { \
    p##sytrf_(&uplo, &n, a, &lda, pivots, work, &lwork, info, 1);                                  \
  }                                                                                                \
  inline void sytrs(char uplo, int n, int k, const T *a, int lda, const int *pivots, T *b,         \
                    int ldb, int *info) {                                                          \
    p##sytrs_(&uplo, &n, &k, a, &lda, pivots, b, &ldb, info, 1);                                   \
  }                                                                                                \
  inline void syevd(char job, char uplo, int n, T *a, int lda, T *w, T *work, int lwork,           \
                    int *iwork, int liwork, int *info) {                                           \
    p##syevd_(&job, &uplo, &n, a, &lda, w, work, &lwork, iwork, &liwork, info, 1, 1);              \
  }                                                                                                \
  inline void geqrf(int m, int n, T *a, int lda, T *tau, T *work, int lwork, int *info) {          \
    p##geqrf_(&m, &n, a, &lda, tau, work, &lwork, info);                                           \
  }                                                                                                \
  inline void orgqr(int m, int n, int k, T *a, int lda, const T *tau, T *work, int lwork,          \
                    int *info) {                                                                   \
    p##orgqr_(&m, &n, &k, a, &lda, tau, work, &lwork, info);                                       \
  }                                                                                                \
  inline void ormqr(char side, char trans, int m, int n, int k, const T *a, int lda,               \
                    const T *tau, T *c, int ldc, T *work, int lwork, int *info) {                  \
    p##ormqr_(&side, &trans, &m, &n, &k, a, &lda, tau, c, &ldc, work, &lwork, info, 1, 1);         \
  }                                                                                                \
  inline void gesdd(char job, int m, int n, T *a, int lda, T *s, T *u, int ldu, T *vt, int ldvt,   \
                    T *work, int lwork, int *iwork, int *info) {                                   \
    p##gesdd_(&job, &m, &n, a, &lda, s, u, &ldu, vt, &ldvt, work, &lwork, iwork, info, 1);         \
  }                                                                                                \
  inline void gels(int m, int n, int k, T *a, int lda, T *b, int ldb, T *work, int lwork,          \
                   int *info) {                                                                    \
    const char trans = 'N';                                                                        \
    p##gels_(&trans, &m, &n, &k, a, &lda, b, &ldb, work, &lwork, info, 1);                         \
  }                                                                                                \
  inline void gelsy(int m, int n, int k, T *a, int lda, T *b, int ldb, int *jpvt, T rcond,         \
                    int *rank, T *work, int lwork, int *info) {                                    \
    p##gelsy_(&m, &n, &k, a, &lda, b, &ldb, jpvt, &rcond, rank, work, &lwork, info);               \
  }                                                                                                \
  inline void gelsd(int m, int n, int k, T *a, int lda, T *b, int ldb, T *s, T rcond, int *rank,   \
                    T *work, int lwork, int *iwork, int *info) {                                   \
    p##gelsd_(&m, &n, &k, a, &lda, b, &ldb, s, &rcond, rank, work, &lwork, iwork, info);           \
  }                                                                                                \
  inline void gelss(int m, int n, int k, T *a, int lda, T *b, int ldb, T *s, T rcond, int *rank,   \
                    T *work, int lwork, int *info) {                                               \
    p##gelss_(&m, &n, &k, a, &lda, b, &ldb, s, &rcond, rank, work, &lwork, info);                  \
  }

TS_LAPACK_OVERLOADS(float, s)
TS_LAPACK_OVERLOADS(double, d)

#undef TS_LAPACK_OVERLOADS

}  // namespace ts::lapack

#endif
