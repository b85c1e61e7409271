// What a schema type of Mongoose takes from its class when a path is made.
const GLOBAL_OPTIONS = { defaultOptions: () => ({}), getters: () => [], setters: () => [] };

/**
 * Runs `build` while the classes of schema types have none of the options that the host has set for
 * all paths of a type, such as `maxlength`: they would apply to the fields of a sign-up as well.
 */
export function withoutGlobalOptions<Result>(
  types: readonly object[],
  build: () => Result,
): Result {
  const restore = types.flatMap((type) =>
    Object.entries(GLOBAL_OPTIONS).map(([name, none]) => replaceOwn(type, name, none())),
  );
  try {
    return build();
  } finally {
    for (const restoreOne of restore) {
      restoreOne();
    }
  }
}

function replaceOwn(target: object, name: string, value: unknown): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    Reflect.deleteProperty(target, name);
    if (descriptor !== undefined) {
      Object.defineProperty(target, name, descriptor);
    }
  };
}
