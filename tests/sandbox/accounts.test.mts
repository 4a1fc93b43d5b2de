import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Accounts } from "./accounts.mts";
import { Faults, seeded_random } from "./faults.mts";
import { ResendRest } from "./resend/rest.mts";
import { ResendWebhooks } from "./resend/webhooks.mts";

// Telnyx specification, schema CallControlApplication; Resend specification, ListDomainsItem and ListWebhooksResponse.
const kApplication = [
    "active", "anchorsite_override", "application_name", "call_cost_in_webhooks", "created_at", "dtmf_type", "first_command_timeout", "first_command_timeout_secs", "id", "inbound",
    "outbound", "record_type", "redact_dtmf_debug_logging", "tags", "updated_at", "webhook_api_version", "webhook_event_failover_url", "webhook_event_url", "webhook_timeout_secs",
];
const kDomain = ["capabilities", "click_tracking", "created_at", "id", "name", "open_tracking", "region", "status"];
const kWebhook = ["created_at", "endpoint", "events", "id", "status"];

const fields = (of: unknown): string[] => Object.keys(of as object).sort();

describe("The accounts", () => {
    it("show what the vendors' specifications show", () => {
        const accounts = new Accounts("https://a.test/webhooks/telnyx", "https://a.test/webhooks/resend");
        assert.deepEqual(fields(accounts.described_application("12")), kApplication);
        const list = (what: "domains" | "webhooks") => accounts.listed(what) as { object: string; has_more: boolean; data: object[] };
        assert.deepEqual([list("domains").object, list("domains").has_more], ["list", false]);
        assert.deepEqual(list("domains").data.map(fields), [kDomain]);
        assert.deepEqual(list("webhooks").data.map(fields), [kWebhook]);
    });

    it("change in the parts that are named, and go back", () => {
        const accounts = new Accounts("https://a.test/hook");
        assert.equal(accounts.change({ application: { active: false } }), null);
        assert.deepEqual(accounts.now.application, { active: false, webhook_api_version: "2", webhook_event_url: "https://a.test/hook" });
        assert.match(accounts.change({ applications: {} }) ?? "", /"applications" is none of/);
        accounts.reset();
        assert.equal(accounts.now.application.active, true);
    });

    it("let a key that may only send do nothing else", () => {
        const accounts = new Accounts();
        accounts.change({ may_only_send: true });
        const webhooks = new ResendWebhooks("whsec_plJ3nmyCDGBKInavdOK15jsl", null, new Faults(seeded_random(7)));
        const rest = new ResendRest("re_test", webhooks, accounts);
        const ask = (method: string, path: string, body = "") => rest.handle(method, path, { authorization: "Bearer re_test", "user-agent": "test" }, Buffer.from(body));
        for (const path of ["/domains", "/webhooks", "/emails"]) {
            const { status, body } = ask("GET", path);
            assert.deepEqual([status, (body as { name: string }).name], [401, "restricted_api_key"]);
        }
        accounts.reset();
        assert.equal(ask("GET", "/domains").status, 200);
        webhooks.close();
    });
});
