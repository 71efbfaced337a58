// Knows labelled form controls with their hint and fault in words; knows no form.
import { html, useState } from "../app/libraries.mjs";
import { t } from "../app/i18n.mjs";
import { now } from "../app/clock.mjs";
import { MINUTE, hOffset, localNamed, parseMoment, zulu } from "../app/time.mjs";
import { icon } from "./icons.mjs";

let last = 0;
const useId = () => useState(() => `field-${++last}`)[0];

/**
 * @typedef {object} FieldProps
 * @property {string} label
 * @property {string} [hint]
 * @property {string|null} [fault]
 * @property {boolean} [required]
 */

/** @param {FieldProps & {id: string, children?: any}} props */
const Frame = ({ id, label, hint, fault, required, children }) =>
  html`<div class=${fault ? "field wrong" : "field"}>
    <label for=${id}>${label}${required && html`<span class="required">${t("web-required")}</span>`}</label>
    ${children} ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
    ${fault && html`<p class="fault" id=${`${id}-fault`} role="alert">${fault}</p>`}
  </div>`;

/**
 * @param {string} id
 * @param {FieldProps} props
 */
const described = (id, props) =>
  [props.hint && `${id}-hint`, props.fault && `${id}-fault`].filter(Boolean).join(" ") || null;

/** @param {FieldProps & {value: string, onInput: (value: string) => void, type?: string, autocomplete?: string, lang?: string}} props */
export function TextField(props) {
  const id = useId();
  return html`<${Frame} id=${id} ...${props}>
    <input
      id=${id}
      type=${props.type ?? "text"}
      value=${props.value}
      lang=${props.lang ?? null}
      autocomplete=${props.autocomplete ?? "off"}
      aria-describedby=${described(id, props)}
      aria-invalid=${props.fault ? "true" : null}
      aria-required=${props.required ? "true" : null}
      onInput=${(/** @type {any} */ event) => props.onInput(event.target.value)}
    />
  <//>`;
}

/** @param {FieldProps & {value: string, onInput: (value: string) => void, rows?: number, lang?: string}} props */
export function AreaField(props) {
  const id = useId();
  return html`<${Frame} id=${id} ...${props}>
    <textarea
      id=${id}
      rows=${props.rows ?? 2}
      value=${props.value}
      lang=${props.lang ?? null}
      aria-describedby=${described(id, props)}
      aria-invalid=${props.fault ? "true" : null}
      onInput=${(/** @type {any} */ event) => props.onInput(event.target.value)}
    ></textarea>
  <//>`;
}

/** @param {FieldProps & {value: number|null, onInput: (value: number|null) => void, min?: number, max?: number, step?: number}} props */
export function NumberField(props) {
  const id = useId();
  return html`<${Frame} id=${id} ...${props}>
    <input
      id=${id}
      type="number"
      inputmode="decimal"
      min=${props.min ?? 0}
      max=${props.max ?? null}
      step=${props.step ?? 1}
      value=${props.value ?? ""}
      aria-describedby=${described(id, props)}
      aria-invalid=${props.fault ? "true" : null}
      aria-required=${props.required ? "true" : null}
      onInput=${(/** @type {any} */ event) => props.onInput(event.target.value === "" ? null : Number(event.target.value))}
    />
  <//>`;
}

/** @param {FieldProps & {value: string, options: [string, string][], onInput: (value: string) => void}} props */
export function SelectField(props) {
  const id = useId();
  return html`<${Frame} id=${id} ...${props}>
    <select
      id=${id}
      value=${props.value}
      aria-describedby=${described(id, props)}
      onChange=${(/** @type {any} */ event) => props.onInput(event.target.value)}
    >
      ${props.options.map(([value, text]) => html`<option value=${value} selected=${value === props.value}>${text}</option>`)}
    </select>
  <//>`;
}

/** Minutes that the small buttons beside a moment add or take. */
const STEP_MIN = 60;

/**
 * A moment, typed as H-hour, date-time group or local time, or stepped by the hour; all three forms are shown.
 * @param {FieldProps & {value: string|null, onInput: (value: string|null) => void}} props
 */
export function MomentField(props) {
  const id = useId();
  const [typed, setTyped] = useState(/** @type {string|null} */ (null));
  const shown = typed ?? (props.value ? hOffset(props.value) : "");
  const unread = typed !== null && typed !== "" && parseMoment(typed) === null;
  const fault = unread ? t("web-moment-unread") : props.fault;
  const step = (/** @type {number} */ by) => {
    setTyped(null);
    const from = props.value ? Date.parse(props.value) : Math.ceil(now.value / 3_600_000) * 3_600_000 - by * MINUTE;
    props.onInput(new Date(from + by * MINUTE).toISOString().replace(".000Z", "Z"));
  };
  return html`<${Frame} id=${id} ...${props} fault=${fault}>
    <div class="moment-field">
      <input
        id=${id}
        class="moment-typed"
        value=${shown}
        placeholder="H+28"
        autocomplete="off"
        aria-describedby=${[`${id}-said`, described(id, { ...props, fault })].filter(Boolean).join(" ")}
        aria-invalid=${fault ? "true" : null}
        onInput=${(/** @type {any} */ event) => {
          setTyped(event.target.value);
          if (event.target.value === "") props.onInput(null);
          else if (parseMoment(event.target.value)) props.onInput(parseMoment(event.target.value));
        }}
        onBlur=${() => !unread && setTyped(null)}
      />
      <button type="button" class="step" aria-label=${t("web-hour-less", { field: props.label })} onClick=${() => step(-STEP_MIN)}>${icon("minus")}</button>
      <button type="button" class="step" aria-label=${t("web-hour-more", { field: props.label })} onClick=${() => step(STEP_MIN)}>${icon("plus")}</button>
      <span class="said" id=${`${id}-said`}>${props.value ? `${localNamed(props.value)} · ${zulu(props.value)}` : t("web-none")}</span>
    </div>
  <//>`;
}

/** @param {{label: string, checked: boolean, hint?: string, disabled?: boolean, onInput: (on: boolean) => void}} props */
export function CheckField(props) {
  const id = useId();
  return html`<div class="field check">
    <input
      id=${id}
      type="checkbox"
      checked=${props.checked}
      disabled=${props.disabled ?? false}
      aria-describedby=${props.hint ? `${id}-hint` : null}
      onChange=${(/** @type {any} */ event) => props.onInput(event.target.checked)}
    />
    <label for=${id}>${props.label}</label>
    ${props.hint && html`<p class="hint" id=${`${id}-hint`}>${props.hint}</p>`}
  </div>`;
}

/**
 * A group of choices of which one holds, as pressed buttons.
 * @param {{label: string, value: string, options: [string, any][], onInput: (value: string) => void}} props
 */
export const Choice = ({ label, value, options, onInput }) =>
  html`<div class="choice" role="group" aria-label=${label}>
    ${options.map(
      ([key, text]) =>
        html`<button type="button" aria-pressed=${key === value ? "true" : "false"} onClick=${() => onInput(key)}>${text}</button>`,
    )}
  </div>`;
