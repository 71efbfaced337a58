// Knows checks, solves, repairs and simulations as jobs of the node: starts, follows, cancels; computes nothing.
import { signal } from "../app/libraries.mjs";
import { get, post } from "../app/api.mjs";
import { toastError } from "../ui/toast.mjs";

/** Pause between two looks at a running job. */
const POLL_MS = 400;

/** @typedef {import("../app/types.mjs").Job} Job */
/** @typedef {"check"|"solve"|"repair"|"simulate"} Kind */

/** The newest job of each kind. @type {import("../app/libraries.mjs").Signal<Partial<Record<Kind, Job>>>} */
export const jobs = signal({});

/** @param {Job} job */
const keep = (job) => (jobs.value = { ...jobs.value, [job.kind]: job });

/** @param {number} wait */
const pause = (wait) => new Promise((done) => setTimeout(done, wait));

/**
 * Starts a job and follows it to its end.
 * @param {Kind} kind
 * @param {object} [body]
 * @returns {Promise<Job|null>}
 */
export async function run(kind, body = {}) {
  try {
    const { job } = await post(`/api/plan/${kind}`, body);
    keep({ job, kind, state: "running", progress: { found: 0, bound: null, objective: null, seconds: 0 }, result: null });
    for (;;) {
      const now = /** @type {Job} */ ({ kind, ...(await get(`/api/jobs/${job}`)) });
      if (jobs.value[kind]?.job !== job) return null;
      keep(now);
      if (now.state !== "running") return now;
      await pause(POLL_MS);
    }
  } catch (error) {
    toastError(error);
    jobs.value = { ...jobs.value, [kind]: undefined };
    return null;
  }
}

/** @param {Kind} kind */
export async function cancel(kind) {
  const job = jobs.value[kind];
  if (job?.state === "running") await post(`/api/jobs/${job.job}/cancel`).catch(toastError);
}

/** @param {Kind} kind */
export const running = (kind) => jobs.value[kind]?.state === "running";
