// What the page may ask of Python, and what it is answered. Made by dev/answers.py; do not edit.

// Of several shapes, each has the others' keys too, as undefined: which one it is shows in any of them.
type KeysOf<Shapes> = Shapes extends unknown ? keyof Shapes : never;
type Without<Keys extends PropertyKey> = { [key in Keys]?: undefined };
type OneOf<Shapes, All = Shapes> = Shapes extends unknown
  ? Shapes & Without<Exclude<KeysOf<All>, keyof Shapes>>
  : never;

// With questions that answer with one page of a list an offset and a limit are given last, and the answer has a total.
type Page<Given> = Required<Given> extends [...infer Before, offset: number, limit: number] ? Before : never;
type HasTotal<Answer> = "total" extends keyof NonNullable<Answer> ? unknown : never;

export type Question = keyof Questions;
export type Given<Q extends Question> = Questions[Q]["given"];
export type Answer<Q extends Question> = Questions[Q]["answer"];
/** The questions about one file, which is read in the worker. */
export type FileQuestion = {
  [Q in Question]: Given<Q> extends [name: string, size: number, content: infer _] ? Q : never;
}[Question];
/** The questions that answer with one page of a list. */
export type PagedQuestion = {
  [Q in Question]: [Page<Given<Q>>] extends [never] ? never : HasTotal<Answer<Q>> extends never ? never : Q;
}[Question];
/** What is given with such a question besides. */
export type GivenBefore<Q extends PagedQuestion> = Page<Given<Q>>;

export interface Questions {
  /** What the page needs to know to begin. */
  "start": { given: []; answer: Facts };
  /** Do beforehand what the first file would have to wait for: unpack the postcodes. */
  "prepare": { given: []; answer: undefined };
  /** Every rule of every year. */
  "catalogue": { given: []; answer: Array<CatalogueRule> };
  /** Whether a file of `size` bytes with this beginning is to be given whole, or is too large in any case. */
  "wanted": { given: [name: string, size: number, beginning: Uint8Array<ArrayBuffer>]; answer: boolean };
  /**
   * Hold a file in a box, in place of one of the same name.
   *
   * `content` may be the beginning alone where the whole is not wanted, and None where the disk did not give it.
   */
  "add": { given: [box: "this_year" | "last_year" | "providers" | "earlier" | "extra", name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: undefined };
  /** Whether this year's file of this name, given as to `add`, is the one that is held already. */
  "holds": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: boolean };
  /** Let go of a file. Returns `inputs()`. */
  "remove": { given: [box: "this_year" | "last_year" | "providers" | "earlier" | "extra", name: string]; answer: Inputs };
  /** Let go of files without reading the others. */
  "let_go": { given: [box: "this_year" | "last_year" | "providers" | "earlier" | "extra", names: Array<string>]; answer: undefined };
  /** Let go of every file, every choice and the results; notes and earlier runs stay. Returns `inputs()`. */
  "clear": { given: []; answer: Inputs };
  /** Take this year's files for last year's, and those for this year's. Returns `inputs()`. */
  "swap_years": { given: []; answer: Inputs };
  /**
   * What would be checked with these settings.
   *
   * Settings that make no sense are left out; they are reported when the check is asked for.
   */
  "settings": { given: [settings: CheckSettings]; answer: ShownSettings };
  /** Take a setting ("year" or "authority") that the user made. Returns `inputs()`. */
  "choose": { given: [name: "year" | "authority", value: string]; answer: Inputs };
  /** Take earlier years' files for those of a year, as "2023-24"; "" takes that back. Returns `inputs()`. */
  "choose_year": { given: [names: Array<string>, year: string]; answer: Inputs };
  /** What each file was recognised as, what year and authority the files point to, what looks contradictory. */
  "inputs": { given: []; answer: Inputs };
  /** The tables in a box as CSV files in one ZIP. */
  "as_csvs": { given: [box: "this_year" | "last_year"]; answer: Saved };
  /** Take a newer postcode reference from a file, or with None the built-in one again, for checks from now on. */
  "use_postcodes": { given: [path: string | undefined]; answer: OneOf<PostcodesTaken | Unusable> };
  /** Run the rules of the year chosen. `progress(done, total, words)` is told about each. */
  "check": { given: [settings: CheckSettings, progress?: ((a: number, b: number, c: string) => void) | undefined]; answer: OneOf<Summary | NotChecked> };
  /** How many changes the next check would drop, since the files of their tables are others now. */
  "at_stake": { given: []; answer: number };
  /** The changes, notes and marks made so far, to be given to `work_on` of a later session with the same files. */
  "work": { given: []; answer: Uint8Array<ArrayBuffer> };
  /** Go on from work kept of an earlier session: the next check has the changes, notes and marks. */
  "work_on": { given: [kept: Uint8Array<ArrayBuffer>]; answer: undefined };
  /** Take a list of children and their groups, given as to `add`, for these results and later ones. */
  "group_by": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: OneOf<GroupedBy | Nothing> };
  /** A saved choice of rules, given as to `add`. */
  "read_choice": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: OneOf<RuleChoiceRead | Unusable> };
  /** A choice of rules as a file. */
  "write_choice": { given: [name: string, codes: Array<string>]; answer: ChoiceFile };
  /** Run a council's own rules too from the next check on, in place of another file's; given as to `add`. */
  "use_local_rules": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: OneOf<LocalRulesTaken | Unusable> };
  /** Run no rules of a council's own from the next check on. */
  "drop_local_rules": { given: []; answer: undefined };
  /** All issues, exactly as `check903 check --format csv` writes them. */
  "issues_csv": { given: []; answer: Uint8Array<ArrayBuffer> | undefined };
  /** A made-up return, with those of the years before. */
  "sample": { given: []; answer: MadeUpReturn };
  /** The figures of the overview, and what else the page needs to know before it asks for more. */
  "results.summary": { given: []; answer: Summary | undefined };
  /** `limit` of the issues asked for, from the `offset`th on. */
  "results.find": { given: [asked: LookedFor, offset: number, limit: number]; answer: FoundIssues | undefined };
  /** The issues in one table that are chosen. */
  "results.positions_of": { given: [chosen: OneOf<RowsOfRule | RowsFound>]; answer: Array<number> | undefined };
  /** The rows that an issue's rule compared its row with: see `compared.context`; none for no such issue. */
  "results.context": { given: [position: number]; answer: Array<Compared> | undefined };
  /** `limit` of the likely causes of a kind ("" for all), from the `offset`th on; the first call takes seconds. */
  "results.causes": { given: [kind: string, offset: number, limit: number]; answer: Causes | undefined };
  /**
   * `limit` of the rows that a rule flagged in the table of a name, from the `offset`th on; {} when there are
   * none.
   */
  "results.rule_rows": { given: [code: string, name: string, offset: number, limit: number]; answer: OneOf<FlaggedRows | Nothing> | undefined };
  /** The note on a rule. */
  "results.rule_note": { given: [code: string]; answer: RuleNote | undefined };
  /** How many issues are marked as looked at. */
  "results.looked": { given: []; answer: LookedAt | undefined };
  /** Mark issues as looked at, or take the mark away. Returns `looked()`. */
  "results.mark": { given: [positions: Array<number>, lookedAt: boolean]; answer: LookedAt | undefined };
  /** Mark all issues of a rule, or take their marks away. Returns `looked()`. */
  "results.mark_rule": { given: [code: string, lookedAt: boolean]; answer: LookedAt | undefined };
  /**
   * Children with issues whose identifier holds `text` (in any case), most issues first, `limit` of them from the
   * `offset`th on.
   */
  "results.children": { given: [text: string, offset: number, limit: number]; answer: Children | undefined };
  /** About one child, by number, `limit` of its rows from the `offset`th on. */
  "results.child": { given: [number: number, offset?: number, limit?: number | undefined]; answer: OneOf<ChildShown | Nothing> | undefined };
  /** The groups that have issues, most first, `limit` of them from the `offset`th on. */
  "results.groups": { given: [kind: string, offset: number, limit: number]; answer: Groups | undefined };
  /** One group, `limit` of its issues from the `offset`th on, child by child. */
  "results.group": { given: [kind: string, number: number, offset: number, limit: number]; answer: OneOf<Group | Nothing> | undefined };
  /** The user's list. */
  "results.grouped_by": { given: []; answer: GroupedBy | undefined };
  /** Every table supplied, as it stands in its file. */
  "results.tables": { given: []; answer: Array<SuppliedTable> | undefined };
  /** A table as it stands in its file, or its rows with issues, `limit` of them from the `offset`th on. */
  "results.table_rows": { given: [name: string, flaggedOnly: boolean, offset: number, limit: number]; answer: OneOf<TableRows | Nothing> | undefined };
  /** The report as an Excel workbook. */
  "results.workbook": { given: []; answer: Uint8Array<ArrayBuffer> | undefined };
  /** All issues as a CSV file for people, where `Session.issues_csv` is for programs. */
  "results.issue_list": { given: []; answer: Uint8Array<ArrayBuffer> | undefined };
  /**
   * Letters to social workers or groups, "html" or "text", as one download.
   *
   * None when there is no list to group by.
   */
  "results.letters": { given: [kind: string, form: "html" | "text"]; answer: Saved | undefined };
  /** The steps taken, and how far the return is from its files. */
  "cleaning.state": { given: []; answer: Corrections | undefined };
  /** What can be done without looking. */
  "cleaning.safe": { given: []; answer: SafeChanges | undefined };
  /**
   * Proposals of a kind, for a rule and with a reason ("" for any), `limit` of them from the `offset`th on.
   *
   * Rows are deleted all at once within one reason only, and nothing is chosen for all at once.
   */
  "cleaning.suggestions": { given: [kind: string, rule: string, reason: string, offset: number, limit: number]; answer: Suggestions | undefined };
  /** The columns of a table that can be changed. */
  "cleaning.columns": { given: [table: string]; answer: Array<ChangeableColumn> | undefined };
  /** What would come about, and `limit` of the changes from the `offset`th on. */
  "cleaning.preview": { given: [asked: OneOf<SafeWanted | SuggestionsWanted | ManyRowsWanted>, offset: number, limit: number]; answer: OneOf<Preview | Refused> | undefined };
  /** Make the changes. */
  "cleaning.apply": { given: [asked: OneOf<SafeWanted | SuggestionsWanted | ManyRowsWanted>]; answer: OneOf<AfterStep | Refused> | undefined };
  /** Take the last step back. */
  "cleaning.undo": { given: []; answer: AfterStep | undefined };
  /** Take every step back. */
  "cleaning.undo_all": { given: []; answer: AfterStep | undefined };
  /** How the return differs from the files, `limit` of the changes from the `offset`th on. */
  "cleaning.changes": { given: [offset: number, limit: number]; answer: ChangesMade | undefined };
  /** This year's files with the changes, as one download. */
  "cleaning.corrected": { given: []; answer: OneOf<Saved | Refused> | undefined };
  /** This year's files as they were chosen, as one download. */
  "cleaning.originals": { given: []; answer: Saved | undefined };
  /** The list of changes, "csv" or "xlsx", if wanted by social worker. */
  "cleaning.log": { given: [form: "csv" | "xlsx", grouped: boolean]; answer: Saved | undefined };
  /** The runs held, oldest first, those that cannot be used last. */
  "runs.state": { given: []; answer: HeldRuns };
  /**
   * Hold a file, given as to `Session.add`, in place of one of the same name. Returns `state()`.
   *
   * The newest run held is then the one compared with.
   */
  "runs.add": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: HeldRuns };
  /** How many notes and marks would not be there any more if this file, given as to `add`, were held too. */
  "runs.lost_to": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: NotesAndMarks };
  /** How many notes and marks would not be there any more without a file. */
  "runs.lost_without": { given: [number: number]; answer: NotesAndMarks };
  /** Let go of a file, and of the notes that were taken over from it. Returns `state()`. */
  "runs.remove": { given: [number: number]; answer: HeldRuns };
  /** Choose the run to compare with, None for none. Returns `state()`. */
  "runs.compare_with": { given: [number: number | undefined]; answer: HeldRuns };
  /** The last check as a run file. */
  "runs.save": { given: [hashed: boolean]; answer: Saved | undefined };
  /** The file that `save` gave is in the user's downloads. */
  "runs.saved": { given: []; answer: undefined };
  /** How the last check stands to the run compared with; None when there is none. */
  "runs.progress": { given: []; answer: Progress | undefined };
  /** `limit` of the issues that are fixed, from the `offset`th on. */
  "runs.fixed": { given: [offset: number, limit: number]; answer: FixedIssues };
  /**
   * The runs held, oldest first, and last the last check.
   *
   * New and fixed are counted from the run before; None for the first, and where ids are hashed differently.
   */
  "runs.over_time": { given: []; answer: OverTime };
  /** The states that there are. */
  "runs.states": { given: []; answer: Array<NoteState> };
  /** How many of these issues have a note of their own. */
  "runs.noted": { given: [positions: Array<number>]; answer: number | undefined };
  /** Put a state and a note on issues or on a rule, in place of what they had. */
  "runs.annotate": { given: [what: OneOf<IssuesNoted | RuleNoted>, noted: NoteGiven]; answer: OneOf<Nothing | Refused> };
  /**
   * Hold files, each (name, content), in place of those of the same names. Returns `listing()`.
   *
   * Of a file that is too large its beginning will do, and None stands for one that the disk did not give.
   */
  "comparison.add": { given: [given: Array<[string, Uint8Array<ArrayBuffer> | undefined]>]; answer: Listing };
  /** Let go of a file. Returns `listing()`. */
  "comparison.remove": { given: [name: string]; answer: Listing };
  /** Let go of every file. Returns `listing()`. */
  "comparison.clear": { given: []; answer: Listing };
  /** The profiles of made-up councils as files: (name, content). */
  "comparison.demo": { given: []; answer: Array<[string, Uint8Array<ArrayBuffer>]> };
  /** The files held, problems first, and what may be chosen among. */
  "comparison.listing": { given: []; answer: Listing };
  /** All that a profile says, as it is written in a file; None when it is not held. */
  "comparison.content": { given: [name: string]; answer: string | undefined };
  /** One view; of the view "rule" `code` says which rule. */
  "comparison.view": { given: [name: string, year: string, council: string, code?: string]; answer: OneOf<ComparisonView | NothingToCompare> };
  /** The whole comparison as a file: suffix ".html", ".xlsx" or ".csv"; None when there is nothing to compare. */
  "comparison.export": { given: [suffix: ".html" | ".xlsx" | ".csv", year: string, council: string]; answer: Uint8Array<ArrayBuffer> | undefined };
  /** The profile of the last check, exactly as it would be saved. */
  "comparison.profile_preview": { given: [options: ProfileOptions]; answer: OneOf<ProfilePreview | NoProfile> | undefined };
  /** Make all repairs but these. Returns the settings of several years that are not the usual ones. */
  "years.switch": { given: [without: Array<string>]; answer: Array<ShownSetting> };
  /** Join children by a list of changed identifiers, given as to `Session.add`. Returns as `switch`. */
  "years.use_ids": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: Unusable | Array<ShownSetting> };
  /** Use no list of changed identifiers. Returns as `switch`. */
  "years.drop_ids": { given: []; answer: Array<ShownSetting> };
  /** Number children as a key file says, given as to `Session.add`. Returns as `switch`. */
  "years.use_keys": { given: [name: string, size: number, content: Uint8Array<ArrayBuffer> | undefined]; answer: Unusable | Array<ShownSetting> };
  /** Number children anew in each export. Returns as `switch`. */
  "years.drop_keys": { given: []; answer: Array<ShownSetting> };
  /** What is there of each year, and the repairs by kind. */
  "years.shown": { given: []; answer: OneOf<SeveralYears | Unusable> | undefined };
  /** `limit` of the rows that a kind of repair touched, from the `offset`th on. */
  "years.repaired": { given: [name: string, offset: number, limit: number]; answer: OneOf<RepairedRows | Unusable> | undefined };
  /**
   * The data model as a file: "csv" is a ZIP. `progress(done, total, words)` is told of each table.
   *
   * With `keep_keys` the children's numbers are those of the next exports too, and come as a file.
   */
  "years.write": { given: [form: "csv" | "xlsx" | "sqlite", withIds: boolean, keepKeys: boolean, progress?: ((a: number, b: number, c: string) => void) | undefined]; answer: OneOf<ModelWritten | Unusable> | undefined };
  /** Empty tables for costs, outcomes and support as CSV files and a workbook, in one ZIP. */
  "years.templates": { given: []; answer: Saved };
}

/** What came of a step that was taken or taken back. */
export interface AfterStep {
  summary: Summary;
  state: Corrections;
}

/** A rule of the catalogue; `facts` are short phrases. */
export interface CatalogueRule {
  code: string;
  title: string;
  message: string;
  fix: string;
  category: string;
  subject: string;
  tables: Array<string>;
  optional_tables: Array<string>;
  fields: Array<string>;
  years: Array<string>;
  changed: Array<string>;
  needs: Array<string>;
  year_end: boolean;
  stage?: number | undefined;
  origin: string;
  why: string;
  takes: string;
  category_title: string;
  facts: Array<string>;
}

/** Likely causes; `issues` is how many different ones would go with any of them all. */
export interface Causes {
  total: number;
  issues: number;
  kinds: Array<CauseKind>;
  causes: Array<CauseShown>;
}

/** A column that can be changed, with its codes. */
export interface ChangeableColumn {
  field: string;
  title: string;
  codes: Array<Meaning>;
}

/** How the return differs from its files. */
export interface ChangesMade {
  total: number;
  changes: Array<ChangeMade>;
}

/**
 * What is to be checked: `authority` is a name, a code or "", `as_at` DD/MM/YYYY or "".
 *
 * `own_checks` says whether our own checks are to be run too; `rules` which of the Department's, where not all.
 */
export interface CheckSettings {
  year: string;
  authority: string;
  as_at: string;
  own_checks?: boolean;
  rules?: ChosenRules | undefined;
}

/** A child, see `results.answers.ChildView`. */
export interface ChildShown {
  child: string;
  total: number;
  total_issues: number;
  issues: Array<IssueOfChild>;
  tables: Array<ChildTable>;
  timeline: Timeline;
  sentences: Array<TimelineSentence>;
}

/** Children with issues, most first; `without_child` is how many issues are in rows with a blank CHILD. */
export interface Children {
  total: number;
  without_child: number;
  children: Array<ChildInBrief>;
}

/** A choice of rules as a file. */
export interface ChoiceFile {
  name: string;
  content: Uint8Array<ArrayBuffer>;
}

/** Rows that a rule looked at, and in words what they are to the flagged one; `table` may be "providers". */
export interface Compared {
  relation: string;
  table: string;
  title: string;
  rows: Array<ComparedRow>;
  left_out: number;
}

/** One view of the comparison: what is compared, what to bear in mind, and its parts in their order. */
export interface ComparisonView {
  title: string;
  parts: Array<OneOf<WordsPart | TablePart | BarsPart | LinesPart>>;
  summary: string;
  cautions: Array<string>;
}

/**
 * The steps taken, and how far the return is from its files.
 *
 * `form` is "csv", "xml" or "excel", `files` has the changes by the name of the file as it was chosen, `about` is what
 * is to be said of the corrected files.
 */
export interface Corrections {
  steps: Array<StepTaken>;
  changes: number;
  rows_removed: number;
  form: string;
  files: Record<string, number>;
  about: string;
}

/** What the page needs to know to begin; `stages` are words on what the stages are. */
export interface Facts {
  version: string;
  rule_set: string;
  stages: string;
  years: Array<CollectionYear>;
  authorities: Array<NamedAuthority>;
  tables: Array<NamedTable>;
}

/** Some of the issues that are fixed. */
export interface FixedIssues {
  total: number;
  issues: Array<FixedIssue>;
}

/** Rows that a rule flagged in a table, the fields in question before the others. */
export interface FlaggedRows {
  columns: Array<CellColumn>;
  rows: Array<FlaggedRow>;
}

/** The issues that were looked for; `cause` is that in words, "" where none was given. */
export interface FoundIssues {
  total: number;
  children: number;
  rules: number;
  cause: string;
  issues: Array<IssueShown>;
}

/** Some issues of a group, child by child; `total` is how many it has, `children` the number of its children. */
export interface Group {
  name: string;
  total: number;
  children: number;
  shown: Array<ChildOfGroup>;
}

/** The user's list of children: its file ("" when there is none), what a group is, and why it cannot be used. */
export interface GroupedBy {
  file: string;
  title: string;
  problem?: Problem | undefined;
}

/** The groups with issues, most first; `title` is what a group is. */
export interface Groups {
  title: string;
  total: number;
  groups: Array<GroupInBrief>;
}

/**
 * The runs held, oldest first, those that cannot be used last.
 *
 * `compared` is the number of the run compared with; `salted` says whether a run saved with hashed ids could be
 * compared with one of them.
 */
export interface HeldRuns {
  runs: Array<HeldRun>;
  compared?: number | undefined;
  notes: NotesHeld;
  salted: boolean;
}

/**
 * The files, and what they say. `convertible` are the boxes whose tables can be saved as CSV files, `earlier` is
 * None where there are no files of earlier years. `several` are the settings of several years that are not the usual
 * ones.
 */
export interface Inputs {
  files: FilesReported;
  convertible: Array<string>;
  proposal: Proposed;
  warnings: Array<Warned>;
  earlier?: EarlierYears | undefined;
  several: Array<ShownSetting>;
}

/** The issues that a note is on. */
export interface IssuesNoted {
  positions: Array<number>;
}

/** The files held, problems first; year -> councils, first the one that was added first; the views. */
export interface Listing {
  files: Array<OneOf<UnusableProfile | HeldProfile>>;
  years: Record<string, Array<string>>;
  views: Array<NamedView>;
}

/** The council's own rules that will run. */
export interface LocalRulesTaken {
  name: string;
  rules: Array<RuleTitle>;
}

/** How many issues are marked as looked at, of each rule too, and what is in no run file yet. */
export interface LookedAt {
  total: number;
  rules: Record<string, number>;
  unsaved: NotesAndMarks;
}

/**
 * Which issues are asked for, and in which order: see `results.find.Query`.
 *
 * `file` is a place in the summary's `files`; `cause`, a number that `causes` gave, asks for the issues that would go
 * with it; `unseen` for those not marked as looked at; `status` for those that are "new" or "still" there; `state` for
 * those in a state, their rule's counting where they have none of their own, or with "none" in no state.
 */
export interface LookedFor {
  text?: string;
  category?: string;
  table?: string;
  rule?: string;
  file?: number;
  fewer_than?: number;
  cause?: number;
  unseen?: boolean;
  status?: string;
  state?: string;
  sort?: string;
  descending?: boolean;
}

/** A made-up return: what to choose, and each box's files as [name, content]. */
export interface MadeUpReturn {
  year: string;
  authority: string;
  this_year: Array<[string, Uint8Array<ArrayBuffer>]>;
  last_year: Array<[string, Uint8Array<ArrayBuffer>]>;
  providers: Array<[string, Uint8Array<ArrayBuffer>]>;
  earlier: Array<[string, Uint8Array<ArrayBuffer>]>;
  extra: Array<[string, Uint8Array<ArrayBuffer>]>;
}

/** One column changed in many rows. */
export interface ManyRowsWanted {
  bulk: ManyRows;
}

/** The data model as a file, and the key file if it is to be kept. */
export interface ModelWritten {
  model: Saved;
  keys?: Saved | undefined;
}

/** Why no profile can be made. */
export interface NoProfile {
  problem: string;
  remedy: string;
}

/** The answer where a check could not be made. */
export interface NotChecked {
  errors: Array<SettingError>;
}

/** A note: a state or "", and words; both blank take it away. */
export interface NoteGiven {
  state: string;
  note: string;
}

/** A state that a note can give. */
export interface NoteState {
  code: string;
  title: string;
}

/** How many notes and how many marks. */
export interface NotesAndMarks {
  notes: number;
  marks: number;
}

/** The answer {}: there is no such thing. */
export interface Nothing {
}

/** The answer where there is nothing to show, in a sentence. */
export interface NothingToCompare {
  error: string;
}

/** The runs, oldest first, and last the last check. */
export interface OverTime {
  runs: Array<RunInTime>;
  categories: Array<CategoryInTime>;
}

/** How many postcodes the list has that is used now. */
export interface PostcodesTaken {
  postcodes: number;
}

/** What would come about; `to_light` and `lights` are of the issues that come to light and are not among `adds`. */
export interface Preview {
  changes: number;
  rows_removed: number;
  children: number;
  resolved: number;
  resolves: Array<IssuesOfRule>;
  added: number;
  adds: Array<IssuesOfRule>;
  to_light: number;
  lights: Array<IssuesOfRule>;
  total: number;
  shown: Array<ChangeShown>;
}

/** How a profile is made: a nickname of the council or "", figures rounded, small ones suppressed. */
export interface ProfileOptions {
  council: string;
  rounded: boolean;
  suppressed: boolean;
}

/** A profile exactly as it would be saved. */
export interface ProfilePreview {
  name: string;
  text: string;
}

/** How the check stands to the run compared with, whose name is `label`; figures are numbers of issues. */
export interface Progress {
  label: string;
  warnings: Array<string>;
  new: number;
  still: number;
  fixed: number;
  not_checked: number;
  rules: Array<RuleProgress>;
}

/** The answer of something that cannot be done, in a sentence; nothing was changed. */
export interface Refused {
  problem: string;
}

/** One page of the rows that a kind of repair touched. */
export interface RepairedRows {
  title: string;
  words: string;
  notices: Array<string>;
  total: number;
  rows: Array<RepairedRow>;
}

/** The rows of a table that have the issues looked for. */
export interface RowsFound {
  find: LookedFor;
  table: string;
}

/** The rows that a rule flagged in a table. */
export interface RowsOfRule {
  rule: string;
  table: string;
}

/** A saved choice of rules, by their codes. */
export interface RuleChoiceRead {
  name: string;
  rules: Array<string>;
}

/** What was said of a rule; `state` is "" for nothing. */
export interface RuleNote {
  state: string;
  state_title: string;
  note: string;
}

/** The rule that a note is on. */
export interface RuleNoted {
  rule: string;
}

/** What can be done without looking; `held_back` is how many would bring issues and become suggestions. */
export interface SafeChanges {
  kinds: Array<SafeKind>;
  changes: number;
  rows_removed: number;
  held_back: number;
}

/** Safe changes of these kinds. */
export interface SafeWanted {
  safe: Array<string>;
}

/** A file to be saved: its name, its media type, its bytes. */
export interface Saved {
  name: string;
  type: string;
  content: Uint8Array<ArrayBuffer>;
}

/**
 * All years joined. `notices` are to stand on every screen; `about` says what an export without identifiers is,
 * `about_ids` one with them.
 */
export interface SeveralYears {
  notices: Array<string>;
  children: number;
  years: Array<string>;
  tables: Array<CoveredTable>;
  repairs: Array<RepairKind>;
  about: string;
  about_ids: string;
}

/** A setting that is not the usual one, see `returns.settings.Setting`. */
export interface ShownSetting {
  name: string;
  words: string;
  detail: string;
}

/** What is checked, as "Manchester 2025-26", and how. */
export interface ShownSettings {
  what: string;
  settings: Array<ShownSetting>;
}

/** Suggestions; `numbers` are of all that can be ticked at once, `crowded` are sentences on children without any. */
export interface Suggestions {
  total: number;
  numbers: Array<number>;
  kinds: Array<SuggestionKind>;
  rules: Array<SuggestionRule>;
  reasons: Array<SuggestionReason>;
  proposals: Array<Suggestion>;
  crowded: Array<string>;
}

/** Suggestions by their numbers, and the values chosen in place of those that were suggested. */
export interface SuggestionsWanted {
  proposals: Array<number>;
  values?: Record<string | number, string>;
}

/**
 * The figures of `results.answers.Overview`, and what else the page needs to know before it asks for more.
 *
 * `choice` is None when all rules were to be run; `files` are the names of those with issues; `name_ending` ends the
 * names of files that are saved.
 */
export interface Summary {
  issues: number;
  children: number;
  children_affected: number;
  looked_after: number;
  of_looked_after: number;
  per_looked_after?: number | undefined;
  categories: Array<CategoryFigures>;
  rules: Array<SummaryRule>;
  tables: Array<TableFigures>;
  top: TopRules;
  rules_run: number;
  crashed: Array<CrashedRule>;
  not_run: Array<RulesNotRun>;
  collection: CheckedCollection;
  rule_set: string;
  stages: string;
  choice?: RulesChosen | undefined;
  beyond: Beyond;
  rules_not_run: number;
  rows: number;
  files: Array<string>;
  warnings: Array<Warned>;
  strip: ShownSettings;
  name_ending: string;
  notices: Array<ShownNotice>;
  problems: Array<Problem>;
}

/** A table that was supplied. */
export interface SuppliedTable {
  name: string;
  title: string;
  file: string;
  rows: number;
  rows_flagged: number;
  issues: number;
}

/** Some rows of a table, of `total`. */
export interface TableRows {
  file: string;
  total: number;
  columns: Array<ShownColumn>;
  rows: Array<TableRow>;
}

/** The answer of something that cannot be used; nothing was changed. */
export interface Unusable {
  problem: Problem;
}

/** A bar chart. */
export interface BarsPart {
  kind: "bars";
  title: string;
  unit: string;
  series: Array<string>;
  bars: Array<BarGroup>;
}

/** How many rules were to be run besides the Department's: our own checks, the council's rules. */
export interface Beyond {
  own: number;
  council: number;
}

/** A kind of issue; `share` is the part of all issues, from 0 to 1. */
export interface CategoryFigures {
  name: string;
  title: string;
  issues: number;
  share: number;
}

/** How many issues of a kind each run has. */
export interface CategoryInTime {
  name: string;
  title: string;
  issues: Array<number>;
}

/** A kind of cause, and how many there are. */
export interface CauseKind {
  kind: string;
  title: string;
  causes: number;
}

/** A likely cause by its number. */
export interface CauseShown {
  kind: string;
  title: string;
  sentence: string;
  child: string;
  table: string;
  row?: number | undefined;
  line?: number | undefined;
  field: string;
  value: string;
  tried: string;
  resolves: Array<number>;
  adds: number;
  cause: number;
  child_number: number;
  table_title: string;
}

/** A column of the rows that a rule flagged. */
export interface CellColumn {
  name: string;
  title: string;
}

/** A change that was made: in what kind of step, for which rule, and when, HH:MM. */
export interface ChangeMade {
  child: string;
  child_number?: number | undefined;
  table_title: string;
  file: string;
  line: number;
  key: string;
  field: string;
  title: string;
  before: string;
  before_meaning: string;
  after: string;
  after_meaning: string;
  why: string;
  ground: string;
  kind: string;
  rule: string;
  time: string;
}

/**
 * A cell that changes, or a row that is deleted, for which `field` is "".
 *
 * `key` are the row's other key columns in words; `ground` is "" where the user said so.
 */
export interface ChangeShown {
  child: string;
  child_number?: number | undefined;
  table_title: string;
  file: string;
  line: number;
  key: string;
  field: string;
  title: string;
  before: string;
  before_meaning: string;
  after: string;
  after_meaning: string;
  why: string;
  ground: string;
}

/** What was checked: days are written DD/MM/YYYY; `ends_early` says whether it was as at a day within the year. */
export interface CheckedCollection {
  year_title: string;
  authority: string;
  start: string;
  end: string;
  ends_early: boolean;
}

/** A child with issues. */
export interface ChildInBrief {
  child: string;
  number: number;
  issues: number;
  looked_at: number;
  categories: Array<CategoryOfChild>;
}

/** Some issues of a child; `total` is how many it has. */
export interface ChildOfGroup {
  child: string;
  child_number?: number | undefined;
  total: number;
  issues: Array<IssueShown>;
}

/** A table in which a child has rows. */
export interface ChildTable {
  name: string;
  title: string;
  last_year: boolean;
  file: string;
  columns: Array<ShownColumn>;
  rows: Array<ChildRow>;
}

/** A choice of rules by their codes. */
export interface ChosenRules {
  name: string;
  rules: Array<string>;
}

/** A collection year: "2025-26", "2025 to 2026". */
export interface CollectionYear {
  value: string;
  title: string;
}

/** A row that a rule looked at. */
export interface ComparedRow {
  row: number;
  line: number;
  file: string;
  cells: Array<RowCell>;
}

/** A table in each year; None where it was not given. */
export interface CoveredTable {
  title: string;
  years: Array<Covered | undefined>;
}

/** A rule that failed, which is a fault of ours. */
export interface CrashedRule {
  code: string;
  title: string;
  error: string;
}

/**
 * The earlier years' files: the returns among them, the oldest first, files of which it is to be asked of which
 * year they are, the years offered for them, what is there of all years, and what does not fit together.
 */
export interface EarlierYears {
  returns: Array<EarlierReturn>;
  open: Array<string>;
  offered: Array<string>;
  grid: Grid;
  warnings: Array<string>;
}

/** The files of each box, in the order in which they were added. */
export interface FilesReported {
  this_year: Array<FileReport>;
  last_year: Array<FileReport>;
  providers: Array<FileReport>;
  earlier: Array<FileReport>;
  extra: Array<FileReport>;
}

/** An issue that is fixed; child and key, as "DECOM 01/02/2025", are "" where they are hashed. */
export interface FixedIssue {
  rule: string;
  title: string;
  child: string;
  table_title: string;
  key: string;
  note: string;
  state_title: string;
}

/** A row that a rule flagged; `position` is that of the issue. */
export interface FlaggedRow {
  looked_at: boolean;
  status: string;
  state: string;
  state_title: string;
  note: string;
  position: number;
  child: string;
  child_number?: number | undefined;
  file: string;
  line: number;
  cells: Array<ShownCell>;
}

/** A group with issues, and how many issues, of them looked at, and children it has. */
export interface GroupInBrief {
  number: number;
  name: string;
  issues: number;
  looked_at: number;
  children: number;
}

/** A profile; `problem` is "", `children` how many in words, `not_run` counts the rules that did not run. */
export interface HeldProfile {
  name: string;
  problem: string;
  council: string;
  year: string;
  as_at: string;
  children: string;
  rules: number;
  not_run: number;
}

/** An earlier run that was loaded, by its number; `problem` is why it cannot be used. */
export interface HeldRun {
  number: number;
  name: string;
  label: string;
  year: string;
  authority: string;
  issues: number;
  children: number;
  hashed: boolean;
  problem?: Problem | undefined;
}

/** An issue with the day to pin it to, YYYY-MM-DD, "" where it belongs to none. */
export interface IssueOfChild {
  looked_at: boolean;
  status: string;
  state: string;
  state_title: string;
  note: string;
  position: number;
  rule: string;
  title: string;
  child: string;
  child_number?: number | undefined;
  table_title: string;
  file: string;
  line: number;
  values: Array<RowCell>;
  date: string;
}

/** An issue, with the cells that its rule points to. `child_number` is None without a child. */
export interface IssueShown {
  looked_at: boolean;
  status: string;
  state: string;
  state_title: string;
  note: string;
  position: number;
  rule: string;
  title: string;
  child: string;
  child_number?: number | undefined;
  table_title: string;
  file: string;
  line: number;
  values: Array<RowCell>;
}

/** A rule, and how many issues of it go or come. */
export interface IssuesOfRule {
  rule: string;
  title: string;
  issues: number;
}

/** A line chart over time. */
export interface LinesPart {
  kind: "lines";
  title: string;
  unit: string;
  lines: Array<ChartLine>;
}

/**
 * One column to be changed in many rows, of those only at `positions` where they are given.
 *
 * `action` is "set" to `value`, "clear", or "replace" where the cell says `find` by `value`.
 */
export interface ManyRows {
  rows: OneOf<RowsOfRule | RowsFound>;
  positions?: Array<number> | undefined;
  field: string;
  action: string;
  value: string;
  find: string;
}

/** A code, and what it means. */
export interface Meaning {
  value: string;
  meaning: string;
}

/** A local authority by its ONS code. */
export interface NamedAuthority {
  code: string;
  name: string;
}

/** A table of the return. */
export interface NamedTable {
  name: string;
  title: string;
}

/** A view that can be asked for. */
export interface NamedView {
  name: string;
  title: string;
}

/** How many issues and how many rules have a note. */
export interface NotesHeld {
  issues: number;
  rules: number;
}

/** An input error: where, what is wrong, what to do. */
export interface Problem {
  place: string;
  problem: string;
  remedy: string;
}

/** What the files point to, "" for nothing. */
export interface Proposed {
  year: string;
  authority: string;
}

/** A kind of repair: what it does, how often it was made, whether it is made, whether it can be switched off. */
export interface RepairKind {
  name: string;
  title: string;
  words: string;
  count: number;
  made: boolean;
  can_be_off: boolean;
}

/**
 * A row that was repaired: `number` is that of the child among this check's, None where its return is older.
 *
 * `line` is None for what is about no row in particular.
 */
export interface RepairedRow {
  child: string;
  number?: number | undefined;
  year: string;
  table_title: string;
  column: string;
  old: string;
  new: string;
  file: string;
  line?: number | undefined;
}

/** A rule's issues beside those of an earlier run. */
export interface RuleProgress {
  code: string;
  title: string;
  new: number;
  still: number;
  fixed: number;
}

/** A rule by its code. */
export interface RuleTitle {
  code: string;
  title: string;
}

/** The choice of rules that were run: its name, how many they are, and of how many. */
export interface RulesChosen {
  name: string;
  rules: number;
  of: number;
}

/** Why some rules did not run. */
export interface RulesNotRun {
  reason: string;
  rules: Array<RuleTitle>;
}

/** A run beside the others, saved `when` (ISO 8601); new and fixed are None where there is nothing to compare. */
export interface RunInTime {
  label: string;
  when: string;
  issues: number;
  children_affected: number;
  new?: number | undefined;
  fixed?: number | undefined;
}

/** A kind of safe change, and how many there are. */
export interface SafeKind {
  kind: string;
  title: string;
  what: string;
  changes: number;
  rows_removed: number;
  children: number;
}

/** What keeps a check from being made; `field` is a setting or a box. */
export interface SettingError {
  field: string;
  problem: string;
  remedy: string;
}

/** A column of a table, and its title in words. */
export interface ShownColumn {
  field: string;
  title: string;
}

/** A notice on a file ("" for none in particular), and on one of its lines. */
export interface ShownNotice {
  file: string;
  line?: number | undefined;
  message: string;
}

/** A step that was taken, by its number from 1; `time` is HH:MM. */
export interface StepTaken {
  number: number;
  title: string;
  kind: string;
  changes: number;
  rows_removed: number;
  time: string;
}

/** A change that somebody must judge; `open` says whether one of the alternatives must be chosen. */
export interface Suggestion {
  number: number;
  kind: string;
  title: string;
  child: string;
  child_number?: number | undefined;
  sentence: string;
  ground: string;
  rules: Array<string>;
  changes: Array<ChangeShown>;
  open: boolean;
  alternatives: Array<Meaning>;
}

/** A kind of suggestion, and how many there are. */
export interface SuggestionKind {
  kind: string;
  title: string;
  proposals: number;
}

/** A reason for which rows are to be deleted, and how many suggestions give it. */
export interface SuggestionReason {
  reason: string;
  proposals: number;
}

/** A rule, and how many suggestions there are for it. */
export interface SuggestionRule {
  code: string;
  title: string;
  proposals: number;
}

/** A rule with issues, and its words; `stage` is 1, 2 or None. */
export interface SummaryRule {
  code: string;
  title: string;
  category: string;
  category_title: string;
  issues: number;
  children: number;
  share: number;
  message: string;
  fix: string;
  fields: Array<string>;
  origin: string;
  stage?: number | undefined;
  tables: Array<IssuesInTable>;
}

/** A table that was supplied. */
export interface TableFigures {
  name: string;
  title: string;
  rows: number;
  rows_flagged: number;
  issues: number;
}

/** A table; `links` has for each row the rule that it is about, or "". */
export interface TablePart {
  kind: "table";
  title: string;
  columns: Array<TableColumn>;
  rows: Array<Array<string>>;
  links: Array<string>;
}

/** A row of a table; `child_number` is None for a child without issues. */
export interface TableRow {
  child: string;
  child_number?: number | undefined;
  line: number;
  cells: Array<RowCell>;
  issues: Array<IssueInBrief>;
}

/**
 * A child's time in care as a picture shows it, from the first to the last day of all dates and of the period.
 *
 * `tracks` are those that have any items, in the order in which they are drawn.
 */
export interface Timeline {
  start: string;
  end: string;
  period: Period;
  tracks: Array<Track>;
}

/** Something that happened in words, codes spelt out; `date` is "" where there is none, `issues` are positions. */
export interface TimelineSentence {
  date: string;
  words: string;
  table: string;
  row: number;
  issues: Array<number>;
}

/** The few rules with most issues; `share` is their part of all issues, from 0 to 1. */
export interface TopRules {
  rules: Array<string>;
  issues: number;
  share: number;
  sentence: string;
}

/** A file that is no profile, and why, in sentences. */
export interface UnusableProfile {
  name: string;
  problem: string;
}

/** What does not fit together, and the one move that would cure it, if one does. */
export interface Warned {
  words: string;
  cure?: ShownCure | undefined;
}

/** A paragraph. */
export interface WordsPart {
  kind: "words";
  words: string;
}

/** A group of bars: for each series a number or None. */
export interface BarGroup {
  label: string;
  values: Array<NumberShown | undefined>;
  link: string;
  marked: boolean;
}

/** How many issues of a kind a child has. */
export interface CategoryOfChild {
  title: string;
  issues: number;
}

/** A line; `kind` is "here", "median" or "other". */
export interface ChartLine {
  label: string;
  kind: string;
  points: Array<LinePoint>;
}

/** A row of a child; `issues` are positions. */
export interface ChildRow {
  row: number;
  line: number;
  cells: Array<RowCell>;
  issues: Array<number>;
}

/**
 * A table in one year's return: its rows, the first and last day on which they begin as DD/MM/YYYY ("" for
 * tables without such a date), the share of its children that an older return has too (None in the oldest).
 */
export interface Covered {
  rows: number;
  first: string;
  last: string;
  seen_before?: number | undefined;
}

/**
 * The files of one earlier year's return: `year` is "" where nothing tells it, `chosen` whether the user did.
 *
 * `words` say what is odd about the year, "" for nothing.
 */
export interface EarlierReturn {
  year: string;
  chosen: boolean;
  words: string;
  files: Array<string>;
}

/** What was made of a file. */
export interface FileReport {
  name: string;
  tables: Array<ReadTable>;
  notices: Array<ShownNotice>;
  problems: Array<Problem>;
}

/** Which tables there are of which years. */
export interface Grid {
  years: Array<GridYear>;
  tables: Array<GridTable>;
}

/** An issue beside its row. */
export interface IssueInBrief {
  looked_at: boolean;
  status: string;
  state: string;
  state_title: string;
  note: string;
  position: number;
  rule: string;
  title: string;
}

/** A table in which a rule has issues. */
export interface IssuesInTable {
  name: string;
  title: string;
  issues: number;
}

/** The first and the last day of the period checked. */
export interface Period {
  start: string;
  end: string;
}

/** A cell with its column, see ShownCell. */
export interface RowCell {
  field: string;
  title: string;
  value: string;
  meaning: string;
  marked: boolean;
  before?: string;
}

/** A cell as it stands in the file, its code spelt out or "", and whether some issue points to it. */
export interface ShownCell {
  value: string;
  meaning: string;
  marked: boolean;
  before?: string;
}

/** One move that puts something right, see `reading.proposal.Cure`. */
export interface ShownCure {
  setting: "year" | "authority" | "swap";
  value: string;
  words: string;
}

/** A column; numeric ones are set to the right. */
export interface TableColumn {
  title: string;
  numeric: boolean;
}

/** Things of one kind that happened. */
export interface Track {
  name: string;
  title: string;
  items: Array<TimelineItem>;
}

/** A table's rows in each year of the grid; None where it was not given. */
export interface GridTable {
  title: string;
  rows: Array<number | undefined>;
}

/** A year of the grid: as "2023-24", the title of its box if it is this or last year, notices on its files. */
export interface GridYear {
  year: string;
  box: string;
  notices: number;
}

/** A point of a line: its day as a number, and as people write it. */
export interface LinePoint {
  at: number;
  day: string;
  value: number;
  shown: string;
}

/** A number, and how it is written. */
export interface NumberShown {
  value: number;
  shown: string;
}

/** What a file was recognised as; `rows` is None where they were counted with another file's. */
export interface ReadTable {
  title: string;
  rows?: number | undefined;
}

/**
 * Something that happened to a child. One without `start` cannot be drawn.
 *
 * `kind` is "span" or "point"; `start` and `end` are "" where blank or unreadable; `open` says whether it has no end
 * yet; `trouble` is in words what is wrong with its dates, or ""; `issues` are positions.
 */
export interface TimelineItem {
  track: string;
  kind: string;
  start: string;
  end: string;
  open: boolean;
  what: string;
  parts: Array<TimelinePart>;
  trouble: string;
  table: string;
  row: number;
  line: number;
  issues: Array<number>;
}

/** A field that goes with what happened. */
export interface TimelinePart {
  field: string;
  title: string;
  value: string;
  meaning: string;
}
