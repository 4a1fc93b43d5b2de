#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "shared/api/http.hpp"
#include "shared/core/time.hpp"

namespace wib::edge {

/// What the host can do for a request. Three kinds: *notes* are carried out without anybody waiting; *questions* bring
/// an Outcome back to `resume`; *endings* let go of the instance. `ForwardToOrigin` and `ServeAsset` end too, but leave
/// a context: the answer's head goes to `finish` on any instance.

// -- notes

struct Log {
    std::string line;  ///< one JSON object, without personal data
};

/// One data point for the metrics: what happened, on which route, how it ended.
struct Count {
    std::string what;
    std::string route;
    std::string result;
};

// -- questions

struct ReadBody {
    std::size_t limit = 0;
    Duration patience{};
};

struct KvGet {
    std::string key;
};
struct KvPut {
    std::string key;
    std::string value;
    std::chrono::seconds life{60};  ///< Cloudflare keeps nothing for less than a minute
};
struct KvDelete {
    std::string key;
};

/// The platform's limiter, which absorbs floods; exact windows are counted by Spend.
struct Limit {
    std::string key;
};

/// Adds to a counter that starts anew whenever its label is a later one; the outcome's body is what it stands at. One
/// counter's requests come one after another, wherever they come from. It is forgotten `life` after it was last asked.
struct Spend {
    std::string key;
    std::int64_t label = 0;
    int amount = 1;  ///< negative: gives back
    std::chrono::seconds life{};
};

/// Whose bytes go along with an effect.
enum class Payload : std::uint8_t {
    none,
    gathered,  ///< the bytes that ReadBody brought
    streamed,  ///< the request's body as it comes in
};

/// An object in R2: these bytes, then the request's gathered ones where `payload` says so (they are the host's,
/// whatever instance asks).
struct Persist {
    std::string key;
    std::string bytes;
    Payload payload = Payload::none;
};
/// What is kept under a key; absent when there is nothing.
struct Retrieve {
    std::string key;
};
struct Remove {
    std::string key;
};
/// The first `limit` keys that begin so and come behind `after` ("" for all), in order, a line each.
struct ListKept {
    std::string prefix;
    std::size_t limit = 0;
    std::string after{};
};

struct Enqueue {
    std::string queue;
    std::string message;
};

/// Drops what the edge's cache holds under this path.
struct Purge {
    std::string path;
};

/// One of the console's files as the answer's body, at most `limit` bytes of it: a page we put something into.
struct ReadAsset {
    std::string path;
    Duration patience{};
    std::size_t limit = 0;
};

/// Whether `signature` is Ed25519 (RFC 8032) over `message` under `key`: done, or refused. The host's arithmetic is
/// native; ours takes four times as long (bench/macro/edge).
struct VerifyEd25519 {
    std::string key;        ///< 32 bytes in base64, as configured
    std::string signature;  ///< 64 bytes
    std::string message;
};

/// Whether `signature` is RSASSA-PKCS1-v1_5 with SHA-256 (RS256, RFC 7518 §3.3) over `message` under the key: done, or
/// refused.
struct VerifyRs256 {
    std::string modulus;  ///< of the public key, as a JWK has them: base64url
    std::string exponent;
    std::string signature;  ///< bytes
    std::string message;
};

/// An exchange whose answer we read ourselves, at most `limit` bytes of it: with the origin (`target` is a path) …
struct AskOrigin {
    std::string method;
    std::string target;
    api::Headers headers;
    std::string body;
    Duration patience{};
    std::size_t limit = 0;
};
/// … or with somebody else (`target` is an absolute address).
struct FetchVendor {
    std::string method;
    std::string target;
    api::Headers headers;
    std::string body;
    Duration patience{};
    std::size_t limit = 0;
};

// -- endings

enum class BodyFrom : std::uint8_t {
    own,     ///< the effect brings it
    passed,  ///< the body (or socket) of the answer whose head went to `finish`, streamed through
};

struct Respond {
    int status = 200;
    BodyFrom from = BodyFrom::own;
    api::Headers headers;
    std::string body;
};

struct ForwardToOrigin {
    std::string method;
    std::string target;
    Payload payload = Payload::none;
    std::size_t limit = 0;  ///< bytes of a streamed payload; more end the exchange as too large
    Duration patience{};    ///< until the answer's head; its body may take as long as it likes
    api::Headers headers;
    std::string context;
};

struct ServeAsset {
    std::string method;
    std::string path;
    api::Headers headers;
    std::string context;
};

using Effect = std::variant<Log, Count, ReadBody, KvGet, KvPut, KvDelete, Limit, Persist, Retrieve, Remove, ListKept,
                            Enqueue, Purge, AskOrigin, FetchVendor, ReadAsset, VerifyEd25519, VerifyRs256, Spend,
                            Respond, ForwardToOrigin, ServeAsset>;

/// What a request wants next: notes, then one question or one ending, which is last.
using Turn = std::vector<Effect>;

}  // namespace wib::edge
