// What the API says of the log is what somebody who trusts nobody can check: with the core alone.
#include "origin/evidence/evidence_routes.hpp"

#include "shared/api/evidence.hpp"
#include "shared/codec/base64.hpp"
#include "tests/support/handlers.hpp"
#include "tests/unit/origin/evidence/evidence_world.hpp"

namespace wib::evidence {
namespace {

class EvidenceRoutesTest : public EvidenceTest {
  protected:
    std::string ask(std::string_view route, std::map<std::string, std::string, std::less<>> params = {},
                    std::map<std::string, std::string, std::less<>> query = {}) {
        EvidenceRoutes routes{*signer};
        const wib::testing::Handlers handlers{*world.db, add_endpoints, routes};
        http::RequestContext request{.deadline = soon()};
        request.principal = {.kind = ActorKind::session,
                             .actor = who.session.value,
                             .user = who.user,
                             .organization = who.organization,
                             .role = role,
                             .plan = "pro",
                             .label = {}};
        request.params = std::move(params);
        request.query = std::move(query);
        const auto reply = world.run(handlers.ask(route, request));
        status = reply.status;
        code = reply.code;
        return std::get<std::string>(reply.body);
    }
    std::string row(int index) const {
        return truth("select audit_id from audit_leaves where organization_id = '" + organization() +
                     "' and leaf_index = " + std::to_string(index));
    }
    std::optional<api::AuditProofReply> proof(const std::string& id) {
        const auto body = ask("audit_proof", {{"id", id}});
        if (status != 200) return std::nullopt;
        return codec::parse<api::AuditProofReply>(body).value();
    }
    static Digest digest(const std::string& base64) {
        Digest made{};
        std::ranges::copy(codec::parse_base64(base64).value(), made.begin());
        return made;
    }
    static Proof digests(const std::vector<std::string>& printed) {
        Proof made;
        for (const auto& one : printed) made.push_back(digest(one));
        return made;
    }
    static Checkpoint opened(const api::AuditCheckpoint& checkpoint) {
        return open_note(checkpoint.note, parse_verifier_key(checkpoint.verifier_key).value()).value();
    }
    static bool holds(const api::AuditProofReply& reply) {
        const auto root = opened(reply.checkpoint);
        return is_included(leaf_hash(codec::parse_base64(reply.leaf).value()),
                           static_cast<std::uint64_t>(reply.leaf_index), root.size, digests(reply.proof), root.root);
    }

    const std::optional<LogSigner>* signer = &test_signer();
    Tenancy who = world.tenancy;
    Role role = Role::compliance;
    int status = 0;
    std::string code;
};

TEST_F(EvidenceRoutesTest, ProveEveryRowUnderTheNewestCheckpoint) {
    for (int round = 0; round < 4; ++round) {
        write(5);
        look();
    }
    for (int index = 0; index < 20; ++index) {
        const auto reply = proof(row(index));
        ASSERT_TRUE(reply) << code;
        EXPECT_EQ(reply->leaf_index, index);
        EXPECT_EQ(reply->checkpoint.size, 20);
        EXPECT_TRUE(holds(*reply)) << index;
    }
}

TEST_F(EvidenceRoutesTest, ProveThatTheLogOnlyGrewBetweenAnyTwoCheckpoints) {
    std::vector<api::AuditCheckpoint> seen;
    for (int round = 0; round < 4; ++round) {
        write(3);
        look();
        seen.push_back(codec::parse<api::AuditCheckpointReply>(ask("audit_checkpoint")).value().checkpoint);
    }
    for (const auto& old : seen)
        for (const auto& now : seen) {
            const auto body =
                ask("audit_consistency", {}, {{"from", std::to_string(old.size)}, {"to", std::to_string(now.size)}});
            if (old.size > now.size) {
                EXPECT_EQ(status, 400);
                continue;
            }
            const auto reply = codec::parse<api::AuditConsistencyReply>(body).value();
            EXPECT_TRUE(is_consistent(opened(old).size, opened(old).root, opened(now).size, opened(now).root,
                                      digests(reply.proof)));
        }
    const auto to_newest =
        codec::parse<api::AuditConsistencyReply>(ask("audit_consistency", {}, {{"from", "0"}})).value();
    EXPECT_EQ(to_newest.to, 12);
    ask("audit_consistency", {}, {{"from", "1"}, {"to", "13"}});
    EXPECT_EQ(code, "NOT_IN_LOG_YET");
}

TEST_F(EvidenceRoutesTest, NoLongerProveARowThatWasChanged) {
    write(3);
    look();
    tamper("update audit_logs set new_value = '{\"number\": 99}' where id = '" + row(1) + "'");
    EXPECT_FALSE(holds(proof(row(1)).value()));
    EXPECT_TRUE(holds(proof(row(2)).value()));
}

TEST_F(EvidenceRoutesTest, ProveTheRowsOfWhoeverWasForgotten) {
    write(3);
    look();
    const auto before = proof(row(1)).value();
    truth("update subject_keys set wrapped_key = null, destroyed_at = now()");
    const auto after = proof(row(1)).value();
    EXPECT_TRUE(holds(after));
    EXPECT_EQ(after.leaf, before.leaf);
}

TEST_F(EvidenceRoutesTest, SayWhatIsNotInTheLogYet) {
    ask("audit_checkpoint");
    EXPECT_EQ(code, "NOT_IN_LOG_YET");
    EXPECT_EQ(status, 409);
    write(1);
    const auto id = truth("select id from audit_logs");
    EXPECT_FALSE(proof(id));
    EXPECT_EQ(code, "NOT_IN_LOG_YET");
    look();
    EXPECT_TRUE(proof(id));
    EXPECT_FALSE(proof("11111111-1111-4111-8111-111111111111"));
    EXPECT_EQ(code, "NOT_FOUND");
}

TEST_F(EvidenceRoutesTest, SayPlainlyThatNothingIsSignedWithoutAKey) {
    signer = &nobody_signs();
    write(1);
    Sequencing keyless{*world.db, nobody_signs()};
    world.run(keyless.sequencer.look(soon()));
    ask("audit_checkpoint");
    EXPECT_EQ(code, "EVIDENCE_KEY_MISSING");
    EXPECT_EQ(status, 503);
    EXPECT_FALSE(proof(row(0)));
    EXPECT_EQ(code, "EVIDENCE_KEY_MISSING");
}

TEST_F(EvidenceRoutesTest, KnowNothingOfAnotherOrganizationsRows) {
    write(2);
    look();
    who = make_tenancy(world.database.url("wib_owner"), world.database.url(), "beta");
    EXPECT_FALSE(proof(row(1)));
    EXPECT_EQ(code, "NOT_FOUND");
    ask("audit_checkpoint");
    EXPECT_EQ(code, "NOT_IN_LOG_YET");
    ask("audit_consistency", {}, {{"from", "1"}, {"to", "2"}});
    EXPECT_EQ(code, "NOT_IN_LOG_YET");
}

TEST_F(EvidenceRoutesTest, ShowAManagerWhatTheirOwnHandsDid) {
    write(1);
    truth("insert into audit_logs (organization_id, action) values ('" + organization() + "', 'of:nobody')");
    look();
    role = Role::manager;
    EXPECT_TRUE(proof(row(0)));
    EXPECT_FALSE(proof(row(1)));
    EXPECT_EQ(code, "NOT_FOUND");
}

}  // namespace
}  // namespace wib::evidence
