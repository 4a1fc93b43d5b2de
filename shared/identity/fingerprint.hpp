#pragma once
#include <string>
#include <string_view>

namespace wib::identity {

/// What a session's browser looks like (rules §1): lower-case hex SHA-256 of User-Agent, Accept-Language and Sec-CH-UA
/// joined by "|". A session met with another fingerprint is ended.
[[nodiscard]] std::string fingerprint(std::string_view user_agent, std::string_view accept_language,
                                      std::string_view sec_ch_ua);

}  // namespace wib::identity
