// Asking Python about the results of the last check.
import { useEffect, useState } from "preact/hooks";
import { pageOf } from "../ui/pagination.js";

/**
 * @import { Answer, Given, GivenBefore, PagedQuestion, Question } from "../python/answers"
 * @import { Stores } from "./stores.js"
 */

/**
 * The answer to a question; undefined until it is there. When it will not come, what came instead is thrown (app/boundary.js).
 * The question is put again when what is given with it changes, and when the user marks issues as looked at, groups children
 * anew, writes a note, loads a run, or has several years joined otherwise.
 * @template {Question} Q
 * @param {Stores} stores
 * @param {Q} question
 * @param {Given<Q>} given
 * @returns {Answer<Q> | undefined}
 */
export function useAnswer(stores, question, ...given) {
  const { summary } = stores.check.state;
  const { looked, grouped } = stores.results.state;
  const { runs } = stores.runs.state;
  const { version } = stores.years.state;
  const [answer, setAnswer] = useState(/** @type {Answer<Q> | undefined} */ (undefined));
  const [failure, fail] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    let wanted = true;
    stores.python.askWhile(() => wanted, question, ...given).then(
      (found) => wanted && setAnswer(found),
      (error) => wanted && fail(error),
    );
    return () => {
      wanted = false;
    };
  }, [question, ...given, summary, looked, grouped, runs, version]);
  if (failure) throw failure;
  return answer;
}

/**
 * One page of a list: [its number, the answer to a question asked with `given`, offset and limit]. `asked` is the page as the
 * address has it; of a list with fewer pages the last is shown.
 * @template {PagedQuestion} Q
 * @param {Stores} stores
 * @param {string | undefined} asked
 * @param {number} size
 * @param {Q} question
 * @param {GivenBefore<Q>} given
 * @returns {[page: number, answer: Answer<Q> | undefined]}
 */
export function usePage(stores, asked, size, question, ...given) {
  const [pages, setPages] = useState(Infinity);
  const page = pageOf(asked, pages);
  const answer = useAnswer(stores, question, .../** @type {any} */ ([...given, (page - 1) * size, size]));
  useEffect(() => {
    if (answer?.total !== undefined) setPages(Math.ceil(answer.total / size));
  }, [answer]);
  return [page, answer];
}
