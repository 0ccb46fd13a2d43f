// Asking Python about the results of the last check.
import { useEffect, useState } from "preact/hooks";
import { pageOf } from "../ui/pagination.js";

/** @typedef {import("./desk.js").Desk} Desk */

/**
 * The answer to `desk.look(view, ...given)`, or for a view with a dot such as "runs.fixed" to `desk.ask(view, ...given)`;
 * undefined until it is there. When it will not come, what came instead is thrown (app/boundary.js). The question is put again
 * when its words change, and when the user marks issues as looked at, groups children anew, writes a note or loads a run.
 * @param {Desk} desk
 * @param {string} view
 * @param {unknown[]} given
 * @returns {import("./desk.js").Answer}
 */
export function useAnswer(desk, view, ...given) {
  const { summary, looked, grouped, runs } = desk.state;
  const [answer, setAnswer] = useState(/** @type {import("./desk.js").Answer} */ (undefined));
  const [failure, fail] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    let wanted = true;
    const [method, ...more] = view.includes(".") ? [view, ...given] : ["look", view, ...given];
    desk.question(() => wanted, method, ...more).then(
      (found) => wanted && setAnswer(found),
      (error) => wanted && fail(error),
    );
    return () => {
      wanted = false;
    };
  }, [view, ...given, summary, looked, grouped, runs]);
  if (failure) throw failure;
  return answer;
}

/**
 * One page of a list: [its number, the answer to `view` asked with `given`, offset and limit]. `asked` is the page as the
 * address has it; of a list with fewer pages the last is shown.
 * @param {Desk} desk
 * @param {string} asked
 * @param {number} size
 * @param {string} view
 * @param {unknown[]} given
 * @returns {[page: number, answer: import("./desk.js").Answer]}
 */
export function usePage(desk, asked, size, view, ...given) {
  const [pages, setPages] = useState(Infinity);
  const page = pageOf(asked, pages);
  const answer = useAnswer(desk, view, ...given, (page - 1) * size, size);
  useEffect(() => {
    if (answer) setPages(Math.ceil(answer.total / size));
  }, [answer]);
  return [page, answer];
}
