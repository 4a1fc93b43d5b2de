// A DSN that is taken leads to one address of its own host, and printed again is taken as the same.
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/codec/url.hpp"
#include "shared/core/ensure.hpp"
#include "shared/report/dsn.hpp"

using namespace wib;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto dsn = report::parse_dsn(text);
    if (!dsn) return 0;
    const auto url = codec::parse_url(dsn->address);
    ensure(url && !url->host.empty(), "the address is one that can be asked");
    ensure(url->scheme == "https" || url->scheme == "http", "over http");
    ensure(dsn->address.ends_with("/envelope/"), "it is a project's endpoint");
    ensure(dsn->address.find('@') == std::string::npos, "what lets somebody send is no part of the address");
    ensure(!dsn->key.empty() && text.find(dsn->key) != std::string_view::npos, "the key is the one that was given");
    return 0;
}
