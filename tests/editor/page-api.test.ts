import {expect, test} from "vitest";
import type {CellReport} from "../../apps/editor/src/protocol/messages.ts";
import {answerFor, cellsOf, pageApi} from "../../apps/editor/src/shell/page-api.ts";
import type {Step, Wanted} from "../../apps/editor/src/shell/model-wish.ts";
import type {Stage, Status} from "../../apps/editor/src/shell/stage.ts";
import type {Workspace} from "../../apps/editor/src/shell/workspace.ts";

const cell = {id: 1, type: "js", mime: "module"} as const;
const statusOf = (more: Partial<Status>): ReadonlyMap<number, Status> =>
  new Map([
    [1, {kind: "status", id: 1, name: "x", state: "ok", milliseconds: 1, problem: null, ...more}]
  ]);
const report: CellReport = {id: 1, value: '{"x":1}', problems: [], busy: false};

test.each<[string, Partial<Status>, Partial<CellReport>, object]>([
  ["at its end", {}, {}, {state: "ok", busy: false, value: '{"x":1}', error: null}],
  ["that runs", {state: "running"}, {value: null}, {state: "pending", busy: true}],
  ["that has not begun", {state: "idle"}, {value: null}, {state: "pending", busy: true}],
  ["that waits for another", {state: "waiting"}, {value: null}, {state: "pending", busy: false}],
  ["whose value is on its way", {}, {busy: true}, {state: "pending", busy: true}],
  [
    "that failed",
    {state: "error", problem: {message: "no", line: 2, column: 3, cell: null}},
    {value: null},
    {state: "error", value: null, error: {message: "no", line: 2, column: 3, cell: 1}}
  ],
  [
    "of which another failed",
    {state: "error", problem: {message: "no", line: null, column: null, cell: 7}},
    {value: null},
    {state: "error", error: {message: "no", line: null, column: null, cell: 7}}
  ],
  [
    "whose output says what is wrong",
    {},
    {problems: ["one", "two"]},
    {state: "error", value: null, error: {message: "one; two", line: null, column: null, cell: 1}}
  ]
])("a cell %s", (_, status, told, expected) => {
  expect(cellsOf([cell], statusOf(status), [{...report, ...told}])).toMatchObject([
    {id: 1, name: "x", type: "js", ...expected}
  ]);
});

test("a cell that does not run is inert, by its type as in the file", () => {
  const python = {id: 1, type: "raw", mime: "text/x-python"} as const;
  expect(cellsOf([python], statusOf({state: "idle"}), [])).toMatchObject([
    {type: "text/x-python", state: "inert", busy: false, value: null, error: null}
  ]);
});

test("models that the text names are agreed to, whatever else is asked is refused with what to do", () => {
  const said: string[] = [];
  const asked = (key: string, step: Step): Wanted => ({
    key,
    step,
    src: `hf:owner/${key}`,
    named: {host: "host.example", address: null, isPrivate: false, token: false, here: false},
    bytes: null,
    files: [],
    transfer: null,
    message: ""
  });
  answerFor(
    {
      wanted: [
        asked("named", "consent"),
        asked("computed", "consent"),
        asked("large", "size"),
        asked("private", "token"),
        asked("coming", "working")
      ],
      accept: (key, token) => said.push(`${key}: yes, ${token}`),
      decline: (key, why) => said.push(`${key}: ${why}`)
    },
    ["hf:owner/named", "hf:owner/large", "hf:owner/private"]
  );
  const refused = (key: string): string =>
    `${key}: hf:owner/${key}: a reader is asked for this; open the notebook with ecco edit once, and agree`;
  expect(said).toEqual([
    "named: yes, null",
    refused("computed"),
    refused("large"),
    refused("private")
  ]);
});

test.each<[string, Partial<Stage>, RegExp | null]>([
  ["runs", {}, null],
  [
    "loads itself again",
    {stoppedFor: "reloads"},
    /^The notebook was stopped: it has loaded itself/
  ],
  ["has no page", {absent: true}, /^Its page did not open: .* below localhost/]
])("a notebook that %s: why it does not go on", async (_, about, words) => {
  const stage = {
    stoppedFor: null,
    absent: false,
    statuses: new Map(),
    models: {wanted: []},
    session: {notebook: {cells: []}},
    report: () => Promise.resolve([]),
    ...about
  };
  const api = pageApi({stage, problem: null} as unknown as Workspace);
  const {problem, ...rest} = await api.report(false);
  expect(rest).toEqual({opened: true, answers: true, busy: false, cells: []});
  if (words) expect(problem).toMatch(words);
  else expect(problem).toBeNull();
});
