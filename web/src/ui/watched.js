// State that views look at, and are told of when it changes.
export class Watched {
  #listeners = new Set();

  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For the class itself: takes over what is given and tells the views. */
  set(change) {
    this.state = { ...this.state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
