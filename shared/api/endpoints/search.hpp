#pragma once
#include "shared/api/endpoints/endpoint.hpp"
#include "shared/api/search.hpp"

namespace wib::api {

struct Search : Endpoint {
    static constexpr std::string_view route = "search";
    static constexpr std::string_view tag = "Calls";
    static constexpr std::string_view summary = "Finds what was said in canonical transcripts";
    static constexpr std::string_view description =
        "By whole words in their forms, of the language the call was transcribed in. A query must name a word to look "
        "for; one that only excludes, or has signs alone, is refused. There is no count: ask on with `next_cursor`. "
        "That somebody searched is written in the audit log, not what for.";
    static constexpr std::array problems{Code::validation_error};
    using Query = SearchQuery;
    using Reply = SearchReply;
    static Example<Search> example();
};

}  // namespace wib::api
