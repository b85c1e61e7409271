import { element, find } from './dom.js';
import { MAX_LENGTH, type Rule, rulesOf } from './password-rules.js';

const input = find('password', HTMLInputElement);
const button = find('show-password', HTMLButtonElement);
const list = find('rules', HTMLUListElement);
let shown: { readonly rule: Rule; readonly item: HTMLLIElement }[] = [];

/** Marks the rules while a person types, and lets the password be shown. */
export function startPassword(): void {
  input.addEventListener('input', markRules);
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    const label = button.querySelector('span');
    if (label !== null) {
      label.textContent = show ? 'Hide' : 'Show';
    }
  });
}

/** Lists the rules of another policy, and marks them for the password that has been typed already. */
export function showRules(passwordPolicy: string): void {
  shown = [];
  list.replaceChildren(...[...rulesOf(passwordPolicy), MAX_LENGTH].map(ruleItem));
  markRules();
}

/** Changes marks only, so that the layout does not change while a person types. */
function markRules(): void {
  for (const { rule, item } of shown) {
    const isMet = rule.met(input.value);
    item.dataset.met = String(isMet);
    const spoken = item.querySelector('.spoken');
    if (spoken !== null) {
      spoken.textContent = isMet ? ' (met)' : ' (not met yet)';
    }
  }
}

function ruleItem(rule: Rule): HTMLLIElement {
  const text = element('span', {}, rule.text, element('span', { class: 'visually-hidden spoken' }));
  const item = element('li', { 'data-rule': rule.code }, text);
  shown.push({ rule, item });
  if (rule.items !== undefined) {
    item.append(element('ul', {}, ...rule.items.map(ruleItem)));
  }
  return item;
}
