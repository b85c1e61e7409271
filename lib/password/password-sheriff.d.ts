declare module 'password-sheriff' {
  interface CharacterSet {
    explain(): { message: string; code: string };
    test(password: string): boolean;
  }

  interface Rules {
    length?: { minLength: number };
    contains?: { expressions: CharacterSet[] };
    containsAtLeast?: { atLeast: number; expressions: CharacterSet[] };
    identicalChars?: { max: number };
    sequentialChars?: { max: number };
    maxLength?: { maxBytes: number };
  }

  interface Strength {
    rules: {
      message: string;
      code: string;
      format?: (number | string)[];
      items?: { message: string; code: string; verified: boolean }[];
      verified: boolean;
    }[];
    verified: boolean;
  }

  class PasswordPolicy {
    constructor(rules: Rules);
    check(password: string): boolean;
    missing(password: string): Strength;
    toString(): string;
  }

  const sheriff: {
    PasswordPolicy: typeof PasswordPolicy;
    charsets: Record<'lowerCase' | 'upperCase' | 'numbers' | 'specialCharacters', CharacterSet>;
  };
  export = sheriff;
}
