# shellcheck shell=bash disable=SC2154
# A wave of 5,000 sign-ups and posts against a place in raid mode, while the members inside read and write.

# raid_load NICE MODE …: both loads are on one core; the members' clock mustn't wait for the work of the wave's.
raid_load() { nice -n "$1" taskset -c 1 python3 tests/bench/raid.py "$2" "$site_port" "${@:3}"; }

part_raid() {
    local data normal beside wave_pid got
    data=$(fresh posts 300 200 4000)
    build/plain/bench-data sessions "$data" 48 new-here >"$work/inside"
    python3 - "$data/kith.db" <<'END'
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE persona SET month = month - 6")                                   # who is inside has been here for long
db.execute("UPDATE community SET raid_until = ?", (int(time.time() * 1000) + 86400000,))
db.commit()
END
    build/plain/bench-data sessions "$data" 32 new-here >"$work/newcomers"
    build/plain/bench-data topics "$data" 16 new-here >"$work/topics"
    KITH_TRUSTED_PROXY=127.0.0.1 serve "$data"
    head_line "a wave of 5000 sign-ups and posts, in raid mode"
    raid_load 0 members "$work/inside" "$work/topics" 5 >/dev/null
    normal=$(raid_load 0 members "$work/inside" "$work/topics" 40)
    raid_load 19 wave "$work/newcomers" "$work/topics" 4000 1000 >"$work/wave" & wave_pid=$!
    sleep 1
    beside=$(raid_load 0 members "$work/inside" "$work/topics" 40)
    wait "$wave_pid"
    got=$(cat "$work/wave")
    stop
    echo "members: normal $normal"
    echo "members: beside $beside"
    echo "the wave: $got"
    note raid "members' p50, normal" "$(of "$normal" p50_ms)" ms ""
    note raid "members' p50, in the wave" "$(of "$beside" p50_ms)" ms ""
    note raid "members' p99, normal" "$(of "$normal" p99_ms)" ms ""
    row raid "members' p99 in the wave, 2 × normal" most "$(awk "BEGIN { print $(of "$normal" p99_ms) * 2 }")" "$(of "$beside" p99_ms)" ms "$(of "$got" let_in) came to the door's other side"
    row raid "addresses of the wave in what is stored" most 0.5 "$(grep -c -a -E '10\.[0-9]+\.[0-9]+\.[0-9]+' "$data"/* 2>/dev/null | awk -F: '{ n += $NF } END { print n + 0 }')" "" "searched in the data folder"
}
