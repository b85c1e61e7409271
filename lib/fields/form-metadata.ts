import type { PlainObject } from './plain-object';

const KEY = /^user_metadata\[([^[\]]*)\](.*)$/s;

/**
 * A form whose keys were not nested by its parser, with `user_metadata[plan]` as the property `plan`
 * of `user_metadata`. Deeper keys become objects, which the check of the metadata then rejects.
 */
export function withFormMetadata(form: PlainObject): PlainObject {
  const metadata = Object.entries(form).flatMap(([key, value]) => {
    const [, name, deeper] = KEY.exec(key) ?? [];
    return name === undefined ? [] : [[name, deeper === '' ? value : {}] as const];
  });
  return metadata.length === 0 || form.user_metadata
    ? form
    : { ...form, user_metadata: Object.fromEntries(metadata) };
}
