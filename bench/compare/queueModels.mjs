/**
 * The models that the simulation is held against other simulators with: queues of the textbooks,
 * and nights of backups.
 *
 * Data only, so that a model is one thing in every language. Times are minutes. A *queue* has
 * Poisson arrivals, `rate` in half an hour, and `servers`, `load` being the share of them that is
 * busy; with `shared` they serve all customers at once, in equal parts. A *night* has `jobs` that
 * are due together at 22:00, and `servers` slots. `service` is `exponential`, `constant` or
 * `{ uniform: [low, high] }`, with the mean that the load asks for, or `{ lognormal: { median,
 * p95 } }`.
 */

const QUEUE = { kind: "queue", days: 3 };
const NIGHT = { kind: "night", days: 30 };

/** All of them. */
export const MODELS = [
  { ...QUEUE, name: "M/M/1, load 0.7", servers: 1, load: 0.7, rate: 60, service: "exponential" },
  { ...QUEUE, name: "M/M/4, load 0.8", servers: 4, load: 0.8, rate: 90, service: "exponential" },
  { ...QUEUE, name: "M/D/1, load 0.7", servers: 1, load: 0.7, rate: 60, service: "constant" },
  {
    ...QUEUE,
    name: "M/G/3, load 0.75, uniform service",
    ...{ servers: 3, load: 0.75, rate: 90, service: { uniform: [0, 2] } },
  },
  {
    ...QUEUE,
    name: "M/M/1 shared by all, load 0.6",
    ...{ servers: 1, load: 0.6, rate: 60, service: "exponential", shared: true },
  },
  {
    ...NIGHT,
    name: "40 jobs at 22:00, 4 slots, lognormal",
    ...{ jobs: 40, servers: 4, service: { lognormal: { median: 20, p95: 54 } } },
  },
  {
    ...NIGHT,
    name: "100 jobs at 22:00, 16 slots, uniform",
    ...{ jobs: 100, servers: 16, service: { uniform: [10, 50] } },
  },
];

/** The mean service of a queue, in minutes. */
export const meanService = ({ servers, load, rate }) => (servers * load * 30) / rate;

/**
 * What is measured of a queue and of a night, in the order of the tables, with the unit.
 */
export const METRICS = {
  queue: [
    ["wait", "mean wait, min"],
    ["waited", "share that waits"],
    ["sojourn", "mean time there, min"],
    ["busy", "servers busy"],
    ["customers", "customers a day"],
  ],
  night: [
    ["wait", "mean wait, min"],
    ["longest", "longest wait of a night, min"],
    ["end", "end of a night, min after 22:00"],
    ["busy", "slots busy over the day"],
    ["customers", "sessions a day"],
  ],
};

/** The share that waits says nothing where everybody is served at once. */
export const metricsOf = ({ kind, shared }) =>
  METRICS[kind].filter(([name]) => shared !== true || !["wait", "waited"].includes(name));
