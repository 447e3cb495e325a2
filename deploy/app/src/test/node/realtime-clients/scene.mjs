// What the scenes of both clients share: waiting, speaking at the pace of speech, and a report.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export const PATIENCE = 40_000;
const RATE = 24_000;
const PIECE_MILLIS = 60;

/** Sound of a file of bare 16-bit PCM at 24 kHz, with silence after it. */
export function spoken(file, silenceMillis = 1500) {
  const silence = Buffer.alloc((RATE / 1000) * silenceMillis * 2);
  return Buffer.concat([readFileSync(file), silence]);
}

/** Hands over sound as a microphone does. */
export async function speak(pcm, send) {
  const piece = (RATE / 1000) * PIECE_MILLIS * 2;
  const begun = Date.now();
  for (let from = 0, at = 0; from < pcm.length; from += piece, at += PIECE_MILLIS) {
    send(pcm.subarray(from, from + piece));
    const ahead = begun + at + PIECE_MILLIS - Date.now();
    if (ahead > 0) {
      await sleep(ahead);
    }
  }
}

/** Keeps what happens, and waits for what is to happen. */
export class Happenings {
  #all = [];
  #waiting = [];

  add(event) {
    this.#all.push(event);
    this.#waiting = this.#waiting.filter((each) => !each(event));
  }

  types() {
    return this.#all.map((event) => event.type);
  }

  of(type) {
    return this.#all.filter((event) => event.type === type);
  }

  forget() {
    this.#all = [];
  }

  /** The first that fits, be it here already or still to come. */
  async first(type, fits = () => true) {
    const there = this.#all.find((event) => event.type === type && fits(event));
    if (there) {
      return there;
    }
    return new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`no ${type} came; there were ${this.types().join(' ')}`)),
        PATIENCE,
      );
      this.#waiting.push((event) => {
        const found = event.type === type && fits(event);
        if (found) {
          clearTimeout(late);
          resolve(event);
        }
        return found;
      });
    });
  }
}

/** Plays one scene after the other; prints a line for each, and fails with the first that does. */
export async function play(scenes) {
  for (const [name, scene] of Object.entries(scenes)) {
    const begun = Date.now();
    try {
      await scene();
    } catch (fault) {
      console.log(`FAILED ${name}: ${fault.stack ?? fault}`);
      process.exit(1);
    }
    console.log(`passed ${name} (${Date.now() - begun} ms)`);
  }
  process.exit(0);
}
