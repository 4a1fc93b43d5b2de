#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/loadgen/histogram.hpp"
#include "shared/api/envelope.hpp"

namespace wib::loadgen {

/// What an answer must be to count as one.
struct Expectation {
    int status = 200;
    std::string contains;
    std::optional<std::size_t> bytes;
};

/// Nothing when the answer is as expected, else the kind of error ("status_503", "body", "length").
[[nodiscard]] std::optional<std::string> unlike(const Expectation& expected, int status, std::string_view body);

/// One line of the requests' file.
struct Request {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;
    std::string body;
    Expectation expect;
    std::optional<Principal> principal;  ///< for whom an envelope is sealed
};

/// Throws std::invalid_argument with the line's number and what is wrong with it.
[[nodiscard]] std::vector<Request> parse_requests(std::string_view json_lines);
/// "k1:BASE64". Throws std::invalid_argument.
[[nodiscard]] api::EnvelopeKey parse_envelope_key(std::string_view text);

/// A request's bytes, made once; only its envelope is made again, because those live ± 30 s.
class PreparedRequest {
  public:
    PreparedRequest(Request request, std::string_view host);

    [[nodiscard]] const Expectation& expect() const { return request_.expect; }
    [[nodiscard]] bool is_sealed() const { return request_.principal.has_value(); }
    /// A request that changes something carries an id of its own each time; others may repeat theirs.
    [[nodiscard]] bool is_safe() const { return request_.method == "GET" || request_.method == "HEAD"; }
    [[nodiscard]] std::optional<Instant> sealed_at() const { return sealed_at_; }

    /// Seals an envelope issued at `now`. `random` is the request's id.
    void seal(const api::EnvelopeKey& key, Instant now, Uuid random);
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

  private:
    Request request_;
    std::string head_;
    std::string bytes_;
    std::optional<Instant> sealed_at_;
};

}  // namespace wib::loadgen
