// Written by edge/console/codegen/generate.mts from openapi.json. Change the structs and the route table, not this.
export interface paths {
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a request could be served from edge to database */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Changes only with a release. Ask again with `If-None-Match` and it costs a 304.
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Writes one line to the origin's log and says which
         * @description For whoever wants to know whether logs arrive where they are shipped to. The line holds no personal data and nothing of the credentials.
         */
        get: operations["health_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/internal/schema-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The columns of key tables as this build expects them, and as they are */
        get: operations["schema_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/csrf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A token for signing in, good for ten minutes */
        get: operations["csrf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in; nulls when nobody is */
        get: operations["session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/callback/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a session
         * @description One message for every way to fail. Counted by address and person, and locked when too often wrong.
         */
        post: operations["sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/signout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the session, if there is one */
        post: operations["sign_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The person behind this session */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes name or password of the person behind this session */
        patch: operations["update_me"];
        trace?: never;
    };
    "/internal/sessions/{token_hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The claims of a living session, for the edge */
        get: operations["resolve_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/sessions/{token_hash}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a session whose token was met in another browser */
        post: operations["end_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Opens an account, and an organisation with it when one is named
         * @description A letter asks for proof of the address. With an invitation to that address the person joins its organisation at once.
         */
        post: operations["sign_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proves an address by its letter's token */
        post: operations["verify_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends the letter that proves the address once more
         * @description VALIDATION_ERROR about `email` when letters to this address came back for good, or were complained of: no more are sent to it.
         */
        post: operations["send_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/forgot-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sends a link for a new password, if there is such a person
         * @description The same answer after the same work for every address.
         */
        post: operations["forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password by a letter's token, and ends every session */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renews a session that ends within a day */
        post: operations["refresh_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where this person is signed in */
        get: operations["list_my_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends one of this person's sessions */
        delete: operations["end_my_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Founds an organisation with its founder as owner; this session moves there */
        post: operations["create_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation this session is in */
        get: operations["current_organization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One organisation; of ours there is one */
        get: operations["get_organization"];
        /** Changes an organisation; what is absent stays */
        put: operations["update_organization"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/my-orgs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where this person belongs */
        get: operations["my_organizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/switch-org": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves this session, and no other, to another organisation */
        post: operations["switch_organization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who belongs to the organisation */
        get: operations["list_members"];
        put?: never;
        /** Refused: people join by invitation */
        post: operations["add_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/members/{user_id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Gives a member another role
         * @description Nobody changes themselves, only an owner gives or takes the role of owner, and the last owner stays one.
         */
        patch: operations["change_role"];
        trace?: never;
    };
    "/api/team/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends a membership, and with it every session in this organisation
         * @description Nobody removes themselves or the last owner; only an owner removes an owner.
         */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/members/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends every session a member has in this organisation
         * @description Open streams end within two seconds; the membership stays. Nobody signs themselves out this way, and only an owner an owner.
         */
        delete: operations["sign_out_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations that may still be accepted */
        get: operations["list_invites"];
        put?: never;
        /** Invites an address */
        post: operations["invite_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/invites/validate/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an invitation offers, for who holds its token */
        get: operations["validate_invite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/invites/accept/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Joins the organisation that invited this very address; this session moves there */
        post: operations["accept_invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/team/invites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes an invitation back */
        delete: operations["cancel_invite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation's keys, by their beginnings */
        get: operations["list_api_keys"];
        put?: never;
        /**
         * Makes a key, which is shown this once
         * @description Programs send it as a bearer token. It reaches what its permissions name and never more than its maker, and it ends with their membership.
         */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another key with the same name, permissions and end; the old one is over */
        post: operations["rotate_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organizations/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a key at once */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/validate-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whose a key is, and what it may */
        post: operations["validate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/api-keys/{key_hash}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The claims of a living API key, for the edge */
        get: operations["resolve_api_key"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The active departments with manager and number of members, by name */
        get: operations["list_teams"];
        put?: never;
        /**
         * A new department, at the top or below another
         * @description 409 when an active department has this name.
         */
        post: operations["create_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes or moves a department; what is absent stays
         * @description 409 when the name is another's, when it would stand below itself, or when an active one would stand below an inactive one.
         */
        put: operations["update_team"];
        post?: never;
        /**
         * Deactivates a department; nothing of it is deleted
         * @description 409 while active departments stand below it.
         */
        delete: operations["deactivate_team"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is in a department, by name */
        get: operations["list_team_members"];
        put?: never;
        /**
         * Takes a member of the organisation into a department
         * @description Whoever is in it already has this part in it from now on.
         */
        post: operations["put_team_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/teams/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes somebody out of a department */
        delete: operations["remove_team_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rbac/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the person of this session may do here */
        get: operations["rbac_context"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rbac/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the person of this session has one permission */
        get: operations["rbac_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rbac/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every role, what it inherits and what it may do */
        get: operations["rbac_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the organization's plan includes */
        get: operations["capabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whether the plan includes one capability */
        post: operations["check_capability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/capabilities/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The plan, its limits, and what of them is used */
        get: operations["get_plan"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feature-flags/global": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every switch for everybody */
        get: operations["list_global_flags"];
        put?: never;
        /** A new switch for everybody */
        post: operations["create_global_flag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feature-flags/global/{feature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One switch for everybody */
        get: operations["get_global_flag"];
        /** Turns a switch for everybody on or off */
        put: operations["change_global_flag"];
        post?: never;
        /** Takes a switch for everybody away: the code's default counts again */
        delete: operations["remove_global_flag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feature-flags/org": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every switch as it is for this organization */
        get: operations["list_org_flags"];
        put?: never;
        /** Decides a switch for this organization */
        post: operations["create_org_flag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feature-flags/org/{feature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One switch as it is for this organization */
        get: operations["get_org_flag"];
        /** Changes what this organization decided */
        put: operations["change_org_flag"];
        post?: never;
        /** Takes the organization's decision back: everybody's counts again */
        delete: operations["remove_org_flag"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The platform's figures, over every organization */
        get: operations["platform_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/voice/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls somebody
         * @description Asks the compliance gate, then dials. `pending` means that the carrier has not answered in time and the dial goes on. A carrier's refusal names the failed call in `call_id`; a gate's names its reason in `blocked_by` and `reason`.
         */
        post: operations["start_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation's calls, newest first */
        get: operations["list_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call with its legs, recordings and what the gate said */
        get: operations["get_call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hangs up
         * @description The call is over for the record at once, its lines as soon as the carrier has been told.
         */
        post: operations["end_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened on a call, in order */
        get: operations["call_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/transcript": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said, at most 500 segments at once */
        get: operations["call_transcript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/transcript-versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The canonical transcript, made of the stored recording
         * @description Authoritative, with what proves it: versions are only ever added, each with its hash and what it was made of. What was heard live is a preview, under /transcript.
         */
        get: operations["transcript_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/transcription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Has a transcript made that was given up
         * @description Nothing changes where none was given up.
         */
        post: operations["retry_transcription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/transcriptions/advance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A message of the transcription queue: what comes next is done
         * @description Idempotent. 503 with `Retry-After` asks for the message once more.
         */
        post: operations["advance_transcription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/transcriptions/dead": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A message that the transcription queue has given up */
        post: operations["bury_transcription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One call from its beginning, then live
         * @description Server-sent events. Those that stand in the database carry their sequence as `id`; `Last-Event-ID` resumes after one. A comment every 15 s keeps the stream awake; it ends when the session does.
         */
        get: operations["call_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Supervises a live call
         * @description `listen` hands out a ticket for one socket (`GET /api/calls/{id}/listen`), good for a minute. The call's audit trail tells who supervised it.
         */
        post: operations["monitor_call"];
        /** Stops one's own supervision of a call */
        delete: operations["stop_monitoring"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/listen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A live call's sound, over a WebSocket
         * @description Text messages are the JSON objects of `x-wib-events`, told apart by `kind`. A binary message is 20 ms of one side: 20 bytes little-endian (format u8: 0 PCMU, 8 PCMA, 111 Opus; track u8; samples at 8 kHz u16; the track's packet number u32; the stream's clock in ms u32; when the audio reached us in Unix µs u64), then the payload. Whoever reads too slowly loses the oldest sound and is told in a gap. The socket ends within 2 s of the right to listen: 1008 then, 1000 when the call is over, 1001 when another origin should be asked.
         */
        get: operations["listen_in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every call of the organisation from now on
         * @description Server-sent events. Those that stand in the database carry their sequence as `id`; `Last-Event-ID` brings first what was missed. A comment every 15 s keeps the stream awake; it ends when the session does.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit-logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a recording is and where it plays; audited */
        get: operations["get_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/recordings/stream/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sound, whole or one range of it; audited before the first byte
         * @description Stereo: left the consumer, right what the consumer heard. `Range` takes one range, `If-Range` the entity tag. 409 until the recording is stored.
         */
        get: operations["stream_recording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audio/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a sound file in
         * @description A form (multipart/form-data) whose part `file` is the file, with a content type of audio/…; other parts are left alone. It is stored while it comes in, and there once all of it has come: an upload that is cut leaves nothing. 504 when nothing comes for half a minute.
         */
        post: operations["upload_audio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audio/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sound files that people brought along, newest first */
        get: operations["list_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audio/files/audio/{organization_id}/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file's sound, whole or one range of it; audited before the first byte
         * @description By the file's `file_key`. `Range` takes one range, `If-Range` the entity tag.
         */
        get: operations["stream_audio"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/telnyx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in an event of the carrier's; 2xx means durable
         * @description The Ed25519 signature over timestamp and raw body is checked first. An event told twice is applied once.
         */
        post: operations["telnyx_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/telnyx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in an event of the carrier's; 2xx means durable
         * @description The Ed25519 signature over timestamp and raw body is checked first. An event told twice is applied once.
         */
        post: operations["telnyx_webhook_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in an event of Stripe's; 2xx means durable
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["stripe_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in an event of Stripe's; 2xx means durable
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["stripe_webhook_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/assemblyai": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in the end of a transcript; 2xx means durable
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["assemblyai_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/assemblyai": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in the end of a transcript; 2xx means durable
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["assemblyai_webhook_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in a request of Twilio's and answers in TwiML
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["twilio_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/twilio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in a request of Twilio's and answers in TwiML
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["twilio_webhook_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in what became of an e-mail; 2xx means durable
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["resend_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes in what became of an e-mail; 2xx means durable
         * @description The vendor's signature over the raw body is checked first. An event told twice is taken in once; unknown types are kept.
         */
        post: operations["resend_webhook_alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reliability/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of vendors that could not be applied, newest first */
        get: operations["list_webhook_failures"];
        /**
         * Replays an event, discards it, or leaves it to people
         * @description A retry applies the event as it was received: resolved when that succeeds or it was known already, else failed with one attempt more.
         */
        put: operations["act_on_webhook_failure"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/internal/webhook-dlq": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Open failures of every organisation, and of none */
        get: operations["list_dead_letters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/internal/webhook-dlq/replay/{source}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Applies an event again as it was received */
        post: operations["replay_dead_letter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/webhooks/undeliverable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes over an event the edge could not deliver for a day */
        post: operations["record_undeliverable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/internal/cron-health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each scheduled job stands, with its last runs */
        get: operations["cron_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/internal/jobs/due": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A schedule came round: what is due by now is begun
         * @description Answers before the work is done. Told twice, or late, or not at all: each job runs once for its time, and what was missed is made good by one run.
         */
        post: operations["start_due_jobs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A refusal. Some codes bring more members, all of them strings: `call_id`, `reason`, `retry_after_seconds` … */
        Problem: {
            /** @constant */
            success: false;
            /** @description For people */
            error: string;
            code: components["schemas"]["ProblemCode"];
            /** @description Finds this refusal in the logs */
            correlation_id: string;
            details?: {
                /** @description Where: legs[2].to_number */
                path: string;
                /** @description What is wanted there */
                message: string;
            }[];
        } & {
            [key: string]: string;
        };
        /**
         * @description What went wrong, for programs:
         *     - `INVALID_JSON` (400): The body is not valid JSON
         *     - `VALIDATION_ERROR` (400): Some fields are not acceptable
         *     - `PASSWORD_GUESSABLE` (400): This password is too easily guessed, choose a longer or less usual one
         *     - `INVALID_ID` (400): The id is not a UUID
         *     - `INVALID_TARGET` (400): The path or query is not well formed
         *     - `AUTH_REQUIRED` (401): Please sign in
         *     - `INVALID_CREDENTIALS` (401): E-mail address or password is wrong
         *     - `SESSION_REVOKED` (401): The session has ended, please sign in again
         *     - `CSRF_REQUIRED` (401): The X-CSRF-Token header is missing
         *     - `CSRF_INVALID` (403): The CSRF token is not valid for this browser any more
         *     - `SIGNATURE_INVALID` (401): The signature does not match
         *     - `SIGNATURE_STALE` (401): The signed time is too far from now
         *     - `ENVELOPE_INVALID` (401): The request did not come through the edge
         *     - `ENVELOPE_REPLAYED` (401): The request has been seen before
         *     - `STREAM_TOKEN_INVALID` (401): The stream token is not valid
         *     - `PLAN_UPGRADE_REQUIRED` (402): The organization's plan does not include this
         *     - `QUOTA_EXCEEDED` (402): The plan's limit is reached
         *     - `HTTPS_REQUIRED` (403): This is answered over https:// alone
         *     - `FORBIDDEN` (403): Your role does not allow this
         *     - `EMAIL_NOT_VERIFIED` (403): Please confirm your e-mail address first
         *     - `HUMAN_CHECK_FAILED` (403): Please show once more that you are a person
         *     - `COMPLIANCE_BLOCKED` (403): A compliance rule does not allow this call
         *     - `NOT_FOUND` (404): Not found
         *     - `METHOD_NOT_ALLOWED` (405): The method is not allowed here
         *     - `CONFLICT` (409): The current state does not allow this
         *     - `CALL_NOT_ACTIVE` (409): The call is over
         *     - `IDEMPOTENCY_IN_PROGRESS` (409): A request with this idempotency key is still running
         *     - `PAYLOAD_TOO_LARGE` (413): The body is too large
         *     - `UNSUPPORTED_MEDIA_TYPE` (415): The body must be application/json
         *     - `RANGE_NOT_SATISFIABLE` (416): The range lies outside the recording
         *     - `IDEMPOTENCY_MISMATCH` (422): This idempotency key was used with another body
         *     - `ACCOUNT_LOCKED` (429): Too many failed attempts, please wait
         *     - `RATE_LIMIT` (429): Too many requests, please wait
         *     - `HEADERS_TOO_LARGE` (431): The header fields are too large
         *     - `INTERNAL_ERROR` (500): Something went wrong on our side
         *     - `NOT_SERVED` (501): This is not available yet
         *     - `VENDOR_ERROR` (502): A service we depend on refused
         *     - `VENDOR_NOT_CONFIGURED` (503): The service this needs is not configured
         *     - `CAPACITY` (503): At capacity, please try again shortly
         *     - `HUMAN_CHECK_UNAVAILABLE` (503): Whether a person asks could not be checked, please try again
         *     - `PLAN_UNKNOWN` (503): Whether the plan includes this could not be checked, please try again
         *     - `DATABASE_UNAVAILABLE` (503): The database is not available, please try again
         *     - `ORIGIN_UNAVAILABLE` (503): The service is not available, please try again
         *     - `DEADLINE_EXCEEDED` (504): It took too long, please try again
         * @enum {string}
         */
        ProblemCode: "INVALID_JSON" | "VALIDATION_ERROR" | "PASSWORD_GUESSABLE" | "INVALID_ID" | "INVALID_TARGET" | "AUTH_REQUIRED" | "INVALID_CREDENTIALS" | "SESSION_REVOKED" | "CSRF_REQUIRED" | "CSRF_INVALID" | "SIGNATURE_INVALID" | "SIGNATURE_STALE" | "ENVELOPE_INVALID" | "ENVELOPE_REPLAYED" | "STREAM_TOKEN_INVALID" | "PLAN_UPGRADE_REQUIRED" | "QUOTA_EXCEEDED" | "HTTPS_REQUIRED" | "FORBIDDEN" | "EMAIL_NOT_VERIFIED" | "HUMAN_CHECK_FAILED" | "COMPLIANCE_BLOCKED" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "CONFLICT" | "CALL_NOT_ACTIVE" | "IDEMPOTENCY_IN_PROGRESS" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "RANGE_NOT_SATISFIABLE" | "IDEMPOTENCY_MISMATCH" | "ACCOUNT_LOCKED" | "RATE_LIMIT" | "HEADERS_TOO_LARGE" | "INTERNAL_ERROR" | "NOT_SERVED" | "VENDOR_ERROR" | "VENDOR_NOT_CONFIGURED" | "CAPACITY" | "HUMAN_CHECK_UNAVAILABLE" | "PLAN_UNKNOWN" | "DATABASE_UNAVAILABLE" | "ORIGIN_UNAVAILABLE" | "DEADLINE_EXCEEDED";
        ApiKey: {
            /** Format: uuid */
            id: string;
            name: string;
            key_prefix: string;
            permissions: string[];
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string | null;
            /** Format: date-time */
            last_used_at: string | null;
        };
        ApiKeysReply: {
            success: boolean;
            api_keys: components["schemas"]["ApiKey"][];
        };
        AudioFile: {
            /** Format: uuid */
            id: string;
            /** @description Where the object store keeps it; never another file's */
            file_key: string;
            /** @description As the file was called where it came from */
            original_name: string | null;
            content_type: string;
            /** Format: int64 */
            size_bytes: number;
            /** @description Lower hex SHA-256 of its bytes */
            media_hash: string;
            /** Format: uuid */
            created_by: string | null;
            created_by_name: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Where the console plays it from: same origin, audited, with ranges */
            stream_path: string;
        };
        AudioFileReply: {
            success: boolean;
            audio_file: components["schemas"]["AudioFile"];
        };
        AudioListReply: {
            success: boolean;
            audio_files: components["schemas"]["AudioFile"][];
            pagination: components["schemas"]["Pagination"];
        };
        AuditListReply: {
            success: boolean;
            audit_logs: components["schemas"]["AuditLog"][];
            pagination: components["schemas"]["Pagination"];
        };
        AuditLog: {
            /** Format: uuid */
            id: string;
            action: string;
            actor_type: string;
            /** @description A vendor's or a job's name */
            actor_label: string | null;
            user_name: string | null;
            resource_type: string;
            resource_id: string | null;
            /** @description What was, where something changed */
            old_value: unknown;
            /** @description What is; secrets never, numbers as their last four */
            new_value: unknown;
            /** Format: date-time */
            created_at: string;
            /** @description The same as in the logs */
            correlation_id: string | null;
        };
        Belonging: {
            /** Format: uuid */
            id: string;
            name: string;
            plan: string;
            role: components["schemas"]["Role"];
            /** Format: int64 */
            member_count: number;
            /** Format: date-time */
            joined_at: string;
        };
        Call: {
            /** Format: uuid */
            id: string;
            /**
             * @description As stored; only ever moves forward
             * @enum {string}
             */
            status: "pending" | "initiated" | "ringing" | "in_progress" | "bridged" | "completed" | "failed" | "busy" | "no_answer" | "canceled";
            /**
             * @description Who called whom
             * @enum {string}
             */
            direction: "inbound" | "outbound";
            flow_type: string;
            /** @description E.164; empty when the caller hid it */
            from_number: string;
            to_number: string;
            /** Format: uuid */
            user_id: string | null;
            /** @description The person whose call it is */
            user_name: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * Format: int32
             * @description From the first dial to the end
             */
            duration_seconds: number | null;
            /**
             * Format: int32
             * @description While both sides were connected
             */
            talk_seconds: number | null;
            /** @description In the carrier's words */
            hangup_cause: string | null;
            failure_reason: string | null;
            has_recording: boolean;
            /** Format: date-time */
            created_at: string;
        };
        CallDetail: {
            /** Format: uuid */
            id: string;
            /**
             * @description As stored; only ever moves forward
             * @enum {string}
             */
            status: "pending" | "initiated" | "ringing" | "in_progress" | "bridged" | "completed" | "failed" | "busy" | "no_answer" | "canceled";
            /**
             * @description Who called whom
             * @enum {string}
             */
            direction: "inbound" | "outbound";
            flow_type: string;
            /** @description E.164; empty when the caller hid it */
            from_number: string;
            to_number: string;
            /** Format: uuid */
            user_id: string | null;
            /** @description The person whose call it is */
            user_name: string | null;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
            /**
             * Format: int32
             * @description From the first dial to the end
             */
            duration_seconds: number | null;
            /**
             * Format: int32
             * @description While both sides were connected
             */
            talk_seconds: number | null;
            /** @description In the carrier's words */
            hangup_cause: string | null;
            failure_reason: string | null;
            has_recording: boolean;
            /** Format: date-time */
            created_at: string;
            legs: components["schemas"]["CallLeg"][];
            recordings: components["schemas"]["CallRecording"][];
            gate: components["schemas"]["GateDecision"];
        };
        CallDetailReply: {
            success: boolean;
            call: components["schemas"]["CallDetail"];
        };
        /** @enum {string} */
        CallDirection: "inbound" | "outbound";
        CallEvent: {
            /** Format: uuid */
            call_id: string;
            /**
             * @description As in the call's row
             * @enum {string}
             */
            status: "pending" | "initiated" | "ringing" | "in_progress" | "bridged" | "completed" | "failed" | "busy" | "no_answer" | "canceled";
            /**
             * @description Who called whom
             * @enum {string}
             */
            direction: "inbound" | "outbound";
            to_number: string;
            from_number: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
            hangup_cause: string | null;
        };
        CallLeg: {
            /** Format: uuid */
            id: string;
            /**
             * @description Whose leg
             * @enum {string}
             */
            role: "agent" | "consumer" | "supervisor" | "transfer_target";
            status: string;
            to_number: string;
            from_number: string;
            /** Format: date-time */
            dialed_at: string | null;
            /** Format: date-time */
            answered_at: string | null;
            /** Format: date-time */
            ended_at: string | null;
            hangup_cause: string | null;
        };
        CallListReply: {
            success: boolean;
            calls: components["schemas"]["Call"][];
            pagination: components["schemas"]["Pagination"];
        };
        CallRecording: {
            /** Format: uuid */
            id: string;
            /**
             * @description Playable once stored
             * @enum {string}
             */
            status: "recording" | "uploading" | "stored" | "failed";
            /** Format: int64 */
            duration_ms: number | null;
            /** Format: int64 */
            size_bytes: number | null;
            media_hash: string | null;
            source: string;
            is_authoritative: boolean;
            /** Format: date-time */
            started_at: string | null;
            derivatives: components["schemas"]["RecordingDerivative"][];
        };
        CallReply: {
            success: boolean;
            call: components["schemas"]["Call"];
        };
        /** @enum {string} */
        CallStatusFilter: "active" | "pending" | "initiated" | "ringing" | "in_progress" | "bridged" | "completed" | "failed" | "busy" | "no_answer" | "canceled";
        CapabilitiesReply: {
            success: boolean;
            /** @description The one that counts now: free while a subscription does not stand */
            plan: string;
            capabilities: {
                [key: string]: boolean;
            };
            /** @description Of each capability */
            lowest_plan: {
                [key: string]: string;
            };
        };
        CapabilityReply: {
            success: boolean;
            /** @description false for a capability that nobody knows */
            allowed: boolean;
            current_plan: string;
            required_plan: string | null;
        };
        CapabilityRequest: {
            capability: string;
        };
        ChangeRoleRequest: {
            role: components["schemas"]["GivenRole"];
        };
        ColumnFault: {
            table: string;
            column: string;
            /** @description The type; empty for a column that nobody expects */
            expected: string;
            /** @description The type; empty for a column that is missing */
            actual: string;
        };
        CreateApiKeyRequest: {
            name: string;
            /** @description Names of permissions, as in `calls:read`; none that its maker lacks */
            permissions: string[];
            /** Format: date-time */
            expires_at?: string | null;
        };
        CreateOrganizationRequest: {
            name: string;
        };
        CronHealthReply: {
            success: boolean;
            /** @description The worst of the jobs in use */
            status: components["schemas"]["JobStatus"];
            jobs: components["schemas"]["JobHealth"][];
        };
        CsrfReply: {
            csrf_token: string;
        };
        DeadLetter: {
            failure: components["schemas"]["WebhookFailure"];
            /** Format: uuid */
            organization_id: string | null;
        };
        DeadLettersReply: {
            success: boolean;
            entries: components["schemas"]["DeadLetter"][];
        };
        Done: {
            success: boolean;
        };
        DoneReply: {
            success: boolean;
        };
        /** @enum {string} */
        FailureAction: "retry" | "discard" | "manual_review";
        FailureActionRequest: {
            /** Format: uuid */
            failure_id: string;
            action: components["schemas"]["FailureAction"];
            resolution_notes?: string | null;
        };
        /** @enum {string} */
        FailureFilter: "all" | "pending" | "failed" | "manual_review" | "resolved" | "discarded";
        FailureListReply: {
            success: boolean;
            failures: components["schemas"]["WebhookFailure"][];
            metrics: components["schemas"]["FailureMetrics"];
            pagination: components["schemas"]["Pagination"];
        };
        FailureMetrics: {
            /** Format: int64 */
            active_failures: number;
            /** Format: int64 */
            resolved: number;
            /** Format: int64 */
            discarded: number;
            /** Format: int64 */
            total: number;
        };
        FailureReply: {
            success: boolean;
            failure: components["schemas"]["WebhookFailure"];
        };
        FinalTranscript: {
            /** Format: int64 */
            audio_ms: number;
            language: string;
            utterances: components["schemas"]["FinalUtterance"][];
        };
        FinalUtterance: {
            /**
             * Format: int32
             * @description Of the recording: 1 the consumer, 2 what the consumer heard
             */
            channel: number;
            confidence: number;
            /** Format: int64 */
            end_ms: number;
            /** @description agent or consumer, by the channel */
            speaker: string;
            /**
             * Format: int64
             * @description From the beginning of the recording
             */
            start_ms: number;
            text: string;
            words: components["schemas"]["FinalWord"][];
        };
        FinalWord: {
            confidence: number;
            /** Format: int64 */
            end_ms: number;
            /** Format: int64 */
            start_ms: number;
            text: string;
        };
        FlagRemovedReply: {
            success: boolean;
        };
        /** @enum {string} */
        FlowType: "direct" | "bridge";
        ForgotPasswordReply: {
            success: boolean;
            message: string;
        };
        ForgotPasswordRequest: {
            /**
             * Format: email
             * @description An e-mail address, like grace@harbor.example
             */
            email: string;
            csrf_token?: string | null;
        };
        GateCheck: {
            name: string;
            /**
             * @description not_checked: the data this check needs does not exist
             * @enum {string}
             */
            outcome: "passed" | "blocked" | "not_checked";
            reason: string | null;
        };
        GateDecision: {
            checks: components["schemas"]["GateCheck"][];
        };
        /** @enum {string} */
        GivenRole: "viewer" | "agent" | "analyst" | "operator" | "manager" | "compliance" | "admin" | "owner";
        GlobalFlag: {
            feature: string;
            enabled: boolean;
            disabled_reason: string | null;
            /** Format: date-time */
            disabled_at: string | null;
            /** Format: date-time */
            updated_at: string;
        };
        GlobalFlagChange: {
            enabled: boolean;
            disabled_reason?: string | null;
        };
        GlobalFlagReply: {
            success: boolean;
            flag: components["schemas"]["GlobalFlag"];
            /** @description Another name for `flag` */
            data: components["schemas"]["GlobalFlag"];
        };
        GlobalFlagsReply: {
            success: boolean;
            flags: components["schemas"]["GlobalFlag"][];
            /** @description Another name for `flags` */
            data: components["schemas"]["GlobalFlag"][];
        };
        HealthReply: {
            status: string;
        };
        HelloEvent: {
            /** Format: date-time */
            now: string;
        };
        Invite: {
            /** Format: uuid */
            id: string;
            email: string;
            role: components["schemas"]["Role"];
            status: string;
            invited_by: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        InviteRequest: {
            /**
             * Format: email
             * @description An e-mail address, like grace@harbor.example
             */
            email: string;
            /** @description viewer when absent */
            role?: components["schemas"]["InvitedRole"] | null;
        };
        InvitedReply: {
            success: boolean;
            invite: components["schemas"]["Invite"];
            /** @description The link of the letter, to hand over oneself */
            invite_url: string;
            /** @description undeliverable: letters to this address came back for good, so none is sent any more */
            email: components["schemas"]["MailFate"];
        };
        /** @enum {string} */
        InvitedRole: "viewer" | "agent" | "analyst" | "operator" | "manager" | "compliance" | "admin";
        InvitesReply: {
            success: boolean;
            invites: components["schemas"]["Invite"][];
        };
        JobHealth: {
            job_name: string;
            /** @description degraded: the last run went wrong; down: none went well for two rounds; not_in_use: it has nothing to work on */
            status: components["schemas"]["JobStatus"];
            schedule: components["schemas"]["Schedule"];
            /** Format: int32 */
            every_minutes: number;
            /** Format: int32 */
            stale_after_minutes: number;
            /** Format: date-time */
            last_run: string | null;
            /** Format: date-time */
            last_success: string | null;
            /** @description Of the last run that ended; null when it went well */
            last_error: string | null;
            metrics: components["schemas"]["JobMetrics"];
            /**
             * Format: int64
             * @description Since the last success; null before the first
             */
            staleness_minutes: number | null;
            /** Format: date-time */
            next_due: string | null;
            is_running: boolean;
            /** @description What a job not in use will work on; empty for one that never will be needed */
            waits_for: string[];
            /** @description Newest first, ten at most */
            runs: components["schemas"]["JobRun"][];
        };
        JobMetrics: {
            /** Format: int64 */
            processed: number;
            /** Format: int64 */
            errors: number;
            /** Format: int64 */
            duration_ms: number | null;
        };
        JobRun: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            scheduled_for: string;
            /**
             * Format: int64
             * @description Earlier times that nobody had made good, and this run did
             */
            missed: number;
            /**
             * Format: int32
             * @description Which try for its time this is; three at most
             */
            attempt: number;
            outcome: components["schemas"]["RunOutcome"];
            /** Format: int64 */
            processed: number;
            /**
             * Format: int64
             * @description Items that could not be done; the others were
             */
            errors: number;
            error_code: string | null;
            /** Format: date-time */
            began_at: string;
            /** Format: date-time */
            ended_at: string | null;
        };
        /** @enum {string} */
        JobStatus: "not_in_use" | "healthy" | "degraded" | "down";
        KeyClaims: {
            /** Format: uuid */
            key_id: string;
            /** Format: uuid */
            organization_id: string;
            role: components["schemas"]["Role"];
            plan: string;
            permissions: string[];
            /** Format: date-time */
            expires_at: string | null;
        };
        LevelEvent: {
            /** Format: uuid */
            call_id: string;
            agent: number;
            consumer: number;
        };
        ListenEnded: {
            kind: string;
            /**
             * @description revoked: the right to listen has gone. unconfirmed: nobody could say for a minute whether it is there
             * @enum {string}
             */
            reason: "left" | "stopped" | "call_ended" | "stream_ended" | "revoked" | "unconfirmed" | "lost" | "restarting";
        };
        /** @enum {string} */
        ListenFormat: "g711" | "opus";
        ListenGap: {
            kind: string;
            /**
             * Format: int64
             * @description Since the one before
             */
            lost_packets: number;
        };
        ListenStarted: {
            kind: string;
            /**
             * @description Of every binary message from here on
             * @enum {string}
             */
            codec: "pcmu" | "pcma" | "opus";
            /** Format: int32 */
            sample_rate: number;
            /** @description Who is who: a message's track is a place in this list */
            tracks: string[];
        };
        LogTestReply: {
            success: boolean;
            /** @description false where the level of the log leaves such lines out */
            written: boolean;
            /** @description What the line is called */
            event: string;
            /** @description Stands in the line: look for it where the logs are shipped to */
            correlation_id: string;
            /** Format: date-time */
            written_at: string;
        };
        /** @enum {string} */
        MailFate: "promised" | "not_configured" | "undeliverable";
        Me: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
            /** Format: date-time */
            created_at: string;
            /** Format: uuid */
            organization_id: string | null;
            organization_name: string | null;
            role: components["schemas"]["Role"];
            plan: string | null;
            platform_role: string | null;
        };
        MeReply: {
            success: boolean;
            user: components["schemas"]["Me"];
        };
        Member: {
            /** Format: uuid */
            user_id: string;
            email: string;
            name: string;
            role: components["schemas"]["Role"];
            /** Format: date-time */
            joined_at: string;
            /** Format: date-time */
            last_seen_at: string | null;
        };
        MemberReply: {
            success: boolean;
            member: components["schemas"]["Member"];
        };
        MembersReply: {
            success: boolean;
            members: components["schemas"]["Member"][];
            /** Format: int64 */
            total: number;
        };
        Monitor: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            call_id: string;
            mode: components["schemas"]["MonitorMode"];
            /** Format: date-time */
            started_at: string;
        };
        /** @enum {string} */
        MonitorMode: "listen" | "whisper" | "barge";
        MonitorReply: {
            success: boolean;
            monitor: components["schemas"]["Monitor"];
            /** @description Where the socket is opened, within a minute, once, by whoever asked; `&format=` chooses */
            path: string;
            /** @description How the sound can be had, the first unless asked otherwise */
            formats: string[];
            /** Format: int32 */
            sample_rate: number;
            /**
             * Format: int32
             * @description Longest audio of one message; each message is one side's
             */
            packet_ms: number;
        };
        MonitorRequest: {
            /** @description listen: heard by nobody. whisper and barge need the carrier's conferences: NOT_SERVED */
            mode: components["schemas"]["MonitorMode"];
        };
        MonitorStoppedReply: {
            success: boolean;
            /**
             * Format: int32
             * @description How many sockets and tickets of one's own this ended
             */
            stopped: number;
        };
        MyOrganizationsReply: {
            success: boolean;
            organizations: components["schemas"]["Belonging"][];
            /** Format: uuid */
            current_organization_id: string | null;
        };
        MySession: {
            /** Format: uuid */
            id: string;
            user_agent: string;
            ip: string;
            organization_name: string | null;
            current: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            last_seen_at: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        MySessionsReply: {
            success: boolean;
            sessions: components["schemas"]["MySession"][];
        };
        NewApiKeyReply: {
            success: boolean;
            api_key: components["schemas"]["ApiKey"];
            /** @description Told this once; we keep its hash alone */
            key: string;
        };
        NewGlobalFlag: {
            feature: string;
            enabled: boolean;
            disabled_reason?: string | null;
        };
        NewOrgFlag: {
            feature: string;
            enabled: boolean;
            disabled_reason?: string | null;
            /** Format: int32 */
            daily_limit?: number | null;
            /** Format: int32 */
            monthly_limit?: number | null;
            config_value?: string | null;
        };
        NewTeam: {
            name: string;
            description?: string | null;
            /** @description `department` when absent */
            team_type?: string | null;
            /**
             * Format: uuid
             * @description An active department of this organization; at the top when absent
             */
            parent_team_id?: string | null;
            /**
             * Format: uuid
             * @description A member of this organization
             */
            manager_user_id?: string | null;
        };
        NewTeamMember: {
            /** Format: uuid */
            user_id: string;
            /** @description `member` when absent */
            team_role?: string | null;
        };
        NewUser: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
            /** Format: uuid */
            organization_id: string | null;
            email_verified: boolean;
        };
        OfferedInvite: {
            email: string;
            role: components["schemas"]["Role"];
            organization_name: string;
            /** Format: date-time */
            expires_at: string;
        };
        OrgFlag: {
            feature: string;
            /** @description off for everybody is off; else `enabled`, else `global_enabled` */
            effective: boolean;
            /** @description null where the organization has not decided */
            enabled: boolean | null;
            global_enabled: boolean | null;
            disabled_reason: string | null;
            /** Format: date-time */
            disabled_at: string | null;
            /** Format: int32 */
            daily_limit: number | null;
            /** Format: int32 */
            monthly_limit: number | null;
            /**
             * Format: int32
             * @description By the organization's own days
             */
            current_daily_usage: number;
            /** Format: int32 */
            current_monthly_usage: number;
            config_value: string | null;
            /** Format: date-time */
            updated_at: string | null;
        };
        OrgFlagChange: {
            enabled: boolean;
            disabled_reason?: string | null;
            /** Format: int32 */
            daily_limit?: number | null;
            /** Format: int32 */
            monthly_limit?: number | null;
            config_value?: string | null;
        };
        OrgFlagReply: {
            success: boolean;
            flag: components["schemas"]["OrgFlag"];
            /** @description Another name for `flag` */
            data: components["schemas"]["OrgFlag"];
        };
        OrgFlagsReply: {
            success: boolean;
            flags: components["schemas"]["OrgFlag"][];
            /** @description Another name for `flags` */
            data: components["schemas"]["OrgFlag"][];
        };
        Organization: {
            /** Format: uuid */
            id: string;
            name: string;
            plan: string;
            plan_status: string;
            timezone: string;
            calling_hours_start: string;
            calling_hours_end: string;
            /** Format: int32 */
            onboarding_step: number;
            /** Format: date-time */
            trial_ends_at: string | null;
            address: string | null;
            industry: string | null;
            /** Format: int64 */
            member_count: number;
            /** Format: date-time */
            created_at: string;
        };
        OrganizationReply: {
            success: boolean;
            organization: components["schemas"]["Organization"];
            role: components["schemas"]["Role"];
        };
        Pagination: {
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            limit: number;
            /** Format: int64 */
            total: number;
            /** Format: int64 */
            total_pages: number;
        };
        PartialEvent: {
            /** Format: uuid */
            call_id: string;
            /**
             * @description Who is speaking
             * @enum {string}
             */
            speaker: "agent" | "consumer";
            text: string;
            /** Format: int64 */
            start_ms: number;
            /**
             * Format: int64
             * @description When the last frame behind the last word came in
             */
            sent_at_us: number;
        };
        PasswordChange: {
            /** Format: password */
            old_password: string;
            /** Format: password */
            new_password: string;
        };
        PlanReply: {
            success: boolean;
            /** @description The one that counts now */
            plan: string;
            /** @description The one of the contract; another while it does not stand */
            written_plan: string;
            status: string;
            /** Format: date-time */
            trial_ends_at: string | null;
            period_start: string;
            /** Format: int32 */
            longest_call_minutes: number;
            /** Format: int32 */
            retention_days: number;
            usage: components["schemas"]["PlanUse"][];
        };
        PlanUse: {
            metric: string;
            /**
             * Format: int64
             * @description Of users: members, and invitations that may still be accepted
             */
            used: number;
            /**
             * Format: int64
             * @description null: unlimited
             */
            limit: number | null;
            /** @description counted from the first of the month, UTC */
            monthly: boolean;
        };
        PlatformMetricsReply: {
            success: boolean;
            /** Format: int64 */
            active_calls: number;
            /** Format: int64 */
            total_orgs: number;
            /** Format: int64 */
            total_users: number;
            /**
             * Format: int64
             * @description Monthly revenue by list prices, in US cents; contracts are not counted
             */
            mrr_minor: number;
            /**
             * Format: int64
             * @description Seen within the last 30 minutes
             */
            concurrent_sessions: number;
            /** @description Of talk */
            total_hours_30d: number;
            /** Format: int64 */
            total_calls_30d: number;
            /** @description Organizations by plan, trials not counted */
            paying_orgs: {
                [key: string]: number;
            };
        };
        RbacCheckReply: {
            success: boolean;
            /** @description false too for a permission that does not exist */
            allowed: boolean;
            /** @description none, plan, own, team or any */
            reach: string;
        };
        RbacContextReply: {
            success: boolean;
            role: components["schemas"]["Role"];
            /** Format: int32 */
            role_level: number;
            inherited_roles: components["schemas"]["Role"][];
            /** @description The one that counts now: free while a subscription does not stand */
            plan: string | null;
            /** @description `resource:action`, inherited ones among them */
            permissions: string[];
            permissions_by_resource: {
                [key: string]: string[];
            };
            /** @description Permissions that reach less than all of the organization's: own, team or plan */
            limited: {
                [key: string]: string;
            };
        };
        RbacRolesReply: {
            success: boolean;
            roles: components["schemas"]["RoleRights"][];
            /** @description All there are, in the order of the rules */
            permissions: string[];
        };
        RecogniserEvent: {
            /** Format: uuid */
            call_id: string;
            /**
             * @description Whether this side is heard
             * @enum {string}
             */
            state: "listening" | "lost" | "back" | "not_configured";
            /**
             * @description Which side
             * @enum {string}
             */
            speaker: "agent" | "consumer";
        };
        Recording: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            call_id: string;
            /**
             * @description Playable once stored
             * @enum {string}
             */
            status: "recording" | "uploading" | "stored" | "failed";
            source: string;
            is_authoritative: boolean;
            content_type: string;
            /** Format: int64 */
            duration_ms: number | null;
            /** Format: int64 */
            size_bytes: number | null;
            /** @description Lower hex SHA-256 of the stored bytes */
            media_hash: string | null;
            /** @description The last link of the hash chain over the frames as received */
            chain_head: string | null;
            /** Format: date-time */
            started_at: string | null;
            derivatives: components["schemas"]["RecordingDerivative"][];
            /** @description Where the console plays it from: same origin, audited, with ranges */
            stream_path: string;
        };
        RecordingDerivative: {
            kind: string;
            content_type: string;
            /** Format: int64 */
            size_bytes: number | null;
            media_hash: string | null;
        };
        RecordingEvent: {
            /** Format: uuid */
            call_id: string;
            /** Format: uuid */
            recording_id: string;
            /**
             * @description Playable once stored
             * @enum {string}
             */
            status: "recording" | "uploading" | "stored" | "failed";
            /** Format: int64 */
            duration_ms: number | null;
        };
        RecordingReply: {
            success: boolean;
            recording: components["schemas"]["Recording"];
        };
        RefreshedReply: {
            /** @description False while more than a day is left: the session stays as it is */
            refreshed: boolean;
            /** Format: date-time */
            expires: string;
            /** @description The new one, for programs; browsers get the cookie */
            session_token: string | null;
            csrf_token: string | null;
        };
        ReplayReply: {
            success: boolean;
            status: string;
        };
        ResetPasswordRequest: {
            /** Format: password */
            token: string;
            /** Format: password */
            password: string;
        };
        /** @enum {string} */
        Role: "none" | "viewer" | "member" | "user" | "agent" | "analyst" | "manager" | "operator" | "compliance" | "admin" | "owner";
        RoleGrant: {
            permission: string;
            reach: string;
            inherited: boolean;
        };
        RoleRights: {
            role: components["schemas"]["Role"];
            /** Format: int32 */
            level: number;
            inherited_roles: components["schemas"]["Role"][];
            permissions: components["schemas"]["RoleGrant"][];
        };
        /** @enum {string} */
        RunOutcome: "running" | "succeeded" | "failed" | "abandoned";
        /** @enum {string} */
        Schedule: "every_minute" | "every_five_minutes" | "hourly" | "daily";
        ScheduleCameRound: {
            schedule: components["schemas"]["Schedule"];
            /** Format: date-time */
            scheduled_for: string;
        };
        SchemaHealthReply: {
            success: boolean;
            /** @description Nothing is missing or of another type */
            healthy: boolean;
            /** @description The key tables, which were compared */
            tables: string[];
            /**
             * Format: int32
             * @description How many columns this build expects in them
             */
            columns: number;
            faults: components["schemas"]["ColumnFault"][];
            /** @description What a newer migration has added: no fault while an older build still runs */
            unexpected: components["schemas"]["ColumnFault"][];
        };
        SessionClaims: {
            /** Format: uuid */
            session_id: string;
            /** Format: uuid */
            user_id: string;
            email: string;
            name: string;
            /** Format: uuid */
            organization_id: string | null;
            role: components["schemas"]["Role"];
            plan: string;
            platform_role: string | null;
            /** Format: date-time */
            expires_at: string;
            fingerprint_hash: string;
        };
        SessionReply: {
            user: components["schemas"]["SessionUser"] | null;
            /** Format: date-time */
            expires: string | null;
            csrf_token: string | null;
        };
        SessionUser: {
            /** Format: uuid */
            id: string;
            email: string;
            name: string;
            /** Format: uuid */
            organization_id: string | null;
            organization_name: string | null;
            role: components["schemas"]["Role"];
            plan: string | null;
            platform_role: string | null;
            email_verified: boolean;
        };
        SignInRequest: {
            /** @description The person's e-mail address */
            email?: string | null;
            /** @description Another name for `email` */
            username?: string | null;
            /** Format: password */
            password: string;
            /** @description For forms; programs send the X-CSRF-Token header */
            csrf_token?: string | null;
        } | {
            email: string;
        } | {
            username: string;
        };
        SignUpRequest: {
            /**
             * Format: email
             * @description An e-mail address, like grace@harbor.example
             */
            email: string;
            /** Format: password */
            password: string;
            name: string;
            /** @description Founds an organisation with this person as its owner */
            organization_name?: string | null;
            /** @description From an invitation to this very address: joins its organisation, and proves the address */
            invite_token?: string | null;
            /** @description For forms; programs send the X-CSRF-Token header */
            csrf_token?: string | null;
        };
        SignedInReply: {
            ok: boolean;
            /** @description Where a browser goes next */
            url: string;
            /** Format: date-time */
            expires: string;
            user: components["schemas"]["SessionUser"];
            /** @description For the X-CSRF-Token header of this session's mutations */
            csrf_token: string;
        };
        SignedOutReply: {
            ok: boolean;
        };
        SignedUpReply: {
            success: boolean;
            user: components["schemas"]["NewUser"];
        };
        StartCallRequest: {
            /** @description Whom to call (E.164) */
            to_number: string;
            /** @description direct: which of the organisation's numbers to show; bridge: the agent's phone, then required */
            from_number?: string | null;
            /** @description direct (the default) dials the consumer; bridge rings the agent's own phone first */
            flow_type?: components["schemas"]["FlowType"] | null;
            /** @description Says a short phrase to whoever answers, and ends */
            is_test?: boolean | null;
        };
        StartedCallReply: {
            success: boolean;
            /** Format: uuid */
            call_id: string;
            /** @description The carrier's id, once it has told */
            telnyx_call_id: string | null;
            to: string;
            from: string;
            flow_type: components["schemas"]["FlowType"];
            /**
             * @description pending: the carrier has not answered in time, the dial goes on
             * @enum {string}
             */
            status: "initiated" | "pending";
        };
        SwitchOrganizationRequest: {
            /** Format: uuid */
            organization_id: string;
        };
        SwitchedReply: {
            success: boolean;
            /** Format: uuid */
            organization_id: string;
            role: components["schemas"]["Role"];
        };
        Team: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string | null;
            team_type: string;
            /** Format: uuid */
            parent_team_id: string | null;
            /** Format: uuid */
            manager_user_id: string | null;
            manager: components["schemas"]["TeamManager"] | null;
            /** Format: int64 */
            member_count: number;
            is_active: boolean;
            /** Format: uuid */
            created_by: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        TeamChange: {
            name?: string | null;
            description?: string | null;
            team_type?: string | null;
            /**
             * Format: uuid
             * @description Moves it there; null: to the top
             */
            parent_team_id?: string | null;
            /**
             * Format: uuid
             * @description null: nobody leads it
             */
            manager_user_id?: string | null;
            /** @description true brings a deactivated one back; false asks for what DELETE asks for */
            is_active?: boolean | null;
        };
        TeamListReply: {
            success: boolean;
            teams: components["schemas"]["Team"][];
            pagination: components["schemas"]["Pagination"];
        };
        TeamManager: {
            /** Format: uuid */
            user_id: string;
            email: string;
            name: string;
        };
        TeamMember: {
            /** Format: uuid */
            user_id: string;
            email: string;
            name: string;
            /** @description In the organization */
            role: components["schemas"]["Role"];
            team_role: string;
            /**
             * Format: date-time
             * @description The department
             */
            joined_at: string;
        };
        TeamMemberReply: {
            success: boolean;
            member: components["schemas"]["TeamMember"];
        };
        TeamMembersReply: {
            success: boolean;
            members: components["schemas"]["TeamMember"][];
            pagination: components["schemas"]["Pagination"];
        };
        TeamReply: {
            success: boolean;
            team: components["schemas"]["Team"];
        };
        TimelineEvent: {
            /**
             * Format: int64
             * @description Also the id of the event in the live stream
             */
            seq: number;
            event_type: string;
            /** @description By event_type, as in the live stream */
            event_data: unknown;
            /** Format: date-time */
            created_at: string;
        };
        TimelineReply: {
            success: boolean;
            events: components["schemas"]["TimelineEvent"][];
        };
        TranscriptInputs: {
            audio_kind: string;
            /** @description Of the very bytes the vendor was given */
            audio_sha256: string;
            /** Format: uuid */
            recording_id: string;
            /** @description Of the authoritative recording */
            recording_sha256: string;
            vendor: string;
            vendor_job_id: string;
        };
        TranscriptReply: {
            success: boolean;
            segments: components["schemas"]["TranscriptSegment"][];
            /**
             * Format: int32
             * @description What to ask after next time; -1 while there is nothing
             */
            last_index: number;
        };
        TranscriptSegment: {
            /** Format: int32 */
            segment_index: number;
            /**
             * @description Who said it
             * @enum {string}
             */
            speaker: "agent" | "consumer" | "unknown";
            content: string;
            words: components["schemas"]["TranscriptWord"][];
            /**
             * Format: int64
             * @description From the start of the call's media
             */
            start_ms: number;
            /** Format: int64 */
            end_ms: number;
            confidence: number | null;
            /** Format: date-time */
            created_at: string;
        };
        TranscriptVersion: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            recording_id: string;
            /** Format: int32 */
            version: number;
            is_authoritative: boolean;
            produced_by: string;
            /** @description Vendor and model, where one made it */
            produced_by_model: string | null;
            /** @description SHA-256 over `transcript` as canonical JSON: members in order of the alphabet, no spaces */
            transcript_hash: string;
            input_refs: components["schemas"]["TranscriptInputs"];
            transcript: components["schemas"]["FinalTranscript"];
            /** Format: date-time */
            created_at: string;
        };
        TranscriptVersionsReply: {
            success: boolean;
            /**
             * @description none: nobody makes one; queued, pending: it is being made; failed: it is tried again; failed_permanent: given up until somebody asks again
             * @enum {string}
             */
            transcript_status: "none" | "queued" | "pending" | "completed" | "failed" | "failed_permanent";
            /** @description Of failed and failed_permanent, and while a queued one is tried again */
            failure_reason: string | null;
            /** @description By recording, the newest version of each first */
            versions: components["schemas"]["TranscriptVersion"][];
        };
        TranscriptWord: {
            text: string;
            /** Format: int64 */
            start_ms: number;
            /** Format: int64 */
            end_ms: number;
            confidence: number;
        };
        TranscriptionEvent: {
            /** Format: uuid */
            call_id: string;
            /** Format: uuid */
            recording_id: string;
            /**
             * @description As the job's
             * @enum {string}
             */
            status: "none" | "queued" | "pending" | "completed" | "failed" | "failed_permanent";
            /**
             * Format: int32
             * @description The version that was made, where one was
             */
            version: number | null;
        };
        TranscriptionMessage: {
            /** Format: uuid */
            organization_id: string;
            /** Format: uuid */
            job_id: string;
        };
        TranscriptionReply: {
            success: boolean;
            /**
             * @description As it stands now
             * @enum {string}
             */
            transcript_status: "none" | "queued" | "pending" | "completed" | "failed" | "failed_permanent";
        };
        TurnEvent: {
            /** Format: uuid */
            call_id: string;
            /** Format: int32 */
            segment_index: number;
            /**
             * @description Who said it
             * @enum {string}
             */
            speaker: "agent" | "consumer" | "unknown";
            content: string;
            words: components["schemas"]["TranscriptWord"][];
            /** Format: int64 */
            start_ms: number;
            /** Format: int64 */
            end_ms: number;
            confidence: number;
        };
        UndeliverableWebhook: {
            vendor: string;
            endpoint: string;
            content_type: string;
            signed_id: string;
            /** Format: uuid */
            request: string;
            /** Format: date-time */
            received_at: string;
            reason: string;
            /**
             * Format: int32
             * @description What the origin answered last; 0 for nothing
             */
            http_status: number;
            body_base64: string;
        };
        UpdateMeRequest: {
            name?: string | null;
            /** @description Ends every other session of this person */
            password?: components["schemas"]["PasswordChange"] | null;
        };
        UpdateOrganizationRequest: {
            name?: string | null;
            /** @description IANA name, like America/New_York */
            timezone?: string | null;
            /** @description HH:MM, 08:00 or later */
            calling_hours_start?: string | null;
            /** @description HH:MM, 21:00 or earlier */
            calling_hours_end?: string | null;
            address?: string | null;
            industry?: string | null;
        };
        ValidInviteReply: {
            valid: boolean;
            invite: components["schemas"]["OfferedInvite"];
        };
        ValidKeyReply: {
            valid: boolean;
            /** Format: uuid */
            organization_id: string;
            organization_name: string;
            permissions: string[];
        };
        ValidateKeyRequest: {
            /** Format: password */
            api_key: string;
        };
        VerifyEmailRequest: {
            /** Format: password */
            token: string;
        };
        WebhookFailure: {
            /** Format: uuid */
            id: string;
            source: string;
            endpoint: string;
            event_type: string | null;
            /** @description pending, failed, manual_review, resolved or discarded */
            status: string;
            error_message: string;
            /** Format: int32 */
            http_status: number;
            /** Format: int32 */
            attempt_count: number;
            /** Format: date-time */
            received_at: string;
            /** Format: date-time */
            last_attempt_at: string;
            /** Format: date-time */
            resolved_at: string | null;
            resolution_notes: string | null;
            /** @description The event with personal values masked; null where it is no JSON */
            payload: unknown;
        };
    };
    responses: {
        /** @description `ACCOUNT_LOCKED`: Too many failed attempts, please wait; `RATE_LIMIT`: Too many requests, please wait */
        "ACCOUNT_LOCKED.RATE_LIMIT": {
            headers: {
                /** @description Seconds */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "ACCOUNT_LOCKED" | "RATE_LIMIT";
                };
            };
        };
        /** @description `AUTH_REQUIRED`: Please sign in; `INVALID_CREDENTIALS`: E-mail address or password is wrong; `SESSION_REVOKED`: The session has ended, please sign in again; `CSRF_REQUIRED`: The X-CSRF-Token header is missing */
        "AUTH_REQUIRED.INVALID_CREDENTIALS.SESSION_REVOKED.CSRF_REQUIRED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "AUTH_REQUIRED" | "INVALID_CREDENTIALS" | "SESSION_REVOKED" | "CSRF_REQUIRED";
                };
            };
        };
        /** @description `AUTH_REQUIRED`: Please sign in; `SESSION_REVOKED`: The session has ended, please sign in again */
        "AUTH_REQUIRED.SESSION_REVOKED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "AUTH_REQUIRED" | "SESSION_REVOKED";
                };
            };
        };
        /** @description `AUTH_REQUIRED`: Please sign in; `SESSION_REVOKED`: The session has ended, please sign in again; `CSRF_REQUIRED`: The X-CSRF-Token header is missing */
        "AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "AUTH_REQUIRED" | "SESSION_REVOKED" | "CSRF_REQUIRED";
                };
            };
        };
        /** @description `CALL_NOT_ACTIVE`: The call is over */
        CALL_NOT_ACTIVE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CALL_NOT_ACTIVE";
                };
            };
        };
        /** @description `CALL_NOT_ACTIVE`: The call is over; `IDEMPOTENCY_IN_PROGRESS`: A request with this idempotency key is still running */
        "CALL_NOT_ACTIVE.IDEMPOTENCY_IN_PROGRESS": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CALL_NOT_ACTIVE" | "IDEMPOTENCY_IN_PROGRESS";
                };
            };
        };
        /** @description `CAPACITY`: At capacity, please try again shortly; `DATABASE_UNAVAILABLE`: The database is not available, please try again; `ORIGIN_UNAVAILABLE`: The service is not available, please try again */
        "CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAPACITY" | "DATABASE_UNAVAILABLE" | "ORIGIN_UNAVAILABLE";
                };
            };
        };
        /** @description `CAPACITY`: At capacity, please try again shortly; `PLAN_UNKNOWN`: Whether the plan includes this could not be checked, please try again; `DATABASE_UNAVAILABLE`: The database is not available, please try again; `ORIGIN_UNAVAILABLE`: The service is not available, please try again */
        "CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CAPACITY" | "PLAN_UNKNOWN" | "DATABASE_UNAVAILABLE" | "ORIGIN_UNAVAILABLE";
                };
            };
        };
        /** @description `CONFLICT`: The current state does not allow this */
        CONFLICT: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CONFLICT";
                };
            };
        };
        /** @description `CSRF_INVALID`: The CSRF token is not valid for this browser any more */
        CSRF_INVALID: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CSRF_INVALID";
                };
            };
        };
        /** @description `CSRF_INVALID`: The CSRF token is not valid for this browser any more; `FORBIDDEN`: Your role does not allow this */
        "CSRF_INVALID.FORBIDDEN": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CSRF_INVALID" | "FORBIDDEN";
                };
            };
        };
        /** @description `CSRF_INVALID`: The CSRF token is not valid for this browser any more; `FORBIDDEN`: Your role does not allow this; `COMPLIANCE_BLOCKED`: A compliance rule does not allow this call */
        "CSRF_INVALID.FORBIDDEN.COMPLIANCE_BLOCKED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CSRF_INVALID" | "FORBIDDEN" | "COMPLIANCE_BLOCKED";
                };
            };
        };
        /** @description `CSRF_INVALID`: The CSRF token is not valid for this browser any more; `FORBIDDEN`: Your role does not allow this; `EMAIL_NOT_VERIFIED`: Please confirm your e-mail address first */
        "CSRF_INVALID.FORBIDDEN.EMAIL_NOT_VERIFIED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CSRF_INVALID" | "FORBIDDEN" | "EMAIL_NOT_VERIFIED";
                };
            };
        };
        /** @description `CSRF_INVALID`: The CSRF token is not valid for this browser any more; `HUMAN_CHECK_FAILED`: Please show once more that you are a person */
        "CSRF_INVALID.HUMAN_CHECK_FAILED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CSRF_INVALID" | "HUMAN_CHECK_FAILED";
                };
            };
        };
        /** @description `CSRF_REQUIRED`: The X-CSRF-Token header is missing */
        CSRF_REQUIRED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "CSRF_REQUIRED";
                };
            };
        };
        /** @description `DEADLINE_EXCEEDED`: It took too long, please try again */
        DEADLINE_EXCEEDED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "DEADLINE_EXCEEDED";
                };
            };
        };
        /** @description `ENVELOPE_INVALID`: The request did not come through the edge; `ENVELOPE_REPLAYED`: The request has been seen before */
        "ENVELOPE_INVALID.ENVELOPE_REPLAYED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "ENVELOPE_INVALID" | "ENVELOPE_REPLAYED";
                };
            };
        };
        /** @description `FORBIDDEN`: Your role does not allow this */
        FORBIDDEN: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "FORBIDDEN";
                };
            };
        };
        /** @description `HEADERS_TOO_LARGE`: The header fields are too large */
        HEADERS_TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "HEADERS_TOO_LARGE";
                };
            };
        };
        /** @description `IDEMPOTENCY_IN_PROGRESS`: A request with this idempotency key is still running */
        IDEMPOTENCY_IN_PROGRESS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_IN_PROGRESS";
                };
            };
        };
        /** @description `IDEMPOTENCY_MISMATCH`: This idempotency key was used with another body */
        IDEMPOTENCY_MISMATCH: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "IDEMPOTENCY_MISMATCH";
                };
            };
        };
        /** @description `INTERNAL_ERROR`: Something went wrong on our side */
        INTERNAL_ERROR: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INTERNAL_ERROR";
                };
            };
        };
        /** @description `INVALID_CREDENTIALS`: E-mail address or password is wrong */
        INVALID_CREDENTIALS: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_CREDENTIALS";
                };
            };
        };
        /** @description `INVALID_CREDENTIALS`: E-mail address or password is wrong; `CSRF_REQUIRED`: The X-CSRF-Token header is missing */
        "INVALID_CREDENTIALS.CSRF_REQUIRED": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_CREDENTIALS" | "CSRF_REQUIRED";
                };
            };
        };
        /** @description `INVALID_ID`: The id is not a UUID; `INVALID_TARGET`: The path or query is not well formed */
        "INVALID_ID.INVALID_TARGET": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_ID" | "INVALID_TARGET";
                };
            };
        };
        /** @description `INVALID_JSON`: The body is not valid JSON; `VALIDATION_ERROR`: Some fields are not acceptable; `INVALID_ID`: The id is not a UUID; `INVALID_TARGET`: The path or query is not well formed */
        "INVALID_JSON.VALIDATION_ERROR.INVALID_ID.INVALID_TARGET": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_JSON" | "VALIDATION_ERROR" | "INVALID_ID" | "INVALID_TARGET";
                };
            };
        };
        /** @description `INVALID_JSON`: The body is not valid JSON; `VALIDATION_ERROR`: Some fields are not acceptable; `INVALID_TARGET`: The path or query is not well formed */
        "INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_JSON" | "VALIDATION_ERROR" | "INVALID_TARGET";
                };
            };
        };
        /** @description `INVALID_JSON`: The body is not valid JSON; `VALIDATION_ERROR`: Some fields are not acceptable; `PASSWORD_GUESSABLE`: This password is too easily guessed, choose a longer or less usual one; `INVALID_TARGET`: The path or query is not well formed */
        "INVALID_JSON.VALIDATION_ERROR.PASSWORD_GUESSABLE.INVALID_TARGET": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_JSON" | "VALIDATION_ERROR" | "PASSWORD_GUESSABLE" | "INVALID_TARGET";
                };
            };
        };
        /** @description `INVALID_TARGET`: The path or query is not well formed */
        INVALID_TARGET: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "INVALID_TARGET";
                };
            };
        };
        /** @description `NOT_FOUND`: Not found */
        NOT_FOUND: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "NOT_FOUND";
                };
            };
        };
        /** @description `NOT_SERVED`: This is not available yet */
        NOT_SERVED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "NOT_SERVED";
                };
            };
        };
        /** @description `PAYLOAD_TOO_LARGE`: The body is too large */
        PAYLOAD_TOO_LARGE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "PAYLOAD_TOO_LARGE";
                };
            };
        };
        /** @description `PLAN_UPGRADE_REQUIRED`: The organization's plan does not include this */
        PLAN_UPGRADE_REQUIRED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "PLAN_UPGRADE_REQUIRED";
                };
            };
        };
        /** @description `QUOTA_EXCEEDED`: The plan's limit is reached */
        QUOTA_EXCEEDED: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "QUOTA_EXCEEDED";
                };
            };
        };
        /** @description `RANGE_NOT_SATISFIABLE`: The range lies outside the recording */
        RANGE_NOT_SATISFIABLE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "RANGE_NOT_SATISFIABLE";
                };
            };
        };
        /** @description `RATE_LIMIT`: Too many requests, please wait */
        RATE_LIMIT: {
            headers: {
                /** @description Seconds */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "RATE_LIMIT";
                };
            };
        };
        /** @description `SIGNATURE_INVALID`: The signature does not match; `SIGNATURE_STALE`: The signed time is too far from now */
        "SIGNATURE_INVALID.SIGNATURE_STALE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "SIGNATURE_INVALID" | "SIGNATURE_STALE";
                };
            };
        };
        /** @description `UNSUPPORTED_MEDIA_TYPE`: The body must be application/json */
        UNSUPPORTED_MEDIA_TYPE: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "UNSUPPORTED_MEDIA_TYPE";
                };
            };
        };
        /** @description `VALIDATION_ERROR`: Some fields are not acceptable; `INVALID_ID`: The id is not a UUID; `INVALID_TARGET`: The path or query is not well formed */
        "VALIDATION_ERROR.INVALID_ID.INVALID_TARGET": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VALIDATION_ERROR" | "INVALID_ID" | "INVALID_TARGET";
                };
            };
        };
        /** @description `VALIDATION_ERROR`: Some fields are not acceptable; `INVALID_TARGET`: The path or query is not well formed */
        "VALIDATION_ERROR.INVALID_TARGET": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VALIDATION_ERROR" | "INVALID_TARGET";
                };
            };
        };
        /** @description `VENDOR_ERROR`: A service we depend on refused */
        VENDOR_ERROR: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VENDOR_ERROR";
                };
            };
        };
        /** @description `VENDOR_NOT_CONFIGURED`: The service this needs is not configured; `CAPACITY`: At capacity, please try again shortly; `DATABASE_UNAVAILABLE`: The database is not available, please try again; `ORIGIN_UNAVAILABLE`: The service is not available, please try again */
        "VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VENDOR_NOT_CONFIGURED" | "CAPACITY" | "DATABASE_UNAVAILABLE" | "ORIGIN_UNAVAILABLE";
                };
            };
        };
        /** @description `VENDOR_NOT_CONFIGURED`: The service this needs is not configured; `CAPACITY`: At capacity, please try again shortly; `HUMAN_CHECK_UNAVAILABLE`: Whether a person asks could not be checked, please try again; `DATABASE_UNAVAILABLE`: The database is not available, please try again; `ORIGIN_UNAVAILABLE`: The service is not available, please try again */
        "VENDOR_NOT_CONFIGURED.CAPACITY.HUMAN_CHECK_UNAVAILABLE.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VENDOR_NOT_CONFIGURED" | "CAPACITY" | "HUMAN_CHECK_UNAVAILABLE" | "DATABASE_UNAVAILABLE" | "ORIGIN_UNAVAILABLE";
                };
            };
        };
        /** @description `VENDOR_NOT_CONFIGURED`: The service this needs is not configured; `CAPACITY`: At capacity, please try again shortly; `PLAN_UNKNOWN`: Whether the plan includes this could not be checked, please try again; `DATABASE_UNAVAILABLE`: The database is not available, please try again; `ORIGIN_UNAVAILABLE`: The service is not available, please try again */
        "VENDOR_NOT_CONFIGURED.CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    code?: "VENDOR_NOT_CONFIGURED" | "CAPACITY" | "PLAN_UNKNOWN" | "DATABASE_UNAVAILABLE" | "ORIGIN_UNAVAILABLE";
                };
            };
        };
    };
    parameters: {
        /** @description Makes a retry safe; `X-Idempotency-Key` is understood as well */
        IdempotencyKey: string;
        /** @description What the page's Turnstile widget handed out for this operation (its action is the operation's id): good once, for five minutes. Wanted wherever the deployment has Turnstile keys */
        HumanProof: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether a request could be served from edge to database */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["HealthReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Names this version of the document */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.1",
                     *       "info": {
                     *         "title": "Word Is Bond",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": unknown;
                };
            };
            /** @description The document the caller has is the current one */
            304: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Names this version of the document */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["INVALID_TARGET"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    health_logs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Writes one line to the origin's log and says which */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "written": true,
                     *       "event": "log_self_test",
                     *       "correlation_id": "wb-m1x2c3v4-0f1e2d3c4b5a",
                     *       "written_at": "2026-11-21T14:03:07.120000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["LogTestReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    schema_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The columns of key tables as this build expects them, and as they are */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "healthy": false,
                     *       "tables": [
                     *         "calls",
                     *         "recordings"
                     *       ],
                     *       "columns": 61,
                     *       "faults": [
                     *         {
                     *           "table": "calls",
                     *           "column": "ended_at",
                     *           "expected": "timestamp with time zone",
                     *           "actual": ""
                     *         }
                     *       ],
                     *       "unexpected": []
                     *     }
                     */
                    "application/json": components["schemas"]["SchemaHealthReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    csrf: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A token for signing in, good for ten minutes */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description `__Host-wib-pre`, which the token is bound to */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "csrf_token": "eyJlIjoxNzk1MjUzNDAwfQ.4Wb2nR0v8Qk"
                     *     }
                     */
                    "application/json": components["schemas"]["CsrfReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in; nulls when nobody is */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": {
                     *         "id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "email": "grace@harbor.example",
                     *         "name": "Grace Okafor",
                     *         "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "organization_name": "Harbor Recovery",
                     *         "role": "agent",
                     *         "plan": "pro",
                     *         "platform_role": "user",
                     *         "email_verified": true
                     *       },
                     *       "expires": "2026-11-21T20:00:00.000000Z",
                     *       "csrf_token": "eyJlIjoxNzk1MjUzNDAwfQ.4Wb2nR0v8Qk"
                     *     }
                     */
                    "application/json": components["schemas"]["SessionReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@harbor.example",
                 *       "password": "correct horse battery staple"
                 *     }
                 */
                "application/json": components["schemas"]["SignInRequest"];
            };
        };
        responses: {
            /** @description Begins a session */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description `__Host-wib`, the session, for browsers; `__Host-wib-known`, that it signed in here */
                    "Set-Cookie"?: string;
                    /** @description The same, for programs: send it as a bearer token; not for the console's own pages */
                    "X-Session-Token"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true,
                     *       "url": "/calls",
                     *       "expires": "2026-11-21T20:00:00.000000Z",
                     *       "user": {
                     *         "id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "email": "grace@harbor.example",
                     *         "name": "Grace Okafor",
                     *         "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "organization_name": "Harbor Recovery",
                     *         "role": "agent",
                     *         "plan": "pro",
                     *         "platform_role": "user",
                     *         "email_verified": true
                     *       },
                     *       "csrf_token": "eyJlIjoxNzk1MjUzNDAwfQ.4Wb2nR0v8Qk"
                     *     }
                     */
                    "application/json": components["schemas"]["SignedInReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["INVALID_CREDENTIALS.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["ACCOUNT_LOCKED.RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends the session, if there is one */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Forgets `__Host-wib` */
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": components["schemas"]["SignedOutReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person behind this session */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "user": {
                     *         "id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "email": "grace@harbor.example",
                     *         "name": "Grace Okafor",
                     *         "created_at": "2026-11-21T08:00:00.000000Z",
                     *         "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "organization_name": "Harbor Recovery",
                     *         "role": "agent",
                     *         "plan": "pro",
                     *         "platform_role": "user"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MeReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    update_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Grace O.",
                 *       "password": {
                 *         "old_password": "correct horse",
                 *         "new_password": "staple battery"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMeRequest"];
            };
        };
        responses: {
            /** @description Changes name or password of the person behind this session */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.PASSWORD_GUESSABLE.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.INVALID_CREDENTIALS.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    resolve_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
                token_hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claims of a living session, for the edge */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *       "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *       "email": "grace@harbor.example",
                     *       "name": "Grace Okafor",
                     *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *       "role": "agent",
                     *       "plan": "pro",
                     *       "platform_role": "user",
                     *       "expires_at": "2026-11-21T20:00:00.000000Z",
                     *       "fingerprint_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                     *     }
                     */
                    "application/json": components["schemas"]["SessionClaims"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            404: components["responses"]["NOT_FOUND"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
                token_hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends a session whose token was met in another browser */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ok": true
                     *     }
                     */
                    "application/json": components["schemas"]["SignedOutReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    sign_up: {
        parameters: {
            query?: never;
            header?: {
                /** @description What the page's Turnstile widget handed out for this operation (its action is the operation's id): good once, for five minutes. Wanted wherever the deployment has Turnstile keys */
                "X-Human-Proof"?: components["parameters"]["HumanProof"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@harbor.example",
                 *       "password": "correct horse battery staple",
                 *       "name": "Grace Okafor",
                 *       "organization_name": "Harbor Recovery"
                 *     }
                 */
                "application/json": components["schemas"]["SignUpRequest"];
            };
        };
        responses: {
            /** @description Opens an account, and an organisation with it when one is named */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "user": {
                     *         "id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "email": "grace@harbor.example",
                     *         "name": "Grace Okafor",
                     *         "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "email_verified": false
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SignedUpReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.PASSWORD_GUESSABLE.INVALID_TARGET"];
            401: components["responses"]["CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.HUMAN_CHECK_FAILED"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.HUMAN_CHECK_UNAVAILABLE.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    verify_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyEmailRequest"];
            };
        };
        responses: {
            /** @description Proves an address by its letter's token */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    send_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sends the letter that proves the address once more */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    forgot_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description What the page's Turnstile widget handed out for this operation (its action is the operation's id): good once, for five minutes. Wanted wherever the deployment has Turnstile keys */
                "X-Human-Proof"?: components["parameters"]["HumanProof"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "grace@harbor.example",
                 *       "csrf_token": null
                 *     }
                 */
                "application/json": components["schemas"]["ForgotPasswordRequest"];
            };
        };
        responses: {
            /** @description Sends a link for a new password, if there is such a person */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "If there is an account with this address, a letter with a link is on its way."
                     *     }
                     */
                    "application/json": components["schemas"]["ForgotPasswordReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.HUMAN_CHECK_FAILED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.HUMAN_CHECK_UNAVAILABLE.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM",
                 *       "password": "staple battery horse"
                 *     }
                 */
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description Sets a new password by a letter's token, and ends every session */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.PASSWORD_GUESSABLE.INVALID_TARGET"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    refresh_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Renews a session that ends within a day */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description `__Host-wib`, the new session, for browsers */
                    "Set-Cookie"?: string;
                    /** @description The same, for programs */
                    "X-Session-Token"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "refreshed": false,
                     *       "expires": "2026-11-21T20:00:00.000000Z",
                     *       "session_token": null,
                     *       "csrf_token": null
                     *     }
                     */
                    "application/json": components["schemas"]["RefreshedReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_my_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where this person is signed in */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "sessions": [
                     *         {
                     *           "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64)",
                     *           "ip": "203.0.113.9",
                     *           "organization_name": "Harbor Recovery",
                     *           "current": true,
                     *           "created_at": "2026-11-21T08:00:00.000000Z",
                     *           "last_seen_at": "2026-11-21T08:44:00.000000Z",
                     *           "expires_at": "2026-11-21T20:00:00.000000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["MySessionsReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    end_my_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends one of this person's sessions */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    create_organization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Harbor Recovery"
                 *     }
                 */
                "application/json": components["schemas"]["CreateOrganizationRequest"];
            };
        };
        responses: {
            /** @description Founds an organisation with its founder as owner; this session moves there */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organization": {
                     *         "id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "name": "Harbor Recovery",
                     *         "plan": "pro",
                     *         "plan_status": "active",
                     *         "timezone": "America/New_York",
                     *         "calling_hours_start": "08:00",
                     *         "calling_hours_end": "21:00",
                     *         "onboarding_step": 3,
                     *         "trial_ends_at": null,
                     *         "address": "1 Quay Street, Boston",
                     *         "industry": "Collections",
                     *         "member_count": 12,
                     *         "created_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "role": "owner"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN.EMAIL_NOT_VERIFIED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    current_organization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation this session is in */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organization": {
                     *         "id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "name": "Harbor Recovery",
                     *         "plan": "pro",
                     *         "plan_status": "active",
                     *         "timezone": "America/New_York",
                     *         "calling_hours_start": "08:00",
                     *         "calling_hours_end": "21:00",
                     *         "onboarding_step": 3,
                     *         "trial_ends_at": null,
                     *         "address": "1 Quay Street, Boston",
                     *         "industry": "Collections",
                     *         "member_count": 12,
                     *         "created_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "role": "owner"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    get_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One organisation; of ours there is one */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organization": {
                     *         "id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "name": "Harbor Recovery",
                     *         "plan": "pro",
                     *         "plan_status": "active",
                     *         "timezone": "America/New_York",
                     *         "calling_hours_start": "08:00",
                     *         "calling_hours_end": "21:00",
                     *         "onboarding_step": 3,
                     *         "trial_ends_at": null,
                     *         "address": "1 Quay Street, Boston",
                     *         "industry": "Collections",
                     *         "member_count": 12,
                     *         "created_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "role": "owner"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    update_organization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": null,
                 *       "timezone": "America/Chicago",
                 *       "calling_hours_start": null,
                 *       "calling_hours_end": null,
                 *       "address": null,
                 *       "industry": null
                 *     }
                 */
                "application/json": components["schemas"]["UpdateOrganizationRequest"];
            };
        };
        responses: {
            /** @description Changes an organisation; what is absent stays */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organization": {
                     *         "id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *         "name": "Harbor Recovery",
                     *         "plan": "pro",
                     *         "plan_status": "active",
                     *         "timezone": "America/New_York",
                     *         "calling_hours_start": "08:00",
                     *         "calling_hours_end": "21:00",
                     *         "onboarding_step": 3,
                     *         "trial_ends_at": null,
                     *         "address": "1 Quay Street, Boston",
                     *         "industry": "Collections",
                     *         "member_count": 12,
                     *         "created_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "role": "owner"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    my_organizations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where this person belongs */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organizations": [
                     *         {
                     *           "id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *           "name": "Harbor Recovery",
                     *           "plan": "pro",
                     *           "role": "owner",
                     *           "member_count": 12,
                     *           "joined_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ],
                     *       "current_organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987"
                     *     }
                     */
                    "application/json": components["schemas"]["MyOrganizationsReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    switch_organization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987"
                 *     }
                 */
                "application/json": components["schemas"]["SwitchOrganizationRequest"];
            };
        };
        responses: {
            /** @description Moves this session, and no other, to another organisation */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *       "role": "owner"
                     *     }
                     */
                    "application/json": components["schemas"]["SwitchedReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_members: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who belongs to the organisation */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "members": [
                     *         {
                     *           "user_id": "c3d5e7f9-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
                     *           "email": "ines@harbor.example",
                     *           "name": "Ines Duarte",
                     *           "role": "manager",
                     *           "joined_at": "2026-11-21T08:00:00.000000Z",
                     *           "last_seen_at": "2026-11-21T08:41:00.000000Z"
                     *         }
                     *       ],
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["MembersReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    add_member: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Refused: people join by invitation */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    change_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example c3d5e7f9-1a2b-4c3d-8e4f-5a6b7c8d9e0f */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "manager"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeRoleRequest"];
            };
        };
        responses: {
            /** @description Gives a member another role */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "member": {
                     *         "user_id": "c3d5e7f9-1a2b-4c3d-8e4f-5a6b7c8d9e0f",
                     *         "email": "ines@harbor.example",
                     *         "name": "Ines Duarte",
                     *         "role": "manager",
                     *         "joined_at": "2026-11-21T08:00:00.000000Z",
                     *         "last_seen_at": "2026-11-21T08:41:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MemberReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example c3d5e7f9-1a2b-4c3d-8e4f-5a6b7c8d9e0f */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends a membership, and with it every session in this organisation */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    sign_out_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example c3d5e7f9-1a2b-4c3d-8e4f-5a6b7c8d9e0f */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends every session a member has in this organisation */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_invites: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Invitations that may still be accepted */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "invites": [
                     *         {
                     *           "id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
                     *           "email": "ines@harbor.example",
                     *           "role": "agent",
                     *           "status": "pending",
                     *           "invited_by": "Grace Okafor",
                     *           "created_at": "2026-11-21T08:00:00.000000Z",
                     *           "expires_at": "2026-11-21T20:00:00.000000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["InvitesReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    invite_member: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ines@harbor.example",
                 *       "role": "agent"
                 *     }
                 */
                "application/json": components["schemas"]["InviteRequest"];
            };
        };
        responses: {
            /** @description Invites an address */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "invite": {
                     *         "id": "a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
                     *         "email": "ines@harbor.example",
                     *         "role": "agent",
                     *         "status": "pending",
                     *         "invited_by": "Grace Okafor",
                     *         "created_at": "2026-11-21T08:00:00.000000Z",
                     *         "expires_at": "2026-11-21T20:00:00.000000Z"
                     *       },
                     *       "invite_url": "https://bond.example/accept-invite#token=GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM",
                     *       "email": "promised"
                     *     }
                     */
                    "application/json": components["schemas"]["InvitedReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["QUOTA_EXCEEDED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN.EMAIL_NOT_VERIFIED"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    validate_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What an invitation offers, for who holds its token */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": true,
                     *       "invite": {
                     *         "email": "ines@harbor.example",
                     *         "role": "agent",
                     *         "organization_name": "Harbor Recovery",
                     *         "expires_at": "2026-11-21T20:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ValidInviteReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    accept_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Joins the organisation that invited this very address; this session moves there */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *       "role": "agent"
                     *     }
                     */
                    "application/json": components["schemas"]["SwitchedReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    cancel_invite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Takes an invitation back */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_api_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation's keys, by their beginnings */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "api_keys": [
                     *         {
                     *           "id": "d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a",
                     *           "name": "Nightly export",
                     *           "key_prefix": "wib_live_GcuU",
                     *           "permissions": [
                     *             "calls:read",
                     *             "recordings:read"
                     *           ],
                     *           "created_by": "Grace Okafor",
                     *           "created_at": "2026-11-21T08:00:00.000000Z",
                     *           "expires_at": null,
                     *           "last_used_at": "2026-11-21T08:40:00.000000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeysReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Nightly export",
                 *       "permissions": [
                 *         "calls:read",
                 *         "recordings:read"
                 *       ],
                 *       "expires_at": null
                 *     }
                 */
                "application/json": components["schemas"]["CreateApiKeyRequest"];
            };
        };
        responses: {
            /** @description Makes a key, which is shown this once */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "api_key": {
                     *         "id": "d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a",
                     *         "name": "Nightly export",
                     *         "key_prefix": "wib_live_GcuU",
                     *         "permissions": [
                     *           "calls:read",
                     *           "recordings:read"
                     *         ],
                     *         "created_by": "Grace Okafor",
                     *         "created_at": "2026-11-21T08:00:00.000000Z",
                     *         "expires_at": null,
                     *         "last_used_at": "2026-11-21T08:40:00.000000Z"
                     *       },
                     *       "key": "wib_live_GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM"
                     *     }
                     */
                    "application/json": components["schemas"]["NewApiKeyReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN.EMAIL_NOT_VERIFIED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    rotate_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Another key with the same name, permissions and end; the old one is over */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "api_key": {
                     *         "id": "d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a",
                     *         "name": "Nightly export",
                     *         "key_prefix": "wib_live_GcuU",
                     *         "permissions": [
                     *           "calls:read",
                     *           "recordings:read"
                     *         ],
                     *         "created_by": "Grace Okafor",
                     *         "created_at": "2026-11-21T08:00:00.000000Z",
                     *         "expires_at": null,
                     *         "last_used_at": "2026-11-21T08:40:00.000000Z"
                     *       },
                     *       "key": "wib_live_GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM"
                     *     }
                     */
                    "application/json": components["schemas"]["NewApiKeyReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends a key at once */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    validate_key: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "api_key": "wib_live_GcuU9z3Vw6b0ZkVnq0mFhA2pLr7yT5xJ1sD8eK4oWQM"
                 *     }
                 */
                "application/json": components["schemas"]["ValidateKeyRequest"];
            };
        };
        responses: {
            /** @description Whose a key is, and what it may */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": true,
                     *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *       "organization_name": "Harbor Recovery",
                     *       "permissions": [
                     *         "calls:read",
                     *         "recordings:read"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ValidKeyReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["INVALID_CREDENTIALS"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    resolve_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 */
                key_hash: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The claims of a living API key, for the edge */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key_id": "d4c3b2a1-6f5e-4b7a-9d8c-1f0e2d3c4b5a",
                     *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                     *       "role": "admin",
                     *       "plan": "pro",
                     *       "permissions": [
                     *         "calls:read",
                     *         "recordings:read"
                     *       ],
                     *       "expires_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["KeyClaims"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            404: components["responses"]["NOT_FOUND"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_teams: {
        parameters: {
            query?: {
                /** @example 1 */
                page?: number;
                /**
                 * @description What is above 200 counts as 200.
                 * @example 25
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The active departments with manager and number of members, by name */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "teams": [
                     *         {
                     *           "id": "6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506",
                     *           "name": "Early stage",
                     *           "description": "First thirty days after a missed payment",
                     *           "team_type": "department",
                     *           "parent_team_id": "d4e5f607-1829-4a3b-8c4d-5e6f70819203",
                     *           "manager_user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "manager": {
                     *             "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *             "email": "grace@harbor.example",
                     *             "name": "Grace Okafor"
                     *           },
                     *           "member_count": 8,
                     *           "is_active": true,
                     *           "created_by": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "created_at": "2026-11-21T08:00:00.000000Z",
                     *           "updated_at": "2026-11-21T08:30:00.000000Z"
                     *         }
                     *       ],
                     *       "pagination": {
                     *         "page": 1,
                     *         "limit": 25,
                     *         "total": 1,
                     *         "total_pages": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TeamListReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    create_team: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Early stage",
                 *       "description": "First thirty days after a missed payment",
                 *       "team_type": null,
                 *       "parent_team_id": "d4e5f607-1829-4a3b-8c4d-5e6f70819203",
                 *       "manager_user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f"
                 *     }
                 */
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description A new department, at the top or below another */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "team": {
                     *         "id": "6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506",
                     *         "name": "Early stage",
                     *         "description": "First thirty days after a missed payment",
                     *         "team_type": "department",
                     *         "parent_team_id": "d4e5f607-1829-4a3b-8c4d-5e6f70819203",
                     *         "manager_user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "manager": {
                     *           "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "email": "grace@harbor.example",
                     *           "name": "Grace Okafor"
                     *         },
                     *         "member_count": 8,
                     *         "is_active": true,
                     *         "created_by": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "created_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:30:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TeamReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    update_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Early stage",
                 *       "team_type": null,
                 *       "parent_team_id": "d4e5f607-1829-4a3b-8c4d-5e6f70819203",
                 *       "is_active": null
                 *     }
                 */
                "application/json": components["schemas"]["TeamChange"];
            };
        };
        responses: {
            /** @description Changes or moves a department; what is absent stays */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "team": {
                     *         "id": "6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506",
                     *         "name": "Early stage",
                     *         "description": "First thirty days after a missed payment",
                     *         "team_type": "department",
                     *         "parent_team_id": "d4e5f607-1829-4a3b-8c4d-5e6f70819203",
                     *         "manager_user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "manager": {
                     *           "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "email": "grace@harbor.example",
                     *           "name": "Grace Okafor"
                     *         },
                     *         "member_count": 8,
                     *         "is_active": true,
                     *         "created_by": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "created_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:30:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TeamReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    deactivate_team: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deactivates a department; nothing of it is deleted */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_team_members: {
        parameters: {
            query?: {
                /** @example 1 */
                page?: number;
                /**
                 * @description What is above 200 counts as 200.
                 * @example 25
                 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @example 6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is in a department, by name */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "members": [
                     *         {
                     *           "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "email": "grace@harbor.example",
                     *           "name": "Grace Okafor",
                     *           "role": "manager",
                     *           "team_role": "lead",
                     *           "joined_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ],
                     *       "pagination": {
                     *         "page": 1,
                     *         "limit": 25,
                     *         "total": 1,
                     *         "total_pages": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TeamMembersReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    put_team_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                 *       "team_role": "lead"
                 *     }
                 */
                "application/json": components["schemas"]["NewTeamMember"];
            };
        };
        responses: {
            /** @description Takes a member of the organisation into a department */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "member": {
                     *         "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "email": "grace@harbor.example",
                     *         "name": "Grace Okafor",
                     *         "role": "manager",
                     *         "team_role": "lead",
                     *         "joined_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TeamMemberReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    remove_team_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 6a1f4c2e-8b3d-4e5f-9a70-b1c2d3e4f506 */
                id: string;
                /** @example 5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Takes somebody out of a department */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["Done"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["PLAN_UPGRADE_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    rbac_context: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the person of this session may do here */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "role": "compliance",
                     *       "role_level": 3,
                     *       "inherited_roles": [
                     *         "user",
                     *         "viewer"
                     *       ],
                     *       "plan": "pro",
                     *       "permissions": [
                     *         "calls:read",
                     *         "audit_logs:read"
                     *       ],
                     *       "permissions_by_resource": {
                     *         "audit_logs": [
                     *           "read"
                     *         ],
                     *         "calls": [
                     *           "read"
                     *         ]
                     *       },
                     *       "limited": {
                     *         "billing:read": "plan"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RbacContextReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    rbac_check: {
        parameters: {
            query: {
                /** @example calls */
                resource: string;
                /** @example execute */
                action: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the person of this session has one permission */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "allowed": true,
                     *       "reach": "any"
                     *     }
                     */
                    "application/json": components["schemas"]["RbacCheckReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    rbac_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every role, what it inherits and what it may do */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "roles": [
                     *         {
                     *           "role": "analyst",
                     *           "level": 2,
                     *           "inherited_roles": [
                     *             "viewer"
                     *           ],
                     *           "permissions": [
                     *             {
                     *               "permission": "calls:read",
                     *               "reach": "any",
                     *               "inherited": true
                     *             },
                     *             {
                     *               "permission": "insights:read",
                     *               "reach": "any",
                     *               "inherited": false
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "permissions": [
                     *         "calls:read",
                     *         "insights:read"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RbacRolesReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    capabilities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the organization's plan includes */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "plan": "pro",
                     *       "capabilities": {
                     *         "reports": false,
                     *         "teams": true
                     *       },
                     *       "lowest_plan": {
                     *         "reports": "business",
                     *         "teams": "pro"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CapabilitiesReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    check_capability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "capability": "reports"
                 *     }
                 */
                "application/json": components["schemas"]["CapabilityRequest"];
            };
        };
        responses: {
            /** @description Whether the plan includes one capability */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "allowed": false,
                     *       "current_plan": "pro",
                     *       "required_plan": "business"
                     *     }
                     */
                    "application/json": components["schemas"]["CapabilityReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    get_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan, its limits, and what of them is used */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "plan": "pro",
                     *       "written_plan": "pro",
                     *       "status": "active",
                     *       "trial_ends_at": null,
                     *       "period_start": "2026-11-01",
                     *       "longest_call_minutes": 60,
                     *       "retention_days": 90,
                     *       "usage": [
                     *         {
                     *           "metric": "calls",
                     *           "used": 4012,
                     *           "limit": 5000,
                     *           "monthly": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PlanReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_global_flags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every switch for everybody */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flags": [
                     *         {
                     *           "feature": "grok_chat_enabled",
                     *           "enabled": false,
                     *           "disabled_reason": "The provider answers late",
                     *           "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *           "updated_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ],
                     *       "data": [
                     *         {
                     *           "feature": "grok_chat_enabled",
                     *           "enabled": false,
                     *           "disabled_reason": "The provider answers late",
                     *           "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *           "updated_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["GlobalFlagsReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    create_global_flag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "feature": "grok_chat_enabled",
                 *       "enabled": false,
                 *       "disabled_reason": "The provider answers late"
                 *     }
                 */
                "application/json": components["schemas"]["NewGlobalFlag"];
            };
        };
        responses: {
            /** @description A new switch for everybody */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flag": {
                     *         "feature": "grok_chat_enabled",
                     *         "enabled": false,
                     *         "disabled_reason": "The provider answers late",
                     *         "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "data": {
                     *         "feature": "grok_chat_enabled",
                     *         "enabled": false,
                     *         "disabled_reason": "The provider answers late",
                     *         "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GlobalFlagReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    get_global_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example grok_chat_enabled */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One switch for everybody */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flag": {
                     *         "feature": "grok_chat_enabled",
                     *         "enabled": false,
                     *         "disabled_reason": "The provider answers late",
                     *         "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "data": {
                     *         "feature": "grok_chat_enabled",
                     *         "enabled": false,
                     *         "disabled_reason": "The provider answers late",
                     *         "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GlobalFlagReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    change_global_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example grok_chat_enabled */
                feature: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": false,
                 *       "disabled_reason": "The provider answers late"
                 *     }
                 */
                "application/json": components["schemas"]["GlobalFlagChange"];
            };
        };
        responses: {
            /** @description Turns a switch for everybody on or off */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flag": {
                     *         "feature": "grok_chat_enabled",
                     *         "enabled": false,
                     *         "disabled_reason": "The provider answers late",
                     *         "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "data": {
                     *         "feature": "grok_chat_enabled",
                     *         "enabled": false,
                     *         "disabled_reason": "The provider answers late",
                     *         "disabled_at": "2026-11-21T08:00:00.000000Z",
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GlobalFlagReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    remove_global_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example grok_chat_enabled */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Takes a switch for everybody away: the code's default counts again */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["FlagRemovedReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_org_flags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every switch as it is for this organization */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flags": [
                     *         {
                     *           "feature": "openai_chat_enabled",
                     *           "effective": true,
                     *           "enabled": true,
                     *           "global_enabled": true,
                     *           "disabled_reason": null,
                     *           "disabled_at": null,
                     *           "daily_limit": 500,
                     *           "monthly_limit": 10000,
                     *           "current_daily_usage": 41,
                     *           "current_monthly_usage": 1207,
                     *           "config_value": null,
                     *           "updated_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ],
                     *       "data": [
                     *         {
                     *           "feature": "openai_chat_enabled",
                     *           "effective": true,
                     *           "enabled": true,
                     *           "global_enabled": true,
                     *           "disabled_reason": null,
                     *           "disabled_at": null,
                     *           "daily_limit": 500,
                     *           "monthly_limit": 10000,
                     *           "current_daily_usage": 41,
                     *           "current_monthly_usage": 1207,
                     *           "config_value": null,
                     *           "updated_at": "2026-11-21T08:00:00.000000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrgFlagsReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    create_org_flag: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "feature": "openai_chat_enabled",
                 *       "enabled": true,
                 *       "disabled_reason": null,
                 *       "daily_limit": 500,
                 *       "monthly_limit": 10000,
                 *       "config_value": null
                 *     }
                 */
                "application/json": components["schemas"]["NewOrgFlag"];
            };
        };
        responses: {
            /** @description Decides a switch for this organization */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flag": {
                     *         "feature": "openai_chat_enabled",
                     *         "effective": true,
                     *         "enabled": true,
                     *         "global_enabled": true,
                     *         "disabled_reason": null,
                     *         "disabled_at": null,
                     *         "daily_limit": 500,
                     *         "monthly_limit": 10000,
                     *         "current_daily_usage": 41,
                     *         "current_monthly_usage": 1207,
                     *         "config_value": null,
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "data": {
                     *         "feature": "openai_chat_enabled",
                     *         "effective": true,
                     *         "enabled": true,
                     *         "global_enabled": true,
                     *         "disabled_reason": null,
                     *         "disabled_at": null,
                     *         "daily_limit": 500,
                     *         "monthly_limit": 10000,
                     *         "current_daily_usage": 41,
                     *         "current_monthly_usage": 1207,
                     *         "config_value": null,
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrgFlagReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    get_org_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example openai_chat_enabled */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One switch as it is for this organization */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flag": {
                     *         "feature": "openai_chat_enabled",
                     *         "effective": true,
                     *         "enabled": true,
                     *         "global_enabled": true,
                     *         "disabled_reason": null,
                     *         "disabled_at": null,
                     *         "daily_limit": 500,
                     *         "monthly_limit": 10000,
                     *         "current_daily_usage": 41,
                     *         "current_monthly_usage": 1207,
                     *         "config_value": null,
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "data": {
                     *         "feature": "openai_chat_enabled",
                     *         "effective": true,
                     *         "enabled": true,
                     *         "global_enabled": true,
                     *         "disabled_reason": null,
                     *         "disabled_at": null,
                     *         "daily_limit": 500,
                     *         "monthly_limit": 10000,
                     *         "current_daily_usage": 41,
                     *         "current_monthly_usage": 1207,
                     *         "config_value": null,
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrgFlagReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    change_org_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example openai_chat_enabled */
                feature: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true,
                 *       "disabled_reason": null,
                 *       "daily_limit": 500,
                 *       "monthly_limit": 10000,
                 *       "config_value": null
                 *     }
                 */
                "application/json": components["schemas"]["OrgFlagChange"];
            };
        };
        responses: {
            /** @description Changes what this organization decided */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "flag": {
                     *         "feature": "openai_chat_enabled",
                     *         "effective": true,
                     *         "enabled": true,
                     *         "global_enabled": true,
                     *         "disabled_reason": null,
                     *         "disabled_at": null,
                     *         "daily_limit": 500,
                     *         "monthly_limit": 10000,
                     *         "current_daily_usage": 41,
                     *         "current_monthly_usage": 1207,
                     *         "config_value": null,
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       },
                     *       "data": {
                     *         "feature": "openai_chat_enabled",
                     *         "effective": true,
                     *         "enabled": true,
                     *         "global_enabled": true,
                     *         "disabled_reason": null,
                     *         "disabled_at": null,
                     *         "daily_limit": 500,
                     *         "monthly_limit": 10000,
                     *         "current_daily_usage": 41,
                     *         "current_monthly_usage": 1207,
                     *         "config_value": null,
                     *         "updated_at": "2026-11-21T08:00:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrgFlagReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    remove_org_flag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example openai_chat_enabled */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Takes the organization's decision back: everybody's counts again */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["FlagRemovedReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    platform_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The platform's figures, over every organization */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "active_calls": 12,
                     *       "total_orgs": 41,
                     *       "total_users": 380,
                     *       "mrr_minor": 245000,
                     *       "concurrent_sessions": 96,
                     *       "total_hours_30d": 1204.5,
                     *       "total_calls_30d": 48211,
                     *       "paying_orgs": {
                     *         "business": 10,
                     *         "pro": 20
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformMetricsReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    start_call: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe; `X-Idempotency-Key` is understood as well */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to_number": "+13125550142",
                 *       "from_number": "+13125550100",
                 *       "flow_type": "direct",
                 *       "is_test": false
                 *     }
                 */
                "application/json": components["schemas"]["StartCallRequest"];
            };
        };
        responses: {
            /** @description Calls somebody */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "call_id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *       "telnyx_call_id": "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",
                     *       "to": "+13125550142",
                     *       "from": "+13125550100",
                     *       "flow_type": "direct",
                     *       "status": "initiated"
                     *     }
                     */
                    "application/json": components["schemas"]["StartedCallReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["QUOTA_EXCEEDED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN.COMPLIANCE_BLOCKED"];
            409: components["responses"]["IDEMPOTENCY_IN_PROGRESS"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["IDEMPOTENCY_MISMATCH"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            502: components["responses"]["VENDOR_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_calls: {
        parameters: {
            query?: {
                /** @example 1 */
                page?: number;
                /**
                 * @description What is above 200 counts as 200.
                 * @example 50
                 */
                limit?: number;
                /** @example completed */
                status?: components["schemas"]["CallStatusFilter"];
                /** @example outbound */
                direction?: components["schemas"]["CallDirection"];
                /**
                 * @description Part of either number, however it is typed
                 * @example 555 0142
                 */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organisation's calls, newest first */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "calls": [
                     *         {
                     *           "id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *           "status": "completed",
                     *           "direction": "outbound",
                     *           "flow_type": "direct",
                     *           "from_number": "+13125550100",
                     *           "to_number": "+13125550142",
                     *           "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "user_name": "Grace Okafor",
                     *           "started_at": "2026-11-21T08:45:00.000000Z",
                     *           "answered_at": "2026-11-21T08:45:09.120000Z",
                     *           "ended_at": "2026-11-21T08:47:31.480000Z",
                     *           "duration_seconds": 151,
                     *           "talk_seconds": 142,
                     *           "hangup_cause": "normal_clearing",
                     *           "failure_reason": null,
                     *           "has_recording": true,
                     *           "created_at": "2026-11-21T08:45:00.000000Z"
                     *         }
                     *       ],
                     *       "pagination": {
                     *         "page": 1,
                     *         "limit": 50,
                     *         "total": 1,
                     *         "total_pages": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CallListReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    get_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One call with its legs, recordings and what the gate said */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "call": {
                     *         "id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *         "status": "completed",
                     *         "direction": "outbound",
                     *         "flow_type": "direct",
                     *         "from_number": "+13125550100",
                     *         "to_number": "+13125550142",
                     *         "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "user_name": "Grace Okafor",
                     *         "started_at": "2026-11-21T08:45:00.000000Z",
                     *         "answered_at": "2026-11-21T08:45:09.120000Z",
                     *         "ended_at": "2026-11-21T08:47:31.480000Z",
                     *         "duration_seconds": 151,
                     *         "talk_seconds": 142,
                     *         "hangup_cause": "normal_clearing",
                     *         "failure_reason": null,
                     *         "has_recording": true,
                     *         "created_at": "2026-11-21T08:45:00.000000Z",
                     *         "legs": [
                     *           {
                     *             "id": "c0a8012e-6a4f-4f0b-8a51-53a1f3f0b7d2",
                     *             "role": "consumer",
                     *             "status": "completed",
                     *             "to_number": "+13125550142",
                     *             "from_number": "+13125550100",
                     *             "dialed_at": "2026-11-21T08:45:00.310000Z",
                     *             "answered_at": "2026-11-21T08:45:09.120000Z",
                     *             "ended_at": "2026-11-21T08:47:31.480000Z",
                     *             "hangup_cause": "normal_clearing"
                     *           }
                     *         ],
                     *         "recordings": [
                     *           {
                     *             "id": "2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *             "status": "stored",
                     *             "duration_ms": 142360,
                     *             "size_bytes": 2290114,
                     *             "media_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *             "source": "stream",
                     *             "is_authoritative": true,
                     *             "started_at": "2026-11-21T08:45:09.140000Z",
                     *             "derivatives": [
                     *               {
                     *                 "kind": "wav",
                     *                 "content_type": "audio/wav",
                     *                 "size_bytes": 4555564,
                     *                 "media_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                     *               }
                     *             ]
                     *           }
                     *         ],
                     *         "gate": {
                     *           "checks": [
                     *             {
                     *               "name": "number_is_ours_to_call",
                     *               "outcome": "passed",
                     *               "reason": null
                     *             },
                     *             {
                     *               "name": "consent",
                     *               "outcome": "not_checked",
                     *               "reason": "No consent is kept for this number"
                     *             }
                     *           ]
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CallDetailReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    end_call: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe; `X-Idempotency-Key` is understood as well */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hangs up */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "call": {
                     *         "id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *         "status": "completed",
                     *         "direction": "outbound",
                     *         "flow_type": "direct",
                     *         "from_number": "+13125550100",
                     *         "to_number": "+13125550142",
                     *         "user_id": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "user_name": "Grace Okafor",
                     *         "started_at": "2026-11-21T08:45:00.000000Z",
                     *         "answered_at": "2026-11-21T08:45:09.120000Z",
                     *         "ended_at": "2026-11-21T08:47:31.480000Z",
                     *         "duration_seconds": 151,
                     *         "talk_seconds": 142,
                     *         "hangup_cause": "normal_clearing",
                     *         "failure_reason": null,
                     *         "has_recording": true,
                     *         "created_at": "2026-11-21T08:45:00.000000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["CallReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CALL_NOT_ACTIVE.IDEMPOTENCY_IN_PROGRESS"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["IDEMPOTENCY_MISMATCH"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    call_timeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that happened on a call, in order */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "events": [
                     *         {
                     *           "seq": 4101,
                     *           "event_type": "recording",
                     *           "event_data": {
                     *             "call_id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *             "recording_id": "2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *             "status": "stored",
                     *             "duration_ms": 142360
                     *           },
                     *           "created_at": "2026-11-21T08:47:33.020000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TimelineReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    call_transcript: {
        parameters: {
            query?: {
                /**
                 * @description The last `segment_index` already known; -1 for none
                 * @example -1
                 */
                after?: number;
            };
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was said, at most 500 segments at once */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "segments": [
                     *         {
                     *           "segment_index": 0,
                     *           "speaker": "consumer",
                     *           "content": "Hello, who is this?",
                     *           "words": [
                     *             {
                     *               "text": "Hello,",
                     *               "start_ms": 420,
                     *               "end_ms": 690,
                     *               "confidence": 1
                     *             },
                     *             {
                     *               "text": "who",
                     *               "start_ms": 900,
                     *               "end_ms": 1010,
                     *               "confidence": 1
                     *             },
                     *             {
                     *               "text": "is",
                     *               "start_ms": 1010,
                     *               "end_ms": 1120,
                     *               "confidence": 1
                     *             },
                     *             {
                     *               "text": "this?",
                     *               "start_ms": 1120,
                     *               "end_ms": 1480,
                     *               "confidence": 1
                     *             }
                     *           ],
                     *           "start_ms": 420,
                     *           "end_ms": 1480,
                     *           "confidence": 1,
                     *           "created_at": "2026-11-21T08:45:11.010000Z"
                     *         }
                     *       ],
                     *       "last_index": 0
                     *     }
                     */
                    "application/json": components["schemas"]["TranscriptReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    transcript_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The canonical transcript, made of the stored recording */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "transcript_status": "completed",
                     *       "failure_reason": null,
                     *       "versions": [
                     *         {
                     *           "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *           "recording_id": "2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *           "version": 1,
                     *           "is_authoritative": true,
                     *           "produced_by": "model",
                     *           "produced_by_model": "assemblyai universal-3-pro",
                     *           "transcript_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "input_refs": {
                     *             "audio_kind": "audio/wav",
                     *             "audio_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *             "recording_id": "2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *             "recording_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *             "vendor": "assemblyai",
                     *             "vendor_job_id": "9ea68fd3-f953-42c1-9742-976c447fb463"
                     *           },
                     *           "transcript": {
                     *             "audio_ms": 61240,
                     *             "language": "en",
                     *             "utterances": [
                     *               {
                     *                 "channel": 1,
                     *                 "confidence": 1,
                     *                 "end_ms": 1480,
                     *                 "speaker": "consumer",
                     *                 "start_ms": 420,
                     *                 "text": "Hello?",
                     *                 "words": [
                     *                   {
                     *                     "confidence": 1,
                     *                     "end_ms": 1480,
                     *                     "start_ms": 420,
                     *                     "text": "Hello?"
                     *                   }
                     *                 ]
                     *               }
                     *             ]
                     *           },
                     *           "created_at": "2026-11-21T08:47:02.118000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["TranscriptVersionsReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    retry_transcription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a retry safe; `X-Idempotency-Key` is understood as well */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Has a transcript made that was given up */
            202: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "transcript_status": "queued"
                     *     }
                     */
                    "application/json": components["schemas"]["TranscriptionReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["QUOTA_EXCEEDED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["IDEMPOTENCY_IN_PROGRESS"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            422: components["responses"]["IDEMPOTENCY_MISMATCH"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    advance_transcription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                 *       "job_id": "c0a8012e-6a4f-4f0b-8a51-53a1f3f0b7d2"
                 *     }
                 */
                "application/json": components["schemas"]["TranscriptionMessage"];
            };
        };
        responses: {
            /** @description A message of the transcription queue: what comes next is done */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    bury_transcription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987",
                 *       "job_id": "c0a8012e-6a4f-4f0b-8a51-53a1f3f0b7d2"
                 *     }
                 */
                "application/json": components["schemas"]["TranscriptionMessage"];
            };
        };
        responses: {
            /** @description A message that the transcription queue has given up */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    call_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One call from its beginning, then live */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    monitor_call: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "mode": "listen"
                 *     }
                 */
                "application/json": components["schemas"]["MonitorRequest"];
            };
        };
        responses: {
            /** @description Supervises a live call */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "monitor": {
                     *         "id": "2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *         "call_id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *         "mode": "listen",
                     *         "started_at": "2026-11-21T08:45:31.020000Z"
                     *       },
                     *       "path": "/api/calls/7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11/listen?monitor=2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *       "formats": [
                     *         "opus",
                     *         "g711"
                     *       ],
                     *       "sample_rate": 8000,
                     *       "packet_ms": 20
                     *     }
                     */
                    "application/json": components["schemas"]["MonitorReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CALL_NOT_ACTIVE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            501: components["responses"]["NOT_SERVED"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    stop_monitoring: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stops one's own supervision of a call */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "stopped": 1
                     *     }
                     */
                    "application/json": components["schemas"]["MonitorStoppedReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    listen_in: {
        parameters: {
            query: {
                /**
                 * @description The ticket: what POST …/monitor gave
                 * @example 2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20
                 */
                monitor: string;
                /** @example opus */
                format?: components["schemas"]["ListenFormat"];
            };
            header?: never;
            path: {
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A live call's sound, over a WebSocket */
            101: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CALL_NOT_ACTIVE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every call of the organisation from now on */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_audit: {
        parameters: {
            query?: {
                /** @example 1 */
                page?: number;
                /**
                 * @description What is above 200 counts as 200.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description call, recording, session …
                 * @example call
                 */
                resource_type?: string;
                /** @example 7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11 */
                resource_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who did what, newest first */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "audit_logs": [
                     *         {
                     *           "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *           "action": "call:started",
                     *           "actor_type": "session",
                     *           "actor_label": null,
                     *           "user_name": "Grace Okafor",
                     *           "resource_type": "call",
                     *           "resource_id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *           "old_value": null,
                     *           "new_value": {
                     *             "to": "***0142",
                     *             "from": "***0100",
                     *             "flow_type": "direct"
                     *           },
                     *           "created_at": "2026-11-21T08:45:00.000000Z",
                     *           "correlation_id": "wb-5f0c2a9d"
                     *         }
                     *       ],
                     *       "pagination": {
                     *         "page": 1,
                     *         "limit": 50,
                     *         "total": 1,
                     *         "total_pages": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AuditListReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    get_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a recording is and where it plays; audited */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "recording": {
                     *         "id": "2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20",
                     *         "call_id": "7f6c1f0e-58a1-4c1b-9d3e-2b6f0a9e4c11",
                     *         "status": "stored",
                     *         "source": "stream",
                     *         "is_authoritative": true,
                     *         "content_type": "application/vnd.wib.spool",
                     *         "duration_ms": 142360,
                     *         "size_bytes": 2290114,
                     *         "media_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "chain_head": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "started_at": "2026-11-21T08:45:09.140000Z",
                     *         "derivatives": [
                     *           {
                     *             "kind": "wav",
                     *             "content_type": "audio/wav",
                     *             "size_bytes": 4555564,
                     *             "media_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
                     *           }
                     *         ],
                     *         "stream_path": "/api/recordings/stream/2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RecordingReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    stream_recording: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 2d9f5a64-0c3b-4a7e-b1b5-9e1c7d8f6a20 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sound, whole or one range of it; audited before the first byte */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Names the bytes: their SHA-256 */
                    ETag?: string;
                    /** @description `bytes` */
                    "Accept-Ranges"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": unknown;
                };
            };
            /** @description The range asked for */
            206: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Names the bytes: their SHA-256 */
                    ETag?: string;
                    /** @description `bytes` */
                    "Accept-Ranges"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": unknown;
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            416: components["responses"]["RANGE_NOT_SATISFIABLE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            502: components["responses"]["VENDOR_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    upload_audio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    file: string;
                };
            };
        };
        responses: {
            /** @description Takes a sound file in */
            201: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "audio_file": {
                     *         "id": "3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84",
                     *         "file_key": "audio/0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987/3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84.mp3",
                     *         "original_name": "Voicemail of Mr Alvarez.mp3",
                     *         "content_type": "audio/mpeg",
                     *         "size_bytes": 482133,
                     *         "media_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "created_by": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *         "created_by_name": "Grace Okafor",
                     *         "created_at": "2026-11-21T08:52:40.000000Z",
                     *         "stream_path": "/api/audio/files/audio/0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987/3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84.mp3"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AudioFileReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            402: components["responses"]["QUOTA_EXCEEDED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            502: components["responses"]["VENDOR_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.PLAN_UNKNOWN.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_audio: {
        parameters: {
            query?: {
                /** @example 1 */
                page?: number;
                /**
                 * @description What is above 200 counts as 200.
                 * @example 50
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sound files that people brought along, newest first */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "audio_files": [
                     *         {
                     *           "id": "3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84",
                     *           "file_key": "audio/0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987/3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84.mp3",
                     *           "original_name": "Voicemail of Mr Alvarez.mp3",
                     *           "content_type": "audio/mpeg",
                     *           "size_bytes": 482133,
                     *           "media_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "created_by": "5b1e7c3a-9f42-4d0a-8e66-1a2b3c4d5e6f",
                     *           "created_by_name": "Grace Okafor",
                     *           "created_at": "2026-11-21T08:52:40.000000Z",
                     *           "stream_path": "/api/audio/files/audio/0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987/3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84.mp3"
                     *         }
                     *       ],
                     *       "pagination": {
                     *         "page": 1,
                     *         "limit": 50,
                     *         "total": 1,
                     *         "total_pages": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["AudioListReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    stream_audio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example 0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987 */
                organization_id: string;
                /**
                 * @description The rest of a file's `file_key`
                 * @example 3c1d8f60-4b7a-4e19-9a55-6f0e2d1c7b84.mp3
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A file's sound, whole or one range of it; audited before the first byte */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Names the bytes: their SHA-256 */
                    ETag?: string;
                    /** @description `bytes` */
                    "Accept-Ranges"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/*": unknown;
                };
            };
            /** @description The range asked for */
            206: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    /** @description Names the bytes: their SHA-256 */
                    ETag?: string;
                    /** @description `bytes` */
                    "Accept-Ranges"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "audio/*": unknown;
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            416: components["responses"]["RANGE_NOT_SATISFIABLE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            502: components["responses"]["VENDOR_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    telnyx_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "record_type": "event",
                 *         "event_type": "call.answered",
                 *         "id": "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
                 *         "occurred_at": "2026-11-21T08:45:09.120000Z",
                 *         "payload": {
                 *           "call_control_id": "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",
                 *           "connection_id": "7267xxxxxxxxxxxxxx",
                 *           "from": "+13125550100",
                 *           "to": "+13125550142",
                 *           "state": "answered"
                 *         }
                 *       },
                 *       "meta": {
                 *         "attempt": 1
                 *       }
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in an event of the carrier's; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    telnyx_webhook_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "data": {
                 *         "record_type": "event",
                 *         "event_type": "call.answered",
                 *         "id": "0ccc7b54-4df3-4bca-a65a-3da1ecc777f0",
                 *         "occurred_at": "2026-11-21T08:45:09.120000Z",
                 *         "payload": {
                 *           "call_control_id": "v3:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",
                 *           "connection_id": "7267xxxxxxxxxxxxxx",
                 *           "from": "+13125550100",
                 *           "to": "+13125550142",
                 *           "state": "answered"
                 *         }
                 *       },
                 *       "meta": {
                 *         "attempt": 1
                 *       }
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in an event of the carrier's; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    stripe_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_1Pgc76B7WZ01zgkWwyRHS12y",
                 *       "object": "event",
                 *       "created": 1721954076,
                 *       "type": "invoice.paid",
                 *       "livemode": false,
                 *       "data": {
                 *         "object": {}
                 *       }
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in an event of Stripe's; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    stripe_webhook_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "evt_1Pgc76B7WZ01zgkWwyRHS12y",
                 *       "object": "event",
                 *       "created": 1721954076,
                 *       "type": "invoice.paid",
                 *       "livemode": false,
                 *       "data": {
                 *         "object": {}
                 *       }
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in an event of Stripe's; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    assemblyai_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "transcript_id": "5552493-16d8-42d8-8feb-c2a16b56f6e8",
                 *       "status": "completed"
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in the end of a transcript; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    assemblyai_webhook_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "transcript_id": "5552493-16d8-42d8-8feb-c2a16b56f6e8",
                 *       "status": "completed"
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in the end of a transcript; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    twilio_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "CallSid": "CA1234567890ABCDE",
                 *       "CallStatus": "completed"
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in a request of Twilio's and answers in TwiML */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/xml; charset=utf-8": unknown;
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    twilio_webhook_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "CallSid": "CA1234567890ABCDE",
                 *       "CallStatus": "completed"
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in a request of Twilio's and answers in TwiML */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/xml; charset=utf-8": unknown;
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    resend_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "email.delivered",
                 *       "created_at": "2026-11-21T08:45:09.120Z",
                 *       "data": {
                 *         "email_id": "56761188-7520-42d8-8898-ff6fc54ce618"
                 *       }
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in what became of an e-mail; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    resend_webhook_alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "email.delivered",
                 *       "created_at": "2026-11-21T08:45:09.120Z",
                 *       "data": {
                 *         "email_id": "56761188-7520-42d8-8898-ff6fc54ce618"
                 *       }
                 *     }
                 */
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Takes in what became of an e-mail; 2xx means durable */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["SIGNATURE_INVALID.SIGNATURE_STALE"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_webhook_failures: {
        parameters: {
            query?: {
                /** @example 1 */
                page?: number;
                /**
                 * @description What is above 200 counts as 200.
                 * @example 50
                 */
                limit?: number;
                /** @example failed */
                status?: components["schemas"]["FailureFilter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events of vendors that could not be applied, newest first */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "failures": [
                     *         {
                     *           "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *           "source": "telnyx",
                     *           "endpoint": "/webhooks/telnyx",
                     *           "event_type": "call.hangup",
                     *           "status": "failed",
                     *           "error_message": "the origin answered 503",
                     *           "http_status": 503,
                     *           "attempt_count": 31,
                     *           "received_at": "2026-11-21T08:45:09.120000Z",
                     *           "last_attempt_at": "2026-11-21T08:46:12.400000Z",
                     *           "resolved_at": null,
                     *           "resolution_notes": null,
                     *           "payload": {
                     *             "data": {
                     *               "event_type": "call.hangup",
                     *               "payload": {
                     *                 "from": "[masked]"
                     *               }
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "metrics": {
                     *         "active_failures": 1,
                     *         "resolved": 0,
                     *         "discarded": 0,
                     *         "total": 1
                     *       },
                     *       "pagination": {
                     *         "page": 1,
                     *         "limit": 50,
                     *         "total": 1,
                     *         "total_pages": 1
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FailureListReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    act_on_webhook_failure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "failure_id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                 *       "action": "retry",
                 *       "resolution_notes": null
                 *     }
                 */
                "application/json": components["schemas"]["FailureActionRequest"];
            };
        };
        responses: {
            /** @description Replays an event, discards it, or leaves it to people */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "failure": {
                     *         "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *         "source": "telnyx",
                     *         "endpoint": "/webhooks/telnyx",
                     *         "event_type": "call.hangup",
                     *         "status": "resolved",
                     *         "error_message": "the origin answered 503",
                     *         "http_status": 503,
                     *         "attempt_count": 32,
                     *         "received_at": "2026-11-21T08:45:09.120000Z",
                     *         "last_attempt_at": "2026-11-21T08:46:12.400000Z",
                     *         "resolved_at": "2026-11-21T08:47:00.000000Z",
                     *         "resolution_notes": null,
                     *         "payload": {
                     *           "data": {
                     *             "event_type": "call.hangup",
                     *             "payload": {
                     *               "from": "[masked]"
                     *             }
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["FailureReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    list_dead_letters: {
        parameters: {
            query?: {
                /** @example telnyx */
                source?: string;
                /**
                 * @description What is above 100 counts as 100.
                 * @example 50
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open failures of every organisation, and of none */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "entries": [
                     *         {
                     *           "failure": {
                     *             "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *             "source": "telnyx",
                     *             "endpoint": "/webhooks/telnyx",
                     *             "event_type": "call.hangup",
                     *             "status": "failed",
                     *             "error_message": "the origin answered 503",
                     *             "http_status": 503,
                     *             "attempt_count": 31,
                     *             "received_at": "2026-11-21T08:45:09.120000Z",
                     *             "last_attempt_at": "2026-11-21T08:46:12.400000Z",
                     *             "resolved_at": null,
                     *             "resolution_notes": null,
                     *             "payload": {
                     *               "data": {
                     *                 "event_type": "call.hangup",
                     *                 "payload": {
                     *                   "from": "[masked]"
                     *                 }
                     *               }
                     *             }
                     *           },
                     *           "organization_id": "0e4a9d52-7b1c-4e38-a9c4-f3d2e1b0a987"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLettersReply"];
                };
            };
            400: components["responses"]["VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    replay_dead_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example telnyx */
                source: string;
                /** @example 91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Applies an event again as it was received */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "status": "resolved"
                     *     }
                     */
                    "application/json": components["schemas"]["ReplayReply"];
                };
            };
            400: components["responses"]["INVALID_ID.INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED.CSRF_REQUIRED"];
            403: components["responses"]["CSRF_INVALID.FORBIDDEN"];
            404: components["responses"]["NOT_FOUND"];
            409: components["responses"]["CONFLICT"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    record_undeliverable: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "vendor": "telnyx",
                 *       "endpoint": "/webhooks/telnyx",
                 *       "content_type": "application/json",
                 *       "signed_id": "",
                 *       "request": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                 *       "received_at": "2026-11-21T08:45:09.120000Z",
                 *       "reason": "the origin answered 503",
                 *       "http_status": 503,
                 *       "body_base64": "eyJkYXRhIjp7fX0="
                 *     }
                 */
                "application/json": components["schemas"]["UndeliverableWebhook"];
            };
        };
        responses: {
            /** @description Takes over an event the edge could not deliver for a day */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    cron_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How each scheduled job stands, with its last runs */
            200: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "status": "healthy",
                     *       "jobs": [
                     *         {
                     *           "job_name": "cleanup_sessions",
                     *           "status": "healthy",
                     *           "schedule": "hourly",
                     *           "every_minutes": 60,
                     *           "stale_after_minutes": 120,
                     *           "last_run": "2026-11-21T08:00:00.412000Z",
                     *           "last_success": "2026-11-21T08:00:00.467000Z",
                     *           "last_error": null,
                     *           "metrics": {
                     *             "processed": 17,
                     *             "errors": 0,
                     *             "duration_ms": 55
                     *           },
                     *           "staleness_minutes": 46,
                     *           "next_due": "2026-11-21T09:00:00.000000Z",
                     *           "is_running": false,
                     *           "waits_for": [],
                     *           "runs": [
                     *             {
                     *               "id": "91d3b0c7-2e5f-4a68-bc19-7d8e6f5a4b3c",
                     *               "scheduled_for": "2026-11-21T08:00:00.000000Z",
                     *               "missed": 0,
                     *               "attempt": 1,
                     *               "outcome": "succeeded",
                     *               "processed": 17,
                     *               "errors": 0,
                     *               "error_code": null,
                     *               "began_at": "2026-11-21T08:00:00.412000Z",
                     *               "ended_at": "2026-11-21T08:00:00.467000Z"
                     *             }
                     *           ]
                     *         },
                     *         {
                     *           "job_name": "process_payments",
                     *           "status": "not_in_use",
                     *           "schedule": "daily",
                     *           "every_minutes": 1440,
                     *           "stale_after_minutes": 2880,
                     *           "last_run": null,
                     *           "last_success": null,
                     *           "last_error": null,
                     *           "metrics": {
                     *             "processed": 0,
                     *             "errors": 0,
                     *             "duration_ms": null
                     *           },
                     *           "staleness_minutes": null,
                     *           "next_due": null,
                     *           "is_running": false,
                     *           "waits_for": [
                     *             "scheduled_payments"
                     *           ],
                     *           "runs": []
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CronHealthReply"];
                };
            };
            400: components["responses"]["INVALID_TARGET"];
            401: components["responses"]["AUTH_REQUIRED.SESSION_REVOKED"];
            403: components["responses"]["FORBIDDEN"];
            429: components["responses"]["RATE_LIMIT"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["VENDOR_NOT_CONFIGURED.CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
    start_due_jobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "schedule": "hourly",
                 *       "scheduled_for": "2026-11-21T08:00:00.000000Z"
                 *     }
                 */
                "application/json": components["schemas"]["ScheduleCameRound"];
            };
        };
        responses: {
            /** @description A schedule came round: what is due by now is begun */
            202: {
                headers: {
                    /** @description Finds this request in the logs */
                    "X-Correlation-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true
                     *     }
                     */
                    "application/json": components["schemas"]["DoneReply"];
                };
            };
            400: components["responses"]["INVALID_JSON.VALIDATION_ERROR.INVALID_TARGET"];
            401: components["responses"]["ENVELOPE_INVALID.ENVELOPE_REPLAYED"];
            413: components["responses"]["PAYLOAD_TOO_LARGE"];
            415: components["responses"]["UNSUPPORTED_MEDIA_TYPE"];
            431: components["responses"]["HEADERS_TOO_LARGE"];
            500: components["responses"]["INTERNAL_ERROR"];
            503: components["responses"]["CAPACITY.DATABASE_UNAVAILABLE.ORIGIN_UNAVAILABLE"];
            504: components["responses"]["DEADLINE_EXCEEDED"];
        };
    };
}
