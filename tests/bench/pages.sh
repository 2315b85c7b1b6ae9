# shellcheck shell=bash disable=SC2154
# Kith beside nginx serving the same bytes from a file; start to first answer; memory.

peer_port=18181

sign_in() {   # as `demo`, through the form; keeps the cookies in $work/jar
    local token
    token=$(curl -s -c "$work/jar" "$site/sign-in" | grep -o 'name="csrf" value="[^"]*"' | head -n 1 | cut -d'"' -f4)
    curl -s -o /dev/null -c "$work/jar" -b "$work/jar" -d "csrf=$token" -d sign_in=demo --data-urlencode "password=$password" "$site/sign-in"
    cookie=$(awk '$6 == "s" { print "s=" $7 }' "$work/jar")
}
page() { curl -s -b "$work/jar" "$site$1"; }

# nginx serves what Kith answered, byte for byte, with the same encoding.
peer_start() {
    chmod 755 "$work" "$work/peer"; chmod 644 "$work"/peer/*
    cat >"$work/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 1024; }
http { access_log off; open_file_cache max=100; sendfile on; tcp_nodelay on; keepalive_requests 1000000;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:$peer_port; root $work/peer; default_type text/html; add_header Content-Encoding gzip; } }
CONF
    taskset -c 0 nginx -p "$work" -c "$work/nginx.conf" &
    nginx_pid=$!
    sleep 0.5
}

peer_stop() {
    [ -n "$nginx_pid" ] || return 0
    kill "$nginx_pid" 2>/dev/null || true
    wait "$nginx_pid" 2>/dev/null || true
    nginx_pid=
}

# Requests a second and the 99th percentile in ms, of one round.
load() { taskset -c 1 wrk -t1 -c64 -d"${seconds}s" --latency -H "Cookie: $cookie" -H 'Accept-Encoding: gzip' "$1" |
    awk '/Requests\/sec/ { rate = $2 } $1 == "99%" { value = $2; unit = value; sub(/[a-z]+$/, "", value); sub(/^[0-9.]+/, "", unit)
         p99 = unit == "us" ? value / 1000 : unit == "s" ? value * 1000 : value } END { printf "%d %.2f\n", rate, p99 }'; }

page_figures() {   # NAME PATH SHARE
    local ours='' theirs='' slow='' busy='' rate p99 a b
    busy_begin
    for _ in $(seq "$rounds"); do
        read -r rate p99 <<<"$(load "$site$2")"
        ours="$ours $rate"; slow="$slow $p99"
        [ -n "$busy" ] || busy=$(busy_end)
        read -r rate _ <<<"$(load "http://127.0.0.1:$peer_port/$1")"
        theirs="$theirs $rate"
    done
    a=$(median "$ours"); b=$(median "$theirs"); p99=$(median "$slow")
    echo "$1: Kith $a/s, nginx $b/s ($(awk "BEGIN { printf \"%.2f\", $a / $b }") ×), p99 $p99 ms, $(stat -c %s "$work/peer/$1") bytes"
    row pages "$1 page a second, $3 × nginx" least "$(awk "BEGIN { printf \"%.0f\", $b * $3 }")" "$a" /s "$(limited_by "$busy" "the load")"
    [ "$1" != topic ] || row pages "topic page, p99 at 64 clients" most 5 "$p99" ms "$(limited_by "$busy" "the load")"
}

part_pages() {
    local data board topic='' path idle
    data=$(community "pages-$posts" 1000 $((posts / 50)) "$posts")
    serve "$data"
    sleep 1
    idle=$(memory_mb)
    sign_in
    board=$(page /groups/new-here | grep -oE '"/boards/[0-9]+"' | head -n 1 | tr -d '"')
    for path in $(page "$board" | grep -oE '"/topics/[0-9]+' | tr -d '"' | sort -u) $(page /groups/new-here | grep -oE '"/topics/[0-9]+' | tr -d '"' | sort -u); do
        if [ "$(page "$path" | grep -o '<article' | wc -l)" -ge 50 ]; then topic=$path; break; fi
    done
    [ -n "$topic" ] || { echo "script/bench: no conversation of 50 posts found" >&2; exit 1; }
    mkdir -p "$work/peer"
    curl -s -b "$work/jar" -H 'Accept-Encoding: gzip' "$site$topic" -o "$work/peer/topic"
    curl -s -b "$work/jar" -H 'Accept-Encoding: gzip' "$site/home" -o "$work/peer/home"
    curl -s -b "$work/jar" -H 'Accept-Encoding: gzip' "$site$board" -o "$work/peer/board"
    peer_start
    head_line "pages beside nginx, signed in"
    page_figures topic "$topic" 0.5
    page_figures home /home 0.3
    page_figures board "$board" 0.3
    row pages "memory, idle" most 30 "$idle" MB "-"
    row pages "memory, after the page load" most 60 "$(memory_mb)" MB "-"
    peer_stop
    stop
}
