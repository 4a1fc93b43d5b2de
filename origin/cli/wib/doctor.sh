# ./wib doctor: what is wrong, and what to do about it. Every line is ok, warn or bad; bad ends with exit status 1.

troubles=0
ok()   { printf '  \033[32mok\033[0m    %-14s %s\n' "$1" "$2"; }
warn() { printf '  \033[33mwarn\033[0m  %-14s %s\n        → %s\n' "$1" "$2" "$3"; }
bad()  { printf '  \033[31mbad\033[0m   %-14s %s\n        → %s\n' "$1" "$2" "$3"; troubles=$((troubles + 1)); }

# http_status URL [CURL OPTIONS…]
http_status() { local url=$1; shift; curl -s -o /dev/null -m 5 -w '%{http_code}' "$@" "$url" 2>/dev/null || true; }

check_packages() {
  local missing
  missing=$(missing_packages)
  if [ -z "$missing" ]; then ok packages "all there"; else
    bad packages "missing: $missing" "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends ${missing% }'"; fi
}

check_configuration() {
  local faults
  if [ ! -x "$build/origin/wib-origin" ]; then bad configuration "the origin is not built" "./wib up"; return; fi
  if faults=$("$build/origin/wib-origin" --check 2>&1); then ok configuration "complete and well formed"; else
    while IFS= read -r line; do
      [ -n "$line" ] && bad configuration "$line" "set it in $home/env.local (docs/configuration.md has every variable), then ./wib up"
    done <<<"$faults"
  fi
}

check_disk() {
  local dir=${WIB_SPOOL_DIR:-$home/spool} free
  if ! mkdir -p "$dir" 2>/dev/null || [ ! -w "$dir" ]; then
    bad spool "$dir cannot be written: calls could not be recorded" "make it writable for $(id -un), or point WIB_SPOOL_DIR elsewhere"; return; fi
  free=$(df -Pm "$dir" | awk 'NR==2 {print $4}')
  if [ "$free" -lt 500 ]; then bad spool "$free MB free in $dir (an hour of calls needs about 60 MB each)" "free space, or point WIB_SPOOL_DIR elsewhere"
  else ok spool "$free MB free"; fi
}

check_database() {
  local url=${DATABASE_URL:-} answer
  [ -n "$url" ] || { bad database "DATABASE_URL is not set" "set it in $home/env.local, or delete the line there to use the private cluster"; return; }
  if answer=$(psql "$url" -XAtc "select current_user" 2>&1); then ok database "connected as $answer"; else
    bad database "$(head -n 1 <<<"$answer" | sed 's/password=[^ ]*/password=…/')" "is Postgres up (./wib up starts the private one)? Is DATABASE_URL right (user wib_app)?"; return; fi
  if [ "$(psql "$url" -XAtc "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")" = t ]; then
    bad database "the application's role can bypass row-level security" "connect as wib_app, which owns nothing"; fi
  local due
  if due=$(migrate --dry-run 2>&1); then
    if grep -q '^due ' <<<"$due"; then bad migrations "$(grep -c '^due ' <<<"$due") migration(s) not applied" "./wib migrate"; else ok migrations "up to date"; fi
  else bad migrations "$(tail -n 1 <<<"$due")" "restore the changed file; a landed migration is never edited, a new one follows it"; fi
}

check_store() {
  [ -n "${S3_ENDPOINT:-}" ] || { bad "object store" "S3_ENDPOINT is not set: recordings stay in the spool" "set S3_ENDPOINT, S3_BUCKET and the keys"; return; }
  local status
  status=$(http_status "$S3_ENDPOINT/$S3_BUCKET?list-type=2&max-keys=1" ${WIB_CA_FILE:+--cacert "$WIB_CA_FILE"} --aws-sigv4 "aws:amz:${S3_REGION:-auto}:s3" \
    -H "x-amz-content-sha256: $(printf "" | sha256sum | cut -c1-64)" \
    --user "${S3_ACCESS_KEY_ID:-}:${S3_SECRET_ACCESS_KEY:-}")
  case $status in
    200) ok "object store" "bucket $S3_BUCKET answers" ;;
    403) bad "object store" "the store refuses the keys (403)" "check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, and that they may read and write $S3_BUCKET" ;;
    404) bad "object store" "no bucket $S3_BUCKET (404)" "create it, or mend S3_BUCKET" ;;
    *) bad "object store" "no answer from $S3_ENDPOINT (${status:-000})" "check S3_ENDPOINT, the network and WIB_CA_FILE" ;;
  esac
}

check_carrier() {
  [ -n "${TELNYX_API_KEY:-}" ] || { warn carrier "TELNYX_API_KEY is not set: calls answer VENDOR_NOT_CONFIGURED" "set TELNYX_API_KEY, TELNYX_CONNECTION_ID and TELNYX_PUBLIC_KEY"; return; }
  local status
  status=$(http_status "${TELNYX_BASE_URL:-https://api.telnyx.com/v2}/calls/v3:none" ${WIB_CA_FILE:+--cacert "$WIB_CA_FILE"} -H "Authorization: Bearer $TELNYX_API_KEY")
  case $status in
    404|422|200) ok carrier "answers and knows the key" ;;
    401|403) bad carrier "the key is refused ($status)" "check TELNYX_API_KEY (portal: API keys, v2)" ;;
    *) bad carrier "no answer (${status:-000}) from ${TELNYX_BASE_URL:-api.telnyx.com}" "check TELNYX_BASE_URL, the network and WIB_CA_FILE" ;;
  esac
}

check_recogniser() {
  [ -n "${ASSEMBLYAI_API_KEY:-}" ] || { warn recogniser "ASSEMBLYAI_API_KEY is not set: calls are recorded but not transcribed" "set ASSEMBLYAI_API_KEY"; return; }
  local url=${ASSEMBLYAI_STREAMING_URL:-wss://streaming.assemblyai.com/v3/ws} status
  status=$(http_status "${url/#ws/http}?sample_rate=8000&encoding=pcm_mulaw" ${WIB_CA_FILE:+--cacert "$WIB_CA_FILE"} --http1.1 -H "Authorization: $ASSEMBLYAI_API_KEY" \
    -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: d29yZGlzYm9uZGRvY3Rvcg==')
  case $status in
    101) ok recogniser "opens a session" ;;
    401|403) bad recogniser "the key is refused ($status)" "check ASSEMBLYAI_API_KEY" ;;
    *) bad recogniser "no session (${status:-000}) at $url" "check ASSEMBLYAI_STREAMING_URL, the network and WIB_CA_FILE" ;;
  esac
}

check_mail() {
  [ -n "${RESEND_API_KEY:-}" ] || { warn mail "RESEND_API_KEY is not set: sign-up and forgotten passwords answer VENDOR_NOT_CONFIGURED" "set RESEND_API_KEY and WIB_MAIL_FROM"; return; }
  local status
  status=$(http_status "${RESEND_BASE_URL:-https://api.resend.com}/emails" ${WIB_CA_FILE:+--cacert "$WIB_CA_FILE"} -H "Authorization: Bearer $RESEND_API_KEY")
  case $status in
    200) ok mail "answers and knows the key; letters come from ${WIB_MAIL_FROM:-nobody}" ;;
    401|403) bad mail "the key is refused ($status)" "check RESEND_API_KEY (resend.com: API keys, full access)" ;;
    *) bad mail "no answer (${status:-000}) from ${RESEND_BASE_URL:-api.resend.com}" "check RESEND_BASE_URL, the network and WIB_CA_FILE" ;;
  esac
}

check_human() {
  [ -n "${TURNSTILE_SECRET_KEY:-}" ] || { warn turnstile "TURNSTILE_SECRET_KEY is not set: whether a person signs up or forgets a password is not checked" "set TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY (dash.cloudflare.com: Turnstile)"; return; }
  [ -n "${TURNSTILE_SITE_KEY:-}" ] || { bad turnstile "TURNSTILE_SITE_KEY is not set: the edge refuses to work with half of it" "set TURNSTILE_SITE_KEY"; return; }
  local url=${TURNSTILE_VERIFY_URL:-https://challenges.cloudflare.com/turnstile/v0/siteverify} said
  said=$(curl -s --max-time 10 ${WIB_CA_FILE:+--cacert "$WIB_CA_FILE"} -d response=doctor --data-urlencode "secret=$TURNSTILE_SECRET_KEY" "$url" || true)
  case $said in
    *invalid-input-secret*) bad turnstile "the secret key is refused" "check TURNSTILE_SECRET_KEY (dash.cloudflare.com: Turnstile)" ;;
    *invalid-input-response*|*timeout-or-duplicate*) ok turnstile "answers and knows the key" ;;
    *'"success":true'*) bad turnstile "the secret key is one of Cloudflare's for tests, which passes anybody" "set the key of a widget of yours" ;;
    *) bad turnstile "no answer from $url: sign-up and forgotten passwords are closed" "check TURNSTILE_VERIFY_URL, the network and WIB_CA_FILE" ;;
  esac
}

# A token of this home's own key must open the platform's routes; Access's keys must be there where its word is to count.
check_service_tokens() {
  if [ -z "${WIB_SERVICE_PUBLIC_KEYS:-}" ]; then
    warn "service tokens" "WIB_SERVICE_PUBLIC_KEYS is not set: /api/internal is for sessions of the platform's people alone" "./wib token --new-key, and the public line into $home/env.local"
  elif [ -f "$(service_key_file)" ]; then
    local status
    status=$(http_status "${WIB_PUBLIC_URL:-http://127.0.0.1:8787}/api/internal/cron-health" -H "Authorization: Bearer $(cmd_token --for doctor --minutes 1 2>/dev/null)")
    case $status in
      200) ok "service tokens" "./wib token opens the platform's routes" ;;
      401|503) bad "service tokens" "a token of $(service_key_file) is refused ($status)" "WIB_SERVICE_PUBLIC_KEYS must hold that file's public key; ./wib down && ./wib up" ;;
      *) bad "service tokens" "no answer (${status:-000})" "./wib up; if it ends again, ./wib logs edge" ;;
    esac
  else ok "service tokens" "taken; the private key is somewhere else"; fi
  [ -n "${ACCESS_TEAM_DOMAIN:-}" ] || { ok access "what Cloudflare Access says is not looked at (ACCESS_TEAM_DOMAIN)"; return; }
  if curl -s --max-time 10 ${WIB_CA_FILE:+--cacert "$WIB_CA_FILE"} "https://$ACCESS_TEAM_DOMAIN/cdn-cgi/access/certs" | grep -q '"keys"'; then
    ok access "$ACCESS_TEAM_DOMAIN says what it signs with"
  else bad access "$ACCESS_TEAM_DOMAIN does not say what it signs with: nobody comes in by its word" "check ACCESS_TEAM_DOMAIN, the network and WIB_CA_FILE"; fi
}

# Its form was looked at with the configuration. Whether logs are signed with it is seen by asking for one: /api/audit-logs/checkpoint.
check_evidence() {
  if [ -n "${WIB_EVIDENCE_KEY:-}" ]; then ok evidence "checkpoints of the audit logs are signed"
  else warn evidence "WIB_EVIDENCE_KEY is not set: audit logs are kept and nothing is signed; proofs answer EVIDENCE_KEY_MISSING" "WIB_EVIDENCE_KEY=\$(openssl rand -base64 32) into $home/env.local, and a copy of the key into a safe"; fi
}

check_services() {
  local status
  status=$(http_status "http://${WIB_LISTEN:-127.0.0.1:8790}/healthz")
  [ "$status" = 200 ] && ok origin "healthy at $WIB_LISTEN" || bad origin "no answer at ${WIB_LISTEN:-127.0.0.1:8790} (${status:-000})" "./wib up; if it ends again, ./wib logs origin"
  status=$(http_status "${WIB_PUBLIC_URL:-http://127.0.0.1:8787}/api/health")
  case $status in
    200) ok edge "healthy at $WIB_PUBLIC_URL, its envelope is accepted" ;;
    401) bad edge "the origin refuses the edge's envelope" "both must share WIB_ENVELOPE_KEYS, and their clocks must agree within 30 s; ./wib down && ./wib up" ;;
    *) bad edge "no healthy answer at ${WIB_PUBLIC_URL:-http://127.0.0.1:8787} (${status:-000})" "./wib up; if it ends again, ./wib logs edge" ;;
  esac
}

# Asks the vendors themselves, and the addresses that the world knows us by. The certificates of WIB_CA_FILE are trusted there, too.
doctor_live() {
  [ -f "$home/env" ] || [ -f "$home/env.local" ] || fail "No configuration in $home: put the origin's variables into $home/env.local, lines NAME=value (docs/configuration.md)"
  [ -f "$home/env" ] || (umask 077; : >"$home/env")
  load_env
  require_node
  step "doctor --live" "$home"
  env ${WIB_CA_FILE:+NODE_EXTRA_CA_CERTS="$WIB_CA_FILE"} "$node" "$root/origin/cli/doctor/main.mts"
}

cmd_doctor() {
  case ${1:-} in --live) doctor_live; return ;; '') ;; *) fail "unknown option: $1" ;; esac
  [ -f "$home/env" ] || { check_packages; fail "Nothing is set up in $home yet: run ./wib up"; }
  load_env
  step "doctor" "$home"
  check_packages; check_configuration; check_disk; check_database; check_store; check_carrier; check_recogniser; check_mail; check_human; check_evidence; check_services; check_service_tokens
  if [ "$troubles" = 0 ]; then say "All well."; else say "$troubles thing(s) to mend."; return 1; fi
}
