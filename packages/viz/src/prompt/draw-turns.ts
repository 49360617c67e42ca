/** The editor of a conversation: a field a message, who says it, and what can be done with it. */
import {html, nothing} from "lit";
import type {TemplateResult} from "lit";
import {live} from "lit/directives/live.js";
import type {Conversation} from "./conversation.ts";
import {addTurn, beginAnswer, canContinue, changeTurn, removeTurn, rolesOf} from "./turns.ts";

export interface TurnsOptions {
  readonly label: string;
  readonly placeholder: string;
  readonly disabled: boolean;
  /** Whether the whole will not do. */
  readonly invalid: boolean;
  /** Called with what the reader has made of it; *focus* is the message that the keyboard goes to. */
  readonly change: (next: Conversation, focus?: number) => void;
  readonly key: (event: KeyboardEvent) => void;
}

const valueOf = (event: Event): string =>
  (event.target as HTMLTextAreaElement | HTMLSelectElement).value;

/** Draws every message of a conversation with a field of its own. */
export function drawTurns(conversation: Conversation, options: TurnsOptions): TemplateResult {
  const {disabled, change, label} = options;
  return html`<ol class="turns" aria-label=${label || "Conversation"}>
      ${conversation.messages.map((_, index) => drawTurn(conversation, index, options))}
    </ol>
    <div class="more">
      <button
        type="button"
        class="chip"
        id="add"
        ?disabled=${disabled}
        @click=${() => change(addTurn(conversation), conversation.messages.length)}
      >
        Add a turn
      </button>
      ${
        canContinue(conversation)
          ? html`<label class="begun"
              ><input
                type="checkbox"
                .checked=${live(conversation.continue === true)}
                ?disabled=${disabled}
                @change=${(event: Event) => change(beginAnswer(conversation, (event.target as HTMLInputElement).checked))}
              />
              The last answer is begun: the model goes on in it</label
            >`
          : nothing
      }
    </div>`;
}

function drawTurn(
  conversation: Conversation,
  index: number,
  {placeholder, disabled, invalid, change, key}: TurnsOptions
): TemplateResult {
  const {role, content} = conversation.messages[index]!;
  const name = `message ${index + 1}`;
  const typed = (event: Event): void =>
    change(changeTurn(conversation, index, {content: valueOf(event)}));
  const chosen = (event: Event): void =>
    change(changeTurn(conversation, index, {role: valueOf(event)}));
  const only = conversation.messages.length === 1;
  const remove = (): void =>
    change(removeTurn(conversation, index), Math.min(index, conversation.messages.length - 2));
  return html`<li class=${`turn ${role}`}>
    <span class="pick"
      ><select aria-label=${`Who says ${name}`} ?disabled=${disabled} @change=${chosen}>
        ${rolesOf(conversation).map(
          (one) =>
            html`<option value=${one} ?selected=${one === role} .selected=${one === role}>
              ${one}
            </option>`
        )}
      </select></span
    >
    <div class="grow" data-value=${content}>
      <textarea
        rows="1"
        spellcheck="false"
        autocomplete="off"
        translate="no"
        dir="auto"
        data-turn=${index}
        aria-label=${`${role}, ${name}`}
        aria-invalid=${invalid}
        aria-describedby="count said"
        placeholder=${placeholder}
        ?disabled=${disabled}
        .value=${live(content)}
        @input=${typed}
        @keydown=${key}
      ></textarea>
    </div>
    ${
      only
        ? nothing
        : html`<button
            type="button"
            class="remove"
            aria-label=${`Remove ${name}, ${role}`}
            ?disabled=${disabled}
            @click=${remove}
          >
            <span aria-hidden="true">×</span>
          </button>`
    }
  </li>`;
}
