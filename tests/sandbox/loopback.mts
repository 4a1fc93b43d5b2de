// The sandbox speaks to this machine only, whatever a request asks for.

export function is_loopback(url: string): boolean {
    try {
        const { hostname } = new URL(url);
        return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
    } catch {
        return false;
    }
}
