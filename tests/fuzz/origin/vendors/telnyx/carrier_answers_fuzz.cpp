#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "origin/vendors/telnyx/carrier.hpp"
#include "shared/core/ensure.hpp"
#include "tests/fuzz/draw.hpp"

using namespace wib;

namespace {

api::Response& answer() {
    static api::Response next;
    return next;
}

Task<Result<api::Response, http::ClientError>> send(http::ClientRequest, Deadline) {
    co_return answer();
}

telnyx::Carrier& carrier() {
    static telnyx::Carrier instance{
        {.api_key = Secret{"k"}, .connection_id = "1", .base_url = "http://127.0.0.1", .webhook_url = ""}, send};
    return instance;
}

Task<void> dial(Result<voice::Dialed, voice::CarrierError>& dialed) {
    dialed = co_await carrier().dial({.to = "+13125550100", .from = "+13125550101"},
                                     Deadline{Deadline::Clock::time_point::max()});
}

}  // namespace

// Whatever Telnyx answers to a dial, the call has a handle or there is an error the outbox knows what to do with: one
// that was answered is never both taken and free to be dialled again without asking.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static boost::asio::io_context io{1};
    fuzz::Draw draw{data, size};
    answer().status = 100 + draw.number<std::uint16_t>() % 500;
    answer().body = draw.rest();
    Result<voice::Dialed, voice::CarrierError> dialed = unexpected(voice::CarrierError{});
    boost::asio::co_spawn(io, dial(dialed),
                          [](std::exception_ptr failure) { ensure(!failure, "an answer is no exception"); });
    io.restart();
    io.run();
    using Kind = voice::CarrierError::Kind;
    if (dialed) {
        ensure(answer().status >= 200 && answer().status < 300, "only a success is one");
        return 0;
    }
    ensure(!dialed.error().detail.empty(), "a refusal has its words");
    if (answer().status >= 200 && answer().status < 300)
        ensure(dialed.error().kind == Kind::timed_out,
               "what was taken under an unknown name is settled by its webhook");
    const auto refusal = telnyx::read_refusal(answer().status, answer().body);
    ensure(refusal.kind != Kind::not_configured, "an answer is never for want of a key");
    if (refusal.kind == Kind::call_ended || refusal.kind == Kind::payment_required)
        ensure(!refusal.retryable, "what is over is not tried again");
    return 0;
}
