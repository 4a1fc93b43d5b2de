#include <algorithm>
#include <string>

#include "shared/api/calls.hpp"
#include "shared/api/routes.hpp"
#include "shared/codec/fields.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

// A path finds one row or the reason why not, and what Allow says agrees with it; a query is within its limits.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace api = wib::api;
    using wib::ensure;
    wib::fuzz::Draw draw{data, size};
    static constexpr std::string_view kMethods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get"};
    const auto method = draw.one_of(kMethods);
    const auto page_text = draw.text(12);
    const auto path = draw.rest();

    auto why = api::NoMatch::unknown_path;
    const auto allowed = api::allowed_methods(path);
    if (const auto found = api::match(method, path, &why)) {
        ensure(allowed.find(method) != std::string::npos, "a method that matches is allowed");
        ensure(found->params.size() == static_cast<std::size_t>(std::ranges::count(found->route->pattern, '{')),
               "every parameter has its value");
        for (const auto& param : found->params)
            ensure(!param.value.empty() && param.value.find('/') == std::string_view::npos,
                   "a parameter is one segment");
    } else {
        ensure(allowed.empty() == (why == api::NoMatch::unknown_path), "a known path allows something");
    }
    const std::string word{path};
    const auto query = wib::codec::parse_query<api::ListCallsQuery>(
        {{"page", std::string{page_text}}, {"limit", word}, {"status", word}, {"direction", word}, {"search", word}});
    if (query) {
        ensure(query->page.value() >= 1, "pages count from one");
        ensure(query->limit.value() >= 1 && query->limit.value() <= api::kLargestPageSize, "a page is bounded");
        ensure(query->offset() >= 0, "and begins somewhere");
        ensure(query->search.value_or("") == word, "a search is kept as it was typed");
    } else {
        ensure(!query.error().faults.empty(), "what is no query is told which part");
    }
    return 0;
}
