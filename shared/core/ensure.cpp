#include "shared/core/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace wib {

// Natively. A wasm module has no standard error: wasm/support keeps the message where the host finds it.
void broken_promise(const char* what, std::source_location where) {
    std::fprintf(stderr, "broken promise: %s (%s:%u)\n", what, where.file_name(), static_cast<unsigned>(where.line()));
    std::abort();
}

}  // namespace wib
