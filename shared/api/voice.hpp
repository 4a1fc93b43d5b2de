#pragma once
#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "shared/contact/e164.hpp"
#include "shared/core/strong_id.hpp"

/// POST /api/voice/call.
namespace wib::api {

/// `direct` dials the consumer; `bridge` rings the agent's own phone first and the consumer when it is answered.
enum class FlowType { direct, bridge };
BOOST_DESCRIBE_ENUM(FlowType, direct, bridge)

struct StartCallRequest {
    E164 to_number;
    std::optional<E164> from_number;    ///< direct: the caller id to show; bridge: the agent's phone, then required
    std::optional<FlowType> flow_type;  ///< direct when absent
    std::optional<bool> is_test;
};
BOOST_DESCRIBE_STRUCT(StartCallRequest, (), (to_number, from_number, flow_type, is_test))

/// 201. `status` is "initiated", or "pending" when the carrier did not answer in time and the outbox goes on.
struct StartedCallReply {
    bool success;
    CallId call_id;
    std::optional<std::string> telnyx_call_id;
    std::string to;
    std::string from;
    FlowType flow_type;
    std::string status;
};
BOOST_DESCRIBE_STRUCT(StartedCallReply, (), (success, call_id, telnyx_call_id, to, from, flow_type, status))

}  // namespace wib::api
