import {afterEach, expect, test} from "vitest";
import {reportCell} from "../../apps/editor/src/frame/report/report-cell.ts";
import {eventually} from "../eventually.ts";

class View extends HTMLElement {
  state = "live";
  message = "the model is not here";
}
customElements.define("ecco-report-test", View);

const place = document.body.appendChild(document.createElement("div"));
afterEach(() => place.replaceChildren());

const report = (values = false, result: Parameters<typeof reportCell>[0]["result"] = null) =>
  reportCell({id: 1, refused: [], place, result}, values);

test("a view that runs keeps its cell busy; one that failed is an error of it", () => {
  const view = place.appendChild(new View());
  expect(report()).toMatchObject({busy: false, problems: []});
  view.state = "running";
  expect(report().busy).toBe(true);
  view.state = "error";
  expect(report()).toMatchObject({busy: false, problems: ["the model is not here"]});
});

test("a picture that does not come is an error, one that lies elsewhere on the page and comes late is not", async () => {
  place.innerHTML =
    '<img src="data:image/png;base64,AAAA"><img loading="lazy" style="margin-top: 90000px" src="/x.png">';
  await eventually(() => expect(report().busy).toBe(false));
  expect(report().problems).toEqual(["picture data:image/png;base64,AAAA: it is not shown"]);
});

test("what is shown is told by its words, those in shadows too, without styles", () => {
  place.innerHTML = "<p>one\n <b>two</b><style>p {}</style></p><p></p>";
  place.lastElementChild!.attachShadow({mode: "open"}).innerHTML = "<i>three</i>";
  const result = {
    value: undefined,
    outputs: new Map(),
    awaited: false,
    shown: [...place.childNodes]
  };
  expect(JSON.parse(report(true, result).value!)).toEqual({
    type: "element",
    tag: null,
    text: "one two three"
  });
  expect(report(false, result).value).toBeNull();
});
