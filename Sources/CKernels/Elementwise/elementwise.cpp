// The entry points: find the operation's row function for the dtype and run it.
#include <string.h>

#include "../Common/parallel.h"
#include "rows.h"

namespace ts {

extern const Kernel unary_arithmetic_kernels[], unary_transcendental_kernels[],
    unary_special_kernels[], unary_activation_kernels[], predicate_kernels[],
    binary_arithmetic_kernels[], binary_integer_kernels[], binary_transcendental_kernels[],
    binary_special_kernels[], binary_activation_kernels[], comparison_kernels[],
    ternary_kernels[];

namespace {

#define TS_ONE(name, dtypes, cost) +1
constexpr int unary_arithmetic_count = 0 TS_UNARY_ARITHMETIC(TS_ONE, TS_ONE);
constexpr int unary_transcendental_count = 0 TS_UNARY_TRANSCENDENTAL(TS_ONE, TS_ONE);
constexpr int unary_special_count = 0 TS_UNARY_SPECIAL(TS_ONE, TS_ONE);
constexpr int binary_arithmetic_count = 0 TS_BINARY_ARITHMETIC(TS_ONE, TS_ONE);
constexpr int binary_integer_count = 0 TS_BINARY_INTEGER(TS_ONE, TS_ONE);
constexpr int binary_transcendental_count = 0 TS_BINARY_TRANSCENDENTAL(TS_ONE, TS_ONE);
constexpr int binary_special_count = 0 TS_BINARY_SPECIAL(TS_ONE, TS_ONE);
#undef TS_ONE

const Kernel &unary_kernel(int32_t op) {
  if (op < unary_arithmetic_count) return unary_arithmetic_kernels[op];
  op -= unary_arithmetic_count;
  if (op < unary_transcendental_count) return unary_transcendental_kernels[op];
  op -= unary_transcendental_count;
  if (op < unary_special_count) return unary_special_kernels[op];
  return unary_activation_kernels[op - unary_special_count];
}

const Kernel &binary_kernel(int32_t op) {
  if (op < binary_arithmetic_count) return binary_arithmetic_kernels[op];
  op -= binary_arithmetic_count;
  if (op < binary_integer_count) return binary_integer_kernels[op];
  op -= binary_integer_count;
  if (op < binary_transcendental_count) return binary_transcendental_kernels[op];
  op -= binary_transcendental_count;
  if (op < binary_special_count) return binary_special_kernels[op];
  return binary_activation_kernels[op - binary_special_count];
}

constexpr ts_params no_params = {};

void run(const Kernel &kernel, const ts_view *const *views, int n, const ts_params *params) {
  iterate(views, n, kernel.rows[views[1]->dtype], params ? params : &no_params, kernel.grain);
}

/// Runs `row` over `n` elements with fixed steps; operands as the row function takes them.
void run_flat(RowFunction row, char *const *data, const int64_t *steps, const int64_t *item,
              int operands, int64_t n, int64_t grain, const ts_params *params) {
  const void *context = params ? params : &no_params;
  if (n <= grain) {
    if (n > 0) row(data, steps, n, context);
    return;
  }
  parallel_for(n, grain, [=](int64_t begin, int64_t end) {
    char *at[max_operands];
    for (int k = 0; k < operands; ++k) at[k] = data[k] + begin * steps[k] * item[k];
    row(at, steps, end - begin, context);
  });
}

bool divides_integers(int32_t op, int32_t dtype) {
  if (dtype < TS_INT8) return false;
  return op == TS_BINARY_div_trunc || op == TS_BINARY_div_floor || op == TS_BINARY_remainder ||
         op == TS_BINARY_fmod;
}

template <class T>
bool has_zero(const Loops &loops) {
  // The view is walked as its own output: one operand, read only.
  std::atomic<bool> found{false};
  loops.run(
      [](char *const *data, const int64_t *steps, int64_t n, const void *context) {
        const T *x = reinterpret_cast<const T *>(data[0]);
        bool zero = false;
        for (int64_t i = 0; i < n; ++i) zero |= x[i * steps[0]] == T(0);
        auto *flag = static_cast<const std::atomic<bool> *>(context);
        if (zero) const_cast<std::atomic<bool> *>(flag)->store(true, std::memory_order_relaxed);
      },
      &found, cheap_grain);
  return found.load(std::memory_order_relaxed);
}

bool contains_zero(const ts_view *view) {
  Loops loops;
  loops.build(&view, 1);
  TS_DISPATCH_INTEGRAL(view->dtype, T, { return has_zero<T>(loops); });
  return false;
}

}  // namespace
}  // namespace ts

TS_EXPORT void ts_unary(int32_t op, const ts_view *out, const ts_view *in,
                        const ts_params *params) {
  const ts_view *views[] = {out, in};
  ts::run(ts::unary_kernel(op), views, 2, params);
}

TS_EXPORT void ts_predicate(int32_t op, const ts_view *out, const ts_view *in) {
  const ts_view *views[] = {out, in};
  ts::run(ts::predicate_kernels[op], views, 2, nullptr);
}

TS_EXPORT bool ts_binary(int32_t op, const ts_view *out, const ts_view *a, const ts_view *b,
                         const ts_params *params) {
  if (ts::divides_integers(op, out->dtype) && ts::contains_zero(b)) return false;
  const ts_view *views[] = {out, a, b};
  ts::run(ts::binary_kernel(op), views, 3, params);
  return true;
}

namespace {
bool binary_flat(int32_t op, int32_t dtype, void *out, const void *a, const void *b, int64_t step,
                 int64_t n, const ts_params *params) {
  if (ts::divides_integers(op, dtype)) {
    const int64_t size = step == 0 ? 1 : n, stride = 1;
    const ts_view divisor = {const_cast<void *>(b), dtype, 1, &size, &stride};
    if (ts::contains_zero(&divisor)) return false;
  }
  const ts::Kernel &kernel = ts::binary_kernel(op);
  const int64_t item = ts::item_size(dtype);
  char *data[] = {static_cast<char *>(out), static_cast<char *>(const_cast<void *>(a)),
                  static_cast<char *>(const_cast<void *>(b))};
  const int64_t steps[] = {1, 1, step}, items[] = {item, item, item};
  ts::run_flat(kernel.rows[dtype], data, steps, items, 3, n, kernel.grain, params);
  return true;
}
}  // namespace

TS_EXPORT bool ts_binary_flat(int32_t op, int32_t dtype, void *out, const void *a, const void *b,
                              int64_t n, const ts_params *params) {
  return binary_flat(op, dtype, out, a, b, 1, n, params);
}

TS_EXPORT bool ts_binary_number(int32_t op, int32_t dtype, void *out, const void *a, ts_scalar b,
                                int64_t n, const ts_params *params) {
  alignas(8) char element[8];
  ts::store_scalar(element, dtype, b);
  return binary_flat(op, dtype, out, a, element, 0, n, params);
}

TS_EXPORT void ts_unary_flat(int32_t op, int32_t dtype, void *out, const void *in, int64_t n,
                             const ts_params *params) {
  const ts::Kernel &kernel = ts::unary_kernel(op);
  const int64_t item = ts::item_size(dtype);
  char *data[] = {static_cast<char *>(out), static_cast<char *>(const_cast<void *>(in))};
  const int64_t steps[] = {1, 1}, items[] = {item, item};
  ts::run_flat(kernel.rows[dtype], data, steps, items, 2, n, kernel.grain, params);
}

TS_EXPORT void ts_compare(int32_t op, const ts_view *out, const ts_view *a, const ts_view *b,
                          const ts_params *params) {
  const ts_view *views[] = {out, a, b};
  ts::run(ts::comparison_kernels[op], views, 3, params);
}

TS_EXPORT void ts_ternary(int32_t op, const ts_view *out, const ts_view *a, const ts_view *b,
                          const ts_view *c, const ts_params *params) {
  const ts_view *views[] = {out, a, b, c};
  ts::run(ts::ternary_kernels[op], views, 4, params);
}

TS_EXPORT uint32_t ts_unary_dtypes(int32_t op) { return ts::unary_kernel(op).dtypes; }

TS_EXPORT uint32_t ts_binary_dtypes(int32_t op) { return ts::binary_kernel(op).dtypes; }
