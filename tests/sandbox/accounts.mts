// What the accounts of the stand-ins hold besides traffic: where webhooks go, which domains letters may come from. A person would see
// and change it on the vendor's pages; tests do with `POST /_sandbox/accounts`.

export interface Application {
    active: boolean;
    webhook_api_version: "1" | "2";
    webhook_event_url: string;
}

export interface Domain {
    name: string;
    status: "pending" | "verified" | "failed" | "not_started" | "partially_verified" | "partially_failed";
}

export interface Webhook {
    endpoint: string;
    status: "enabled" | "disabled";
}

export interface Holdings {
    application: Application;
    domains: readonly Domain[];
    webhooks: readonly Webhook[];
    /** Resend's keys of "sending access" may only send. */
    may_only_send: boolean;
}

const kMade = "2026-01-05T09:30:00.000Z";

export class Accounts {
    private readonly first: Holdings;
    now: Holdings;

    constructor(webhook_url: string | null = null, resend_webhook_url: string | null = null) {
        this.first = {
            application: { active: true, webhook_api_version: "2", webhook_event_url: webhook_url ?? "" },
            domains: [{ name: "bond.test", status: "verified" }],
            webhooks: resend_webhook_url ? [{ endpoint: resend_webhook_url, status: "enabled" }] : [],
            may_only_send: false,
        };
        this.now = this.first;
    }

    reset(): void {
        this.now = this.first;
    }

    /** Takes the parts that are given; errors: a sentence. */
    change(given: Record<string, unknown>): string | null {
        const unknown = Object.keys(given).find((name) => !Object.hasOwn(this.first, name));
        if (unknown !== undefined) return `"${unknown}" is none of ${Object.keys(this.first).join(", ")}`;
        const { application, ...others } = given as Partial<Holdings>;
        this.now = { ...this.now, ...others, application: { ...this.now.application, ...application } };
        return null;
    }

    /** GET /v2/call_control_applications/{id} of this one. */
    described_application(id: string): object {
        return {
            record_type: "call_control_application",
            id,
            application_name: "word-is-bond",
            ...this.now.application,
            webhook_event_failover_url: "",
            webhook_timeout_secs: null,
            anchorsite_override: "Latency",
            dtmf_type: "RFC 2833",
            first_command_timeout: false,
            first_command_timeout_secs: 30,
            call_cost_in_webhooks: false,
            redact_dtmf_debug_logging: false,
            inbound: { channel_limit: null, shaken_stir_enabled: false, sip_subdomain: null, sip_subdomain_receive_settings: "from_anyone" },
            outbound: { channel_limit: null, outbound_voice_profile_id: null },
            tags: [],
            created_at: kMade,
            updated_at: kMade,
        };
    }

    /** GET /domains and GET /webhooks of Resend. */
    listed(what: "domains" | "webhooks"): object {
        const data =
            what === "domains"
                ? this.now.domains.map((one, at) => ({ id: numbered(at), ...one, created_at: kMade, region: "us-east-1", open_tracking: false, click_tracking: false, capabilities: { sending: "enabled", receiving: "disabled" } }))
                : this.now.webhooks.map((one, at) => ({ id: numbered(at), created_at: kMade, ...one, events: ["email.delivered", "email.bounced", "email.complained"] }));
        return { object: "list", has_more: false, data };
    }
}

const numbered = (at: number): string => `479e3145-dd38-476b-932c-${String(at).padStart(12, "0")}`;
