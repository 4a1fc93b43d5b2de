#include "origin/ws/acceptor.hpp"

#include "shared/codec/header.hpp"

namespace wib::ws {

std::string Upgrade::token() const {
    if (const auto bearer = codec::bearer(headers.get("authorization"))) return std::string{*bearer};
    const auto found = query.find("token");
    return found == query.end() ? std::string{} : found->second;
}

}  // namespace wib::ws
