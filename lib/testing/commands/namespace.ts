import { CommandError } from '../errors';
import type { Call } from './command';

/** `database.collection`: the collection is the value of the command's own name. */
export function namespaceOf({ name, database, args }: Call): string {
  const collection = args.text(name);
  if (/^[^\0/\\. "$]+$/.test(database) && /^(?!\.)[^\0$]+$/.test(collection)) {
    return `${database}.${collection}`;
  }
  const message = `Invalid namespace specified '${database}.${collection}'`;
  throw new CommandError('InvalidNamespace', message);
}
