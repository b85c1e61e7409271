import { find } from './dom.js';
import { type FieldName, fieldNames } from './field-names.js';
import { metadataInput } from './metadata-rows.js';
import type { MetadataProperty } from './problem.js';

/** The control that a problem with the field is shown on, and that the focus goes to. */
export function controlOf(field: FieldName, property?: MetadataProperty): HTMLElement {
  return field === 'user_metadata' ? metadataInput(property) : find(field, HTMLElement);
}

/** A standing word about a field, shown whenever there is no error to show. */
export function setHint(field: FieldName, text: string): void {
  const note = noteOf(field);
  note.dataset.hint = text;
  if (note.dataset.state !== 'error') note.textContent = text;
}

/** Every field has a line of its own for this, so that an error moves nothing. */
export function showFieldError(field: FieldName, text: string, property?: MetadataProperty): void {
  const note = noteOf(field);
  note.textContent = text;
  note.dataset.state = 'error';
  controlOf(field, property).setAttribute('aria-invalid', 'true');
}

/** Back to the hint: the value has changed, so the server's word on the old one is no longer true. */
export function clearFieldError(field: FieldName): void {
  const note = noteOf(field);
  note.textContent = note.dataset.hint ?? '';
  delete note.dataset.state;
  const controls = field === 'user_metadata' ? metadataControls() : [controlOf(field)];
  for (const control of controls) control.removeAttribute('aria-invalid');
}

/** Before each request. */
export function clearFieldErrors(): void {
  for (const field of fieldNames) clearFieldError(field);
}

function noteOf(field: FieldName): HTMLElement {
  return find(`${field}-note`, HTMLElement);
}

function metadataControls(): Element[] {
  return [...document.querySelectorAll('#metadata input, #add-metadata')];
}
