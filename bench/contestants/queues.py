"""Contestant: the queues and nights of bench/compare/queueModels.mjs, in SimPy or in ciw.

    python3 queues.py simpy|ciw '{"model": ..., "seeds": [1, 2, ...]}'

Each as its documentation writes such things; only what is measured is common. Prints a list: the
figures of each seed, and the processor's milliseconds.
"""

import json
import math
import random
import sys
import time

DAY = 1_440
EDGE = 60  # what arrives in the first and in the last hour of a queue does not count


def mean_service(model):
    return model["servers"] * model["load"] * 30 / model["rate"]


def lognormal_of(given):
    """Mean and deviation of the logarithm, from the median and the 95 % quantile."""
    return math.log(given["median"]), math.log(given["p95"] / given["median"]) / 1.6448536269514722


def simpy_lengths(model):
    """Draws a length of service."""
    service = model["service"]
    if service == "exponential":
        rate = 1 / mean_service(model)
        return lambda: random.expovariate(rate)
    if service == "constant":
        length = mean_service(model)
        return lambda: length
    if "uniform" in service:
        low, high = service["uniform"]
        scale = mean_service(model) if model["kind"] == "queue" else 1
        return lambda: random.uniform(low * scale, high * scale)
    mu, sigma = lognormal_of(service["lognormal"])
    return lambda: random.lognormvariate(mu, sigma)


def simpy_records(model, seed):
    """(arrival, start, end) of everybody who is served."""
    import simpy

    random.seed(seed)
    env = simpy.Environment()
    server = simpy.Resource(env, capacity=model["servers"])
    draw = simpy_lengths(model)
    records = []

    def customer():
        arrival = env.now
        with server.request() as slot:
            yield slot
            start = env.now
            yield env.timeout(draw())
            records.append((arrival, start, env.now))

    def arrivals():
        rate = model["rate"] / 30
        while True:
            yield env.timeout(random.expovariate(rate))
            env.process(customer())

    def nights():
        while True:
            for _ in range(model["jobs"]):
                env.process(customer())
            yield env.timeout(DAY)

    env.process(arrivals() if model["kind"] == "queue" else nights())
    env.run(until=model["days"] * DAY)
    return records


def ciw_lengths(model):
    from ciw import dists

    service = model["service"]
    if service == "exponential":
        return dists.Exponential(1 / mean_service(model))
    if service == "constant":
        return dists.Deterministic(mean_service(model))
    if "uniform" in service:
        low, high = service["uniform"]
        scale = mean_service(model) if model["kind"] == "queue" else 1
        return dists.Uniform(low * scale, high * scale)
    return dists.Lognormal(*lognormal_of(service["lognormal"]))


def ciw_records(model, seed):
    import ciw

    ciw.seed(seed)
    shared = model.get("shared", False)
    is_queue = model["kind"] == "queue"
    more = {"ps_thresholds": [model["servers"]]} if shared else {}
    if not is_queue:
        more["batching_distributions"] = [ciw.dists.Deterministic(model["jobs"])]
    network = ciw.create_network(
        arrival_distributions=[
            ciw.dists.Exponential(model["rate"] / 30) if is_queue else ciw.dists.Deterministic(DAY)
        ],
        service_distributions=[ciw_lengths(model)],
        number_of_servers=[float("inf") if shared else model["servers"]],
        **more,
    )
    kind = {"node_class": ciw.PSNode} if shared else {}
    simulation = ciw.Simulation(network, **kind)
    # A night begins a day after the start; the last one is to be over.
    simulation.simulate_until_max_time(model["days"] * DAY + (0 if is_queue else DAY))
    return [
        (one.arrival_date, one.service_start_date, one.exit_date)
        for one in simulation.get_all_records(only=["service"])
    ]


def figures(model, records):
    if model["kind"] == "queue":
        until = model["days"] * DAY - EDGE
        records = [one for one in records if EDGE <= one[0] < until]
        count = len(records)
        length = until - EDGE
        served = [end - start for _, start, end in records]
        waits = [start - arrival for arrival, start, _ in records]
        return {
            "wait": sum(waits) / count,
            "waited": sum(wait > 1e-9 for wait in waits) / count,
            "sojourn": sum(end - arrival for arrival, _, end in records) / count,
            "busy": busy_of(model, records) if model.get("shared") else sum(served) / length,
            "customers": count / length * DAY,
        }
    nights = {}
    for arrival, start, end in records:
        nights.setdefault(arrival, []).append((start - arrival, end - arrival))
    whole = [night for night in nights.values() if len(night) == model["jobs"]]
    count = len(whole) * model["jobs"]
    return {
        "wait": sum(wait for night in whole for wait, _ in night) / count,
        "longest": sum(max(wait for wait, _ in night) for night in whole) / len(whole),
        "end": sum(max(end for _, end in night) for night in whole) / len(whole),
        "busy": sum(end - wait for night in whole for wait, end in night) / len(whole) / DAY,
        "customers": count / len(whole),
    }


def busy_of(model, records):
    """The share of time in which somebody is there: what one shared server is busy."""
    until = model["days"] * DAY - EDGE
    busy = reached = 0
    for arrival, _, end in sorted(records):
        busy += max(0, min(end, until) - max(arrival, reached))
        reached = max(reached, end)
    return busy / (until - EDGE)


def main():
    asked = json.loads(sys.argv[2])
    records_of = {"simpy": simpy_records, "ciw": ciw_records}[sys.argv[1]]
    found = []
    for seed in asked["seeds"]:
        before = time.process_time()
        records = records_of(asked["model"], seed)
        cpu_ms = 1e3 * (time.process_time() - before)
        found.append({**figures(asked["model"], records), "cpuMs": cpu_ms, "sessions": len(records)})
    print(json.dumps(found))


main()
