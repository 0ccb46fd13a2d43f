// Asking Python about the results of the last check.
import { useEffect, useState } from "preact/hooks";
import { pageOf } from "../ui/pagination.js";

/**
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("../python/answers").Question} Question
 * @typedef {import("../python/answers").PagedQuestion} PagedQuestion
 */

/**
 * The answer to a question; undefined until it is there. When it will not come, what came instead is thrown (app/boundary.js).
 * The question is put again when what is given with it changes, and when the user marks issues as looked at, groups children
 * anew, writes a note or loads a run.
 * @template {Question} Q
 * @param {Desk} desk
 * @param {Q} question
 * @param {import("../python/answers").Given<Q>} given
 * @returns {import("../python/answers").Answer<Q> | undefined}
 */
export function useAnswer(desk, question, ...given) {
  const { summary, looked, grouped, runs } = desk.state;
  const [answer, setAnswer] = useState(/** @type {import("../python/answers").Answer<Q> | undefined} */ (undefined));
  const [failure, fail] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    let wanted = true;
    desk.askWhile(() => wanted, question, ...given).then(
      (found) => wanted && setAnswer(found),
      (error) => wanted && fail(error),
    );
    return () => {
      wanted = false;
    };
  }, [question, ...given, summary, looked, grouped, runs]);
  if (failure) throw failure;
  return answer;
}

/**
 * One page of a list: [its number, the answer to a question asked with `given`, offset and limit]. `asked` is the page as the
 * address has it; of a list with fewer pages the last is shown.
 * @template {PagedQuestion} Q
 * @param {Desk} desk
 * @param {string | undefined} asked
 * @param {number} size
 * @param {Q} question
 * @param {import("../python/answers").GivenBefore<Q>} given
 * @returns {[page: number, answer: import("../python/answers").Answer<Q> | undefined]}
 */
export function usePage(desk, asked, size, question, ...given) {
  const [pages, setPages] = useState(Infinity);
  const page = pageOf(asked, pages);
  const answer = useAnswer(desk, question, .../** @type {any} */ ([...given, (page - 1) * size, size]));
  useEffect(() => {
    if (answer?.total !== undefined) setPages(Math.ceil(answer.total / size));
  }, [answer]);
  return [page, answer];
}
