#include "shared/api/endpoints/search.hpp"

#include "shared/api/endpoints/catalogue.hpp"
#include "shared/api/endpoints/examples.hpp"

namespace wib::api {

Example<Search> Search::example() {
    const TranscriptVersionId version{example::session().value};
    return {.query = {.q = example::a<codec::Text<1, 200>>("\"pay on Friday\" -card"),
                      .type = SearchType::transcript,
                      .speaker = SearchSpeaker::consumer,
                      .from = example::at("00:00:00"),
                      .to = {},
                      .superseded = {},
                      .cursor = {},
                      .limit = 1},
            .reply = {.success = true,
                      .results = {{.call = {.id = example::call(),
                                            .direction = "outbound",
                                            .from_number = example::ours().value(),
                                            .to_number = example::consumer().value(),
                                            .user_id = example::user(),
                                            .user_name = "Grace Okafor",
                                            .started_at = example::at("08:45:00"),
                                            .created_at = example::at("08:45:00")},
                                   .recording_id = example::recording(),
                                   .version_id = version,
                                   .version = 1,
                                   .is_authoritative = true,
                                   .is_current = true,
                                   .produced_by_model = "assemblyai universal-3-pro",
                                   .utterance_index = 4,
                                   .speaker = "consumer",
                                   .language = "en",
                                   .start_ms = 21'480,
                                   .end_ms = 24'020,
                                   .parts = {{.text = "I can ", .hit = false},
                                             {.text = "pay", .hit = true},
                                             {.text = " ", .hit = false},
                                             {.text = "on", .hit = true},
                                             {.text = " ", .hit = false},
                                             {.text = "Friday", .hit = true},
                                             {.text = ".", .hit = false}}}},
                      .next_cursor = SearchCursor{example::at("08:45:00"), version, 4}}};
}

std::vector<Described> search_endpoints() {
    return detail::described_list<Search>();
}

}  // namespace wib::api
