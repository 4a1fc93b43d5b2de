# ./wib fuzz: long runs of the entries in tests/fuzz under libFuzzer, with address and undefined-behaviour sanitizers.

fuzz_dir=$root/build/fuzz

# Sanitizers at the price a long run can pay: short stacks of allocations, a small quarantine.
fuzz_asan=quarantine_size_mb=4:thread_local_quarantine_size_kb=64:malloc_context_size=2:detect_stack_use_after_return=0:allocator_may_return_null=1

fuzz_names() { find "$root/tests/fuzz" -name '*_fuzz.cpp' -printf '%f\n' | sed 's/_fuzz\.cpp$//' | sort; }
fuzz_longest() { awk -F'\t' -v name="$1" '$1 == name { found = $2 } END { print found ? found : 256 }' "$root/tests/fuzz/longest.tsv"; }

# Entries whose seeds are JSON are told its words.
fuzz_dictionary() {
  if grep -qlsE '^.?\{"' "$root/tests/fuzz/corpus/$1"/*; then printf '%s' "-dict=$root/tests/fuzz/json.dict"; fi
}

# fuzz_reads NAME: the files of this tree that the entry's program is made of, as the linker takes them out of the rooms' archives,
# with all that they include. lld tells; the program itself stays as it is.
fuzz_reads() {
  local link
  link=$(ninja -C "$fuzz_dir" -t commands "tests/fuzz/${1}_fuzz" | tail -n 1 |
    sed -E 's/-fuse-ld=[a-z]+/-fuse-ld=lld -Wl,--trace -Wl,--gc-sections/; s, -o [^ ]+, -o /dev/null,')
  { ninja -C "$fuzz_dir" -t deps; printf 'linked:\n'; (cd "$fuzz_dir" && bash -c "$link"); } | awk -v root="$root/" '
    /^linked:$/ { linking = 1; next }
    !linking && /^[^ ].*: #deps/ { object = $1; sub(/:$/, "", object); objects[++count] = object; next }
    !linking && /^ / { sub(/^ +/, ""); sub(/^\.\.\/\.\.\//, root); if (index($0, root) == 1) read[object] = read[object] "\n" substr($0, length(root) + 1); next }
    linking && /\.a\(.*\)$/ {
      split($0, part, /[()]/); room = part[1]; sub(/\/lib[^\/]*\.a$/, "/", room)
      for (i = 1; i <= count; ++i) if (index(objects[i], room) == 1 && objects[i] ~ ("/" part[2] "$")) print read[objects[i]]
      next
    }
    linking { print read[$0] }' | grep -v -e '^build/' -e '^$' | sort -u
}

# fuzz_code NAME: twelve digits that change when anything the entry reads does.
fuzz_code() { (cd "$root" && fuzz_reads "$1" | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -c1-12); }

# fuzz_recorded NAME: the code of its last recorded run.
fuzz_recorded() { awk -F' *[|] *' -v name="$1" '$2 == name { print $10 }' "$root/tests/records/fuzzing.md"; }

# fuzz_one NAME SEED LIMIT: runs an entry; its result goes to build/fuzz/results/NAME.tsv. Fails when the entry does.
fuzz_one() {
  local name=$1 seed=$2 limit=$3 log=$fuzz_dir/logs/$1.log code=0 result=clean
  local program=$fuzz_dir/tests/fuzz/${name}_fuzz grown=$fuzz_dir/corpus/$name crash=$fuzz_dir/crashes/$name-
  mkdir -p "$grown" "$fuzz_dir/logs" "$fuzz_dir/crashes" "$fuzz_dir/results"
  rm -f "$crash"found*
  # shellcheck disable=SC2046  # no dictionary is no argument
  ASAN_OPTIONS=$fuzz_asan UBSAN_OPTIONS=print_stacktrace=1 "$program" "$limit" -seed="$seed" -max_len="$(fuzz_longest "$name")" \
    -detect_leaks=0 -timeout=60 -rss_limit_mb=2048 -reload=0 -print_final_stats=1 -exact_artifact_path="${crash}found" $(fuzz_dictionary "$name") \
    "$grown" "$root/tests/fuzz/corpus/$name" >"$log" 2>&1 || code=$?
  if [ $code != 0 ]; then
    result="found"
    if [ -s "${crash}found" ]; then
      ASAN_OPTIONS=$fuzz_asan timeout 120 "$program" -minimize_crash=1 -runs=20000 -exact_artifact_path="${crash}smallest" "${crash}found" \
        >"$log.minimise" 2>&1 || true
      [ -s "${crash}smallest" ] || cp "${crash}found" "${crash}smallest"
    fi
  fi
  local last executed rate
  last=$(grep -oE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$log" | tail -n 1)
  executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
  printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$name" "${executed:-0}" "${rate:-0}" "$(cut -d' ' -f2 <<<"${last:-0 0}")" \
    "$(cut -d' ' -f6 <<<"${last:-0 0 0 0 0 0}")" "$seed" "$(date -u +%F)" "$result" "$(fuzz_code "$name")" >"$fuzz_dir/results/$name.tsv"
  awk -F'\t' '{ printf "  %-20s %10d runs %8d/s  %6d edges %6d inputs  %s\n", $1, $2, $3, $4, $5, $8 }' "$fuzz_dir/results/$name.tsv"
  [ $code = 0 ]
}

fuzz_record() {
  local file=$root/tests/records/fuzzing.md
  {
    cat <<'TEXT'
# Fuzzing runs

The last long run of each entry in `tests/fuzz` under libFuzzer with address and undefined-behaviour sanitizers (preset `fuzz`).
Written by `./wib fuzz [NAME] --runs N --record`; an entry's line is replaced when it runs again. `clean` means that every promise
the entry states held and no sanitizer spoke. Edges are those the entry reached; inputs are those kept because they reached something new.
`Code` stands for all sources the entry is made of: `./wib fuzz --moved` runs those whose sources have changed since.

TEXT
    printf 'Machine: %s cores, %s GiB, %s, clang %s.\n\n' "$(nproc)" "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)" \
      "$(. /etc/os-release && printf '%s %s' "${NAME%% *}" "$VERSION_ID")" "$(clang++-19 -dumpversion | cut -d. -f1)"
    printf '| Entry | Executions | a second | Edges | Inputs | Seed | Date | Result | Code |\n|---|---:|---:|---:|---:|---:|---|---|---|\n'
    # What was written before stays, but for entries that have run since or are no more.
    { sed -n 's/^| \(.*\) |$/\1/p' "$file" | sed 's/ | /\t/g' | grep -P '^\w+\t\d'; cat "$fuzz_dir"/results/*.tsv; } 2>/dev/null |
      awk -F'\t' -v names="$(fuzz_names | tr '\n' ' ')" '
        { line[$1] = $0 }
        END {
          count = split(names, name, " ")
          for (i = 1; i <= count; ++i) {
            if (!(name[i] in line)) { printf "| %s | 0 | | | | | | not run yet | |\n", name[i]; continue }
            split(line[name[i]], f, "\t")
            printf "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8], f[9]
            sum += f[2]; if (f[2] >= 10000000) ++long
          }
          printf "\n%d entries, %d of them 10 million executions or more, %.1f million in all.\n", count, long, sum / 1000000
        }'
  } >"$file.new"
  mv "$file.new" "$file"
  note "written: ${file#"$root"/}"
}

cmd_fuzz() {
  local limit=-runs=200000 seed="" jobs=1 record="" moved="" wanted=() name red=0
  while [ $# -gt 0 ]; do
    case $1 in
      --runs) limit=-runs=${2:?--runs wants a number}; shift ;;
      --minutes) limit=-max_total_time=$((${2:?--minutes wants a number} * 60)); shift ;;
      --seed) seed=${2:?--seed wants a number}; shift ;;
      --jobs) jobs=${2:?--jobs wants a number}; shift ;;
      --record) record=yes ;;
      --moved) moved=yes ;;
      -*) fail "unknown option: $1" ;;
      *) [ -f "$(find "$root/tests/fuzz" -name "$1_fuzz.cpp" -print -quit)" ] || fail "no such entry: $1 (there are: $(fuzz_names | tr '\n' ' '))"
         wanted+=("$1") ;;
    esac
    shift
  done
  require_packages
  [ ${#wanted[@]} -gt 0 ] || mapfile -t wanted < <(fuzz_names)
  build_native fuzz fuzz_programs
  if [ -n "$moved" ]; then
    local all=("${wanted[@]}")
    wanted=()
    for name in "${all[@]}"; do
      [ "$(fuzz_recorded "$name")" = "$(fuzz_code "$name")" ] || wanted+=("$name")
    done
    say "${#wanted[@]} of ${#all[@]} entries read what has changed since their last recorded run: ${wanted[*]}"
    [ ${#wanted[@]} -gt 0 ] || return 0
  fi
  seed=${seed:-$((($(date +%s) + $$) % 1000000 + 1))}
  say "seed $seed: ./wib fuzz --seed $seed makes the same inputs again from the same corpus"

  local running=0 finished=0
  rm -rf "$fuzz_dir/red" && mkdir -p "$fuzz_dir/red"
  for name in "${wanted[@]}"; do
    { fuzz_one "$name" "$seed" "$limit" || : >"$fuzz_dir/red/$name"; } &
    running=$((running + 1))
    if [ $running -ge "$jobs" ]; then wait -n || true; running=$((running - 1)); fi
  done
  wait
  for name in "${wanted[@]}"; do
    finished=$((finished + 1))
    [ -e "$fuzz_dir/red/$name" ] || continue
    red=$((red + 1))
    say ""; say "--- $name"
    grep -E 'broken promise|ERROR:|runtime error|SUMMARY' "$fuzz_dir/logs/$name.log" | head -n 5 || true
    if [ -s "$fuzz_dir/crashes/$name-smallest" ]; then
      note "smallest input: ${fuzz_dir#"$root"/}/crashes/$name-smallest"
      note "again:          ${fuzz_dir#"$root"/}/tests/fuzz/${name}_fuzz ${fuzz_dir#"$root"/}/crashes/$name-smallest"
      note "mended, keep it: cp ${fuzz_dir#"$root"/}/crashes/$name-smallest tests/fuzz/corpus/$name/<what_it_was>"
    else
      note "the whole log is ${fuzz_dir#"$root"/}/logs/$name.log"
    fi
  done
  [ -z "$record" ] || fuzz_record
  say ""; say "$finished entries, $((finished - red)) clean, $red with a finding"
  [ $red = 0 ]
}
