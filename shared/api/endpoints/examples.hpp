#pragma once
#include <string_view>

#include "shared/contact/e164.hpp"
#include "shared/core/ensure.hpp"
#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

/// One small story that every example tells a part of: Grace calls Mr Alvarez on a Saturday morning. Numbers are those
/// set aside for fiction (555-01xx).
namespace wib::api::example {

template <class T>
T a(std::string_view text) {
    const auto value = T::parse(text);
    ensure(value.has_value(), "an example is well formed");
    return *value;
}

inline Instant at(std::string_view time_of_day) {
    const auto at = parse_rfc3339("2026-11-21T" + std::string{time_of_day} + "Z");
    ensure(at.has_value(), "an example's time is well formed");
    return *at;
}

inline CallId call() {
    return a<CallId>("7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11");
}
inline LegId leg() {
    return a<LegId>("c0a8012e-6a4f-4f0b-8a51-53a1f3f0b7d2");
}
inline RecordingId recording() {
    return a<RecordingId>("2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20");
}
inline UserId user() {
    return a<UserId>("5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f");
}
inline OrgId organization() {
    return a<OrgId>("0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987");
}
inline SessionId session() {
    return a<SessionId>("91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c");
}
inline E164 consumer() {
    return a<E164>("+13125550142");
}
inline E164 ours() {
    return a<E164>("+13125550100");
}
inline constexpr std::string_view kTokenHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
inline constexpr std::string_view kCsrfToken = "eyJlIjoxNzk1MjUzNDAwfQ.4Wb2nR0v8Qk";

}  // namespace wib::api::example
