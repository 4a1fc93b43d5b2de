#include "shared/api/auth.hpp"
#include "shared/api/problem.hpp"
#include "shared/api/voice.hpp"
#include "tests/fuzz/described.hpp"
#include "tests/fuzz/draw.hpp"

// Bodies as callers send them: a value, or a problem whose answer is JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace api = wib::api;
    using wib::ensure;
    const auto text = wib::fuzz::text_of(data, size);
    wib::fuzz::keeps_its_meaning<api::StartCallRequest>(text);
    const auto sign_in = wib::codec::parse<api::SignInRequest>(text);
    if (wib::fuzz::has_answer(sign_in)) return 0;
    const auto answer = api::to_response(api::problem(sign_in.error()), "wb-1");
    ensure(answer.status == 400, "a body that is none is a bad request");
    ensure(wib::codec::parse<wib::codec::RawJson>(answer.body).has_value(), "a problem is JSON");
    return 0;
}
