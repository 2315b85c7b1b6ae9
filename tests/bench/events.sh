# shellcheck shell=bash disable=SC2154
# A month, and a calendar of one's own, among very many dates: inside the process, from the request to its compressed answer.

part_events() {
    local folder month slow filtered filtered_slow feed
    head_line "100,000 dates in a year, every fifth of a series"
    folder=$(fresh events 300 200 4000)
    serve "$folder"
    sign_in
    stop
    read -r month slow filtered filtered_slow feed <<<"$(taskset -c 0 build/plain/bench-events "$folder" "$cookie")"
    [ -n "$feed" ] || { echo "script/bench: bench-events measured nothing" >&2; exit 1; }
    row events "a month" most 5 "$month" ms "one statement a day"
    note events "a month, 95th percentile" "$slow" ms ""
    row events "a month by three filters" most 5 "$filtered" ms "the filters' words of each date"
    note events "a month by three filters, 95th percentile" "$filtered_slow" ms ""
    row events "a calendar of 500 dates" most 20 "$feed" ms "the places are unsealed, the text is written"
}
