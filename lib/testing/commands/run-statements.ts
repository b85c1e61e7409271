import { type BsonDocument, isDocument } from '../documents/bson';
import { CommandError, errorFields } from '../errors';
import type { Arguments } from './arguments';

/**
 * One after the other. A statement that fails is reported by its place, and ends the command only
 * if the client wants them `ordered`.
 */
export async function runStatements(
  args: Arguments,
  statements: readonly BsonDocument[],
  run: (statement: BsonDocument, index: number) => Promise<void>,
): Promise<BsonDocument> {
  const isOrdered = args.boolean('ordered', true);
  const writeErrors: BsonDocument[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      await run(statement, index);
    } catch (error) {
      writeErrors.push({ index, ...errorFields(error) });
      if (isOrdered) break;
    }
  }
  return writeErrors.length === 0 ? {} : { writeErrors };
}

export function statementsOf(args: Arguments, name: string): BsonDocument[] {
  const statements = args.list(name);
  if (statements.length > 0 && statements.every(isDocument)) return statements;
  const message = `BSON field '${args.owner}.${name}' must be a nonempty array of documents`;
  throw new CommandError('TypeMismatch', message);
}
