// Knows which vendored files the screen stands on; everything else imports them from here and knows no version.
import { h } from "../../vendor/preact-11.2.0/preact.mjs";
import htm from "../../vendor/htm-3.1.1/htm.mjs";

export { Component, Fragment, createRef, render } from "../../vendor/preact-11.2.0/preact.mjs";
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../vendor/preact-11.2.0/hooks.mjs";
export { Signal, batch, computed, effect, signal, untracked } from "../../vendor/preact-signals-core-1.14.5/signals-core.mjs";
export { FluentBundle, FluentResource } from "../../vendor/fluent-bundle-0.19.1/index.js";
import "../../vendor/preact-signals-2.11.4/signals.mjs";

export { h };
/** Tagged template that builds Preact elements: `html\`<p>${text}</p>\``. */
export const html = htm.bind(h);
