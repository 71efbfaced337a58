// Knows the stream of changes from the node, shared by all tabs of one browser; decides only what must be read again.
import { readClock } from "./clock.mjs";
import { position, stale, staleAll, streamState, tracks } from "./store.mjs";

/** @typedef {{type: "changed"|"picture"|"gap"|"open"|"lost", data?: any}} Frame */

let wasOpen = false;

/** @param {Frame} frame */
function take(frame) {
  if (frame.type === "open") opened();
  else if (frame.type === "lost") streamState.value = "lost";
  else if (frame.type === "picture") tracks.value = frame.data.tracks;
  else if (frame.type === "gap") missed(frame.data.position);
  else changed(frame.data);
}

/** A stream that opens again may have missed something. */
function opened() {
  streamState.value = "open";
  if (wasOpen) missed(position.value);
  wasOpen = true;
}

/** After a gap everything is read again. @param {number} newest */
function missed(newest) {
  position.value = newest;
  staleAll();
  void readClock().catch(() => {});
}

/** @param {{position: number, keys: string[]}} data */
function changed(data) {
  if (data.position < position.value) {
    missed(data.position);
    return;
  }
  position.value = data.position;
  stale(data.keys);
  if (data.keys.includes("clock")) void readClock().catch(() => {});
}

/**
 * @param {(frame: Frame) => void} tell
 */
function openSource(tell) {
  const source = new EventSource("/api/stream");
  source.addEventListener("open", () => tell({ type: "open" }));
  source.addEventListener("error", () => tell({ type: "lost" }));
  for (const type of /** @type {("changed"|"picture"|"gap")[]} */ (["changed", "picture", "gap"])) {
    source.addEventListener(type, (event) => tell({ type, data: JSON.parse(/** @type {MessageEvent} */ (event).data) }));
  }
}

/**
 * Follows the node's stream. One tab of a browser holds the connection and hands frames to the others: HTTP/1.1
 * allows about six connections to one origin.
 * @param {string} node
 */
export function followStream(node) {
  if (!navigator.locks || !("BroadcastChannel" in window)) {
    openSource(take);
    return;
  }
  const channel = new BroadcastChannel(`renkei-${node}`);
  channel.addEventListener("message", (event) => {
    if (event.data === "state?") return;
    take(event.data);
  });
  void navigator.locks.request(`renkei-stream-${node}`, () => hold(channel));
  channel.postMessage("state?");
}

/**
 * Holds the connection for all tabs until this one closes.
 * @param {BroadcastChannel} channel
 * @returns {Promise<never>}
 */
function hold(channel) {
  const tell = (/** @type {Frame} */ frame) => {
    take(frame);
    channel.postMessage(frame);
  };
  channel.addEventListener("message", (event) => {
    if (event.data === "state?" && streamState.value === "open") channel.postMessage({ type: "open" });
  });
  openSource(tell);
  return new Promise(() => {});
}
