// Generated code of the library: one primitive, compiled for one set of sizes.
#ifndef TS_ONEDNN_PROGRAM_H
#define TS_ONEDNN_PROGRAM_H

#include <initializer_list>

#include "api.h"

namespace ts::onednn {

/// One operand of a run; left out where the layout is null.
struct Use {
  Operand operand;
  const Layout *layout;
  void *data;
};

class Program {
 public:
  Program() = default;
  Program(const Program &) = delete;
  Program &operator=(const Program &) = delete;
  ~Program();

  /// Takes `description` over and compiles it; false when that fails.
  bool compile(Description description);

  /// Runs on this thread alone, in `workspace` of `workspace_bytes()`.
  bool run(std::initializer_list<Use> uses, void *workspace) const;

  /// The layout that the program wants of an operand.
  Layout layout(Query what) const;
  int64_t workspace_bytes() const;
  /// Whether the code is made for the sizes, as opposed to loops over matrix products or elements.
  bool is_generated() const;

 private:
  Description description = nullptr;
  Primitive primitive = nullptr;
};

/// Bytes that a tensor of this layout occupies.
inline int64_t byte_count(const Layout &layout) {
  return static_cast<int64_t>(library().call.memory_desc_get_size(&layout));
}

inline bool equal(const Layout &a, const Layout &b) {
  return library().call.memory_desc_equal(&a, &b) != 0;
}

}  // namespace ts::onednn

#endif
