# shellcheck shell=bash disable=SC2154
# Live rooms: an event to the last of many streams, what a stream costs in memory, and reconnections.

# streams_figures STREAMS ROUNDS RECONNECTS: the client's JSON
streams_run() {
    local cookie path
    cookie=$(head -n 1 "$work/listeners" | cut -d' ' -f1)
    path=$(curl -s -b "s=$cookie" "$site/rooms/$room" | grep -oE 'data-live="[^"]*"' | cut -d'"' -f2 | sed 's/&amp;/\&/g')
    client streams --sessions "$work/listeners" --path "$path" --post "/rooms/$room/say" --fields 'body=Good+evening+{n}&once={n}' \
        --streams "$1" --per-member 6 --rounds "$2" --reconnects "$3" --pid "$kith_pid"
}

part_streams() {
    local data group room got many=10000
    data=$(fresh posts 300 200 4000)
    read -r group room <<<"$(build/plain/bench-data room "$data")"
    build/plain/bench-data sessions "$data" 1700 "$group" >"$work/listeners"
    head_line "streams of a live room"
    for streams in 1000 2000; do
        KITH_LIMITS=off serve "$data"
        got=$(streams_run $streams $((rounds * 7)) 0) || exit 1
        stop
        echo "$streams streams: from the answer $(of "$got" last_ms) ms, from sending $(of "$got" last_from_sending_ms) ms (longest $(of "$got" last_most_ms))"
        row streams "an event to the last of $streams, from its sending" most $((streams / 50)) "$(of "$got" last_from_sending_ms)" ms \
            "sending on the server's core, reading on the client's"
    done
    KITH_LIMITS=off serve "$data"
    got=$(streams_run 1000 1 1000) || exit 1
    stop
    row streams "events lost or doubled over 1000 reconnections" most 0.5 "$(of "$got" wrong)" "" "$(of "$got" events) events to 1000 streams"
    KITH_LIMITS=off serve "$data"
    streams_run 1000 1 0 >/dev/null || exit 1   # what is made once and kept doesn't belong to a stream
    got=$(streams_run $many 1 0) || exit 1
    stop
    row streams "memory of a stream, at $many" most 8192 "$(of "$got" bytes_a_stream)" bytes "opened in $(of "$got" open_ms) ms"
}
