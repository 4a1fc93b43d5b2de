#pragma once
#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "shared/codec/reflect.hpp"

namespace wib::edge {

/// The queue of pointers, by its binding's name.
inline constexpr std::string_view kWebhookQueue = "webhooks";

/// Who wrote a pointer. The queue itself tries again what came from a vendor's request; what the sweep finds is left to
/// the next sweep, so that a day of trouble does not multiply pointers.
enum class PointedBy { request, sweep };
BOOST_DESCRIBE_ENUM(PointedBy, request, sweep)

/// A message of the queue: which of the kept events to deliver.
struct Pointer {
    std::vector<std::string> keys;
    PointedBy by = PointedBy::request;

    bool operator==(const Pointer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Pointer, (), (keys, by))

}  // namespace wib::edge
