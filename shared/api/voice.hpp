#pragma once
#include <array>
#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "shared/codec/about.hpp"
#include "shared/codec/fault.hpp"
#include "shared/contact/e164.hpp"
#include "shared/core/strong_id.hpp"

/// POST /api/voice/call.
namespace wib::api {

/// `direct` dials the consumer; `bridge` rings the agent's own phone first and the consumer when it is answered.
enum class FlowType { direct, bridge };
BOOST_DESCRIBE_ENUM(FlowType, direct, bridge)

struct StartCallRequest {
    E164 to_number;
    std::optional<E164> from_number;
    std::optional<FlowType> flow_type;
    std::optional<bool> is_test;

    [[nodiscard]] codec::Faults rules() const {
        if (flow_type != FlowType::bridge || from_number) return {};
        return {{"from_number", "is the agent's phone, which a bridge call rings first"}};
    }
    static constexpr std::string_view schema_rules() {
        return R"({"if":{"required":["flow_type"],"properties":{"flow_type":{"const":"bridge"}}},)"
               R"("then":{"required":["from_number"],"properties":{"from_number":{"type":"string"}}}})";
    }
    static constexpr std::array about{
        codec::About{"to_number", "Whom to call (E.164)"},
        codec::About{"from_number",
                     "direct: which of the organisation's numbers to show; bridge: the agent's phone, then required"},
        codec::About{"flow_type", "direct (the default) dials the consumer; bridge rings the agent's own phone first"},
        codec::About{"is_test", "Says a short phrase to whoever answers, and ends"}};
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

    static constexpr std::array<std::string_view, 2> kStatuses{"initiated", "pending"};
    static constexpr std::array about{
        codec::About{"telnyx_call_id", "The carrier's id, once it has told"},
        codec::About{"status", "pending: the carrier has not answered in time, the dial goes on", kStatuses}};
};
BOOST_DESCRIBE_STRUCT(StartedCallReply, (), (success, call_id, telnyx_call_id, to, from, flow_type, status))

}  // namespace wib::api
