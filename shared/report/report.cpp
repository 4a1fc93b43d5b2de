#include "shared/report/report.hpp"

#include "shared/codec/reflect.hpp"

namespace wib::report {
namespace {

constexpr std::size_t kTraceDigits = 32, kSpanDigits = 16;

// Printed by hand: in the edge's module a description of each object costs several kilobytes.
void name(std::string& out, std::string_view member) {
    out += out.back() == '{' ? "\"" : ",\"";
    out.append(member).append("\":");
}
void text(std::string& out, std::string_view member, std::string_view value) {
    name(out, member);
    codec::write_string(out, value);
}

std::string printed(const Report& report) {
    std::string out = "{";
    text(out, "event_id", report.event_id);
    text(out, "timestamp", to_rfc3339(report.at));
    text(out, "platform", "other");
    text(out, "level", "error");
    text(out, "logger", report.logger);
    text(out, "transaction", report.transaction);
    out += ",\"exception\":{\"values\":[{";
    text(out, "type", report.type);
    text(out, "value", std::string_view{report.message}.substr(0, kMaxMessage));
    out += "}]},\"tags\":{";
    for (const auto& [tag, value] : report.tags) text(out, tag, value);
    out += '}';
    if (report.trace_id.size() == kTraceDigits) {
        // No spans are kept of ours: the event's own id stands for the one it happened in.
        out += ",\"contexts\":{\"trace\":{";
        text(out, "trace_id", report.trace_id);
        text(out, "span_id", std::string_view{report.event_id}.substr(0, kSpanDigits));
        out += "}}";
    }
    return out + '}';
}

}  // namespace

std::string print_envelope(const Report& report, Instant sent_at) {
    const auto event = printed(report);
    std::string out = "{";
    text(out, "event_id", report.event_id);
    text(out, "sent_at", to_rfc3339(sent_at));
    out += "}\n{\"type\":\"event\",\"content_type\":\"application/json\",\"length\":" + std::to_string(event.size()) +
           "}\n";
    return out + event + '\n';
}

std::string authorization(const Dsn& dsn) {
    return "Sentry sentry_version=7, sentry_client=word-is-bond/1.0, sentry_key=" + dsn.key;
}

std::string event_id(std::string_view uuid) {
    std::string id{uuid};
    std::erase(id, '-');
    return id;
}

}  // namespace wib::report
