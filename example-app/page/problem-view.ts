import { element, find } from './dom.js';
import { clearFieldErrors, controlOf, showFieldError } from './field-notes.js';
import type { FieldName, MetadataProperty, Problem } from './problem.js';

const summary = find('problem', HTMLDivElement);

/** In the summary and beside the field; then the focus moves to where the user can fix it. */
export function showProblem(problem: Problem): void {
  const { title, note, field, property } = problem;
  summary.replaceChildren(titleLine(problem), ...detailList(problem.details));
  if (field === undefined) {
    summary.focus();
    return;
  }
  showFieldError(field, note ?? `${title}.`, property);
  controlOf(field, property).focus();
}

/** Removes the last problem. */
export function clearProblem(): void {
  summary.replaceChildren();
  clearFieldErrors();
}

function titleLine({ title, code, field, property }: Problem): HTMLElement {
  const text = element('strong', {}, title);
  const line = element('p', {}, field === undefined ? text : linkTo(text, field, property));
  if (code !== undefined) {
    line.append(' ', element('code', {}, code));
  }
  return line;
}

function detailList(details: readonly string[]): HTMLElement[] {
  if (details.length === 0) {
    return [];
  }
  return [element('ul', {}, ...details.map((detail) => element('li', {}, detail)))];
}

/** A link to the field. It sets the focus itself, because a metadata row has no id. */
function linkTo(
  text: HTMLElement,
  field: FieldName,
  property?: MetadataProperty,
): HTMLAnchorElement {
  const link = element('a', { href: `#${field}` }, text);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    controlOf(field, property).focus();
  });
  return link;
}
