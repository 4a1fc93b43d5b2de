#include "shared/evidence/audit_leaf.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "shared/codec/base64.hpp"
#include "shared/evidence/checkpoint.hpp"
#include "shared/evidence/merkle.hpp"

namespace wib::evidence {
namespace {

namespace json = boost::json;

/// Rows, leaves, roots, notes and proofs as somebody else's SHA-256 and Ed25519 made them (see the file's `about`).
json::object known_log() {
    std::ifstream in{std::string{WIB_SOURCE_DIR} + "/tests/fixtures/evidence/log.json"};
    return json::parse(std::string{std::istreambuf_iterator<char>{in}, {}}).as_object();
}

std::optional<std::string> text(const json::object& record, std::string_view member) {
    const auto& value = record.at(member);
    if (value.is_null()) return std::nullopt;
    return std::string{value.as_string()};
}
std::optional<Uuid> id(const json::object& record, std::string_view member) {
    const auto value = text(record, member);
    return value ? parse_uuid(*value) : std::nullopt;
}
std::optional<Bytes> bytes(const json::object& record, std::string_view member) {
    const auto value = text(record, member);
    return value ? codec::parse_base64(*value) : std::nullopt;
}
std::string plain(const json::value& value) {
    return std::string{value.as_string()};
}

AuditRecord record_of(const json::object& record) {
    return {.organization = OrgId{id(record, "organization_id").value()},
            .id = id(record, "id").value(),
            .created_at_us = record.at("created_at_us").as_int64(),
            .user = id(record, "user_id"),
            .actor_type = text(record, "actor_type"),
            .actor_label = text(record, "actor_label"),
            .action = text(record, "action"),
            .resource_type = text(record, "resource_type"),
            .resource = id(record, "resource_id"),
            .old_value = text(record, "old_value"),
            .new_value = text(record, "new_value"),
            .ip_address = text(record, "ip_address"),
            .user_agent = text(record, "user_agent"),
            .actor_sealed = bytes(record, "actor_sealed"),
            .actor_key = id(record, "actor_key_id"),
            .subject_sealed = bytes(record, "subject_sealed"),
            .subject_key = id(record, "subject_key_id"),
            .metadata = text(record, "metadata"),
            .correlation_id = text(record, "correlation_id")};
}

TEST(AuditLeaf, IsTheBytesThatAnybodyElseMakesOfTheSameRow) {
    const auto log = known_log();
    for (const auto& row : log.at("rows").as_array()) {
        const auto leaf = leaf_of(record_of(row.at("record").as_object()));
        EXPECT_EQ(codec::base64(leaf), plain(row.at("leaf")));
        EXPECT_EQ(codec::base64(leaf_hash(leaf)), plain(row.at("leaf_hash")));
    }
}

TEST(AuditLeaf, TellsNothingFromAnEmptyValueAndNoTwoMembersFromOneLonger) {
    AuditRecord none, empty, moved, whole;
    empty.actor_label = "";
    EXPECT_NE(leaf_of(none), leaf_of(empty));
    moved.actor_label = "ab";
    moved.action = "c";
    whole.actor_label = "a";
    whole.action = "bc";
    EXPECT_NE(leaf_of(moved), leaf_of(whole));
}

TEST(AuditLeaf, ItsTreeAndNotesAreThoseThatAnybodyElseMakes) {
    const auto log = known_log();
    const auto key = crypto::SigningKey::from_seed(codec::parse_base64(plain(log.at("seed"))).value()).value();
    Frontier tree;
    std::size_t at = 0;
    for (const auto& row : log.at("rows").as_array()) {
        append(tree, leaf_hash(leaf_of(record_of(row.at("record").as_object()))));
        const auto& checkpoint = log.at("checkpoints").at(at++);
        EXPECT_EQ(codec::base64(root_of(tree)), plain(checkpoint.at("root")));
        const Checkpoint made{
            .origin = "bond.test/audit/" + plain(log.at("organization_id")), .size = tree.size, .root = root_of(tree)};
        EXPECT_EQ(sign(made, key), plain(checkpoint.at("note")));
        EXPECT_EQ(print_verifier_key(made.origin, key.verify_key()), plain(checkpoint.at("verifier_key")));
    }
}

}  // namespace
}  // namespace wib::evidence
