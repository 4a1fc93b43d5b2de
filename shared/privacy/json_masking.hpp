#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace wib::privacy {

/// For payloads people look at (dead letters, failed webhooks): values under keys that name personal data (phone,
/// number, email, name, address, transcript, text, body, card, bank, ssn, dob, audio and recording URLs) become
/// "[masked]", and so does everything deeper than five levels. Nothing when the text is not JSON: then it must not be
/// shown at all.
[[nodiscard]] std::optional<std::string> mask_json(std::string_view json);

}  // namespace wib::privacy
