import { element, find } from './dom.js';
import type { FieldName } from './field-names.js';
import { clearFieldErrors, controlOf, showFieldError } from './field-notes.js';
import type { MetadataProperty, Problem } from './problem.js';

const summary = find('problem', HTMLDivElement);

/** In words beside the field and in the summary; then the focus goes where it can be mended. */
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

/** Leaves no trace of the last answer's problem. */
export function clearProblem(): void {
  summary.replaceChildren();
  clearFieldErrors();
}

function titleLine({ title, code, field, property }: Problem): HTMLElement {
  const words = element('strong', {}, title);
  const line = element('p', {}, field === undefined ? words : linkTo(words, field, property));
  if (code !== undefined) line.append(' ', element('code', {}, code));
  return line;
}

function detailList(details: readonly string[]): HTMLElement[] {
  if (details.length === 0) return [];
  return [element('ul', {}, ...details.map((detail) => element('li', {}, detail)))];
}

/** A link, as the way to the field; the focus is set by hand, because a metadata row has no id. */
function linkTo(
  words: HTMLElement,
  field: FieldName,
  property?: MetadataProperty,
): HTMLAnchorElement {
  const link = element('a', { href: `#${field}` }, words);
  link.addEventListener('click', (event) => {
    event.preventDefault();
    controlOf(field, property).focus();
  });
  return link;
}
