#include "origin/runtime/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace wib {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

constexpr const char* kKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

Variables whole() {
    return {{"DATABASE_URL", "postgresql://wib_app:x@/wib"},
            {"WIB_ENVELOPE_KEYS", std::string{"k2:"} + kKey + ",k1:" + kKey},
            {"WIB_SESSION_KEY", kKey},
            {"WIB_MASTER_KEY", kKey},
            {"WIB_PUBLIC_URL", "http://127.0.0.1:8787/"},
            {"WIB_MEDIA_URL", "ws://127.0.0.1:8790/media"},
            {"WIB_SPOOL_DIR", "spool"}};
}

Environment of(Variables variables) {
    return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        if (found == variables.end() || found->second.empty()) return std::nullopt;
        return found->second;
    };
}

std::vector<std::string> faulty(const Variables& variables) {
    std::vector<std::string> names;
    if (const auto config = read_config(of(variables)); !config)
        for (const auto& fault : config.error()) names.push_back(fault.variable);
    return names;
}

TEST(Config, NeedsOnlyWhatHasNoDefault) {
    const auto config = read_config(of(whole()));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->listen.host, "127.0.0.1");
    EXPECT_EQ(config->listen.port, 0);
    EXPECT_EQ(config->public_url, "http://127.0.0.1:8787");
    EXPECT_EQ(config->envelope_keys.front().id, "k2");
    EXPECT_EQ(config->envelope_keys.front().key.reveal().size(), 32u);
    EXPECT_EQ(config->telnyx_base_url, "https://api.telnyx.com/v2");
    EXPECT_TRUE(config->telnyx_api_key.empty());
}

TEST(Config, TellsEveryFaultAtOnce) {
    EXPECT_THAT(faulty({}),
                ::testing::UnorderedElementsAre("DATABASE_URL", "WIB_ENVELOPE_KEYS", "WIB_SESSION_KEY",
                                                "WIB_MASTER_KEY", "WIB_PUBLIC_URL", "WIB_MEDIA_URL", "WIB_SPOOL_DIR"));
}

TEST(Config, RefusesWhatIsNotOfItsForm) {
    const std::pair<const char*, const char*> cases[] = {{"WIB_LISTEN", "8790"},
                                                         {"WIB_LISTEN", "127.0.0.1:99999"},
                                                         {"WIB_THREADS", "0"},
                                                         {"WIB_DB_POOL", "many"},
                                                         {"WIB_LOG_LEVEL", "loud"},
                                                         {"WIB_SESSION_KEY", "tooshort"},
                                                         {"WIB_ENVELOPE_KEYS", "AAAA"},
                                                         {"WIB_MEDIA_URL", "http://x"},
                                                         {"WIB_DEFAULT_CALLER_ID", "555"},
                                                         {"WIB_DB_NAMED_STATEMENTS", "maybe"}};
    for (const auto& [name, value] : cases) {
        auto variables = whole();
        variables[name] = value;
        EXPECT_THAT(faulty(variables), ::testing::ElementsAre(name)) << value;
    }
}

TEST(Config, NothingBeyondThisMachineIsReachedInTheClear) {
    constexpr const char* kAddresses[] = {"WIB_PUBLIC_URL", "TELNYX_BASE_URL", "ASSEMBLYAI_BASE_URL",
                                          "RESEND_BASE_URL"};
    for (const auto* name : kAddresses) {
        auto variables = whole();
        for (const auto* here : {"http://127.0.0.1:9000/v2", "http://[::1]:9000", "http://localhost",
                                 "http://store.test", "https://api.example.com"}) {
            variables[name] = here;
            EXPECT_THAT(faulty(variables), ::testing::IsEmpty()) << name << " " << here;
        }
        for (const auto* there : {"http://api.example.com", "http://10.0.0.7:9000", "http://127.0.0.1.example.com",
                                  "http://localhost@example.com", "http://LOCALHOST.example"}) {
            variables[name] = there;
            EXPECT_THAT(faulty(variables), ::testing::ElementsAre(name)) << there;
        }
    }
    auto variables = whole();
    variables["WIB_MEDIA_URL"] = "ws://media.example.com/media";
    EXPECT_THAT(faulty(variables), ::testing::ElementsAre("WIB_MEDIA_URL"));
    variables["WIB_MEDIA_URL"] = "wss://media.example.com/media";
    EXPECT_THAT(faulty(variables), ::testing::IsEmpty());
}

TEST(Config, HostsOfAPrivateNetworkAreNamedOneByOne) {
    auto variables = whole();
    variables["TELNYX_BASE_URL"] = "http://relay.internal:8080/v2";
    variables["WIB_CLEARTEXT_HOSTS"] = "db.internal,relay.internal";
    const auto config = read_config(of(variables));
    ASSERT_TRUE(config);
    EXPECT_THAT(config->cleartext_hosts, ::testing::ElementsAre("db.internal", "relay.internal"));
    variables["TELNYX_BASE_URL"] = "http://other.internal:8080/v2";
    EXPECT_THAT(faulty(variables), ::testing::ElementsAre("TELNYX_BASE_URL"));
}

TEST(Config, AuditLogsAreSignedWithAKeyOrNotAtAll) {
    auto variables = whole();
    EXPECT_TRUE(read_config(of(variables))->evidence_key.empty());
    variables["WIB_EVIDENCE_KEY"] = kKey;
    variables["WIB_EVIDENCE_FORMER_KEYS"] = std::string{kKey} + "," + kKey;
    const auto config = read_config(of(variables));
    ASSERT_TRUE(config);
    EXPECT_EQ(config->evidence_key.reveal().size(), 32u);
    EXPECT_EQ(config->former_evidence_keys.size(), 2u);
    variables["WIB_EVIDENCE_KEY"] = "tooshort";
    variables["WIB_EVIDENCE_FORMER_KEYS"] = "AAAA";
    variables["CHECKPOINT_S3_ENDPOINT"] = "https://copies.example.com";
    EXPECT_THAT(faulty(variables), ::testing::UnorderedElementsAre("WIB_EVIDENCE_KEY", "WIB_EVIDENCE_FORMER_KEYS",
                                                                   "CHECKPOINT_S3_BUCKET"));
}

TEST(Config, AVendorWithHalfItsSettingsIsAFault) {
    auto variables = whole();
    variables["TELNYX_API_KEY"] = "KEY";
    variables["S3_ENDPOINT"] = "https://store";
    EXPECT_THAT(faulty(variables), ::testing::ElementsAre("TELNYX_CONNECTION_ID", "S3_BUCKET"));
}

}  // namespace
}  // namespace wib
