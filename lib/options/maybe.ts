/** A key that may be absent: Auth0 exports `null`, and `undefined` counts as absent too. */
export type Maybe<Value> = Value | null | undefined;
