"""Contestant: SimPy on the same model, as its documentation writes such things.

A process a job, a resource a proxy, timeouts, and `random.uniform`, so its luck is not runcast's.
The sessions go into a list. What `summarize` says of such a fleet (counts, exposure, waits,
lateness, occupancy by hour, lines, crowds and nights; not what caused the worst exposure) is
computed from that list afterwards, and timed by itself: who wants sessions alone need not pay.
"""

import json
import math
import random
import sys
import time
from collections import Counter

import simpy

HOUR = 3_600_000
DAY = 24 * HOUR
WEEK = 7 * DAY


def job(env, number, proxy, model, sessions):
    """Starts every so often, tries until an attempt succeeds, and never runs beside itself."""
    every, low, high = model["everyMs"], model["lowMs"], model["highMs"]
    failed, retries, retry_wait = model["failed"], model["retries"], model["retryWaitMs"]
    nominal = 0
    while True:
        yield env.timeout(nominal - env.now)
        for attempt in range(1 + retries):
            due = env.now
            if proxy is not None:
                slot = proxy.request()
                yield slot
            start = env.now
            yield env.timeout(random.uniform(low, high))
            if proxy is not None:
                proxy.release(slot)
            fails = random.random() < failed
            sessions.append((number, nominal, due, start, env.now, attempt, fails))
            # Starts that came meanwhile are skipped; the next one drops a retry that is pending.
            following = math.ceil(env.now / every) * every
            if not fails or attempt == retries or env.now + retry_wait >= following:
                break
            yield env.timeout(retry_wait)
        nominal = following


def simulate(model):
    random.seed(model["seed"])
    env = simpy.Environment()
    proxies = [simpy.Resource(env, capacity=model["slots"]) for _ in range(model["proxies"])]
    sessions = []
    for number in range(model["jobs"]):
        proxy = proxies[number % len(proxies)] if proxies else None
        env.process(job(env, number, proxy, model, sessions))
    env.run(until=model["to"] - model["from"])
    return sessions


def waits_of(waits):
    waits.sort()
    count = len(waits)
    if count == 0 or waits[-1] == 0:
        return {"mean": 0, "p50": 0, "p95": 0, "max": 0}
    p50, p95 = (waits[math.ceil(share * count) - 1] for share in (0.5, 0.95))
    return {"mean": sum(waits) / count, "p50": p50, "p95": p95, "max": waits[-1]}


def level(intervals, until):
    """A step function: how many of the intervals there are at once. (length, value) for each step,
    the peak, and when that was."""
    changes = [(begin, 1) for begin, _ in intervals] + [(end, -1) for _, end in intervals]
    changes.sort()
    steps, peak, peak_at, now, value = [], 0, 0, 0, 0
    for instant, change in changes:
        if instant > now:
            steps.append((now, instant, value))
            now = instant
        value += change
        if value > peak:
            peak, peak_at = value, instant
    steps.append((now, until, value))
    return steps, peak, peak_at


def occupancy_of(sessions, slots, begin, until):
    """How full a proxy was, and how long the line before it."""
    steps, peak, peak_at = level([(start, end) for _, _, _, start, end, _, _ in sessions], until)
    by_hour = [0.0] * 168
    at_capacity = busy = 0
    for since, to, value in steps:
        busy += value * (to - since)
        if value >= slots:
            at_capacity += to - since
        hour = (since + begin) // HOUR
        while since < to:
            hour_end = min(to, (hour + 1) * HOUR - begin)
            by_hour[int(hour + 96) % 168] += value * (hour_end - since)  # 1970 began on a Thursday
            since = hour_end
            hour += 1
    waiting = [(due, start) for _, _, due, start, _, _, _ in sessions if start > due]
    queue, longest, longest_at = level(waiting, until)
    return {
        "sessions": len(sessions),
        "peak": peak,
        "peakAt": peak_at,
        "timeAtCapacity": at_capacity,
        "meanBusy": busy / until,
        "busyByHour": by_hour,
        "meanQueue": sum(value * (to - since) for since, to, value in queue) / until,
        "longestQueue": longest,
        "longestQueueAt": longest_at,
    }


def job_metrics(sessions, model, until):
    """What one job went through; its sessions come in the order of time."""
    newest = since = area = worst = worst_from = worst_to = busy = late = latest = 0
    started = retries = failures = points = 0
    for _, nominal, _, start, end, attempt, fails in sessions:
        busy += end - start
        late += start - nominal
        latest = max(latest, start - nominal)
        if attempt == 0:
            started += 1
        else:
            retries += 1
        if fails:
            failures += 1
            continue
        exposure = end - newest
        area += (end - since) * (since - newest + exposure) / 2
        if exposure > worst:
            worst, worst_from, worst_to = exposure, newest, end
        newest, since = start, end
        points += 1
    exposure = until - newest
    area += (until - since) * (since - newest + exposure) / 2
    if exposure > worst:
        worst, worst_from, worst_to = exposure, newest, until
    due = math.ceil(until / model["everyMs"])
    # Who is under way when the span ends has no session in the list.
    following = math.ceil(sessions[-1][4] / model["everyMs"]) if sessions else 0
    started += 1 if following < due else 0
    return {
        "due": due,
        "missed": due - started,
        "started": started,
        "sessions": len(sessions),
        "retries": retries,
        "failed": failures,
        "exposure": {
            "worst": worst,
            "mean": area / until,
            "worstInterval": (worst_from, worst_to),
            "restorePoints": points,
        },
        "wait": waits_of([start - due for _, _, due, start, _, _, _ in sessions]),
        "lateness": {"mean": late / len(sessions) if sessions else 0, "max": latest},
        "busy": busy,
    }


def rhythm_of(sessions, begin):
    """How starts crowd together, and each night's wave, from noon to noon."""
    minutes = Counter()
    nights = {}
    for _, _, _, start, end, _, _ in sessions:
        minutes[(begin + start) // 60_000] += 1
        night = (begin + start - DAY / 2) // DAY
        first, last, count = nights.get(night, (start, end, 0))
        nights[night] = (min(first, start), max(last, end), count + 1)
    peak_at, peak = minutes.most_common(1)[0]
    by_minute = [0] * 1_440
    for minute, count in minutes.items():
        by_minute[int(minute % 1_440)] += count
    twice = by_minute + by_minute
    crowd = max(sum(twice[minute : minute + 15]) for minute in range(1_440))
    return {
        "peakPerMinute": peak,
        "peakAt": peak_at * 60_000,
        "concentration": crowd / len(sessions),
        "waves": [(first, last, last - first, count) for first, last, count in nights.values()],
    }


def summarize(sessions, model):
    until = model["to"] - model["from"]
    by_job = [[] for _ in range(model["jobs"])]
    by_proxy = [[] for _ in range(model["proxies"])]
    for session in sessions:
        by_job[session[0]].append(session)
        if by_proxy:
            by_proxy[session[0] % len(by_proxy)].append(session)
    jobs = [job_metrics(own, model, until) for own in by_job]
    begin = model["from"]
    return {
        "jobs": jobs,
        "proxies": [occupancy_of(own, model["slots"], begin, until) for own in by_proxy],
        "fleet": {
            "missed": sum(one["missed"] for one in jobs),
            "wait": waits_of([start - due for _, _, due, start, _, _, _ in sessions]),
            "occupancy": occupancy_of(sessions, math.inf, begin, until),
            "worstExposure": max(one["exposure"]["worst"] for one in jobs),
            **rhythm_of(sessions, begin),
        },
    }


def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, 1e3 * (time.process_time() - cpu), 1e3 * (time.perf_counter() - wall)


def main():
    model = json.loads(sys.argv[1])
    sessions, cpu, wall = timed(lambda: simulate(model))
    summary, metrics_cpu, metrics_wall = timed(lambda: summarize(sessions, model))
    jobs, fleet = summary["jobs"], summary["fleet"]
    found = {
        "sessions": len(sessions),
        "missed": fleet["missed"],
        "wait": fleet["wait"]["mean"],
        "busy": fleet["occupancy"]["meanBusy"],
        "exposure": sum(one["exposure"]["mean"] for one in jobs) / len(jobs),
        "cpuMs": [cpu],
        "wallMs": [wall],
        "metricsCpuMs": metrics_cpu,
        "metricsWallMs": metrics_wall,
    }
    print(json.dumps(found))


main()
