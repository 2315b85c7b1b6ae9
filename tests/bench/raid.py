#!/usr/bin/env python3
"""The load of script/bench --only raid: members who read and write at their own pace, first alone, then beside a wave of sign-ups and posts.

raid.py members PORT SESSIONS TOPICS SECONDS    prints {"reads", "writes", "other", "p50_ms", "p99_ms", "most_ms"}
raid.py wave PORT SESSIONS TOPICS SIGN-UPS POSTS   prints {"sign_ups", "let_in", "posts", "posted", "seconds", "answers"}
SESSIONS: lines "COOKIE TOKEN", TOPICS: one id a line (bench-data). The wave comes from as many addresses as there are sign-ups.
"""
import asyncio
import hashlib
import json
import random
import re
import sys
import time
from urllib.parse import urlencode

mode, port, sessions_file, topics_file = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
sessions = [line.split() for line in open(sessions_file)]
topics = open(topics_file).read().split()


class Wire:
    """One keep-alive connection."""

    def __init__(self):
        self.reader = self.writer = None

    async def ask(self, method, path, headers, fields=None):
        body = urlencode(fields).encode() if fields is not None else b""
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *headers]
        if fields is not None:
            head += [f"Origin: http://127.0.0.1:{port}", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        for attempt in (1, 2):
            try:
                if not self.writer:
                    self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port)
                self.writer.write("\r\n".join(head + ["", ""]).encode() + body)
                return await self.answer()
            except (OSError, asyncio.IncompleteReadError):
                self.close()
                if attempt == 2:
                    return 0, "", ""

    async def answer(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"\r\ncontent-length: (\d+)", head, re.I)
        body = await self.reader.readexactly(int(length.group(1))) if length else b""
        if re.search(r"\r\nconnection: close", head, re.I):
            self.close()
        return int(head.split()[1]), head, body.decode("utf-8", "replace")

    def close(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None


# ---- members ----

async def member(number, end, took, counts):
    cookie, token = sessions[number]
    wire, dice, turn = Wire(), random.Random(number), 0
    await asyncio.sleep(dice.random())
    write_at = time.monotonic() + 20 * dice.random()
    while time.monotonic() < end:
        turn += 1
        writes = time.monotonic() >= write_at
        if writes:
            write_at += 25   # slow mode lets three a minute through
            fields = {"body": f"{''.join(dice.choices('abcdefghij', k=9))}: a reply as people write them when they know each other.", "do": "send", "note": "", "note_own": "", "csrf": token}
            path = f"/topics/{dice.choice(topics)}/reply"
        else:
            path = dice.choice(["/home", "/groups", f"/topics/{dice.choice(topics)}"])
        since = time.monotonic()
        status, _, _ = await wire.ask("POST" if writes else "GET", path, [f"Cookie: s={cookie}"], fields if writes else None)
        took.append(time.monotonic() - since)
        counts["writes" if status == 303 else "reads" if status == 200 else "other"] += 1
        await asyncio.sleep(0.1 + 0.3 * dice.random())


async def members(seconds):
    took, counts, end = [], {"reads": 0, "writes": 0, "other": 0}, time.monotonic() + seconds
    await asyncio.gather(*(member(n, end, took, counts) for n in range(len(sessions))))
    took.sort()
    at = lambda part: round(took[min(len(took) - 1, int(len(took) * part))] * 1000, 2)
    print(json.dumps({**counts, "p50_ms": at(0.5), "p99_ms": at(0.99), "most_ms": at(1)}, separators=(",", ":")))


# ---- the wave ----

async def sign_up(wire, n, counts):
    """Every tenth opens the page and does the work; half of the others open it and send at once; the rest sends blindly."""
    headers = [f"X-Forwarded-For: 10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}", "Cookie: g=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"]
    fields = {"sign_in": f"wave {n}", "password": f"some long words {n}", "name": "Wave " + "".join(chr(97 + (n // 26 ** i) % 26) for i in range(4)), "website": ""}
    if n % 2 == 0:
        status, _, page = await wire.ask("GET", "/join", headers)
        for name in ("pass", "csrf"):
            found = re.search(rf'name="{name}" value="([^"]+)"', page)
            fields[name] = found.group(1) if found else ""
    if n % 10 == 0:
        opened, proof = time.monotonic(), 0
        while hashlib.sha256(f"{fields['pass']}{proof}".encode()).digest()[:2] != b"\0\0":
            proof += 1
            if proof % 500 == 0:
                await asyncio.sleep(0)
        fields["proof"] = str(proof)
        await asyncio.sleep(max(0, 2.1 - (time.monotonic() - opened)))
    status, _, _ = await wire.ask("POST", "/join", headers, fields)
    counts["sign_ups"] += 1
    counts["let_in"] += status == 303
    counts["answers"][status] = counts["answers"].get(status, 0) + 1


async def post(wire, n, counts):
    cookie, token = sessions[n % len(sessions)]
    fields = {"body": "Look at this wonderful thing that you all need at once https://spam.example", "do": "send", "note": "", "note_own": "", "csrf": token}
    status, _, _ = await wire.ask("POST", f"/topics/{topics[n % len(topics)]}/reply", [f"Cookie: s={cookie}"], fields)
    counts["posts"] += 1
    counts["posted"] += status == 303


async def wave(sign_ups, posts):
    counts = {"sign_ups": 0, "let_in": 0, "posts": 0, "posted": 0, "answers": {}}
    work = [(sign_up, n) for n in range(sign_ups)] + [(post, n) for n in range(posts)]
    random.Random(7).shuffle(work)
    since = time.monotonic()

    async def bot():
        wire = Wire()
        while work:
            do, n = work.pop()
            await do(wire, n, counts)

    await asyncio.gather(*(bot() for _ in range(48)))
    print(json.dumps({**counts, "seconds": round(time.monotonic() - since, 1)}, separators=(",", ":")))


if mode == "members":
    asyncio.run(members(float(sys.argv[5])))
else:
    asyncio.run(wave(int(sys.argv[5]), int(sys.argv[6])))
