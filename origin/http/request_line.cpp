#include "origin/http/request_line.hpp"

#include <chrono>
#include <optional>

#include "shared/codec/reflect.hpp"

namespace wib::http {

void RequestLine::name(const api::Envelope& envelope) {
    request_id = to_string(envelope.request);
    principal = codec::enum_name(envelope.principal.kind);
    if (envelope.principal.organization) organization = to_string(*envelope.principal.organization);
}

void tell(const observe::Log& log, const RequestLine& line, const Reply& reply, std::string_view correlation_id,
          Instant now) {
    std::optional<std::int64_t> bytes;
    if (const auto* text = std::get_if<std::string>(&reply.body))
        bytes = static_cast<std::int64_t>(text->size());
    else if (reply.content_length)
        bytes = static_cast<std::int64_t>(*reply.content_length);
    // A head that could not be read has no time of its own.
    const auto took = line.began == Instant{} ? Duration{} : now - line.began;
    log.info("request", {{"service", "origin"},
                         {"request_id", line.request_id},
                         {"correlation_id", correlation_id},
                         {"trace_id", line.trace_id},
                         {"method", line.method},
                         {"route", line.route},
                         {"status", reply.status},
                         {"code", reply.code},
                         {"principal", line.principal},
                         {"organization", line.organization},
                         {"ms", std::chrono::duration_cast<std::chrono::milliseconds>(took).count()},
                         {"bytes", bytes}});
}

}  // namespace wib::http
