#!/bin/sh
# keep_postgres.sh DIR LOCKS PGBIN PORT: the test run's Postgres, started by the first test process that wants one.
# Lives while any test process holds a shared lock on LOCKS/postgres.users, twenty seconds longer, and never more than two hours;
# then it stops the server and removes DIR. Holds LOCKS/postgres.lock while it does so: nobody joins a dying server.
# As root the server runs as `postgres` (it refuses root), which must be able to reach DIR.
set -u
dir=$1 locks=$2 bin=$3 port=$4
umask 077
as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --init-groups --no-new-privs "$@"; else "$@"; fi; }
rm -rf "$dir"
mkdir -p "$dir"
if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$dir"; fi
cd "$dir" || exit 1
as_server "$bin/initdb" -D "$dir/data" -U postgres -E UTF8 --locale=C.UTF-8 --no-sync --auth-local=trust --auth-host=scram-sha-256 >"$dir/initdb.log" 2>&1 || { touch "$dir/failed"; exit 1; }
as_server sh -c "cat >>'$dir/data/postgresql.conf'" <<TEXT
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$dir'
fsync = off
full_page_writes = off
max_connections = 200
shared_buffers = 64MB
max_wal_size = 512MB
TEXT
if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --init-groups --no-new-privs "$bin/postgres" -D "$dir/data" >"$dir/server.log" 2>&1 &
else "$bin/postgres" -D "$dir/data" >"$dir/server.log" 2>&1 & fi
server=$!
end() { kill -INT "$server" 2>/dev/null; wait "$server"; cd /; rm -rf "$dir"; }
tries=0
until "$bin/pg_isready" -q -h "$dir" -p "$port" -U postgres; do
  tries=$((tries + 1))
  if [ $tries -gt 300 ] || ! kill -0 "$server" 2>/dev/null; then touch "$dir/failed"; kill -INT "$server" 2>/dev/null; exit 1; fi
  sleep 0.05
done
touch "$dir/ready"
trap 'end; exit 0' TERM INT
idle=0 age=0
while [ $age -lt 7200 ]; do
  sleep 1 &
  wait $!
  age=$((age + 1))
  kill -0 "$server" 2>/dev/null || break
  if flock -n -x "$locks/postgres.users" true; then idle=$((idle + 1)); else idle=0; fi
  if [ $idle -ge 20 ]; then
    exec 9>"$locks/postgres.lock"
    if flock -n 9 && flock -n -x "$locks/postgres.users" true; then break; fi
    exec 9>&-
    idle=0
  fi
done
end
