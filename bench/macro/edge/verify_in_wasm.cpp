// A module like the real one, except that it checks Ed25519 itself, by libsodium in WebAssembly, instead of asking the
// host: what `edge_ed25519_wasm_cpu` compares. The linker puts this in front of Worker::resume
// (edge/abi/CMakeLists.txt), in whose turns the question stands once a webhook's body has been read.
#include <iterator>

#include "edge/core/worker.hpp"
#include "shared/codec/base64.hpp"
#include "shared/core/ensure.hpp"
#include "shared/crypto/ed25519.hpp"

#define RESUME "_ZN3wib4edge6Worker6resumeENS0_7OutcomeE"

using namespace wib;
using namespace wib::edge;

Turn really_resume(Worker* worker, Outcome news) __asm__("__real_" RESUME);
Turn resume_or_verify(Worker* worker, Outcome news) __asm__("__wrap_" RESUME);

namespace {

// One key is configured; the host imports it once as well.
const crypto::VerifyKey& key_of(const std::string& text) {
    static std::optional<std::pair<std::string, crypto::VerifyKey>> known;
    if (!known || known->first != text) {
        const auto bytes = codec::parse_base64(text);
        const auto key = bytes ? crypto::VerifyKey::from_bytes(*bytes) : std::nullopt;
        ensure(key.has_value(), "a key that is configured is one");
        known.emplace(text, *key);
    }
    return known->second;
}

}  // namespace

Turn resume_or_verify(Worker* worker, Outcome news) {
    const auto now = news.now;
    auto turn = really_resume(worker, std::move(news));
    const auto* question = turn.empty() ? nullptr : std::get_if<VerifyEd25519>(&turn.back());
    if (!question) return turn;
    const auto verdict =
        crypto::verify_ed25519(key_of(question->key), as_bytes(question->message), as_bytes(question->signature));
    const auto ending = verdict == crypto::Verdict::genuine ? Ending::done : Ending::refused;
    turn.pop_back();
    auto rest = really_resume(worker, {.ending = ending, .now = now});
    std::move(rest.begin(), rest.end(), std::back_inserter(turn));
    return turn;
}
