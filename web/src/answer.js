// Asking Python about the results of the last check.
import { useEffect, useState } from "preact/hooks";
import { pageOf } from "./pagination.js";

/**
 * The answer to `desk.look(view, ...given)`, undefined until it is there. The question is put again when its words change,
 * and when the user marks issues as looked at or groups children anew.
 */
export function useAnswer(desk, view, ...given) {
  const { summary, looked, grouped } = desk.state;
  const [answer, setAnswer] = useState();
  useEffect(() => {
    let wanted = true;
    desk.look(view, ...given).then((found) => wanted && setAnswer(found));
    return () => (wanted = false);
  }, [view, ...given, summary, looked, grouped]);
  return answer;
}

/**
 * One page of a list: [its number, the answer to `view` asked with `given`, offset and limit]. `asked` is the page as the
 * address has it; of a list with fewer pages the last is shown.
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
