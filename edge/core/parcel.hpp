#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "shared/core/strong_id.hpp"
#include "shared/core/time.hpp"

namespace wib::edge {

/// What is kept of a vendor's verified event beside its bytes while the origin cannot take it: enough to forward it
/// again as if it had just come in. In R2 it is one line of JSON, then the raw body.
struct Parcel {
    RequestId request;  ///< of the delivery that brought it
    std::string vendor;
    std::string target;
    std::string content_type;
    std::string signed_id;  ///< what the vendor signs as the event's id beside the body; "" for none
    std::string correlation_id;
    Instant received_at;

    bool operator==(const Parcel&) const = default;
};
BOOST_DESCRIBE_STRUCT(Parcel, (), (request, vendor, target, content_type, signed_id, correlation_id, received_at))

inline constexpr std::string_view kParcels = "webhooks/";

/// Its key in R2: oldest first in every listing, and never two alike.
[[nodiscard]] std::string key_of(const Parcel& parcel);
/// One line, without its end.
[[nodiscard]] std::string print(const Parcel& parcel);

struct Unpacked {
    Parcel parcel;
    std::string_view body;  ///< a view into what was unpacked
};
[[nodiscard]] std::optional<Unpacked> unpack(std::string_view object);

}  // namespace wib::edge
