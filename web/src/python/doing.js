// What the worker is doing, in words, by the question that it was asked. Shown to whoever has to wait for it.

/** @typedef {import("./answers").Question} Question */

/** @type {Map<Question, string>} */
const DOING = new Map([
  ["catalogue", "Fetching the list of rules"],
  ["sample", "Making up a return"],
  ["as_csvs", "Making CSV files of the tables"],
  ["issues_csv", "Making the list of all issues"],
  ["choose", "Looking at your files again"],
  ["remove", "Looking at your files again"],
  ["swap_years", "Looking at your files again"],
  ["settings", "Looking at your choices"],
  ["clear", "Letting go of your files"],
  ["use_local_rules", "Reading the rules of your council"],
  ["read_choice", "Reading the saved choice of rules"],
  ["group_by", "Reading the list of children"],
  ["results.find", "Looking for the issues"],
  ["results.child", "Fetching the child’s records"],
  ["results.children", "Fetching the children"],
  ["results.causes", "Looking for likely causes"],
  ["results.context", "Fetching what the rule compared the row with"],
  ["results.workbook", "Making the workbook"],
  ["results.letters", "Writing the letters"],
  ["cleaning.safe", "Looking for changes that are safe"],
  ["cleaning.suggestions", "Looking for what could be changed"],
  ["cleaning.preview", "Working out the changes"],
  ["cleaning.apply", "Making the changes"],
  ["cleaning.undo", "Taking the last step back"],
  ["cleaning.undo_all", "Taking everything back"],
  ["cleaning.changes", "Listing the changes"],
  ["cleaning.corrected", "Making the corrected files"],
  ["cleaning.originals", "Making copies of your files"],
  ["cleaning.log", "Making the list of changes"],
  ["runs.add", "Reading the earlier run"],
  ["runs.save", "Making the run file"],
  ["runs.progress", "Comparing with the earlier run"],
  ["runs.fixed", "Listing what is fixed"],
  ["runs.over_time", "Comparing the runs"],
  ["runs.annotate", "Putting down your note"],
  ["comparison.add", "Reading the profiles"],
  ["comparison.demo", "Making up profiles"],
  ["comparison.view", "Comparing the profiles"],
  ["comparison.export", "Making the file to download"],
]);

/** The words for a question. */
export const doing = (/** @type {Question} */ question) => DOING.get(question) ?? "Working out what you asked for";
