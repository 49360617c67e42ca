import {afterEach, expect, test} from "vitest";
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {soundAt} from "./sound.ts";
import {attributions} from "./recorded-attributions.ts";

const {methods: data} = attributions;
const n = data.tokens.length;
const partly = {
  ...data,
  methods: data.methods.map(({method, attribution}, i) => ({
    method,
    attribution: i < 2 ? attribution : null,
    error: i === 2 ? "layer: got 9, expected at most 5" : null
  }))
};

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

test.each([
  ["light", 1000, {data}],
  ["dark", 360, {data, value: "deeplift"}],
  ["light", 320, {data: partly}]
] as const)(
  "axe finds nothing, nothing leaves the view (%s, %s px)",
  async (scheme, width, properties) => {
    await soundAt("ecco-methods", properties, {scheme, width, free: "[popover]"});
  }
);

test("each row has its own scale, its delta, and its bar beside its floor", async () => {
  const element = await mount("ecco-methods", {data, signed: false}, 1000);
  const rows = all(element, ".mr[role=group]");
  expect(rows).toHaveLength(data.methods.length);
  rows.forEach((row, i) => {
    const {method, attribution} = data.methods[i]!;
    const {scores, delta, quality} = attribution!;
    const size = scores.reduce((sum, x) => sum + Math.abs(x), 0);
    const strongest = scores.reduce(
      (top, x, at) => (Math.abs(x) > Math.abs(scores[top]!) ? at : top),
      0
    );
    const tokens = [...row.querySelectorAll(".t")];
    expect(tokens).toHaveLength(n);
    expect(tokens[strongest]!.classList.contains("s9"), method).toBe(true);
    const said = Number(/([\d.]+) percent/.exec(tokens[0]!.getAttribute("aria-label")!)![1]);
    expect(Math.abs(said / 100 - Math.abs(scores[0]!) / size)).toBeLessThan(0.0006);
    expect(row.querySelector(".r")!.textContent.includes("—")).toBe(delta === null);
    expect(row.querySelector(".fbar em")!.textContent).toBe(quality!.comprehensiveness.toFixed(2));
    const [bar, floor] = [row.querySelector<HTMLElement>(".bar")!, row.querySelector("u")!];
    const whole = data.methods[0]!.attribution!.quality!.comprehensiveness;
    expect(parseFloat(bar.style.width)).toBeCloseTo((quality!.comprehensiveness / whole) * 100, 3);
    expect(parseFloat(floor.style.left)).toBeCloseTo(
      (quality!.floor.comprehensiveness / whole) * 100,
      3
    );
    expect(row.getAttribute("aria-label")).toContain(delta === null ? "promises no sum" : "delta");
  });
  expect(all(element, ".mr .bad").map((bad) => bad.textContent.trim())).toEqual(["⚠ −0.01"]);
  expect(one(element, ".facts .bad").textContent).toContain("AttnLRP");
});

test("arrows walk rows and tokens, Enter pins the method, the table compares with it", async () => {
  const element = await mount("ecco-methods", {data}, 1000);
  const heard = listen(document.body, "input");
  const hovered = listen(element as unknown as HTMLElement, "ecco-token-hover");
  expect(all(element, '.body [tabindex="0"]')).toHaveLength(1);
  one(element, '.body [tabindex="0"]').focus();
  for (const key of ["ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"]) {
    press(element, key);
    await settled(element);
  }
  expect(hovered.map((event) => (event as CustomEvent).detail.position)).toContain(3);
  // The token pointed at is outlined in every row.
  expect(all(element, ".t.linked")).toHaveLength(data.methods.length);
  expect(one(element, ".tip").textContent).toMatch(/DeepLift.*position 3.*agreement/s);
  press(element, "Enter");
  await settled(element);
  expect(element.value).toBe("deeplift");
  expect(all(element, ".mr.on .mn").map((name) => name.textContent)).toEqual(["DeepLift"]);
  press(element, "t");
  await settled(element);
  const lines = element.toCsv().split("\r\n").slice(1);
  expect(lines).toHaveLength(data.methods.length);
  lines.forEach((line, i) => {
    const [method, delta, faithfulness] = line.split(",");
    const {attribution} = data.methods[i]!;
    expect(method).toBe(data.methods[i]!.method);
    expect(delta).toBe(String(attribution!.delta ?? ""));
    expect(faithfulness).toBe(String(attribution!.quality!.comprehensiveness));
  });
  expect(one(element, "table.twin caption").textContent).toContain("deeplift");
  press(element, "t");
  await settled(element);
  one(element, '.body [tabindex="0"]').focus();
  press(element, "Escape");
  press(element, "Escape");
  expect(element.value).toBeNull();
  expect(heard).toHaveLength(2);
});

test("a method to come has no values, one that cannot says why and is stepped over", async () => {
  const element = await mount("ecco-methods", {data: partly}, 1000);
  const rows = all(element, ".mr[role=group]");
  expect(rows[2]!.querySelector(".why")!.textContent).toContain("layer: got 9");
  expect(rows[3]!.querySelectorAll(".filled")).toHaveLength(0);
  expect(rows[3]!.getAttribute("aria-label")).toContain("not computed yet");
  one(element, '[data-row="1"][data-column="0"]').focus();
  press(element, "ArrowDown");
  await settled(element);
  expect(((element.renderRoot as ShadowRoot).activeElement as HTMLElement).dataset["row"]).toBe(
    "3"
  );
  press(element, "ArrowUp");
  await settled(element);
  expect(((element.renderRoot as ShadowRoot).activeElement as HTMLElement).dataset["row"]).toBe(
    "1"
  );
  // A map that is no explanation says so wherever its figures are.
  const {warned} = attributions.saliency;
  element.data = {
    tokens: warned.tokens,
    methods: [{method: warned.method, attribution: warned}]
  };
  await settled(element);
  one(element, '[data-row="0"][data-column="2"]').click();
  await settled(element);
  expect(one(element, ".tip").textContent).toContain("not an explanation");
  expect(element.toCsv()).toContain("take DeepLift");
  element.data = {tokens: [], methods: []};
  element.table = true;
  await settled(element);
  expect(one(element, ".view").textContent).not.toMatch(/NaN|undefined|Infinity/);
});

test("more methods are offered, and choosing one asks for it", async () => {
  const element = await mount("ecco-methods", {
    data,
    choices: {method: [...data.methods.map(({method}) => method), "lime", "cp-lrp"]}
  });
  const changes = listen(document.body, "ecco-change");
  const more = one(element, 'select[name="add"]') as HTMLSelectElement;
  expect([...more.options].map(({value}) => value)).toEqual(["", "lime", "cp-lrp"]);
  more.value = "cp-lrp";
  more.dispatchEvent(new Event("change", {bubbles: true}));
  await settled(element);
  expect(changes.map((event) => (event as CustomEvent).detail)).toEqual([
    {name: "add", value: "cp-lrp"}
  ]);
  expect(more.value).toBe("");
});
