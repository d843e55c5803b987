#include "product.h"

#include <string.h>

#include <array>
#include <map>
#include <mutex>

namespace ts::onednn {
namespace {

/// Programs by what they depend on. A full cache starts afresh: runs keep theirs alive.
template <class Key, class Value>
class Cache {
 public:
  template <class Make>
  std::shared_ptr<const Value> find(const Key &key, Make &&make) {
    std::lock_guard<std::mutex> lock(mutex);
    const auto found = programs.find(key);
    if (found != programs.end()) return found->second;
    if (programs.size() >= 1024) programs.clear();
    return programs[key] = make();
  }

 private:
  std::mutex mutex;
  std::map<Key, std::shared_ptr<const Value>> programs;
};

/// The sizes of a problem as the library takes them.
struct Sizes {
  int images, weights;  // dimensions of either
  int64_t in[5], out[5], kernel[6];
  int64_t stride[3], gap[3], before[3], after[3];

  explicit Sizes(const Problem &p) {
    const conv::Geometry g(p.conv);
    const int skipped = 3 - p.rank;
    images = weights = 0;
    in[0] = out[0] = g.batch;
    in[1] = g.in_channels;
    out[1] = g.out_channels;
    images = 2;
    if (g.groups > 1) kernel[weights++] = g.groups;
    kernel[weights++] = g.group_outputs();
    kernel[weights++] = g.group_inputs();
    for (int d = skipped; d < 3; ++d) {
      const int i = d - skipped;
      in[images] = g.in[d];
      out[images++] = g.out[d];
      kernel[weights++] = g.kernel[d];
      stride[i] = g.stride[d];
      gap[i] = g.dilation[d] - 1;
      before[i] = g.padding[d];
      after[i] = padding_after(g, d);
    }
  }

  /// What the last tap of the last position needs behind the input; negative where input is left
  /// over, which the library takes up to a stride.
  static int64_t padding_after(const conv::Geometry &g, int d) {
    const int64_t end = (g.out[d] - 1) * g.stride[d] + (g.kernel[d] - 1) * g.dilation[d] + 1;
    const int64_t missing = end - g.in[d] - g.padding[d];
    return missing < 0 && missing > -g.stride[d] ? 0 : missing;
  }
};

bool strided(Layout &layout, int rank, const int64_t *sizes, const int64_t *strides) {
  return library().call.memory_desc_init_by_strides(&layout, rank, sizes, type_float32,
                                                    strides) == success;
}

bool any(Layout &layout, int rank, const int64_t *sizes) {
  return library().call.memory_desc_init_by_tag(&layout, rank, sizes, type_float32, any_order) ==
         success;
}

/// Asks for the library's choice of layouts or, with `channels_last`, for channels innermost.
bool ask(const Problem &p, const Sizes &s, bool channels_last, Product &product) {
  const ts_conv_image in{nullptr, p.conv.in_channels * conv::Geometry(p.conv).in_positions(), 1,
                         p.conv.in_channels};
  const ts_conv_image out{nullptr, p.conv.out_channels * conv::Geometry(p.conv).positions(), 1,
                          p.conv.out_channels};
  const bool images = channels_last ? image_layout(p, true, in, product.input) &&
                                          image_layout(p, false, out, product.output)
                                    : any(product.input, s.images, s.in) &&
                                          any(product.output, s.images, s.out);
  const int64_t one = 1;
  return images && any(product.weight, s.weights, s.kernel) &&
         strided(product.bias, 1, &p.conv.out_channels, &one);
}

bool describe(const Problem &p, const Sizes &s, const Product &product,
              ConvolutionDescription &operation) {
  const Functions &call = library().call;
  switch (p.kind) {
    case Kind::forward:
      return call.dilated_convolution_forward_desc_init(
                 &operation, forward_training, direct_convolution, &product.input,
                 &product.weight, p.has_bias ? &product.bias : nullptr, &product.output, s.stride,
                 s.gap, s.before, s.after) == success;
    case Kind::input_gradient:
      return call.dilated_convolution_backward_data_desc_init(
                 &operation, direct_convolution, &product.input, &product.weight,
                 &product.output, s.stride, s.gap, s.before, s.after) == success;
    case Kind::weight_gradient:
      return call.dilated_convolution_backward_weights_desc_init(
                 &operation, direct_convolution, &product.input, &product.weight, nullptr,
                 &product.output, s.stride, s.gap, s.before, s.after) == success;
  }
}

void read_layouts(Product &product) {
  const bool to_input = product.kind == Kind::input_gradient;
  const bool to_weight = product.kind == Kind::weight_gradient;
  const Program &program = product.program;
  product.input = program.layout(to_input ? query_source_gradient : query_source);
  product.weight = program.layout(to_weight ? query_weights_gradient : query_weights);
  product.output =
      program.layout(product.kind == Kind::forward ? query_target : query_target_gradient);
}

std::shared_ptr<const Product> compile(const Problem &p, bool channels_last) {
  const Sizes sizes(p);
  const auto product = std::make_shared<Product>();
  product->kind = p.kind;
  product->has_bias = p.has_bias;
  ConvolutionDescription operation;
  Description description = nullptr;
  const bool known = ask(p, sizes, channels_last, *product) &&
                     describe(p, sizes, *product, operation) &&
                     library().call.primitive_desc_create(&description, &operation,
                                                          library().attributes, library().engine,
                                                          nullptr) == success;
  if (!known || !product->program.compile(description)) return nullptr;
  read_layouts(*product);
  return product->program.is_generated() ? product : nullptr;
}

/// The numbers of a problem in order.
using ProblemKey = std::array<int64_t, 25>;

ProblemKey key_of(const Problem &p) {
  const ts_conv &c = p.conv;
  ProblemKey key{static_cast<int>(p.kind), p.rank,      p.has_bias, c.batch,
                 c.groups,                 c.in_channels, c.out_channels};
  int at = 7;
  for (const auto *sizes : {c.in, c.kernel, c.out, c.stride, c.padding, c.dilation}) {
    for (int d = 0; d < 3; ++d) key[at++] = sizes[d];
  }
  return key;
}

using LayoutKey = std::array<unsigned char, 2 * sizeof(Layout)>;

}  // namespace

std::shared_ptr<const Product> find_product(const Problem &problem) {
  static auto *cache = new Cache<ProblemKey, Product>;
  return cache->find(key_of(problem), [&] {
    const auto product = compile(problem, false);
    return product ? product : compile(problem, true);
  });
}

bool Product::run(void *x, void *w, void *b, void *y, void *workspace) const {
  const bool to_input = kind == Kind::input_gradient, to_weight = kind == Kind::weight_gradient;
  return program.run({{to_input ? source_gradient : onednn::source, &input, x},
                      {to_weight ? weights_gradient : weights, &weight, w},
                      {onednn::bias, has_bias ? &bias : nullptr, b},
                      {kind == Kind::forward ? target : target_gradient, &output, y}},
                     workspace);
}

std::shared_ptr<const Reorder> find_reorder(const Layout &from, const Layout &to) {
  static auto *cache = new Cache<LayoutKey, Reorder>;
  LayoutKey key;
  memcpy(key.data(), &from, sizeof from);
  memcpy(key.data() + sizeof from, &to, sizeof to);
  return cache->find(key, [&]() -> std::shared_ptr<const Reorder> {
    const auto reorder = std::make_shared<Reorder>();
    reorder->from = from;
    reorder->to = to;
    Description description = nullptr;
    const int status = library().call.reorder_primitive_desc_create(
        &description, &from, library().engine, &to, library().engine, library().attributes);
    if (status != success || !reorder->program.compile(description)) return nullptr;
    return reorder;
  });
}

bool Reorder::run(const void *source_data, void *target_data, void *workspace) const {
  return program.run({{onednn::source, &from, const_cast<void *>(source_data)},
                      {target, &to, target_data}},
                     workspace);
}

bool image_layout(const Problem &p, bool of_input, const ts_conv_image &image, Layout &layout) {
  const Sizes s(p);
  const int64_t *sizes = of_input ? s.in : s.out;
  int64_t strides[5] = {image.batch_stride, image.channel_stride};
  int64_t step = image.position_stride;
  for (int d = s.images - 1; d > 1; --d) {
    strides[d] = step;
    step *= sizes[d];
  }
  return strided(layout, s.images, sizes, strides);
}

bool weight_layout(const Problem &p, int64_t row_stride, Layout &layout) {
  const Sizes s(p);
  int64_t strides[6], step = 1;
  for (int d = s.weights - 1; d >= 0; --d) {
    strides[d] = step;
    step = d == s.weights - p.rank - 1 ? row_stride : step * s.kernel[d];
  }
  return strided(layout, s.weights, s.kernel, strides);
}

}  // namespace ts::onednn
