# Starting, watching and stopping the four programs of a running product.

run_dir()  { mkdir -p "$home/run" "$home/logs"; echo "$home/run"; }
# A process that has ended and whom nobody has fetched yet (a zombie) runs no more.
running()  { kill -0 "$1" 2>/dev/null && [ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -c1)" != Z ]; }
alive()    { local pid; pid=$(cat "$home/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && running "$pid"; }
random_key() { openssl rand -base64 32 | tr -d '\n'; }

# launch NAME COMMAND…: in its own session, logging to logs/NAME.log, its id in run/NAME.pid.
launch() {
  local name=$1
  shift
  run_dir >/dev/null
  setsid "$@" >>"$home/logs/$name.log" 2>&1 </dev/null &
  echo $! >"$home/run/$name.pid"
}

# await SECONDS SERVICE COMMAND…: until the command succeeds; at once when the service has ended.
await() {
  local seconds=$1 name=$2 end
  shift 2
  end=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ] || ! alive "$name"; then
      tail -n 5 "$home/logs/$name.log" >&2
      fail "$name did not come up; its log is $home/logs/$name.log"
    fi
    sleep 0.1
  done
}

stop() {
  local name=$1 pid
  pid=$(cat "$home/run/$name.pid" 2>/dev/null) || return 0
  if running "$pid"; then
    kill -TERM "$pid" 2>/dev/null || true
    local end=$((SECONDS + 20))
    while running "$pid" && [ $SECONDS -lt $end ]; do sleep 0.1; done
    if running "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
    note "$name stopped"
  fi
  if [ "$name" = edge ]; then end_left_behind "$pid"; fi
  rm -f "$home/run/$name.pid"
}

# An edge that was killed leaves its runtime behind: what is of its session and of this home goes too.
end_left_behind() {
  local pid
  for pid in $(pgrep -s "$1" 2>/dev/null || true); do
    if tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ" | grep -qxF "WIB_EDGE_STATE=$home/edge"; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
}

# ---- Ports and keys: chosen once, kept ------------------------------------------------------------------------------
choose_ports() {
  [ -f "$home/ports" ] && return 0
  "$node" -e '
    const net = require("node:net");
    const free = (want) => new Promise((done, no) => { const s = net.createServer();
      s.once("error", () => want ? done(free(0)) : no(new Error("no free port")));
      s.listen(want, "127.0.0.1", () => { const p = s.address().port; done({ port: p, s }); }); });
    (async () => { const wanted = process.argv[1] === "random" ? [0, 0, 0, 0] : [8787, 8790, 8791, 8792], got = [];
      for (const w of wanted) got.push(await free(w));
      console.log(["edge", "origin", "sandbox", "widget"].map((n, i) => `${n}_port=${got[i].port}`).join("\n"));
      got.forEach((g) => g.s.close()); })();' "${WIB_PORTS:-fixed}" >"$home/ports.new"
  mv "$home/ports.new" "$home/ports"
}

choose_secrets() {
  [ -f "$home/secrets" ] || make_secrets
  # What a home of before does not have yet is made once, too.
  grep -q '^WIB_EVIDENCE_KEY=' "$home/secrets" || printf 'WIB_EVIDENCE_KEY=%s\n' "$(random_key)" >>"$home/secrets"
  grep -q '^pg_purge_password=' "$home/secrets" || echo "pg_purge_password=$(openssl rand -hex 16)" >>"$home/secrets"
}

make_secrets() {
  (umask 077; cat >"$home/secrets.new" <<TEXT
WIB_ENVELOPE_KEYS=k1:$(random_key)
WIB_SESSION_KEY=$(random_key)
WIB_MASTER_KEY=$(random_key)
WIB_EVIDENCE_KEY=$(random_key)
pg_owner_password=$(openssl rand -hex 16)
pg_app_password=$(openssl rand -hex 16)
pg_super_password=$(openssl rand -hex 16)
demo_password=bond-$(openssl rand -hex 4)
TEXT
  mv "$home/secrets.new" "$home/secrets")
}

# ---- Postgres: a private cluster, on a socket only -------------------------------------------------------------------
# It refuses to run as root, so root lends it the `postgres` user and a folder that user can reach.
pg_place() {
  if [ "$(id -u)" = 0 ]; then
    printf '/var/tmp/wib-%s' "$(printf %s "$home" | sha256sum | cut -c1-12)"
  else
    printf '%s/pg' "$home"
  fi
}
as_pg() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --init-groups --no-new-privs "$@"; else "$@"; fi; }
pg_url() { printf 'postgresql://%s:%s@/%s?host=%s&port=5432' "$1" "$2" "$3" "$(pg_place)"; }

start_postgres() {
  local place
  place=$(pg_place)
  if [ ! -f "$place/data/PG_VERSION" ]; then
    step "postgres" "a private cluster"
    mkdir -p "$place"
    [ "$(id -u)" = 0 ] && chown postgres:postgres "$place"
    chmod 0700 "$place"
    (umask 077; printf '%s\n' "$pg_super_password" >"$home/run/pw")
    [ "$(id -u)" = 0 ] && { install -o postgres -m 0600 "$home/run/pw" "$place/pw"; } || cp "$home/run/pw" "$place/pw"
    rm -f "$home/run/pw"
    quietly "$home/logs/initdb.log" "initdb" as_pg "$pg_bin/initdb" -D "$place/data" -U postgres --auth=scram-sha-256 \
      --pwfile="$place/pw" -E UTF8 --locale=C.UTF-8
    rm -f "$place/pw"
    as_pg sh -c "cat >>'$place/data/postgresql.conf'" <<TEXT
listen_addresses = ''
unix_socket_directories = '$place'
max_connections = 100
shared_buffers = 128MB
log_min_duration_statement = 500
TEXT
  fi
  # The children of a server that was killed hold its memory until they notice, and a new one refuses to start so long.
  local tries=0
  until alive postgres && pg_answers; do
    tries=$((tries + 1))
    if [ $tries -gt 5 ]; then await 1 postgres false; fi
    launch_postgres "$place"
    local end=$((SECONDS + 30))
    while alive postgres && ! pg_answers && [ $SECONDS -lt $end ]; do sleep 0.1; done
    alive postgres || sleep 1
  done
}

pg_answers() { "$pg_bin/pg_isready" -q -h "$(pg_place)" -p 5432 -U postgres; }

launch_postgres() {
  local place=$1
  if ! alive postgres; then
    # What a killed server left behind names a process that may be a zombie still, or somebody else's by now.
    rm -f "$place/data/postmaster.pid" "$place/.s.PGSQL.5432.lock"
    (cd "$place" && if [ "$(id -u)" = 0 ]; then
       launch postgres setpriv --reuid postgres --regid postgres --init-groups "$pg_bin/postgres" -D "$place/data"
     else launch postgres "$pg_bin/postgres" -D "$place/data"; fi)
  fi
}

# ---- Configuration of the running product ------------------------------------------------------------------------------
# env = what `up` chose; env.local = what the operator chose, and wins.
write_env() {
  local sandbox=$home/sandbox/sandbox.json
  get() { "$node" -e 'let v = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")); for (const k of process.argv[2].split(".")) v = v?.[k]; console.log(v ?? "")' "$sandbox" "$1"; }
  (umask 077; cat >"$home/env.new" <<TEXT
WIB_LISTEN=127.0.0.1:$origin_port
WIB_PUBLIC_URL=http://127.0.0.1:$edge_port
WIB_MEDIA_URL=ws://127.0.0.1:$origin_port/media
WIB_SPOOL_DIR=$home/spool
WIB_CA_FILE=$(get ca_file)
WIB_DEFAULT_CALLER_ID=+15550100000
WIB_ENVELOPE_KEYS=$WIB_ENVELOPE_KEYS
WIB_SESSION_KEY=$WIB_SESSION_KEY
WIB_MASTER_KEY=$WIB_MASTER_KEY
WIB_EVIDENCE_KEY=$WIB_EVIDENCE_KEY
DATABASE_URL=$(pg_url wib_app "$pg_app_password" wib)
WIB_PURGE_DATABASE_URL=$(pg_url wib_purge "$pg_purge_password" wib)
TELNYX_BASE_URL=$(get telnyx.base_url)
TELNYX_API_KEY=$(get telnyx.api_key)
TELNYX_CONNECTION_ID=$(get telnyx.connection_id)
TELNYX_PUBLIC_KEY=$(get telnyx.public_key)
RESEND_BASE_URL=$(get resend.base_url)
RESEND_API_KEY=$(get resend.api_key)
RESEND_WEBHOOK_SECRET=$(get resend.webhook_secret)
WIB_MAIL_FROM=Word Is Bond <no-reply@bond.test>
WIB_SERVICE_PUBLIC_KEYS=$(service_key WIB_SERVICE_PUBLIC_KEYS)
ACCESS_TEAM_DOMAIN=$(get access.team_domain)
ACCESS_AUD=$(get access.aud)
TURNSTILE_SITE_KEY=$(get turnstile.site_key)
TURNSTILE_SECRET_KEY=$(get turnstile.secret_key)
TURNSTILE_VERIFY_URL=$(get turnstile.verify_url)
TURNSTILE_SCRIPT_URL=$(get turnstile.script_url)
ASSEMBLYAI_STREAMING_URL=$(get assemblyai.streaming_url)
ASSEMBLYAI_BASE_URL=$(get assemblyai.base_url)
ASSEMBLYAI_API_KEY=$(get assemblyai.api_key)
ASSEMBLYAI_WEBHOOK_SECRET=$(get assemblyai.webhook_secret)
SENTRY_DSN=$(get sentry.dsn)
S3_ENDPOINT=$(get s3.endpoint)
S3_REGION=$(get s3.region)
S3_BUCKET=$(get s3.bucket)
S3_ACCESS_KEY_ID=$(get s3.access_key_id)
S3_SECRET_ACCESS_KEY=$(get s3.secret_access_key)
TEXT
  mv "$home/env.new" "$home/env")
}

load_env() {
  [ -f "$home/env" ] || fail "Nothing is set up in $home yet: run ./wib up"
  local line
  for file in "$home/secrets" "$home/ports" "$home/env" "$home/env.local"; do
    [ -f "$file" ] || continue
    while IFS= read -r line; do
      case $line in ''|'#'*) ;; *=*) export "${line%%=*}=${line#*=}" ;; esac
    done <"$file"
  done
}

# A service is restarted when what it was started from has changed.
current() { alive "$1" && [ "$(cat "$home/run/$1.made" 2>/dev/null)" = "$2" ]; }
made_of() { { cat "$@" 2>/dev/null || true; } | sha256sum | cut -c1-16; }

start_sandbox() {
  local made
  made=$(made_of "$root"/tests/sandbox/*.mts "$root"/tests/sandbox/*/*.mts "$root"/tests/sandbox/scripts/*.json "$home/ports")
  current sandbox "$made" && return 0
  stop sandbox >/dev/null
  step "sandbox" "vendors on this machine (the first start makes their voices: about 20 s)"
  npm_install "$root/tests/sandbox"
  mkdir -p "$home/sandbox"
  rm -f "$home/sandbox/sandbox.json"
  SANDBOX_PORT=$sandbox_port SANDBOX_WIDGET_PORT=${widget_port:-0} SANDBOX_DIR=$home/sandbox SANDBOX_AUDIO_DIR=$root/build/voices SANDBOX_WEBHOOK_URL=http://127.0.0.1:$edge_port/webhooks/telnyx \
    SANDBOX_RESEND_WEBHOOK_URL=http://127.0.0.1:$edge_port/webhooks/resend \
    launch sandbox "$node" "$root/tests/sandbox/main.mts"
  echo "$made" >"$home/run/sandbox.made"
  await 180 sandbox test -s "$home/sandbox/sandbox.json"
}

start_origin() {
  local made
  made=$(made_of "$build/origin/wib-origin" "$home/env" "$home/env.local")
  current origin "$made" && return 0
  stop origin >/dev/null
  mkdir -p "$home/spool"
  launch origin "$build/origin/wib-origin"
  echo "$made" >"$home/run/origin.made"
  await 20 origin curl -sf "http://127.0.0.1:$origin_port/healthz"
}

start_edge() {
  local made
  made=$(made_of "$root/build/wasm/edge.wasm" "$root"/wrangler/*.mjs "$root/wrangler/wrangler.jsonc" "$root/edge/console/dist/index.html" "$home/env" "$home/env.local")
  current edge "$made" && return 0
  stop edge >/dev/null
  WIB_EDGE_PORT=$edge_port WIB_EDGE_STATE=$home/edge WIB_STATIC_DIR=$root/edge/console/dist ORIGIN_URL=http://127.0.0.1:$origin_port \
    NODE_EXTRA_CA_CERTS=$WIB_CA_FILE launch edge "$node" "$root/wrangler/local.mjs"
  echo "$made" >"$home/run/edge.made"
  await 30 edge curl -sf "http://127.0.0.1:$edge_port/api/health"
}

migrate() {
  WIB_OWNER_DATABASE_URL=$(pg_url wib_owner "$pg_owner_password" wib) "$build/origin/cli/wib-tool" migrate --dir "$root/migrations" "$@"
}

prepare_database() {
  quietly "$home/logs/bootstrap.log" "the database's roles" env \
    WIB_SUPERUSER_DATABASE_URL="$(pg_url postgres "$pg_super_password" postgres)" \
    WIB_OWNER_PASSWORD="$pg_owner_password" WIB_APP_PASSWORD="$pg_app_password" \
    WIB_PURGE_PASSWORD="$pg_purge_password" \
    "$build/origin/cli/wib-tool" bootstrap --database wib
  quietly "$home/logs/migrate.log" "the migrations" migrate
  quietly "$home/logs/seed.log" "the demo organisation" env WIB_DEMO_PASSWORD="$demo_password" \
    WIB_OWNER_DATABASE_URL="$(pg_url wib_owner "$pg_owner_password" wib)" WIB_MASTER_KEY="$WIB_MASTER_KEY" \
    WIB_DEFAULT_CALLER_ID=+15550100000 "$build/origin/cli/wib-tool" seed-demo
}

cmd_up() {
  local started=$SECONDS
  if [ ! -x "$build/origin/wib-origin" ]; then
    say "First run: packages, build and voices take about 6 minutes on two cores. Later runs take seconds."
  fi
  require_packages
  mkdir -p "$home"
  run_dir >/dev/null
  exec 7>"$home/run/up.lock"
  flock -w 600 7 || fail "another ./wib up is still at work on $home"
  require_node
  npm_install "$root/wrangler"
  build_native "$preset" wib-origin wib-tool
  build_module
  build_console
  choose_ports
  choose_secrets
  choose_service_key
  # shellcheck source=/dev/null
  . "$home/ports"; . "$home/secrets"
  start_sandbox 7>&-
  start_postgres 7>&-
  write_env
  prepare_database
  load_env
  start_origin 7>&-
  start_edge 7>&-
  cat >"$home/stack.json" <<TEXT
{"url":"http://127.0.0.1:$edge_port","origin_url":"http://127.0.0.1:$origin_port","sandbox_url":"https://127.0.0.1:$sandbox_port",
 "ca_file":"$WIB_CA_FILE","home":"$home","postgres":"$(pg_place)","password":"$demo_password",
 "users":{"admin":"admin@demo.test","manager":"manager@demo.test","agent":"agent@demo.test","compliance":"compliance@demo.test"}}
TEXT
  say ""
  step "Word Is Bond is up" "($((SECONDS - started)) s)"
  note "Open      http://127.0.0.1:$edge_port"
  note "Sign in   agent@demo.test  (also manager@, admin@, compliance@)"
  note "Password  $demo_password"
  note "Try       ./wib call --list   ·   ./wib logs   ·   ./wib down"
}

cmd_down() {
  stop edge; stop origin; stop sandbox
  # A smart shutdown would wait for clients that are gone by now; fast ends their sessions and keeps every commit.
  local pid
  if pid=$(cat "$home/run/postgres.pid" 2>/dev/null) && running "$pid"; then
    kill -INT "$pid"
    local end=$((SECONDS + 20))
    while running "$pid" && [ $SECONDS -lt $end ]; do sleep 0.1; done
    note "postgres stopped"
  fi
  rm -f "$home/run/postgres.pid"
}

cmd_logs() {
  local lines=40 names=()
  while [ $# -gt 0 ]; do
    case $1 in -n) lines=$2; shift 2 ;; origin|edge|sandbox|postgres) names+=("$home/logs/$1.log"); shift ;; *) fail "unknown service: $1" ;; esac
  done
  [ ${#names[@]} -gt 0 ] || names=("$home"/logs/{origin,edge,sandbox,postgres}.log)
  exec tail -n "$lines" -F "${names[@]}"
}

cmd_migrate() {
  load_env
  migrate "$@"
}
