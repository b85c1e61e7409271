import { find } from './dom.js';
import { metadataControls, metadataInput } from './metadata-rows.js';
import { FIELD_NAMES, type FieldName, type MetadataProperty } from './problem.js';

/** The control that is marked as wrong and that the focus moves to. */
export function controlOf(field: FieldName, property?: MetadataProperty): HTMLElement {
  return field === 'user_metadata' ? metadataInput(property) : find(field, HTMLElement);
}

/** The text beside a field while there is no error to show. */
export function setHint(field: FieldName, text: string): void {
  const note = noteOf(field);
  note.dataset.hint = text;
  if (note.dataset.state !== 'error') {
    note.textContent = text;
  }
}

/** Every field has a line reserved for its error, so that the layout does not change. */
export function showFieldError(field: FieldName, text: string, property?: MetadataProperty): void {
  const note = noteOf(field);
  note.textContent = text;
  note.dataset.state = 'error';
  controlOf(field, property).setAttribute('aria-invalid', 'true');
}

/** Restores the hint: the error was about the field's previous value. */
export function clearFieldError(field: FieldName): void {
  const note = noteOf(field);
  note.textContent = note.dataset.hint ?? '';
  delete note.dataset.state;
  const controls = field === 'user_metadata' ? metadataControls() : [controlOf(field)];
  for (const control of controls) {
    control.removeAttribute('aria-invalid');
  }
}

/** Before each request. */
export function clearFieldErrors(): void {
  for (const field of FIELD_NAMES) {
    clearFieldError(field);
  }
}

function noteOf(field: FieldName): HTMLElement {
  return find(`${field}-note`, HTMLElement);
}
