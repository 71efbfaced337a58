// Knows how to ask the node and how it says no; knows no page.
import { t } from "./i18n.mjs";

/** A refusal, conflict or fault in the words of the node: a message key with facts. */
export class Told extends Error {
  /**
   * @param {string} kind
   * @param {string} key
   * @param {Record<string, any>} facts
   * @param {string} place
   */
  constructor(kind, key, facts = {}, place = "") {
    super(key);
    this.kind = kind;
    this.key = key;
    this.facts = facts;
    this.place = place;
  }

  /** The sentence in the chosen language. */
  get text() {
    const said = t(this.key, this.facts);
    return this.place ? `${this.place}: ${said}` : said;
  }
}

let token = "";
/** @type {() => void} */
let signedOut = () => {};

/**
 * @param {string} csrf
 * @param {() => void} onSignedOut what to do when the session has ended
 */
export function authorise(csrf, onSignedOut) {
  token = csrf;
  signedOut = onSignedOut;
}

/**
 * @param {Response} answer
 * @returns {Promise<Told>}
 */
async function fault(answer) {
  try {
    const { error } = await answer.json();
    return new Told(error.kind, error.key, error.facts, error.place);
  } catch {
    return new Told("fault", "web-error-server", { status: answer.status });
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Told("unreachable", "web-error-unreachable");
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const told = await fault(answer);
  if (answer.status === 401) signedOut();
  throw told;
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export const get = (path) => ask(path);

/**
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export const post = (path, body = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Renkei-Token": token },
    body: JSON.stringify(body),
  });

/** A new command id, made by the client: a repeat of the same command returns the first answer. */
export const newId = () => crypto.randomUUID();

/**
 * Sends one command, or several that are one act.
 * @param {import("./types.mjs").Command|import("./types.mjs").Command[]} commands
 * @returns {Promise<{position: number, events: string[]}>}
 */
export const send = (commands) => post("/api/commands", Array.isArray(commands) ? commands.map(complete) : complete(commands));

/**
 * What the node would decide and what each partner would see, without recording anything.
 * @param {import("./types.mjs").Command|import("./types.mjs").Command[]} commands
 * @returns {Promise<import("./types.mjs").Preview>}
 */
export const preview = (commands) => post("/api/preview", Array.isArray(commands) ? commands.map(complete) : complete(commands));

/** @param {import("./types.mjs").Command} command */
const complete = (command) => ({ valid: null, ...command, id: command.id ?? newId() });
