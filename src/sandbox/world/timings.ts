/**
 * How long things take in the sandbox, in milliseconds of its clock. One place, so that a reader knows what to expect
 * and a change of pace is one edit. Nothing here runs a timer: states are derived from the time stamps of what happened.
 */
export const TIMINGS = {
  /** A new balancer is BUILD this long. */
  build: 6_000,
  /** A changed balancer is PENDING_UPDATE this long. */
  update: 1_200,
  /** A deleted balancer is PENDING_DELETE this long. */
  remove: 2_000,
  /** A deleted balancer can be read this long; the service keeps them about 90 days. */
  keepDeleted: 90 * 24 * 3_600_000,
  /** A node that was added under a health monitor is OFFLINE until it has been checked. */
  firstCheck: 4_000,
  /** A draining node loses its connections over this long, differing by node. */
  drainLeast: 25_000,
  drainMost: 40_000,
  /** A node that is enabled has its share of the connections after this long. */
  rampUp: 12_000,
  /** Connections wander from one level to the next over this long. */
  wave: 20_000,
  /** A new server is BUILD this long, differing by server. */
  serverLeast: 12_000,
  serverMost: 25_000,
  /** Its addresses appear this long after ACTIVE, differing by server. */
  addressLeast: 2_000,
  addressMost: 5_000,
  /** A deleted server can still be read this long. */
  serverRemove: 3_000,
  /** An instance of EC2 is pending this long, differing by instance. */
  instanceLeast: 6_000,
  instanceMost: 14_000,
  /** It is stopping and shutting down this long; one that cannot be launched gives up after as long as the last. */
  instanceStop: 8_000,
  instanceTerminate: 6_000,
  instanceFail: 5_000,
  /** EC2 still tells of a terminated instance this long. */
  instanceGone: 3_600_000,
  /** An instance behind a Classic balancer is InService this long after it was registered, differing by instance. */
  registerLeast: 4_000,
  registerMost: 9_000,
  /** A zone that was taken out of a balancer is said to be leaving this long. */
  zoneLeaving: 15_000,
  /** A token is good this long. */
  token: 24 * 3_600_000,
  /** The usage collector looks at a balancer this often. */
  poll: 5 * 60_000,
  /** Usage and node events are kept this long. */
  history: 90 * 24 * 3_600_000,
} as const;

/** Milliseconds. */
export const HOUR = 3_600_000;
/** Milliseconds. */
export const DAY = 24 * HOUR;
