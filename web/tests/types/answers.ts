// What is to be a mistake to the type checker, and what beside it is none: a line that it finds nothing wrong with, under a
// comment that expects an error, is an error itself. Nobody runs this.
import { useAnswer, usePage } from "../../src/state/answer.js";
import type { Stores } from "../../src/state/stores.js";

export async function view(stores: Stores) {
  const found = await stores.python.ask("results.find", { text: "" }, 0, 50);
  found?.issues.map(({ line }) => line);
  // @ts-expect-error A key that Python does not answer.
  found?.issues.map(({ lien }) => lien);
  // @ts-expect-error It may not be answered at all.
  found.total;
  // @ts-expect-error A key that Python does not take.
  stores.python.ask("results.find", { txt: "" }, 0, 50);
  // @ts-expect-error Less than Python takes.
  stores.python.ask("results.find", {}, 0);
  // @ts-expect-error A question that there is not.
  stores.python.ask("results.search", {}, 0, 50);
  // @ts-expect-error A question that is not about a file.
  stores.python.give("results.find", { name: "a.csv", file: new Blob() });

  const [, changes] = usePage(stores, "1", 50, "cleaning.changes");
  changes?.changes.map(({ after_meaning }) => after_meaning);
  // @ts-expect-error A key that Python does not answer.
  changes?.changes.map(({ afterMeaning }) => afterMeaning);
  // @ts-expect-error Pages are of lists that have a total.
  usePage(stores, "1", 50, "results.rule_rows", "101", "Header");

  // Of two shapes that an answer may have, which one it is shows in its keys.
  const preview = useAnswer(stores, "cleaning.preview", { safe: [] }, 0, 50);
  preview?.problem ?? preview?.shown;
  // @ts-expect-error A key that neither shape has.
  preview?.problems;

  stores.check.state.summary?.categories.map(({ title }) => title);
  // @ts-expect-error A key that the summary's parts do not have.
  stores.check.state.summary?.categories.map(({ tilte }) => tilte);
}
