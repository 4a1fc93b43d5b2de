#include <array>

#include "origin/db/personal.hpp"
#include "origin/db/tenant_tx.hpp"
#include "shared/contact/e164.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;

namespace {

using Check = void (*)(std::string_view);

// A column's text is a value or a DecodeError; a value's parameter reads back as the value.
template <class T>
void check(std::string_view text) {
    try {
        const auto value = db::Decode<T>::from(text);
        if constexpr (requires { db::Encode<T>::text(value); }) {
            const auto bound = db::encode(value);
            ensure(bound && db::Decode<T>::from(*bound) == value, "what was read can be bound again");
        }
    } catch (const db::DecodeError&) {
    }
}

void check_bytea(std::string_view text) {
    ensure(db::decode_bytea(db::encode_bytea(text)) == text, "bytes come back as they went");
    try {
        (void)db::decode_bytea(text);
    } catch (const db::DecodeError&) {
    }
}

void check_bound_text(std::string_view text) {
    ensure(db::encode(text) == std::string{text}, "text is bound as it is");
    ensure(db::Decode<std::string>::from(*db::encode(std::string{text})) == text, "and read as it is");
}

// Nobody seals without the key, and nothing sealed can be altered or moved.
void check_sealed(std::string_view text) {
    static const db::SubjectKey key = [] {
        db::SubjectKey made;
        made.octets.fill(7);
        return made;
    }();
    ensure(!db::open_value(key, Uuid{}, "audit_logs.actor_sealed", text), "a forged seal does not open");
    const auto sealed = db::seal_value(key, Uuid{}, "a.b", text);
    ensure(db::open_value(key, Uuid{}, "a.b", sealed) == std::string{text}, "a sealed value opens");
    ensure(!db::open_value(key, Uuid{}, "a.c", sealed), "only where it was made for");
    ensure(!db::open_value(key, Uuid{}, "a.b", std::string_view{sealed}.substr(1)), "and whole");
    ensure(!db::unwrap_key(Secret{std::string(32, 'm')}, {.organization = {}, .kind = "user", .subject = {}}, text),
           "a forged wrap does not open");
}

constexpr std::array<Check, 10> kChecks{check<bool>, check<std::int32_t>, check<std::int64_t>, check<double>,
                                        check<Uuid>, check<Instant>,      check<CallId>,       check<E164>,
                                        check_bytea, check_bound_text};

}  // namespace

// Text as the database gives it and as it is bound: every kind of column.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Draw draw{data, size};
    const auto which = draw.byte();
    const auto text = draw.rest();
    if (which == 0xff)
        check_sealed(text);
    else
        kChecks[which % kChecks.size()](text);
    return 0;
}
