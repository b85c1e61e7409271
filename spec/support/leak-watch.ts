import { runInThisContext } from 'node:vm';
import { showsCanary } from './canary';
import { textsWithin } from './texts-within';

/** Looks for the canary password where it must not appear. */
export interface LeakWatch {
  /** Records values that the outside world, or the host's own code, received. */
  see(place: string, ...values: readonly unknown[]): void;
  /** The places where the canary has appeared since the last call. */
  findings(): readonly string[];
  /** Restores everything that is watched. */
  end(): void;
}

type Functions = Record<string, (...args: unknown[]) => unknown>;

const CONSOLE = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'];

/**
 * Watches everything that is printed: by the console, to stdout and stderr, and as a warning.
 * Unhandled rejections and exceptions fail the spec anyway.
 */
export function watchForLeaks(): LeakWatch {
  const texts = new Map<string, string[]>();
  const undo: (() => void)[] = [];

  function see(place: string, ...values: readonly unknown[]): void {
    const known = texts.get(place) ?? [];
    texts.set(place, known);
    known.push(...values.flatMap(textsWithin));
  }

  function tap(place: string, target: object, name: string): void {
    const functions = target as Functions;
    const original = functions[name] as Functions[string];
    functions[name] = function (this: unknown, ...args) {
      see(place, ...args);
      return original.apply(this, args);
    };
    undo.push(() => {
      functions[name] = original;
    });
  }

  for (const name of CONSOLE) {
    tap(`console.${name}`, console, name);
  }
  tap('process.stdout', process.stdout, 'write');
  tap('process.stderr', process.stderr, 'write');
  tap('process.emitWarning', process, 'emitWarning');

  // Jest gives specs a copy of `process` that emits no events.
  const realProcess: NodeJS.Process = runInThisContext('process');
  const onWarning = (warning: Error) => see('a warning', warning);
  realProcess.on('warning', onWarning);
  undo.push(() => realProcess.off('warning', onWarning));

  return {
    see,
    findings() {
      const places = [...texts]
        // A text may be printed in several pieces.
        .filter(([, pieces]) => showsCanary(pieces.join('\n')) || showsCanary(pieces.join('')))
        .map(([place]) => `the canary shows in ${place}`);
      texts.clear();
      return places;
    },
    end() {
      for (const restore of undo.splice(0).reverse()) {
        restore();
      }
    },
  };
}
