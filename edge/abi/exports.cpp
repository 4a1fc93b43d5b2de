// The only extern "C" of the product. Frames in, frames out; nothing is decided here.
//
// One instance serves one request at a time and is driven by the host:
//     edge_alloc(size)           room for the host's next frames, valid until the next call of edge_alloc
//     edge_configure(in, size)   once after start: the deployment's settings
//     edge_begin(in, size)       an event          → a turn
//     edge_resume(in, size)      an outcome        → a turn
//     edge_finish(in, size)      a context and an outcome → a turn
//     edge_reset()               forgets the request, for a host that lost interest
// A turn is u32 size and that many bytes of frames, owned by the module and valid until the next call.
#include <cstddef>
#include <cstdint>
#include <optional>

#include "edge/core/worker.hpp"
#include "edge/wire/frame.hpp"

namespace {

using namespace wib;
using namespace wib::edge;

std::string& inbox() {
    static std::string bytes;
    return bytes;
}

std::string& outbox() {
    static std::string bytes;
    return bytes;
}

std::optional<Worker>& worker() {
    static std::optional<Worker> instance;
    return instance;
}

const std::byte* keep(const Turn& turn) {
    constexpr std::size_t kSize = sizeof(std::uint32_t);
    auto& out = outbox();
    out.assign(kSize, '\0');
    out += wire::encode(turn);
    for (std::size_t byte = 0; byte < kSize; ++byte)
        out[byte] = static_cast<char>(((out.size() - kSize) >> (8 * byte)) & 0xff);
    return reinterpret_cast<const std::byte*>(out.data());
}

template <class T>
T trusted(Result<T, wire::WireError> decoded) {
    ensure(decoded.has_value(), "the host speaks our frames");
    return std::move(*decoded);
}

Worker& configured() {
    ensure(worker().has_value(), "the host configures an instance before it serves");
    return *worker();
}

}  // namespace

extern "C" {

[[clang::export_name("edge_alloc")]] std::byte* edge_alloc(std::uint32_t size) {
    inbox().resize(size);
    return reinterpret_cast<std::byte*>(inbox().data());
}

[[clang::export_name("edge_configure")]] void edge_configure(const std::byte* in, std::uint32_t size) {
    worker().emplace(read_config(trusted(wire::decode_settings({in, size}))));
}

[[clang::export_name("edge_begin")]] const std::byte* edge_begin(const std::byte* in, std::uint32_t size) {
    return keep(configured().begin(trusted(wire::decode_event({in, size}))));
}

[[clang::export_name("edge_resume")]] const std::byte* edge_resume(const std::byte* in, std::uint32_t size) {
    return keep(configured().resume(trusted(wire::decode_outcome({in, size}))));
}

[[clang::export_name("edge_finish")]] const std::byte* edge_finish(const std::byte* in, std::uint32_t size) {
    auto finish = trusted(wire::decode_finish({in, size}));
    return keep(configured().finish(finish.context, std::move(finish.head)));
}

[[clang::export_name("edge_reset")]] void edge_reset() {
    configured().reset();
}

}  // extern "C"
