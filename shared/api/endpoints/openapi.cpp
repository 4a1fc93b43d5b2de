#include "shared/api/endpoints/openapi.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>
#include <utility>

namespace wib::api {
namespace {

namespace json = boost::json;

constexpr std::string_view kVersion = "0.1.0";

constexpr std::string_view kIntroduction =
    "JSON in and out, snake_case, UTF-8. A refusal is a `Problem`: its `code` is stable, its `error` is for people, "
    "its "
    "`details` name every fault of an input at once, and its `correlation_id` finds it in our logs. Another "
    "organisation's id "
    "answers 404.\n\n"
    "**Who asks.** A session token in the cookie `__Host-wib` (browsers) or as a bearer token (programs). Mutations "
    "also carry "
    "`X-CSRF-Token`. `x-wib-role` is the least role of a session, `x-wib-permission` what the role must "
    "grant besides, `x-wib-capability` what the organization's plan must include, `x-wib-scope` what a service token "
    "must "
    "hold to be let in as the platform's people are.\n\n"
    "**How often.** `x-wib-rate-class` counts together all operations of its class; above it 429 says when to come "
    "back.\n\n"
    "**Once.** Where `x-wib-idempotent` is true, `Idempotency-Key` makes a retry safe: the first 2xx answer is "
    "replayed "
    "for 24 h with `Idempotent-Replayed: true`.";

struct Tag {
    std::string_view name, description;
};
constexpr std::array kTags{
    Tag{"Service", "The service about itself"},
    Tag{"Signing in", "Sessions of people"},
    Tag{"People", "Who is who"},
    Tag{"Rights", "Who may do what: roles and permissions"},
    Tag{"Plans", "What the plan includes, and how much of it is used"},
    Tag{"Feature flags", "Switches, for everybody and for one organization"},
    Tag{"Platform", "For who runs the platform"},
    Tag{"Organisations", "Where people work"},
    Tag{"Onboarding", "An organisation's first steps"},
    Tag{"API keys", "For programs: `Authorization: Bearer wib_live_…` within the permissions of the key"},
    Tag{"Team", "Who belongs to an organisation, with which role, and who is invited"},
    Tag{"Departments", "The tree of teams in an organisation, who leads them and who is in them; from the Pro plan on"},
    Tag{"Calls", "Placing, ending and looking at calls"},
    Tag{"Live", "What happens now, as server-sent events"},
    Tag{"Recordings", "Recordings and their sound"},
    Tag{"Audio files", "Sound files that people bring along: taken in, listed, played"},
    Tag{"Audit", "Who did what"},
    Tag{"Reliability",
        "Vendors' events that reached nobody: kept, played again, let go; and how scheduled work stands"},
    Tag{"Webhooks", "For vendors, who sign what they send"},
    Tag{"Internal", "For the edge itself; nobody outside reaches these"},
};

constexpr std::array kAllCodes{
    Code::invalid_json,
    Code::validation_error,
    Code::password_guessable,
    Code::invalid_id,
    Code::invalid_target,
    Code::auth_required,
    Code::invalid_credentials,
    Code::session_revoked,
    Code::csrf_missing,
    Code::csrf_invalid,
    Code::signature_invalid,
    Code::signature_stale,
    Code::envelope_invalid,
    Code::envelope_replayed,
    Code::stream_token_invalid,
    Code::plan_upgrade_required,
    Code::quota_exceeded,
    Code::https_required,
    Code::forbidden,
    Code::email_not_verified,
    Code::human_check_failed,
    Code::compliance_blocked,
    Code::not_found,
    Code::method_not_allowed,
    Code::conflict,
    Code::call_not_active,
    Code::not_in_log_yet,
    Code::idempotency_running,
    Code::payload_too_large,
    Code::unsupported_media,
    Code::range_not_satisfiable,
    Code::idempotency_mismatch,
    Code::account_locked,
    Code::rate_limited,
    Code::header_too_large,
    Code::internal_error,
    Code::not_served,
    Code::vendor_error,
    Code::vendor_not_configured,
    Code::evidence_key_missing,
    Code::capacity,
    Code::human_check_unavailable,
    Code::plan_unknown,
    Code::database_unavailable,
    Code::origin_unavailable,
    Code::deadline_exceeded,
};
static_assert(kAllCodes.back() == Code::deadline_exceeded &&
                  kAllCodes.size() == std::size_t(Code::deadline_exceeded) + 1,
              "every code stands in the list, in order");

json::object reference(std::string_view where) {
    return {{"$ref", where}};
}

std::string_view word(Auth auth) {
    switch (auth) {
        case Auth::open:
            return "open";
        case Auth::optional:
            return "optional";
        case Auth::session:
            return "session";
        case Auth::platform:
            return "platform";
        case Auth::webhook:
            return "webhook";
        case Auth::internal:
            return "internal";
    }
    return {};
}

json::object problem_code_schema() {
    json::array names;
    std::string meanings = "What went wrong, for programs:";
    for (const auto code : kAllCodes) {
        names.emplace_back(name(code));
        meanings += "\n- `" + std::string{name(code)} + "` (" + std::to_string(status(code)) +
                    "): " + std::string{default_message(code)};
    }
    return {{"type", "string"}, {"enum", std::move(names)}, {"description", meanings}};
}

json::object problem_schema() {
    const json::object fault{
        {"type", "object"},
        {"properties",
         json::object{{"path", json::object{{"type", "string"}, {"description", "Where: legs[2].to_number"}}},
                      {"message", json::object{{"type", "string"}, {"description", "What is wanted there"}}}}},
        {"required", json::array{"path", "message"}},
        {"additionalProperties", false}};
    return {
        {"type", "object"},
        {"description",
         "A refusal. Some codes bring more members, all of them strings: `call_id`, `reason`, "
         "`retry_after_seconds` …"},
        {"properties", json::object{{"success", json::object{{"const", false}}},
                                    {"error", json::object{{"type", "string"}, {"description", "For people"}}},
                                    {"code", reference("#/components/schemas/ProblemCode")},
                                    {"correlation_id", json::object{{"type", "string"},
                                                                    {"description", "Finds this refusal in the logs"}}},
                                    {"details", json::object{{"type", "array"}, {"items", fault}}}}},
        {"required", json::array{"success", "error", "code", "correlation_id"}},
        {"additionalProperties", json::object{{"type", "string"}}}};
}

json::object security_schemes() {
    const auto header = [](std::string_view header_name, std::string_view description) {
        return json::object{{"type", "apiKey"}, {"in", "header"}, {"name", header_name}, {"description", description}};
    };
    return {
        {"session_cookie",
         json::object{
             {"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-wib"}, {"description", "A browser's session"}}},
        {"session_bearer", json::object{{"type", "http"},
                                        {"scheme", "bearer"},
                                        {"description", "A program's session: `X-Session-Token` of the sign-in"}}},
        {"service_token",
         json::object{{"type", "http"},
                      {"scheme", "bearer"},
                      {"bearerFormat", "JWT"},
                      {"description",
                       "A service token (`./wib token`), good for fifteen minutes at most and for operations that name "
                       "`x-wib-scope`"}}},
        {"access_assertion",
         header("Cf-Access-Jwt-Assertion", "What Cloudflare Access says of whoever comes through it; reads only")},
        {"pre_session_cookie", json::object{{"type", "apiKey"},
                                            {"in", "cookie"},
                                            {"name", "__Host-wib-pre"},
                                            {"description", "Comes with GET /api/auth/csrf"}}},
        {"csrf_token", header("X-CSRF-Token",
                              "Proves that the page asking is ours. Comes with GET /api/auth/csrf and with "
                              "the sign-in; bound to the cookie or session")},
        {"telnyx_signature",
         header("Telnyx-Signature-Ed25519", "Ed25519 over `Telnyx-Timestamp`, `|` and the raw body, in base64")},
        {"edge_envelope", header("X-Wib-Envelope", "The edge's word on who asks; nobody else can write it")},
    };
}

json::array security_of(const Route& route);

// Of platform rows: a session of the platform's people, or a service where the row names a scope.
json::array security_of_platform(Route route) {
    const auto scope = std::exchange(route.scope, Scope::none);
    route.auth = Auth::session;
    auto ways = security_of(route);
    if (scope != Scope::none) ways.push_back(json::object{{"service_token", json::array{}}});
    if (scope == Scope::read) ways.push_back(json::object{{"access_assertion", json::array{}}});
    return ways;
}

json::array security_of(const Route& route) {
    const auto wants = [](std::initializer_list<std::string_view> schemes) {
        json::object all;
        for (const auto scheme : schemes) all.emplace(scheme, json::array{});
        return all;
    };
    switch (route.auth) {
        case Auth::open:
            if (route.csrf == Csrf::pre_session) return {wants({"pre_session_cookie", "csrf_token"})};
            return {};
        case Auth::optional:
            return {wants({}), wants({"session_cookie"}), wants({"session_bearer"})};
        case Auth::platform:
            return security_of_platform(route);
        case Auth::session:
            if (route.csrf == Csrf::session)
                return {wants({"session_cookie", "csrf_token"}), wants({"session_bearer", "csrf_token"})};
            return {wants({"session_cookie"}), wants({"session_bearer"})};
        case Auth::webhook:
            return {wants({"telnyx_signature"})};
        case Auth::internal:
            return {wants({"edge_envelope"})};
    }
    return {};
}

json::value rate_of(const Route& route) {
    const auto limit = rate_limit(route.rate);
    if (!limit) return nullptr;
    return json::object{
        {"name", name(route.rate)}, {"requests", limit->requests}, {"window_seconds", limit->window.count()}};
}

/// Names of what two operations share: made once, referred to by all.
class Document {
  public:
    Document() : described_(endpoints()) {
        for (const auto& endpoint : described_) {
            // What is printed first: it keeps the plain names (codec::Schemas).
            if (endpoint.replies_json) (void)endpoint.reply(schemas_);
            (void)endpoint.events(schemas_);
        }
    }

    json::object whole() {
        json::object paths;
        for (const auto& route : routes()) {
            auto& path = paths[route.pattern];
            if (path.is_null()) path.emplace_object();
            path.as_object().emplace(lower(name(route.method)), operation(route));
        }
        json::object schemas{{"Problem", problem_schema()}, {"ProblemCode", problem_code_schema()}};
        for (const auto& [name, schema] : schemas_.components()) schemas.emplace(name, schema);
        json::object responses;
        for (const auto& [name, response] : refusals_) responses.emplace(name, response);

        json::array tags;
        for (const auto& tag : kTags)
            tags.push_back(json::object{{"name", tag.name}, {"description", tag.description}});
        return {{"openapi", "3.1.1"},
                {"info", json::object{{"title", "Word Is Bond"},
                                      {"version", kVersion},
                                      {"summary", "The system of record for a call centre's conversations"},
                                      {"description", kIntroduction}}},
                {"servers", json::array{json::object{{"url", "/"}, {"description", "The edge that served this"}}}},
                {"tags", std::move(tags)},
                {"paths", std::move(paths)},
                {"components", json::object{{"schemas", std::move(schemas)},
                                            {"responses", std::move(responses)},
                                            {"parameters", json::object{{"IdempotencyKey", idempotency_key()},
                                                                        {"HumanProof", human_proof()}}},
                                            {"securitySchemes", security_schemes()}}}};
    }

  private:
    static std::string lower(std::string_view text) {
        std::string made;
        for (const char c : text) made += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        return made;
    }

    static json::object idempotency_key() {
        return {{"name", "Idempotency-Key"},
                {"in", "header"},
                {"required", false},
                {"description", "Makes a retry safe; `X-Idempotency-Key` is understood as well"},
                {"schema", json::object{{"type", "string"}, {"minLength", 1}, {"maxLength", 256}}}};
    }

    static json::object human_proof() {
        return {{"name", "X-Human-Proof"},
                {"in", "header"},
                {"required", false},
                {"description",
                 "What the page's Turnstile widget handed out for this operation (its action is the operation's id): "
                 "good once, for five minutes. Wanted wherever the deployment has Turnstile keys"},
                {"schema", json::object{{"type", "string"}, {"minLength", 1}, {"maxLength", 2048}}}};
    }

    const Described& description_of(const Route& route) const {
        const auto found = std::ranges::find(described_, route.name, &Described::route);
        ensure(found != described_.end(), "every row of the route table has a description");
        return *found;
    }

    // A second row of one name is another door to the same thing.
    std::string operation_id(const Route& route) {
        return std::string{route.name} + (operations_.insert(route.name).second ? "" : "_alias");
    }

    static void add_parameters(json::array& all, std::string_view in, const std::vector<Parameter>& parameters) {
        for (const auto& parameter : parameters) {
            json::object made{{"name", parameter.name}, {"in", in}, {"required", parameter.required}};
            auto schema = parameter.schema;
            if (const auto* words = schema.if_contains("description")) {
                made.emplace("description", *words);
                json::object without;
                for (const auto& [key, value] : schema)
                    if (key != "description") without.emplace(key, value);
                schema = std::move(without);
            }
            made.emplace("schema", std::move(schema));
            if (parameter.example) made.emplace("example", *parameter.example);
            all.push_back(std::move(made));
        }
    }

    // As OpenAPI 3.1 has it: bytes in a part need no schema but a media type (§4.8.14.3).
    static json::object form_with_file() {
        json::object schema{
            {"type", "object"},
            {"properties", json::object{{"file", json::object{{"type", "string"}, {"contentMediaType", "audio/*"}}}}},
            {"required", json::array{"file"}}};
        return {{"required", true},
                {"content", json::object{{"multipart/form-data", json::object{{"schema", std::move(schema)}}}}}};
    }

    json::object content(std::string_view type, json::object schema, std::string_view example) {
        json::object media{{"schema", std::move(schema)}};
        if (!example.empty()) media.emplace("example", json::parse(example));
        return {{type, std::move(media)}};
    }

    static json::object headers_of(const Described& endpoint) {
        json::object headers{{"X-Correlation-Id", json::object{{"description", "Finds this request in the logs"},
                                                               {"schema", json::object{{"type", "string"}}}}}};
        for (const auto& header : endpoint.headers)
            headers.emplace(header.name, json::object{{"description", header.meaning},
                                                      {"schema", json::object{{"type", "string"}}}});
        return headers;
    }

    json::object success(const Described& endpoint) {
        json::object response{{"description", endpoint.summary}, {"headers", headers_of(endpoint)}};
        if (endpoint.replies_json)
            response.emplace("content",
                             content(endpoint.content_type, endpoint.reply(schemas_), endpoint.example_reply));
        else
            response.emplace("content", json::object{{endpoint.content_type, json::object{}}});
        return response;
    }

    /// One response a status, named after its codes: AUTH_REQUIRED.SESSION_REVOKED.
    json::object refusal(const std::vector<Code>& codes) {
        std::string component, meaning;
        json::array names;
        for (const auto code : codes) {
            component += (component.empty() ? "" : ".") + std::string{name(code)};
            meaning +=
                (meaning.empty() ? "`" : "; `") + std::string{name(code)} + "`: " + std::string{default_message(code)};
            names.emplace_back(name(code));
        }
        json::object narrowed{{"properties", json::object{{"code", json::object{{"enum", std::move(names)}}}}}};
        json::object response{
            {"description", meaning},
            {"content",
             json::object{
                 {"application/json",
                  json::object{{"schema", json::object{{"allOf", json::array{reference("#/components/schemas/Problem"),
                                                                             std::move(narrowed)}}}}}}}}};
        if (std::ranges::any_of(codes, [](Code code) { return status(code) == 429; }))
            response.emplace("headers",
                             json::object{{"Retry-After", json::object{{"description", "Seconds"},
                                                                       {"schema", json::object{{"type", "string"}}}}}});
        refusals_.emplace(component, std::move(response));
        return reference("#/components/responses/" + component);
    }

    json::object responses(const Route& route, const Described& endpoint) {
        std::map<int, json::object> by_status;
        by_status.emplace(endpoint.status, success(endpoint));
        for (const auto& other : endpoint.also) {
            json::object response{{"description", other.meaning}, {"headers", headers_of(endpoint)}};
            if (!endpoint.replies_json && other.status < 300)
                response.emplace("content", json::object{{endpoint.content_type, json::object{}}});
            by_status.emplace(other.status, std::move(response));
        }
        std::map<int, std::vector<Code>> refused;
        for (const auto code : answers(route, endpoint)) refused[api::status(code)].push_back(code);
        for (const auto& [status, codes] : refused) by_status.emplace(status, refusal(codes));

        json::object made;
        for (auto& [status, response] : by_status) made.emplace(std::to_string(status), std::move(response));
        return made;
    }

    json::object operation(const Route& route) {
        const auto& endpoint = description_of(route);
        json::object made{{"operationId", operation_id(route)}, {"tags", json::array{endpoint.tag}}};
        made.emplace("summary", endpoint.summary);
        if (!endpoint.description.empty()) made.emplace("description", endpoint.description);
        made.emplace("security", security_of(route));

        json::array parameters;
        add_parameters(parameters, "path", endpoint.path(schemas_));
        add_parameters(parameters, "query", endpoint.query(schemas_));
        if (route.idempotency == Idempotency::honoured)
            parameters.push_back(reference("#/components/parameters/IdempotencyKey"));
        if (route.human == Human::proven) parameters.push_back(reference("#/components/parameters/HumanProof"));
        if (!parameters.empty()) made.emplace("parameters", std::move(parameters));
        if (endpoint.takes_body)
            made.emplace(
                "requestBody",
                json::object{{"required", true},
                             {"content", content("application/json", endpoint.body(schemas_), endpoint.example_body)}});
        if (endpoint.takes_file) made.emplace("requestBody", form_with_file());
        made.emplace("responses", responses(route, endpoint));

        made.emplace("x-wib-auth", word(route.auth));
        made.emplace("x-wib-role", wib::name(route.role));
        if (route.permission) made.emplace("x-wib-permission", route.permission.name());
        if (route.scope != Scope::none) made.emplace("x-wib-scope", wib::name(route.scope));
        if (route.capability) made.emplace("x-wib-capability", plans::name(*route.capability));
        made.emplace("x-wib-rate-class", rate_of(route));
        made.emplace("x-wib-idempotent", route.idempotency == Idempotency::honoured);
        if (route.human == Human::proven) made.emplace("x-wib-human", true);
        if (route.cache == Cache::five_minutes) made.emplace("x-wib-cached-seconds", 300);
        made.emplace("x-wib-body-limit", route.body_limit);
        if (auto events = endpoint.events(schemas_); !events.empty()) made.emplace("x-wib-events", std::move(events));
        return made;
    }

    std::vector<Described> described_;
    codec::Schemas schemas_;
    std::set<std::string_view> operations_;
    std::map<std::string, json::object> refusals_;
};

/// Boost.JSON prints 0.5 as 5E-1 and everything in one line.
class Printer {
  public:
    explicit Printer(Layout layout) : layout_(layout) {}
    void print(const json::value& value, std::size_t depth) {
        if (const auto* object = value.if_object()) {
            print_all('{', *object, '}', depth, [&](const auto& member) {
                codec::write_string(out, {member.key().data(), member.key().size()});
                out += layout_ == Layout::lines ? ": " : ":";
                print(member.value(), depth + 1);
            });
        } else if (const auto* list = value.if_array()) {
            print_all('[', *list, ']', depth, [&](const auto& item) { print(item, depth + 1); });
        } else if (const auto* text = value.if_string()) {
            codec::write_string(out, {text->data(), text->size()});
        } else if (const auto* number = value.if_double()) {
            codec::write_number(out, *number);
        } else {
            out += json::serialize(value);
        }
    }

    std::string out;

  private:
    void line(std::size_t depth) {
        if (layout_ == Layout::lines) out.append("\n").append(2 * depth, ' ');
    }
    template <class Parts, class PrintOne>
    void print_all(char open, const Parts& parts, char close, std::size_t depth, PrintOne print_one) {
        out += open;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (i > 0) out += ',';
            line(depth + 1);
            print_one(*(parts.begin() + static_cast<std::ptrdiff_t>(i)));
        }
        if (!parts.empty()) line(depth);
        out += close;
    }

    Layout layout_;
};

}  // namespace

std::vector<Code> answers(const Route& route, const Described& endpoint) {
    // The edge's first look at a request, and what can happen to any of them on its way.
    std::set<Code> codes{Code::invalid_target,     Code::header_too_large,     Code::internal_error,   Code::capacity,
                         Code::origin_unavailable, Code::database_unavailable, Code::deadline_exceeded};
    codes.insert(endpoint.problems.begin(), endpoint.problems.end());
    if (endpoint.takes_ids) codes.insert(Code::invalid_id);
    if (endpoint.takes_query) codes.insert(Code::validation_error);
    if (route.rate != RateClass::none) codes.insert(Code::rate_limited);
    if (route.auth == Auth::session || route.auth == Auth::platform)
        codes.insert({Code::auth_required, Code::session_revoked, Code::forbidden});
    if (route.scope != Scope::none) codes.insert(Code::vendor_not_configured);
    if (route.capability) codes.insert({Code::plan_upgrade_required, Code::plan_unknown});
    if (route.auth == Auth::webhook)
        codes.insert({Code::signature_invalid, Code::signature_stale, Code::vendor_not_configured});
    if (route.auth == Auth::internal) codes.insert({Code::envelope_invalid, Code::envelope_replayed});
    if (route.csrf != Csrf::none) codes.insert({Code::csrf_missing, Code::csrf_invalid});
    if (route.human == Human::proven) codes.insert({Code::human_check_failed, Code::human_check_unavailable});
    if (route.idempotency == Idempotency::honoured)
        codes.insert({Code::idempotency_running, Code::idempotency_mismatch, Code::validation_error});
    if (route.method != Method::get) {
        codes.insert(Code::payload_too_large);
        if (route.auth != Auth::webhook && route.body_limit > 0) codes.insert(Code::unsupported_media);
    }
    if (endpoint.takes_body && route.auth != Auth::webhook) codes.insert({Code::invalid_json, Code::validation_error});
    return {codes.begin(), codes.end()};
}

boost::json::object openapi_document() {
    return Document{}.whole();
}

std::string print(const boost::json::object& document, Layout layout) {
    Printer printer{layout};
    printer.print(document, 0);
    if (layout == Layout::lines) printer.out += '\n';
    return std::move(printer.out);
}

}  // namespace wib::api
