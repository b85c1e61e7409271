import { CommandError } from '../errors';
import type { Call } from './command';

/** `database.collection`, by the collection that is the command's own argument, or another one's. */
export function namespaceOf({ name, database, args }: Call, argument = name): string {
  const collection = args.text(argument);
  if (/^[^\0/\\. "$]+$/.test(database) && /^(?!\.)[^\0$]+$/.test(collection)) {
    return `${database}.${collection}`;
  }
  const message = `Invalid namespace specified '${database}.${collection}'`;
  throw new CommandError('InvalidNamespace', message);
}
