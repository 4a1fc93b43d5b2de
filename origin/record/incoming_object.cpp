#include "origin/record/incoming_object.hpp"

#include <algorithm>
#include <utility>

#include "shared/codec/hex.hpp"

namespace wib::record {
namespace {

constexpr std::size_t kPart = kLeastPart;
/// Up to here a buffer grows as it likes; most files end before.
constexpr std::size_t kSmall = 256 * 1024;

}  // namespace

IncomingObject::~IncomingObject() {
    if (is_begun_ && !is_kept_) stores_.leftovers.take({.key = name_.key, .undertaking = undertaking_});
}

std::string IncomingObject::sha256() const {
    return codec::hex(hash_.digest());
}

Task<Result<void, StoreError>> IncomingObject::write(std::string_view bytes, Deadline deadline) {
    while (!bytes.empty()) {
        // A full part goes when more is there: so the last one is never empty.
        if (part_.size() == kPart)
            if (auto sent = co_await send_part(deadline); !sent) co_return sent;
        const auto piece = bytes.substr(0, kPart - part_.size());
        if (part_.size() + piece.size() > kSmall) part_.reserve(kPart);
        part_ += piece;
        part_hash_.update(piece);
        hash_.update(piece);
        size_ += piece.size();
        bytes.remove_prefix(piece.size());
    }
    co_return Result<void, StoreError>{};
}

Task<Result<void, StoreError>> IncomingObject::send_part(Deadline deadline) {
    if (undertaking_.empty()) {
        is_begun_ = true;
        auto begun = co_await stores_.parts.begin(name_.key, name_.content_type, deadline);
        if (!begun) co_return unexpected(begun.error());
        undertaking_ = std::move(begun->id);
    }
    StorePart part{.bytes = std::exchange(part_, {}), .sha256 = codec::hex(std::exchange(part_hash_, {}).digest())};
    auto sent = co_await stores_.parts.put_part({name_.key, undertaking_}, static_cast<int>(sent_.size()) + 1,
                                                std::move(part), deadline);
    if (!sent) co_return unexpected(sent.error());
    sent_.push_back(std::move(*sent));
    co_return Result<void, StoreError>{};
}

Task<Result<void, StoreError>> IncomingObject::finish(Deadline deadline) {
    if (undertaking_.empty()) {
        is_begun_ = true;
        const auto stored =
            co_await stores_.whole.put(name_.key, name_.content_type, std::exchange(part_, {}), deadline);
        if (!stored) co_return unexpected(stored.error());
        co_return Result<void, StoreError>{};
    }
    if (auto sent = co_await send_part(deadline); !sent) co_return sent;
    const auto stored = co_await stores_.parts.complete({name_.key, undertaking_}, std::move(sent_), size_, deadline);
    if (!stored) co_return unexpected(stored.error());
    co_return Result<void, StoreError>{};
}

}  // namespace wib::record
