import { useEffect, useReducer } from "preact/hooks";

/**
 * State that views look at, and are told of when it changes.
 * @template {object} State
 */
export class Watched {
  /** @type {Set<() => void>} */
  #listeners = new Set();

  state = /** @type {State} */ ({});

  /**
   * Has a listener called after each change; what is returned ends that.
   * @param {() => void} listener
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * For the class itself: takes over what is given and tells the views.
   * @param {Partial<State>} change
   */
  set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/**
 * What draws the view that asks for it again.
 * @returns {() => void}
 */
export function useRedraw() {
  const [, redraw] = useReducer((/** @type {number} */ times) => times + 1, 0);
  return /** @type {any} */ (redraw);
}

/**
 * Has the view that asks for it drawn again whenever one of these changes.
 * @param {Pick<Watched<object>, "subscribe">[]} subjects
 */
export function useWatched(...subjects) {
  const redraw = useRedraw();
  useEffect(() => {
    const stops = subjects.map((subject) => subject.subscribe(redraw));
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}
