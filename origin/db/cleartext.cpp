#include "origin/db/cleartext.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>

#include "shared/codec/url.hpp"

namespace wib::db {
namespace {

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// A path is a Unix socket, "@" one without a file; no host at all is the default socket.
bool stays_here(std::string_view host) {
    return host.empty() || host.starts_with('/') || host.starts_with('@') || codec::is_own_machine(host);
}

}  // namespace

std::vector<std::string> reached_in_the_clear(const std::string& url) {
    const std::unique_ptr<PQconninfoOption, FreeOptions> options{PQconninfoParse(url.c_str(), nullptr)};
    if (!options) return {};
    std::string_view hosts, addresses, mode;
    for (const auto* option = options.get(); option->keyword; ++option) {
        const std::string_view key = option->keyword, value = option->val ? option->val : "";
        if (key == "host") hosts = value;
        if (key == "hostaddr") addresses = value;
        if (key == "sslmode") mode = value;
    }
    if (mode == "verify-full") return {};
    // An address is where it goes; the host is then only what the certificate would be asked for.
    auto list = addresses.empty() ? hosts : addresses;
    std::vector<std::string> open;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (const auto host = list.substr(0, end); !stays_here(host)) open.emplace_back(host);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return open;
}

}  // namespace wib::db
