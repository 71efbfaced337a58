// Knows buttons that a person may not always press: a disabled one says who may and why not.
import { html, useState } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { toast } from "./toast.mjs";
import { icon } from "./icons.mjs";

let last = 0;

/**
 * A button that stays focusable when it is refused and tells the reason.
 * @param {{label: string, run: () => void, refused?: string|null, tone?: string, mark?: string, show?: boolean, keys?: string}} props
 */
export function Act({ label, run, refused = null, tone = "", mark, show = true, keys }) {
  const [id] = useState(() => `act-${++last}`);
  return html`<span class="act">
    <button
      type="button"
      class=${tone}
      aria-disabled=${refused ? "true" : null}
      aria-describedby=${refused ? id : null}
      aria-keyshortcuts=${keys ?? null}
      title=${refused ?? null}
      onClick=${() => (refused ? toast("bad", () => refused) : run())}
    >
      ${mark && icon(mark)}<span>${label}</span>
    </button>
    ${refused && html`<span id=${id} class=${show ? "refused" : "sr-only"}>${refused}</span>`}
  </span>`;
}

/** Runs an act once at a time and reports whether it runs. @returns {[boolean, (work: () => Promise<void>) => void]} */
export function useBusy() {
  const [busy, setBusy] = useState(false);
  const run = (/** @type {() => Promise<void>} */ work) => {
    if (busy) return;
    setBusy(true);
    void work().finally(() => setBusy(false));
  };
  return [busy, run];
}

/** @param {string[]} roles */
export const onlyRoles = (roles) => t("web-only-roles", { roles: roles.map((role) => t(`web-role-${role}`)).join(t("web-or")) });
