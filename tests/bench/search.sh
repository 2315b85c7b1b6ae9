# shellcheck shell=bash disable=SC2154
# Searching in a large community, inside the process: what a member waits for besides the network.

part_search() {
    local folder median p95
    head_line "search in 1,000,000 posts"
    folder=$(community million 1000 50000 1000000)
    serve "$folder"
    sign_in
    stop
    read -r median p95 <<<"$(taskset -c 0 build/plain/bench-search "$folder" "$cookie")"
    [ -n "$p95" ] || { echo "script/bench: bench-search measured nothing" >&2; exit 1; }
    row search "a search, median" most 50 "$median" ms "the full text index, and reading what is shown"
    note search "a search, 95th percentile" "$p95" ms "words that stand in many posts"
}
