#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "origin/runtime/task.hpp"
#include "shared/core/deadline.hpp"
#include "shared/core/strong_id.hpp"

namespace wib::intake {

/// An event as it was received, once more.
struct Received {
    std::string vendor;
    std::string body;
    std::string content_type;
    std::string signed_id;
};

/// Whoever applies a vendor's events. Vendors nobody listens to have theirs kept (VendorInbox).
struct Listener {
    /// Applies it, or says that it is no event. Throws what every request may throw.
    std::function<Task<bool>(Received event, Deadline deadline)> take;
    /// Whose it is, where that can be told.
    std::function<Task<std::optional<OrgId>>(Received event, Deadline deadline)> owner;
};
using Listeners = std::map<std::string, Listener, std::less<>>;

}  // namespace wib::intake
