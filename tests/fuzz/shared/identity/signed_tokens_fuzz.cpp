#include <algorithm>

#include "shared/codec/hex.hpp"
#include "shared/codec/text.hpp"
#include "shared/core/ensure.hpp"
#include "shared/identity/client_state.hpp"
#include "shared/identity/csrf.hpp"
#include "shared/identity/known_browser.hpp"
#include "shared/identity/stream_token.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;
using fuzz::Draw;

namespace {

const Secret& key() {
    static const Secret secret{"a key no input knows: 7c1f0c5b4c9d"};
    return secret;
}

std::array<std::uint8_t, 16> octets(Draw& draw) {
    std::array<std::uint8_t, 16> drawn{};
    for (auto& octet : drawn) octet = draw.byte();
    return drawn;
}

// Another character somewhere: never the same token.
std::string altered(std::string token, Draw& draw) {
    auto& c = token[draw.number<std::uint16_t>() % token.size()];
    c = c == 'A' ? 'B' : 'A';
    return token;
}

void csrf(Draw& draw) {
    const auto purpose = draw.coin() ? identity::CsrfPurpose::session : identity::CsrfPurpose::pre_session;
    const auto other =
        purpose == identity::CsrfPurpose::session ? identity::CsrfPurpose::pre_session : identity::CsrfPurpose::session;
    const auto expires = from_unix_seconds(draw.number<std::uint32_t>());
    const auto now = from_unix_seconds(draw.number<std::uint32_t>());
    const std::string bound_to = "b" + std::string{draw.text()};
    const auto token = identity::issue_csrf(purpose, bound_to, expires, octets(draw), key());
    ensure(identity::check_csrf(token, purpose, bound_to, now, key()).has_value() == (now < expires),
           "a token lives until it ends");
    ensure(!identity::check_csrf(token, purpose, bound_to + "x", now, key()), "it serves one browser");
    ensure(!identity::check_csrf(token, other, bound_to, now, key()), "and one purpose");
    ensure(!identity::check_csrf(altered(token, draw), purpose, bound_to, now, key()), "and cannot be altered");
}

void stream(Draw& draw) {
    const identity::StreamTicket ticket{.call = CallId{Uuid{octets(draw)}},
                                        .leg = LegId{Uuid{octets(draw)}},
                                        .expires = from_unix_seconds(draw.number<std::uint32_t>())};
    const auto now = from_unix_seconds(draw.number<std::uint32_t>());
    const auto token = identity::issue_stream_token(ticket, octets(draw), key()).reveal();
    const auto checked = identity::check_stream_token(token, now, key());
    ensure(checked.has_value() == (now < ticket.expires), "a ticket lives until it ends");
    if (checked) ensure(*checked == ticket, "a ticket comes back as it was");
    ensure(!identity::check_stream_token(altered(token, draw), now, key()), "a ticket cannot be altered");
}

void state(Draw& draw) {
    const auto word = [&] {
        const auto text = draw.text(40);
        return codec::is_utf8(text) && text.find('\0') == std::string_view::npos ? std::string{text}
                                                                                 : std::string{"agent"};
    };
    const identity::ClientState state{.organization = OrgId{Uuid{octets(draw)}},
                                      .call = CallId{Uuid{octets(draw)}},
                                      .leg = LegId{Uuid{octets(draw)}},
                                      .role = word(),
                                      .flow = word()};
    const auto sealed = identity::seal_client_state(state, key());
    ensure(identity::open_client_state(sealed, key()) == state, "a state comes back as it was");
    ensure(!identity::open_client_state(altered(sealed, draw), key()), "a state cannot be altered");
    ensure(!identity::open_client_state(sealed, Secret{"another key"}), "nor made with another key");
}

void browser(Draw& draw) {
    const auto random = octets(draw);
    const std::string email = "b" + std::string{draw.text()};
    const auto mark = identity::mark_browser(email, random, key());
    ensure(identity::known_browser(mark, email, key()) == codec::hex(std::as_bytes(std::span{random})),
           "a browser is known by its random part");
    ensure(!identity::known_browser(mark, email + "x", key()), "as one person's");
    ensure(!identity::known_browser(altered(mark, draw), email, key()), "and its mark cannot be altered");
}

}  // namespace

// What we signed is taken until it ends, by whom it was made for, and not with one character changed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Draw draw{data, size};
    switch (draw.below(4)) {
        case 0:
            csrf(draw);
            break;
        case 1:
            stream(draw);
            break;
        case 2:
            browser(draw);
            break;
        default:
            state(draw);
    }
    return 0;
}
