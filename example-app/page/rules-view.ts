import { element, find } from './dom.js';
import { maxLength, type Rule, rulesOf } from './password-rules.js';

const list = find('rules', HTMLUListElement);
let shown: { readonly rule: Rule; readonly item: HTMLLIElement }[] = [];

/** Builds the list for another policy, then marks it for the password that is there already. */
export function showRules(passwordPolicy: string, password: string): void {
  shown = [];
  list.replaceChildren(...[...rulesOf(passwordPolicy), maxLength].map(ruleItem));
  markRules(password);
}

/** Marks only, so that nothing moves while a person types. */
export function markRules(password: string): void {
  for (const { rule, item } of shown) {
    const met = rule.met(password);
    item.dataset.met = String(met);
    const spoken = item.querySelector('.spoken');
    if (spoken !== null) spoken.textContent = met ? ' (met)' : ' (not met yet)';
  }
}

function ruleItem(rule: Rule): HTMLLIElement {
  const text = element('span', {}, rule.text, element('span', { class: 'visually-hidden spoken' }));
  const item = element('li', { 'data-rule': rule.code }, text);
  shown.push({ rule, item });
  if (rule.items !== undefined) item.append(element('ul', {}, ...rule.items.map(ruleItem)));
  return item;
}
