import { element, find } from './dom.js';
import type { MetadataProperty } from './problem.js';

/** The documented maximum. */
const MAX_PROPERTIES = 10;

const list = find('metadata', HTMLOListElement);
const addButton = find('add-metadata', HTMLButtonElement);

/** The rows' content; empty rows are not sent. */
export function readMetadata(): [name: string, value: string][] {
  return rows()
    .map(inputsOf)
    .map(({ name, value }): [string, string] => [name.value, value.value])
    .filter(([name, value]) => name !== '' || value !== '');
}

/** Replaces all rows. */
export function writeMetadata(properties: readonly (readonly [string, string])[]): void {
  list.replaceChildren(...properties.map(([name, value]) => row(name, value)));
  updateAddButton();
}

/** The input to mark as wrong: in the row that the server named (it shortens long names), or the first. */
export function metadataInput(property: MetadataProperty | undefined): HTMLElement {
  const all = rows().map(inputsOf);
  const first = all[0]?.name ?? addButton;
  if (property === undefined) {
    return first;
  }
  const named =
    all.find(({ name }) => name.value === property.name) ??
    all.find(({ name }) => name.value.startsWith(property.name));
  return named?.[property.part] ?? first;
}

/** Every control that `metadataInput` may return. */
export function metadataControls(): Element[] {
  return [...list.querySelectorAll('input'), addButton];
}

/** Calls `onRemove` when a row is removed. */
export function startMetadata(onRemove: () => void): void {
  addButton.addEventListener('click', () => {
    if (rows().length >= MAX_PROPERTIES) {
      return;
    }
    const added = row('', '');
    list.append(added);
    updateAddButton();
    inputsOf(added).name.focus();
  });
  list.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    const item = button?.closest('li');
    if (item instanceof HTMLLIElement) {
      remove(item);
      onRemove();
    }
  });
}

function remove(item: HTMLLIElement): void {
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  updateAddButton();
  // The focused button is gone: without this, the focus would move to the top of the page.
  (next?.querySelector('button') ?? addButton).focus();
}

/** The button stays focusable at the maximum, so that the reason can be read. */
function updateAddButton(): void {
  const isFull = rows().length >= MAX_PROPERTIES;
  addButton.setAttribute('aria-disabled', String(isFull));
  addButton.textContent = isFull ? `${MAX_PROPERTIES} properties at most` : 'Add a property';
}

function rows(): HTMLLIElement[] {
  return [...list.children].filter((child) => child instanceof HTMLLIElement);
}

function inputsOf(item: HTMLLIElement): { name: HTMLInputElement; value: HTMLInputElement } {
  const [name, value] = item.querySelectorAll('input');
  if (name === undefined || value === undefined) {
    throw new Error('A metadata row has two inputs.');
  }
  return { name, value };
}

function row(name: string, value: string): HTMLLIElement {
  return element(
    'li',
    {},
    labelled('Name', 'user_metadata_name', name),
    labelled('Value', 'user_metadata_value', value),
    element(
      'button',
      { type: 'button', class: 'remove' },
      element('span', { class: 'visually-hidden' }, 'Remove this property'),
    ),
  );
}

function labelled(text: string, name: string, value: string): HTMLLabelElement {
  const shared = { type: 'text', name, autocomplete: 'off', autocapitalize: 'none' };
  const input = element('input', { ...shared, 'aria-describedby': 'user_metadata-note' });
  input.value = value;
  return element('label', {}, element('span', {}, text), input);
}
