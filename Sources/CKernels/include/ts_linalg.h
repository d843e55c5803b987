// LAPACK over batches of matrices.
//
// Every matrix operand is a view [..., rows, columns] in LAPACK's layout: element (i, j) of a matrix
// at `i + j * rows`, the matrices of a batch one after the other. Vector operands ([..., n]) and
// `info` ([...], int32) are contiguous. dtype float32 or float64. Zero-size operands are left as
// they are, with info 0. Results overwrite operands as LAPACK's do; `info` is LAPACK's, per matrix.
#ifndef TS_LINALG_H
#define TS_LINALG_H

#include "ts_types.h"

// MARK: LU

/// A = P L U in place of `a` [..., m, n]; `pivots` [..., min(m, n)] int32, counted from 1.
TS_EXPORT void ts_lu_factor(ts_view a, ts_view pivots, ts_view info);

/// Solves A X = B (A^T X = B when `transpose`) in place of `b` [..., n, k] from LU and pivots.
TS_EXPORT void ts_lu_solve(ts_view lu, ts_view pivots, ts_view b, bool transpose);

/// The permutation p (int64 [..., rows]) with A = P L U and P[p[i], i] = 1.
TS_EXPORT void ts_pivots_to_permutation(ts_view pivots, ts_view permutation);

// MARK: Symmetric

/// Cholesky factor in place of the chosen triangle of `a` [..., n, n]; the other is untouched.
TS_EXPORT void ts_cholesky(ts_view a, bool upper, ts_view info);

/// The chosen triangle of inv(A) in place of that of A's Cholesky factor.
TS_EXPORT void ts_cholesky_inverse(ts_view a, bool upper, ts_view info);

/// Solves A X = B in place of `b` from a Cholesky factor.
TS_EXPORT void ts_cholesky_solve(ts_view factor, ts_view b, bool upper);

/// A = L D L^T (Bunch-Kaufman, lower) in place of `a`; `pivots` [..., n] int32.
TS_EXPORT void ts_ldl_factor(ts_view a, ts_view pivots, ts_view info);

/// Solves A X = B in place of `b` from `ts_ldl_factor`'s results.
TS_EXPORT void ts_ldl_solve(ts_view factor, ts_view pivots, ts_view b);

/// Ascending eigenvalues `w` [..., n] of the symmetric matrix held in one triangle of `a`; the
/// eigenvectors, when wanted, replace `a`.
TS_EXPORT void ts_eigh(ts_view a, ts_view w, bool upper, bool vectors, ts_view info);

// MARK: Orthogonal

/// A = Q R in place of `a` [..., m, n]: R above, Householder vectors below the diagonal; `tau`
/// [..., min(m, n)].
TS_EXPORT void ts_qr_factor(ts_view a, ts_view tau);

/// The first columns of Q in place of the Householder vectors `a` [..., m, n]; `tau` [..., k].
TS_EXPORT void ts_householder_product(ts_view a, ts_view tau);

/// `c` := op(Q) c, or c op(Q) when not `left`, with the Q of `a` [..., m or n, k] and `tau` [..., k].
TS_EXPORT void ts_householder_multiply(ts_view a, ts_view tau, ts_view c, bool left, bool transpose);

enum ts_svd_vectors { TS_SVD_NONE = 0, TS_SVD_REDUCED = 1, TS_SVD_FULL = 2 };

/// A = U diag(s) Vh; destroys `a`. `u` [..., m, m or k] and `vh` [..., n or k, n] are not touched
/// when no vectors are wanted.
TS_EXPORT void ts_svd(ts_view a, ts_view u, ts_view s, ts_view vh, int32_t vectors, ts_view info);

// MARK: Solving

/// Solves A X = B (X A = B when not `left`) in place of `b`, A triangular or its transpose.
TS_EXPORT void ts_solve_triangular(
  ts_view a, ts_view b, bool left, bool upper, bool transpose, bool unit);

enum ts_lstsq_driver { TS_GELS = 0, TS_GELSY = 1, TS_GELSD = 2, TS_GELSS = 3 };

/// Least squares of A X = B; destroys `a` [..., m, n]. `b` [..., max(m, n), k] holds B in its first
/// m rows and receives X in its first n. `rank` [...] int32 and `s` [..., min(m, n)] (gelsd, gelss)
/// are written by the drivers that know them.
TS_EXPORT void ts_lstsq(
  ts_view a, ts_view b, ts_view rank, ts_view s, double rcond, int32_t driver, ts_view info);

#endif
