# shellcheck shell=bash disable=SC2154
# How much a page costs when there is much; start to first answer.

# big_figures DATA TOPICS: the median ms of a topic page, one after the other, over that many different ones
big_figures() {
    build/plain/bench-data topics "$1" "$2" new-here >"$work/topics"
    client pages --sessions "$work/readers" --lines "$work/topics" --clients 1 --seconds "$seconds"
}

# big_start DATA: ms until the first answer, the best of five (the rest is the machine's)
big_start() {
    local begin times=''
    for _ in 1 2 3 4 5; do
        begin=$(date +%s%N)
        serve "$1"
        times="$times $((($(date +%s%N) - begin) / 1000))"
        stop
    done
    tr ' ' '\n' <<<"$times" | grep . | sort -n | head -n 1 | awk '{ printf "%.0f", $1 / 1000 }'
}

part_start() {
    local data
    data=$(community posts-1000000 2000 20000 1000000)
    head_line "start with 1,000,000 posts"
    row start "start to first answer" most 100 "$(big_start "$data")" ms "opening the database, reading the catalogues"
    serve "$data"; sleep 1
    row start "memory, idle, with 1,000,000 posts" most 30 "$(memory_mb)" MB "-"
    stop
}

part_big() {
    local small big few many
    small=$(fresh posts-10000 1000 200 10000)
    build/plain/bench-data sessions "$small" 1 new-here >"$work/readers"
    serve "$small"; few=$(big_figures "$small" 20); stop
    big=$(community "posts-$big_posts" 2000 $((big_posts / 50)) "$big_posts")
    build/plain/bench-data sessions "$big" 1 new-here >"$work/readers"
    serve "$big"; many=$(big_figures "$big" 20)
    head_line "$big_posts posts beside 10000"
    row big "topic page, 1.5 × that at 10,000 posts" most "$(awk "BEGIN { print $(of "$few" p50_ms) * 1.5 }")" "$(of "$many" p50_ms)" ms "the server's core"
    many=$(big_figures "$big" 2000)
    note big "topic page, over 2000 different conversations" "$(of "$many" p50_ms)" ms "p99 $(of "$many" p99_ms) ms; memory $(memory_mb) MB"
    stop
}
