#include "program.h"

#include <string.h>

namespace ts::onednn {
namespace {

/// A tensor of the library over memory of the caller.
class View {
 public:
  View() = default;
  View(const View &) = delete;
  View &operator=(const View &) = delete;
  ~View() {
    if (memory) library().call.memory_destroy(memory);
  }
  Memory open(const Layout &layout, void *data) {
    library().call.memory_create(&memory, &layout, library().engine, data);
    return memory;
  }

 private:
  Memory memory = nullptr;
};

}  // namespace

Program::~Program() {
  if (primitive) library().call.primitive_destroy(primitive);
  if (description) library().call.primitive_desc_destroy(description);
}

bool Program::compile(Description made) {
  description = made;
  return library().call.primitive_create(&primitive, description) == success;
}

bool Program::run(std::initializer_list<Use> uses, void *workspace) const {
  constexpr int most = 5;
  View views[most];
  Argument arguments[most];
  int count = 0;
  const auto add = [&](const Use &use) {
    const Memory memory = views[count].open(*use.layout, use.data);
    arguments[count++] = {use.operand, memory};
    return memory != nullptr;
  };
  for (const Use &use : uses) {
    if (use.layout && !add(use)) return false;
  }
  const Layout own = layout(query_scratchpad);
  if (workspace_bytes() > 0 && !add({scratchpad, &own, workspace})) return false;
  return library().call.primitive_execute(primitive, library().stream, count, arguments) ==
         success;
}

Layout Program::layout(Query what) const {
  return *library().call.primitive_desc_query_md(description, what, 0);
}

int64_t Program::workspace_bytes() const {
  return byte_count(layout(query_scratchpad));
}

bool Program::is_generated() const {
  const char *name = "";
  library().call.primitive_desc_query(description, query_implementation, 0, &name);
  return strncmp(name, "jit", 3) == 0;
}

}  // namespace ts::onednn
