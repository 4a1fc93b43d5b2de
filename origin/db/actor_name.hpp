#pragma once
#include <string_view>

#include "shared/core/ensure.hpp"
#include "shared/identity/principal.hpp"

namespace wib::db {

/// The kind of actor as wib.enter knows it. It refuses the anonymous one.
[[nodiscard]] inline std::string_view name_of(ActorKind kind) {
    switch (kind) {
        case ActorKind::session:
            return "session";
        case ActorKind::api_key:
            return "api_key";
        case ActorKind::job:
            return "job";
        case ActorKind::webhook:
            return "webhook";
        case ActorKind::founder:
            return "founder";
        case ActorKind::service:
            return "service";
        case ActorKind::anonymous:
            return "anonymous";
    }
    broken_promise("an ActorKind is one of its values", std::source_location::current());
}

}  // namespace wib::db
