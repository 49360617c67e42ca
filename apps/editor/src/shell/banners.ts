/** What the reader has to know or to decide, above the notebook. */
import {cellLabel} from "@ecco/runtime/document";
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {format} from "@ecco/cells/model-picker";
import {typed} from "../protocol/messages.ts";
import {importedBanner} from "./import-export.ts";
import {keptWords} from "./kept.ts";
import {modelBanners} from "./model-banner.ts";
import {packageBanners} from "./package-banner.ts";
import {previewBanner} from "./preview-banner.ts";
import type {Session} from "./session.ts";
import {isSeen} from "./seen.ts";
import type {Stage} from "./stage.ts";
import {stopWords} from "./stop-words.ts";
import {download} from "./take-away.ts";
import type {Workspace} from "./workspace.ts";

type Banner = TemplateResult | typeof nothing;

interface Choice {
  readonly label: string;
  readonly act: () => void;
}

/** Returns a banner for everything that is the matter, the gravest first. */
export function banners(workspace: Workspace): readonly Banner[] {
  const {stage} = workspace;
  const said: Banner[] = [elsewhere(workspace), problem(workspace)];
  if (stage)
    said.push(
      absent(stage),
      stuck(stage),
      leads(stage),
      full(stage),
      ...modelBanners(stage.models),
      ...packageBanners(stage.packages),
      conflict(workspace, stage),
      failed(workspace, stage),
      readOnly(workspace, stage),
      draft(workspace),
      unkept(workspace, stage),
      halves(stage),
      importedBanner(workspace),
      previewBanner(stage, {
        folder: workspace.information?.folder ?? "",
        models: workspace.models,
        trustFolder: () => void workspace.trustFolder(true)
      }),
      still(stage),
      network(workspace, stage)
    );
  return said;
}

function banner(
  kind: "bad" | "warn",
  what: string,
  how: string,
  choices: readonly Choice[] = []
): TemplateResult {
  return html`<div class="banner ${kind}" role="alert">
    <p><b>${what}</b> ${how}</p>
    ${choices.map(({label, act}) => html`<button @click=${act}>${label}</button>`)}
  </div>`;
}

/** The browser, or a proxy it goes through, does not find names below localhost on this computer. */
function absent({absent: is, origin}: Stage): Banner {
  if (!is) return nothing;
  return banner(
    "bad",
    "The page of this notebook does not open.",
    `Each notebook has a site of its own, and this browser does not find ${origin} on this computer. Chrome, Edge and ` +
      "Firefox do by themselves: open the editor in one of them, and leave localhost out of any proxy."
  );
}

/** Said once: what a notebook can do here that the rules for its page forbid. */
function network(workspace: Workspace, {reachesNetwork}: Stage): Banner {
  if (!reachesNetwork || isSeen("network")) return nothing;
  return banner(
    "warn",
    "This browser does not keep notebooks from all of the network.",
    "One that runs can look up names and open WebRTC connections, and send away what it knows; Chrome and Edge forbid it.",
    [{label: "Do not show again", act: () => workspace.see("network")}]
  );
}

function stuck(stage: Stage): Banner {
  if (!stage.hangs) return nothing;
  const running = [...stage.statuses.values()].find(({state}) => state === "running");
  return banner(
    "bad",
    running ? `The cell ${running.name} is not responding.` : "The notebook is not responding.",
    "Your text is safe. Wait, or stop it: the notebook opens again without running.",
    [{label: "Stop", act: () => stage.stop()}]
  );
}

/** Where a notebook leads, and what it gives: whole, before it happens. */
function leads({outbound}: Stage): Banner {
  const {question} = outbound;
  if (!question) return nothing;
  const [what, of, yes, no] =
    question.kind === "link"
      ? ["The notebook leads to another site:", question.address, "Open", "Stay"]
      : [
          "The notebook gives you a file:",
          `${question.name} (${format.bytes(question.file.size)})`,
          "Save",
          "Not now"
        ];
  return html`<div class="banner warn leads" role="alert">
    <p><b>${what}</b> <bdi class="address">${of}</bdi></p>
    <button @click=${() => outbound.answer(true)}>${yes}</button>
    <button @click=${() => outbound.answer(false)}>${no}</button>
  </div>`;
}

function full(stage: Stage): Banner {
  if (stage.full === null) return nothing;
  return banner(
    "warn",
    `The cell ${labelOf(stage.session, stage.full)} has not taken the text.`,
    `What is typed or pasted into one cell may be ${format.count(typed.most)} characters long; put it into several cells.`,
    [{label: "OK", act: () => stage.settleFull()}]
  );
}

function problem({problem: said}: Workspace): Banner {
  return said ? banner("bad", said.what, said.why) : nothing;
}

function conflict(workspace: Workspace, {session}: Stage): Banner {
  if (session.state.kind !== "conflict") return nothing;
  const keep: Choice = {label: "Keep mine", act: () => workspace.resolve("mine")};
  return session.state.theirs
    ? banner(
        "warn",
        "Another program has changed the same cells on disk.",
        "Nothing is written until you choose; what you do not keep is one undo away.",
        [
          keep,
          {label: "Reload from disk", act: () => workspace.resolve("theirs")},
          ...away(workspace, session)
        ]
      )
    : banner("warn", "Another program has deleted this file.", "Your text is still here.", [
        {...keep, label: "Write it again"}
      ]);
}

/** The tab of a folder whose address another one has taken. */
function elsewhere({elsewhere: is, information}: Workspace): Banner {
  if (!is) return nothing;
  const kept = "What you have typed is kept in this browser as a draft of its own folder";
  return banner(
    "bad",
    "This address serves another folder now: nothing is saved.",
    `${kept}; saving goes on when ecco edit serves ${information!.folder}/ here again.`
  );
}

function failed(workspace: Workspace, {session}: Stage): Banner {
  if (session.state.kind !== "failed" || workspace.elsewhere) return nothing;
  return banner(
    "warn",
    "Not saved:",
    `${session.state.message}. ${keptWords(session.kept)}. Saving is tried again by itself, here: start ecco edit for this folder again if it has ended.`,
    [{label: "Try now", act: () => void session.save()}, ...away(workspace, session)]
  );
}

/** What the reader can do with a text that is not on disk. */
const away = (workspace: Workspace, session: Session): readonly Choice[] => [
  {label: "Copy text", act: () => workspace.copyText()},
  {label: "Download", act: () => download(session.path, session.text)}
];

/** A browser that keeps nothing: said once, while all is well. */
function unkept(workspace: Workspace, {session}: Stage): Banner {
  const {kept, state} = session;
  if (!kept || kept.browser || workspace.knowsUnkept || state.kind === "failed") return nothing;
  return banner(
    "warn",
    `This browser keeps no drafts: ${kept.why}.`,
    "What you type is saved to its file a moment later; what was typed in between is lost when this page or the server ends.",
    [{label: "All right", act: () => workspace.acceptUnkept()}]
  );
}

const labelOf = ({notebook}: Stage["session"], id: number): string =>
  cellLabel(notebook.cells.find((cell) => cell.id === id)?.text ?? "");

function halves({session}: Stage): Banner {
  const [cell] = session.halves;
  if (cell === undefined) return nothing;
  return banner(
    "warn",
    `The cell ${labelOf(session, cell)} holds half a character.`,
    "No file can hold that: on disk there is � in its place. Put the whole character in."
  );
}

/** Said when the notebook is opened, before anything is typed in vain. */
function readOnly(workspace: Workspace, {session}: Stage): Banner {
  if (!workspace.readOnly || session.state.kind === "failed") return nothing;
  return banner(
    "warn",
    `${session.path} is read-only.`,
    "What you change here is not written to it, unless the file and its folder are made writable."
  );
}

function draft(workspace: Workspace): Banner {
  if (!workspace.draft) return nothing;
  const when = new Date(workspace.draft.time).toLocaleString(undefined, {
    dateStyle: "medium",
    timeStyle: "short"
  });
  return banner(
    "warn",
    `There is text of ${when} that was not saved.`,
    "Take it up, or keep what is on disk.",
    [
      {label: "Restore", act: () => workspace.settleDraft(true)},
      {label: "Forget it", act: () => workspace.settleDraft(false)}
    ]
  );
}

function still(stage: Stage): Banner {
  if (stage.life !== "stopped" || stage.session.held.size > 0) return nothing;
  const {stoppedFor: why} = stage;
  return banner(why ? "bad" : "warn", "Nothing runs.", stopWords[why ?? "asked"], [
    {label: "Run all cells", act: () => stage.run()}
  ]);
}
