import { element, find } from './dom.js';
import type { MetadataProperty } from './problem.js';

/** As many properties as the documentation allows. */
const most = 10;

const list = find('metadata', HTMLOListElement);
const addButton = find('add-metadata', HTMLButtonElement);

/** What the rows hold; a row that nobody touched is not sent. */
export function readMetadata(): [name: string, value: string][] {
  return rows()
    .map(inputsOf)
    .map(({ name, value }): [string, string] => [name.value, value.value])
    .filter(([name, value]) => name !== '' || value !== '');
}

/** Replaces all rows; the example uses it. */
export function writeMetadata(properties: readonly (readonly [string, string])[]): void {
  list.replaceChildren(...properties.map(([name, value]) => row(name, value)));
  limit();
}

/** The input to show as wrong: in the row that the server named (it shortens long names), else the first. */
export function metadataInput(property: MetadataProperty | undefined): HTMLElement {
  const all = rows().map(inputsOf);
  const first = all[0]?.name ?? addButton;
  if (property === undefined) return first;
  const named =
    all.find(({ name }) => name.value === property.name) ??
    all.find(({ name }) => name.value.startsWith(property.name));
  return named?.[property.part] ?? first;
}

/** Wires the button; `changed` hears of rows that go, as typing in one is heard of anyway. */
export function startMetadata(changed: () => void): void {
  addButton.addEventListener('click', () => {
    if (rows().length >= most) return;
    const added = row('', '');
    list.append(added);
    limit();
    inputsOf(added).name.focus();
  });
  list.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null;
    const item = button?.closest('li');
    if (!(item instanceof HTMLLIElement)) return;
    remove(item);
    changed();
  });
}

function remove(item: HTMLLIElement): void {
  const next = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  limit();
  // The focus must not fall back to the top of the page with the button that held it.
  (next?.querySelector('button') ?? addButton).focus();
}

/** Stays focusable at the limit, so that the reason can be read. */
function limit(): void {
  const full = rows().length >= most;
  addButton.setAttribute('aria-disabled', String(full));
  addButton.textContent = full ? `${most} properties at most` : 'Add a property';
}

function rows(): HTMLLIElement[] {
  return [...list.children].filter((child) => child instanceof HTMLLIElement);
}

function inputsOf(item: HTMLLIElement): { name: HTMLInputElement; value: HTMLInputElement } {
  const [name, value] = item.querySelectorAll('input');
  if (name === undefined || value === undefined) throw new Error('A metadata row has two inputs.');
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
