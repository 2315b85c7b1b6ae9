# shellcheck shell=bash disable=SC2154
# What the parts of script/bench share. Sourced; $work, $quick, $seconds and $rounds are the driver's.

site_port=18180
site=http://127.0.0.1:$site_port
kith_pid=

# serve DATA [BINARY]: on the first core, one I/O thread, until it answers. The environment goes with it.
serve() {
    local binary=${2:-build/plain/kith}
    taskset -c 0 "$binary" serve --data "$1" --listen 127.0.0.1:$site_port --io-threads 1 >>"$work/kith.log" 2>&1 &
    kith_pid=$!
    until curl -s -o /dev/null "$site/healthz"; do
        kill -0 "$kith_pid" 2>/dev/null || { tail -n 5 "$work/kith.log" >&2; echo "script/bench: kith serve didn't start" >&2; exit 1; }
    done
}

# stop [SIGNAL]
stop() {
    [ -n "$kith_pid" ] || return 0
    kill "-${1:-TERM}" "$kith_pid" 2>/dev/null || true
    wait "$kith_pid" 2>/dev/null || true
    kith_pid=
}

memory_mb() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$kith_pid/status"; }

# community NAME MEMBERS TOPICS POSTS: a demonstration community in build/bench/NAME, made once for what it is made from; prints its folder.
community() {
    local folder=build/bench/$1 from
    from=$(find src -name '*.sql' -o -path 'src/app/demo*.c' | sort | xargs cat demo/*.json demo/topics/*.json | cksum)
    if [ "$(cat "$folder/made" 2>/dev/null)" != "$from" ]; then
        rm -rf "$folder"
        mkdir -p build/bench
        echo "bench: making a community of $4 posts" >&2
        KITH_DEMO_PASSWORD=$password build/plain/kith demo --data "$folder" --members "$2" --topics "$3" --posts "$4" 2>>"$work/kith.log"
        echo "$from" >"$folder/made"
    fi
    echo "$folder"
}
# The same, for what is written to: a copy that goes with $work.
fresh() {
    local made
    made=$(community "$@")
    cp -r "$made" "$work/$1"
    echo "$work/$1"
}

client() { taskset -c 1 build/plain/bench-client "$1" --port $site_port "${@:2}"; }
of() { grep -oE "\"$2\":-?[0-9.]+" <<<"$1" | head -n 1 | cut -d: -f2; }   # of JSON NAME
median() { tr ' ' '\n' <<<"$*" | grep . | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# The server's share of its core between two calls, in percent.
busy_begin() { busy_from=$(awk '{ print $14 + $15 }' "/proc/$kith_pid/stat"); busy_at=$(date +%s%N); }
busy_end() { awk -v a="$busy_from" -v t="$busy_at" -v n="$(date +%s%N)" -v h="$(getconf CLK_TCK)" \
    '{ printf "%.0f", ($14 + $15 - a) / h / ((n - t) / 1e9) * 100 }' "/proc/$kith_pid/stat"; }
# In a word, what holds a figure back.
limited_by() { if [ "$1" -ge 90 ]; then echo "the server's core ($1 %)"; else echo "$2 (the server's core: $1 %)"; fi; }

# row PART NAME least|most WANTED GOT UNIT LIMITED-BY: the ratio is 1 or more where what was wanted is reached.
row() {
    local ratio verdict
    ratio=$(awk -v w="$4" -v g="$5" -v s="$3" 'BEGIN { printf "%.2f", ((s == "least") ? ((w > 0) ? g / w : 0) : ((g > 0) ? w / g : 99)) }')
    verdict=$(awk -v r="$ratio" 'BEGIN { print ((r >= 1) ? "reached" : "missed") }')
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" "$ratio" "$verdict" "$7" >>"$work/rows"
    printf '%-52s %9s %9s %-6s %6s  %-7s  %s\n' "$2" "$4" "$5" "$6" "$ratio" "$verdict" "$7"
}
# note PART NAME GOT UNIT LIMITED-BY: a figure that nothing was asked of.
note() {
    printf '%s\t%s\tnote\tnull\t%s\t%s\tnull\t\t%s\n' "$1" "$2" "$3" "$4" "$5" >>"$work/rows"
    printf '%-52s %9s %9s %-6s %6s  %-7s  %s\n' "$2" '' "$3" "$4" '' '' "$5"
}
head_line() { printf '\n%-52s %9s %9s %-6s %6s\n' "$1" wanted got '' ratio; }
