#pragma once
#include <cstdint>
#include <string>

#include "origin/http/endpoint.hpp"
#include "origin/record/ports.hpp"
#include "origin/runtime/clock.hpp"

namespace wib::record {

/// A stored object that people listen to.
struct Sound {
    std::string key;
    std::string content_type;
    std::uint64_t size;
    std::string sha256;
};

/// Both live as long as the server.
struct SoundStore {
    ObjectStore& store;
    const Clock& clock;
};

/// Whole or one range of it (RFC 9110 §14), read from the store piece by piece, so that memory does not grow with the
/// sound; kept by nobody on its way. Whoever asks has written down that somebody listens.
Task<http::RawAnswer> stream_sound(SoundStore from, const http::RequestContext& request, Sound sound);

/// What the store's refusal is to the caller.
[[nodiscard]] api::Code code_of(const StoreError& error);

}  // namespace wib::record
