// Telnyx's own refusals: codes and titles of its specification and error page.

export interface Refusal {
    status: number;
    code: string;
    title: string;
    detail: string;
    pointer?: string;
}

export function refusal(status: number, code: string, title: string, detail: string, pointer?: string): Refusal {
    return pointer === undefined ? { status, code, title, detail } : { status, code, title, detail, pointer };
}

export const kRefusals = {
    unauthenticated: refusal(401, "10009", "Authentication failed", "Could not understand the provided credentials."),
    not_found: refusal(404, "10005", "Resource not found", "The requested resource or URL could not be found."),
    too_many: refusal(429, "10011", "Too many requests", "You have exceeded the maximum number of allowed requests."),
    unexpected: refusal(500, "10007", "Unexpected error", "An unexpected error occured."),
    not_json: refusal(400, "10015", "Bad Request", "The request failed because it was not well-formed."),
    bad_control_id: refusal(422, "90015", "Invalid Call Control ID", "The call_control_id provided was not valid.", "/call_control_id"),
    bad_connection: refusal(
        422,
        "10015",
        "Invalid value for connection_id (Call Control App ID)",
        "The requested connection_id (Call Control App ID) is either invalid or does not exist. Only Call Control Apps with valid webhook URL are accepted.",
        "/connection_id",
    ),
    bad_client_state: refusal(422, "90017", "Invalid client state", "The client_state must be a base64 encoded string.", "/client_state"),
    ended: refusal(422, "90018", "Call has already ended", "This call is no longer active and can't receive commands."),
    before_audio: refusal(
        422,
        "90020",
        "Call recording triggered before audio started",
        "Call recording cannot be started until audio has commenced on the call.",
    ),
    not_answered: refusal(422, "90034", "Call not answered yet", "This call can't receive this command because it has not been answered yet."),
    double_bridge: refusal(422, "90044", "Call already bridged", "This call is already bridged and prevent_double_bridge was requested."),
    streaming_used: refusal(422, "90045", "Media Streaming is used", "This command can't be issued when media streaming is used."),
    streaming_unused: refusal(422, "90048", "Media Streaming is not used", "This command can't be issued when media streaming is not used."),
    channel_limit: refusal(403, "90041", "User channel limit exceeded", "The number of concurrent calls of this account is exceeded."),
    answer_outbound: refusal(422, "90102", "Call cannot be answered", "The answer command can't be issued on an outbound call."),
} as const;

export function error_body(refusals: readonly Refusal[]): { errors: object[] } {
    return {
        errors: refusals.map(({ code, title, detail, pointer }) => ({
            code,
            title,
            detail,
            ...(pointer === undefined ? {} : { source: { pointer } }),
            meta: { url: `https://developers.telnyx.com/docs/overview/errors/${code}` },
        })),
    };
}
