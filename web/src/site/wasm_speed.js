// How fast this browser runs WebAssembly. Where its compiler is switched off, checking takes minutes instead of seconds.

// (module (func (export "run") (param $n i32) (result i32) (local $sum i32)
//   (loop $again
//     (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 3)) (local.get $n)))
//     (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
//   (local.get $sum)))
// prettier-ignore
const MODULE = [
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f, 0x03, 0x02, 0x01, 0x00,
  0x07, 0x07, 0x01, 0x03, 0x72, 0x75, 0x6e, 0x00, 0x00, 0x0a, 0x1e, 0x01, 0x1c, 0x01, 0x01, 0x7f, 0x03, 0x40, 0x20, 0x01,
  0x41, 0x03, 0x6c, 0x20, 0x00, 0x6a, 0x21, 0x01, 0x20, 0x00, 0x41, 0x01, 0x6b, 0x22, 0x00, 0x0d, 0x00, 0x0b, 0x20, 0x01,
  0x0b,
];
const STEPS = 4_000_000;
const TRIES = 5;

/** Compiled, a step takes a nanosecond or two; interpreted, tens of them. Million steps a second. */
export const SLOW = 100;

/** Million steps a second of a small loop, the best of a few tries; null where there is no WebAssembly. */
export async function wasmSpeed() {
  if (typeof WebAssembly === "undefined") return null;
  let run;
  try {
    ({ run } = /** @type {any} */ ((await WebAssembly.instantiate(Uint8Array.from(MODULE))).instance.exports));
  } catch {
    return null;
  }
  let best = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const begun = performance.now();
    run(STEPS);
    best = Math.min(best, performance.now() - begun);
  }
  // Browsers round their clock, to a millisecond at worst.
  return STEPS / 1000 / Math.max(best, 0.5);
}
