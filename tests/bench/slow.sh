# shellcheck shell=bash disable=SC2154
# Thousands of connections that idle or trickle beside those who ask for pages.

part_slow() {
    local data got beside alone
    data=$(fresh posts 300 200 4000)
    build/plain/bench-data sessions "$data" 64 new-here >"$work/readers"
    build/plain/bench-data topics "$data" 16 new-here >"$work/topics"
    serve "$data"
    head_line "beside 5000 idle or slow connections"
    got=$(client pages --sessions "$work/readers" --lines "$work/topics" --clients 64 --seconds "$((seconds * 2))" --slow 5000)
    stop
    alone=$(of "$got" alone_p99_ms); beside=$(of "$got" beside_p99_ms)
    echo "alone: $(of "$got" alone_per_second)/s, p99 $alone ms; beside: $(of "$got" beside_per_second)/s, p99 $beside ms; $(of "$got" sent_away) were sent away"
    row slow "p99 of topic pages, 2 × what it is alone" most "$(awk "BEGIN { print $alone * 2 }")" "$beside" ms "the client reads and trickles on one core, too"
}
