import { element, find } from './dom.js';
import { jsonLines } from './json-view.js';
import { prettyJson } from './pretty-json.js';

/** A stored user as `GET /users` gives it; more fields may be there, and are shown as they come. */
interface StoredUser {
  readonly _id: string;
  readonly connection: string;
  readonly email?: string;
  readonly username?: string;
  readonly created_at?: string;
}

const list = find('users', HTMLUListElement);
const count = find('count', HTMLParagraphElement);
/** The server gives no more than this. */
const most = 100;
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Reads the list, and again on demand or when the page comes back into sight. */
export async function startUsers(): Promise<void> {
  find('refresh', HTMLButtonElement).addEventListener('click', () => refreshUsers());
  // Someone comes back from a terminal, where the curl line may have signed someone up.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refreshUsers();
  });
  await refreshUsers();
}

/** Reads the list again; `fresh` is the user that this page has just signed up. */
export async function refreshUsers(fresh?: string): Promise<void> {
  try {
    const answer = await fetch('/users');
    if (!answer.ok) throw new Error(`GET /users: ${answer.status}`);
    show((await answer.json()) as readonly StoredUser[], fresh);
  } catch {
    count.textContent = '';
    list.replaceChildren(message('The list cannot be read now. Is the database running?'));
  }
}

function show(users: readonly StoredUser[], fresh: string | undefined): void {
  count.textContent = users.length === most ? `the newest ${most}` : String(users.length || '');
  if (users.length === 0) {
    list.replaceChildren(message('Nobody yet. Sign someone up, and they show here.'));
    return;
  }
  arrange(users);
  for (const item of list.querySelectorAll('li')) {
    item.toggleAttribute('data-fresh', fresh !== undefined && item.dataset.id === fresh);
  }
}

/** Items that are in their place stay untouched, with the focus and what a person has opened. */
function arrange(users: readonly StoredUser[]): void {
  const known = new Map([...list.querySelectorAll('li')].map((item) => [item.dataset.id, item]));
  for (const [place, user] of users.entries()) {
    const item = known.get(user._id) ?? userItem(user);
    const there = list.children[place] ?? null;
    if (there !== item) list.insertBefore(item, there);
  }
  while (list.children.length > users.length) list.lastElementChild?.remove();
}

function userItem(user: StoredUser): HTMLLIElement {
  const { _id, connection, email, username, created_at } = user;
  const title = [email, username].filter((part) => part !== undefined).join(', ');
  const summary = element(
    'summary',
    {},
    element('strong', {}, title || _id),
    element('span', { class: 'connection' }, connection),
  );
  if (created_at !== undefined) {
    const text = time.format(new Date(created_at));
    summary.append(element('time', { datetime: created_at }, text));
  }
  const whole = element('pre', {}, ...jsonLines(prettyJson(user)));
  return element('li', { 'data-id': _id }, element('details', {}, summary, whole));
}

function message(text: string): HTMLLIElement {
  return element('li', { class: 'empty' }, text);
}
