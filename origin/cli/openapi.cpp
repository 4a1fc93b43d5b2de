#include "origin/cli/openapi.hpp"

#include <cstdio>

#include "origin/cli/arguments.hpp"
#include "shared/api/endpoints/openapi.hpp"

namespace wib::cli {

int run_openapi(const std::vector<std::string>& words) {
    const Arguments arguments{words, {}, {"--compact"}};
    const auto document = api::openapi_document();
    const auto text = arguments.has("--compact") ? print(document, api::Layout::one_line) + '\n'
                                                 : print(document, api::Layout::lines);
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace wib::cli
