#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "edge/core/visit.hpp"

/// Pages of other origins (Fetch, "HTTP-CORS protocol"; routes.md §0): closed but to the origins that WIB_CORS_ORIGINS
/// lists, and for them open to /api alone.
namespace wib::edge {

/// What an answer says about other origins. Nothing where none is listed; else what it depends on, and who may read it.
struct Sharing {
    std::string origin;  ///< the asking page's, which is on the list; "" for nobody

    bool operator==(const Sharing&) const = default;
};
[[nodiscard]] std::optional<Sharing> sharing_of(const Visit& visit, std::string_view path);
void share(api::Headers& headers, const std::optional<Sharing>& sharing);

/// The answer to a listed page that asks whether it may ask: the methods of the path's own rows. Nothing for anything
/// else.
[[nodiscard]] std::optional<Respond> answer_preflight(const Visit& visit, std::string_view path,
                                                      const std::optional<Sharing>& sharing);

/// For a forwarded request's context.
[[nodiscard]] std::string encode(const std::optional<Sharing>& sharing);
[[nodiscard]] std::optional<Sharing> decode_sharing(std::string_view text);

}  // namespace wib::edge
