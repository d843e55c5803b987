// Large float and double products on x86: packed panels and a register tile.
//
// The operands are cut along k into slabs; a slab of each is packed into panels (`a` into panels of
// MR rows, `b` into panels of NR columns) that the tile kernel reads in order. Every element of the
// result is one chain of fused multiply-adds per slab, whatever tile it falls into, so neither the
// number of threads nor the shape of the blocks shows in the bits.
#ifndef TS_MATMUL_PANEL_GEMM_H
#define TS_MATMUL_PANEL_GEMM_H

#include "../Common/dispatch.h"
#include "../Common/parallel.h"
#include "matrix.h"
#include "ts_runtime.h"

#include <new>

namespace ts {

#if defined(__x86_64__)

/// Vector width in bytes, and rows and vectors of the register tile.
template <typename T, int Bytes, int Rows>
struct Tile {
  typedef T Vector __attribute__((vector_size(Bytes), aligned(sizeof(T)), may_alias));
  static constexpr int lanes = Bytes / sizeof(T), rows = Rows, columns = 2 * lanes;
};

/// 28 of 32 registers hold sums with AVX-512, 12 of 16 with AVX2.
template <typename T>
using TileV4 = Tile<T, 64, 14>;
template <typename T>
using TileV3 = Tile<T, 32, 6>;

/// `target[i][j] (+)= alpha * Σ_k a[k][i] b[k][j]` over one pair of panels.
template <typename T, typename S>
TS_FN void multiply_tile(const T *a, const T *b, int64_t depth, T *target, int64_t stride, T alpha,
                         bool accumulate) {
  using V = typename S::Vector;
  V sums[S::rows][2] = {};
  for (int64_t k = 0; k < depth; ++k) {
    const V left = *reinterpret_cast<const V *>(b), right = *reinterpret_cast<const V *>(b + S::lanes);
#pragma clang loop unroll(full)
    for (int i = 0; i < S::rows; ++i) {
      sums[i][0] += a[i] * left;
      sums[i][1] += a[i] * right;
    }
    a += S::rows;
    b += S::columns;
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < S::rows; ++i) {
    V *row = reinterpret_cast<V *>(target + i * stride);
    V *next = reinterpret_cast<V *>(target + i * stride + S::lanes);
    *row = accumulate ? *row + alpha * sums[i][0] : alpha * sums[i][0];
    *next = accumulate ? *next + alpha * sums[i][1] : alpha * sums[i][1];
  }
}

template <typename T, typename S>
struct TileKernel;
template <typename T>
struct TileKernel<T, TileV4<T>> {
  __attribute__((noinline, target("arch=x86-64-v4,tune=znver4"))) static void run(
    const T *a, const T *b, int64_t depth, T *target, int64_t stride, T alpha, bool accumulate) {
    multiply_tile<T, TileV4<T>>(a, b, depth, target, stride, alpha, accumulate);
  }
};
template <typename T>
struct TileKernel<T, TileV3<T>> {
  __attribute__((noinline, target("arch=x86-64-v3"))) static void run(
    const T *a, const T *b, int64_t depth, T *target, int64_t stride, T alpha, bool accumulate) {
    multiply_tile<T, TileV3<T>>(a, b, depth, target, stride, alpha, accumulate);
  }
};

/// One panel of `width` whole lines; `source` has them as rows.
template <int width, typename T>
void pack_panel(Matrix<T> source, T *panel) {
  const T *from = source.data;
  const int64_t step = source.row_stride, along = source.column_stride, depth = source.columns;
  TS_MULTIVERSION({
    if (step == 1) {
      for (int64_t k = 0; k < depth; ++k)
        for (int i = 0; i < width; ++i) panel[k * width + i] = from[k * along + i];
      return;
    }
    int64_t k = 0;
    for (; along == 1 && k + 8 <= depth; k += 8)
      for (int i = 0; i < width; ++i)
        for (int s = 0; s < 8; ++s) panel[(k + s) * width + i] = from[i * step + k + s];
    for (; k < depth; ++k)
      for (int i = 0; i < width; ++i) panel[k * width + i] = from[i * step + k * along];
  });
}

/// Packs lines [begin, end) of `source` (rows of a; columns of b as rows) into panels of `width`
/// lines: element (line, k) of a panel lies at `k * width + line`; missing lines are zero.
template <int width, typename T>
void pack_panels(Matrix<T> source, T *panels, int64_t begin, int64_t end) {
  for (int64_t first = begin; first < end; first += width) {
    T *panel = panels + first * source.columns;
    const int64_t lines = std::min<int64_t>(width, source.rows - first);
    Matrix<T> part = source.rows_between(first, first + lines);
    if (lines == width) {
      pack_panel<width>(part, panel);
      continue;
    }
    std::fill(panel, panel + width * source.columns, T(0));
    for (int64_t k = 0; k < source.columns; ++k)
      for (int64_t i = 0; i < lines; ++i) panel[k * width + i] = part.at(i, k);
  }
}

/// Memory of the caching allocator: fresh pages would cost more than small products.
template <typename T>
struct PanelMemory {
  T *data;

  explicit PanelMemory(int64_t count) : data(static_cast<T *>(ts_alloc(count * sizeof(T)))) {
    if (data == nullptr) throw std::bad_alloc();
  }
  ~PanelMemory() { ts_free(data); }
  PanelMemory(const PanelMemory &) = delete;
};

/// One slab of k: packs both operands, then multiplies blocks of panels in parallel.
template <typename T, typename S>
struct Slab {
  // Depth: a panel of b and one of a fill the first cache; blocks: a's panels fill the second.
  static constexpr int64_t depth = 1024 / sizeof(T);
  static constexpr int64_t block_rows = S::rows * 8, block_columns = S::columns * 8;

  PanelMemory<T> a_panels, b_panels;

  static int64_t padded(int64_t size, int64_t unit) { return (size + unit - 1) / unit * unit; }

  Slab(int64_t m, int64_t n)
      : a_panels(padded(m, S::rows) * depth), b_panels(padded(n, S::columns) * depth) {}

  void multiply(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, bool accumulate) {
    Matrix<T> columns = b.transposed();
    T *left = a_panels.data, *right = b_panels.data;
    parallel_for(padded(out.rows, S::rows), block_rows, [=](int64_t begin, int64_t end) {
      pack_panels<S::rows>(a, left, begin, end);
    });
    parallel_for(padded(out.columns, S::columns), block_columns, [=](int64_t begin, int64_t end) {
      pack_panels<S::columns>(columns, right, begin, end);
    });
    const int64_t across = (out.columns + block_columns - 1) / block_columns;
    const int64_t down = (out.rows + block_rows - 1) / block_rows;
    parallel_for(across * down, 1, [=, this](int64_t begin, int64_t end) {
      for (int64_t block = begin; block < end; ++block)
        multiply_block(out, a.columns, block % down * block_rows, block / down * block_columns,
                       alpha, accumulate);
    });
  }

  void multiply_block(Matrix<T> out, int64_t k, int64_t top, int64_t left, T alpha,
                      bool accumulate) const {
    const int64_t bottom = std::min(out.rows, top + block_rows);
    const int64_t right = std::min(out.columns, left + block_columns);
    for (int64_t j = left; j < right; j += S::columns)
      for (int64_t i = top; i < bottom; i += S::rows)
        multiply_panels(out, k, i, j, alpha, accumulate);
  }

  /// A whole tile goes straight to the result; one at the border through a buffer.
  void multiply_panels(Matrix<T> out, int64_t k, int64_t i, int64_t j, T alpha,
                       bool accumulate) const {
    const T *a = a_panels.data + i * k, *b = b_panels.data + j * k;
    if (i + S::rows <= out.rows && j + S::columns <= out.columns)
      return TileKernel<T, S>::run(a, b, k, &out.at(i, j), out.row_stride, alpha, accumulate);
    T tile[S::rows * S::columns];
    const int64_t rows = std::min<int64_t>(S::rows, out.rows - i);
    const int64_t columns = std::min<int64_t>(S::columns, out.columns - j);
    for (int64_t r = 0; r < rows && accumulate; ++r)
      std::copy_n(&out.at(i + r, j), columns, tile + r * S::columns);
    TileKernel<T, S>::run(a, b, k, tile, S::columns, alpha, accumulate);
    for (int64_t r = 0; r < rows; ++r)
      std::copy_n(tile + r * S::columns, columns, &out.at(i + r, j));
  }
};

/// `out = alpha * (a @ b)`, added to `out` when `accumulate`; `out` has contiguous rows.
template <typename T, typename S>
void multiply_slabs(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, bool accumulate) {
  using Slab = Slab<T, S>;
  Slab slab(out.rows, out.columns);
  for (int64_t k = 0; k < a.columns; k += Slab::depth) {
    const int64_t end = std::min(a.columns, k + Slab::depth);
    slab.multiply(out, a.columns_between(k, end), b.rows_between(k, end), alpha, accumulate || k > 0);
  }
}

#endif

/// The same when this machine has a tile for it; false leaves everything to BLAS.
template <typename T>
bool panel_gemm(Matrix<T> out, Matrix<T> a, Matrix<T> b, T alpha, bool accumulate) {
#if defined(__x86_64__)
  switch (capability()) {
    case Capability::avx512: multiply_slabs<T, TileV4<T>>(out, a, b, alpha, accumulate); return true;
    case Capability::avx2: multiply_slabs<T, TileV3<T>>(out, a, b, alpha, accumulate); return true;
    default: break;
  }
#endif
  return false;
}

}  // namespace ts

#endif
