#pragma once
#include <string_view>

#include "shared/webhooks/verified.hpp"

/// AssemblyAI's webhooks carry no signature: the header and value we gave with the job come back as they were. So the
/// value is a secret of ours, and proves the sender but not the body: what a transcript says is fetched from the vendor
/// (reference: routes §4), never taken from here.
namespace wib::webhooks {

/// What we ask to be sent as `webhook_auth_header_name`.
inline constexpr std::string_view kAssemblyAiSecretHeader = "x-webhook-secret";

[[nodiscard]] Result<Verified<std::string_view>, WebhookError> verify_assemblyai(std::string_view body,
                                                                                 std::string_view secret, Keys keys);

}  // namespace wib::webhooks
