#pragma once
#include <string>
#include <string_view>

namespace wib::privacy {

/// For log lines: phone numbers keep their last four digits ("***7420"), and what opens doors is gone: bearer
/// credentials, our API keys and tokens, values written behind names like token=, password: or api_key=. Ids and hashes
/// stay, they are what logs are for.
[[nodiscard]] std::string mask_log_text(std::string_view text);

}  // namespace wib::privacy
