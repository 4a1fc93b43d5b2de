#include "edge/core/parcel.hpp"

#include <algorithm>

#include "shared/codec/reflect.hpp"

namespace wib::edge {

namespace {

// Milliseconds with as many digits as they have until the year 2286, so that text order is the order of time.
std::string sortable(Instant at) {
    auto digits = std::to_string(unix_micros(at) / 1000);
    return std::string(13 - std::min<std::size_t>(digits.size(), 13), '0') + digits;
}

}  // namespace

std::string key_of(const Parcel& parcel) {
    return std::string{kParcels} + sortable(parcel.received_at) + "-" + to_string(parcel.request);
}

std::string print(const Parcel& parcel) {
    return codec::print(parcel);
}

std::optional<Unpacked> unpack(std::string_view object) {
    const auto end = object.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto parcel = codec::parse<Parcel>(object.substr(0, end));
    if (!parcel) return std::nullopt;
    return Unpacked{std::move(*parcel), object.substr(end + 1)};
}

}  // namespace wib::edge
