#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/uuid.hpp"

namespace wib {

/// An id that cannot be mistaken for another kind's: `CallId` is not `OrgId` is not a string.
template <class Tag>
struct StrongId {
    Uuid value{};

    auto operator<=>(const StrongId&) const = default;
    [[nodiscard]] static std::optional<StrongId> parse(std::string_view text) {
        const auto id = parse_uuid(text);
        if (!id) return std::nullopt;
        return StrongId{*id};
    }
    [[nodiscard]] static constexpr std::string_view expects() { return "must be a UUID"; }
    [[nodiscard]] static constexpr std::string_view format() { return "uuid"; }
};

template <class Tag>
[[nodiscard]] std::string to_string(const StrongId<Tag>& id) {
    return to_string(id.value);
}
template <class Tag>
void append_plain(std::string& out, const StrongId<Tag>& id) {
    append_plain(out, id.value);
}

using OrgId = StrongId<struct OrgTag>;
using UserId = StrongId<struct UserTag>;
using SessionId = StrongId<struct SessionTag>;
using ApiKeyId = StrongId<struct ApiKeyTag>;
using CallId = StrongId<struct CallTag>;
using LegId = StrongId<struct LegTag>;
using RecordingId = StrongId<struct RecordingTag>;
using SegmentId = StrongId<struct SegmentTag>;
using CommandId = StrongId<struct CommandTag>;
using RequestId = StrongId<struct RequestTag>;

}  // namespace wib

template <class Tag>
struct std::hash<wib::StrongId<Tag>> {
    std::size_t operator()(const wib::StrongId<Tag>& id) const noexcept { return std::hash<wib::Uuid>{}(id.value); }
};
