#include <cstdint>

#include "shared/api/auth.hpp"
#include "shared/api/page.hpp"
#include "shared/api/routes.hpp"
#include "shared/api/voice.hpp"
#include "shared/codec/fields.hpp"
#include "shared/codec/reflect.hpp"

// Bodies, pages and paths as callers send them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace api = wib::api;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto call = wib::codec::parse<api::StartCallRequest>(text);
        call && !call->to_number.value().starts_with('+'))
        __builtin_trap();
    (void)wib::codec::parse<api::SignInRequest>(text);
    const std::string word{text};
    if (const auto page = wib::codec::parse_query<api::PageQuery>({{"page", word}, {"limit", word}});
        page && (page->page < 1 || page->limit < 1 || page->limit > api::kLargestPageSize))
        __builtin_trap();
    for (const auto* method : {"GET", "POST"})
        if (const auto found = api::match(method, text))
            for (const auto& param : found->params)
                if (param.value.empty() || param.value.find('/') != std::string_view::npos) __builtin_trap();
    return 0;
}
