# shellcheck shell=bash disable=SC2154
# Durable replies: many clients, one client, on this disk and on one whose every sync takes 5 ms. What was answered is counted after a kill -9.

posts_world() {   # sets $data, with 256 members and their sessions
    data=$(fresh posts 300 200 4000)
    build/plain/bench-data sessions "$data" 256 new-here >"$work/posters"
    build/plain/bench-data topics "$data" 64 new-here >"$work/topics"
}

# posts_figures NAME BINARY CLIENTS WANTED HOLDS-BACK: WANTED 0 is only noted
posts_figures() {
    local rates='' answered=0 got there round busy share
    KITH_LIMITS=off serve "$data" "$2"
    client posts --sessions "$work/posters" --lines "$work/topics" --clients "$3" --seconds 1 --mark "warm$1" >/dev/null
    busy_begin
    for round in $(seq "$rounds"); do
        got=$(client posts --sessions "$work/posters" --lines "$work/topics" --clients "$3" --seconds "$seconds" --mark "round$round$1")
        rates="$rates $(of "$got" posts_per_second)"
        answered=$((answered + $(of "$got" answered)))
        [ "$(of "$got" other)" = 0 ] || { echo "script/bench: $(of "$got" other) replies were refused" >&2; }
    done
    busy=$(busy_end)
    share=$(curl -s "$site/metrics" | awk '$1 == "kith_db_writes_total" { w = $2 } $1 == "kith_db_commit_seconds_count" { c = $2 } END { printf "%.1f", w / (c ? c : 1) }')
    stop KILL
    there=0
    for round in $(seq "$rounds"); do there=$((there + $(build/plain/bench-data count "$data" "round$round$1" 2>>"$work/kith.log"))); done
    echo "$1: p50 $(of "$got" p50_ms) ms, p99 $(of "$got" p99_ms) ms; $share writes shared a commit"
    if [ "$4" = 0 ]; then
        note posts "replies a second, $1" "$(median "$rates")" /s "$(limited_by "$busy" "$5")"
    else
        row posts "replies a second, $1" least "$4" "$(median "$rates")" /s "$(limited_by "$busy" "$5")"
    fi
    row posts "answered replies that are there, $1" least "$answered" "$there" "" "counted after kill -9"
}

part_posts() {
    local data
    posts_world
    head_line "durable replies"
    posts_figures "256-clients" build/plain/kith 256 5000 "the disk's sync"
    posts_figures "one-by-one" build/plain/kith 1 0 "the disk's sync"
    export KITH_SYNC_MS=5
    posts_figures "256-clients-5ms-sync" build/plain/kith-slow 256 3000 "the disk's sync"
    posts_figures "one-by-one-5ms-sync" build/plain/kith-slow 1 0 "the disk's sync"
    unset KITH_SYNC_MS
}
