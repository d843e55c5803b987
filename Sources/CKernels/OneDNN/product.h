// Programs for the products of ts_conv.h and for changes of layout, kept for the next call with
// the same sizes.
#ifndef TS_ONEDNN_PRODUCT_H
#define TS_ONEDNN_PRODUCT_H

#include <memory>

#include "plan.h"
#include "program.h"

namespace ts::onednn {

/// What the program of a product depends on.
struct Problem {
  Kind kind;
  /// Spatial dimensions that the library sees: 2 or 3.
  int rank;
  bool has_bias;
  ts_conv conv;
};

/// The program of a product, with the layouts that it wants.
struct Product {
  Kind kind;
  Program program;
  Layout input, weight, bias, output;
  bool has_bias;

  /// x, w, b, y as in ts_conv.h, the result among them.
  bool run(void *x, void *w, void *b, void *y, void *workspace) const;
};

/// Null when the library has no generated code for the problem.
std::shared_ptr<const Product> find_product(const Problem &problem);

/// The program of a change of layout.
struct Reorder {
  Program program;
  Layout from, to;

  bool run(const void *source_data, void *target_data, void *workspace) const;
};

/// Null when the library cannot do it.
std::shared_ptr<const Reorder> find_reorder(const Layout &from, const Layout &to);

/// The layout of an image, of the input's side or the output's, that lies in memory with these
/// strides (`data` does not matter); false when the library refuses them.
bool image_layout(const Problem &problem, bool of_input, const ts_conv_image &image,
                  Layout &layout);

/// The layout of weights whose rows, [inputs of a group, taps], are `row_stride` elements apart.
bool weight_layout(const Problem &problem, int64_t row_stride, Layout &layout);

}  // namespace ts::onednn

#endif
