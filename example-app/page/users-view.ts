import { jsonLines } from './code-lines.js';
import { element, find } from './dom.js';
import { prettyJson } from './json.js';

/** The server's maximum. */
const MAX_USERS = 100;
const TIME_FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A stored user as `GET /users` returns it; all other fields are shown as well. */
interface StoredUser {
  readonly _id: string;
  readonly connection: string;
  readonly email?: string;
  readonly username?: string;
  readonly created_at?: string;
}

const list = find('users', HTMLUListElement);
const count = find('count', HTMLParagraphElement);

/** Loads the list, and again on demand or when the page becomes visible. */
export async function startUsers(): Promise<void> {
  find('refresh', HTMLButtonElement).addEventListener('click', () => refreshUsers());
  // The user returns from a terminal, where the curl line may have signed up users.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') {
      refreshUsers();
    }
  });
  await refreshUsers();
}

/** Loads the list again; `fresh` is the id of the user that this page has just signed up. */
export async function refreshUsers(fresh?: string): Promise<void> {
  try {
    const response = await fetch('/users');
    if (!response.ok) {
      throw new Error(`GET /users: ${response.status}`);
    }
    show((await response.json()) as readonly StoredUser[], fresh);
  } catch {
    count.textContent = '';
    list.replaceChildren(message('The list cannot be read now. Is the database running?'));
  }
}

function show(users: readonly StoredUser[], fresh: string | undefined): void {
  const isFull = users.length === MAX_USERS;
  count.textContent = isFull ? `the newest ${MAX_USERS}` : String(users.length || '');
  if (users.length === 0) {
    list.replaceChildren(message('No users yet. Sign someone up, and they show here.'));
    return;
  }
  arrange(users);
  for (const item of list.querySelectorAll('li')) {
    item.toggleAttribute('data-fresh', fresh !== undefined && item.dataset.id === fresh);
  }
}

/** Does not touch items that are in their place, so that they keep the focus and stay open. */
function arrange(users: readonly StoredUser[]): void {
  const items = new Map([...list.querySelectorAll('li')].map((item) => [item.dataset.id, item]));
  for (const [index, user] of users.entries()) {
    const item = items.get(user._id) ?? userItem(user);
    const current = list.children[index] ?? null;
    if (current !== item) {
      list.insertBefore(item, current);
    }
  }
  while (list.children.length > users.length) {
    list.lastElementChild?.remove();
  }
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
    const text = TIME_FORMAT.format(new Date(created_at));
    summary.append(element('time', { datetime: created_at }, text));
  }
  const whole = element('pre', {}, ...jsonLines(prettyJson(user)));
  return element('li', { 'data-id': _id }, element('details', {}, summary, whole));
}

function message(text: string): HTMLLIElement {
  return element('li', { class: 'empty' }, text);
}
