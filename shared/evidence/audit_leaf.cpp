#include "shared/evidence/audit_leaf.hpp"

#include <array>
#include <span>

#include "shared/core/ensure.hpp"

namespace wib::evidence {
namespace {

constexpr std::uint32_t kNothing = 0xffffffff;

class Writer {
  public:
    explicit Writer(std::string_view form) : bytes_(to_bytes(form)) {}

    void add(ByteView value) {
        ensure(value.size() < kNothing, "a column is shorter than four gigabytes");
        add_length(static_cast<std::uint32_t>(value.size()));
        bytes_.insert(bytes_.end(), value.begin(), value.end());
    }
    void add(const Uuid& id) { add(std::as_bytes(std::span{id.octets})); }
    void add(const Bytes& value) { add(ByteView{value}); }
    void add(const std::string& text) { add(as_bytes(text)); }
    void add(std::int64_t number) {
        std::array<std::byte, 8> bytes{};
        for (int at = 0; at < 8; ++at)
            bytes[static_cast<std::size_t>(at)] =
                static_cast<std::byte>((static_cast<std::uint64_t>(number) >> (56 - 8 * at)) & 0xff);
        add(ByteView{bytes});
    }
    template <class T>
    void add(const std::optional<T>& value) {
        value ? add(*value) : add_length(kNothing);
    }
    [[nodiscard]] Bytes take() { return std::move(bytes_); }

  private:
    void add_length(std::uint32_t length) {
        for (int shift = 24; shift >= 0; shift -= 8) bytes_.push_back(static_cast<std::byte>((length >> shift) & 0xff));
    }

    Bytes bytes_;
};

}  // namespace

Bytes leaf_of(const AuditRecord& record) {
    Writer leaf{kAuditLeafForm};
    leaf.add(record.organization.value);
    leaf.add(record.id);
    leaf.add(record.created_at_us);
    leaf.add(record.user);
    leaf.add(record.actor_type);
    leaf.add(record.actor_label);
    leaf.add(record.action);
    leaf.add(record.resource_type);
    leaf.add(record.resource);
    leaf.add(record.old_value);
    leaf.add(record.new_value);
    leaf.add(record.ip_address);
    leaf.add(record.user_agent);
    leaf.add(record.actor_sealed);
    leaf.add(record.actor_key);
    leaf.add(record.subject_sealed);
    leaf.add(record.subject_key);
    leaf.add(record.metadata);
    leaf.add(record.correlation_id);
    return leaf.take();
}

}  // namespace wib::evidence
