#!/usr/bin/env python3
"""Compares what khal lists with what it should. Usage: khal.py FOLDER/expected LIST, a line of which is "UID YYYY-MM-DD HH:MM" (UTC)."""
import datetime
import sys

UTC = datetime.timezone.utc
FROM = datetime.datetime(2026, 5, 1, tzinfo=UTC).timestamp()
UNTIL = datetime.datetime(2027, 12, 31, tzinfo=UTC).timestamp()

listed = {}
for line in open(sys.argv[2], encoding="utf-8"):
    uid, day, clock = line.split()
    at = datetime.datetime.strptime(f"{day} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC).timestamp()
    listed.setdefault(uid, set()).add(int(at))

passed = failed = 0
for line in open(sys.argv[1], encoding="utf-8"):
    uid, *times = line.split()
    wanted = {int(at) for at in times if FROM <= int(at) < UNTIL}
    got = {at for at in listed.get(uid, set()) if at < UNTIL}
    if got == wanted:
        passed += 1
    else:
        failed += 1
        first = min(wanted ^ got)
        print(f"not ok khal: {uid} at {datetime.datetime.fromtimestamp(first, UTC)}: {'missing' if first in wanted else 'too many'}")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
