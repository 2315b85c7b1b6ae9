# shellcheck shell=bash disable=SC2154
# Who meets whom: the plan of a large evening, inside the process.

part_match() {
    local took share
    head_line "500 people, six rounds"
    read -r took share <<<"$(taskset -c 0 build/plain/bench-match)"
    row match "a plan of who meets whom" most 1000 "$took" ms "O(n³) for each round"
    note match "of six times the best single round" "$share" "%" "a bound that no plan can pass"
}
