import {afterEach, expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import {fill} from "../../packages/viz/src/bins.ts";
import {mountLarge, valueAt} from "./large-grid.ts";
import type {LargeGrid} from "./large-grid.ts";
import {all, listen, one, press, settled} from "./mount.ts";
import {faultsOf} from "./readable.ts";

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

const size = {rows: 30, columns: 512};
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Where the middle of a painted cell is on the page. */
function middle(element: LargeGrid, row: number, column: number): {x: number; y: number} {
  const {left, top} = one(element, ".area").getBoundingClientRect();
  return {x: left + column * 14 + 6, y: top + row * 15 + 7};
}

/** The colour a canvas has at a cell. */
function painted(element: LargeGrid, row: number, column: number): string {
  const canvas = one(element, "canvas") as HTMLCanvasElement;
  const {x, y} = middle(element, row, column);
  const {left, top} = canvas.getBoundingClientRect();
  const [r, g, b, a] = canvas
    .getContext("2d")!
    .getImageData((x - left) * devicePixelRatio, (y - top) * devicePixelRatio, 1, 1).data;
  return a === 0 ? "none" : `rgb(${r}, ${g}, ${b})`;
}

/** The colour the style sheet gives to a class. */
function styled(element: LargeGrid, name: string): string {
  if (!name) return "none";
  const cell = document.createElement("span");
  cell.className = name;
  one(element, ".view").append(cell);
  const {backgroundColor} = getComputedStyle(cell);
  cell.remove();
  return backgroundColor;
}

test("every cell that is seen is painted in its class's colour, in both schemes and after scrolling", async () => {
  document.documentElement.style.colorScheme = "light";
  const element = await mountLarge(size);
  await settled(element);
  const agree = (from: number): void => {
    for (let row = 0; row < 30; row += 3)
      for (let column = from; column < from + 40; column += 4)
        expect(painted(element, row, column), `${row}, ${column}`).toBe(
          styled(element, fill("diverging", valueAt(row, column), 1))
        );
  };
  agree(0);
  const light = painted(element, 9, 33);
  document.documentElement.style.colorScheme = "dark";
  await eventually(() => {
    agree(0);
    expect(painted(element, 9, 33)).not.toBe(light);
  });
  one(element, ".scroll").scrollLeft = 4000;
  await wait(60);
  agree(300);
  expect(all(element, ".ch").some(({textContent}) => textContent === "c300")).toBe(true);
  // Only what is near is there.
  expect(all(element, ".ch").length).toBeLessThan(120);
});

test("pointing, clicking, arrows and Enter reach painted cells as they do elements", async () => {
  const element = await mountLarge(size);
  await settled(element);
  const hovers = listen(element, "ecco-token-hover");
  const {x, y} = middle(element, 7, 20);
  const at = {clientX: x, clientY: y, bubbles: true, composed: true};
  one(element, "canvas").dispatchEvent(new PointerEvent("pointermove", at));
  await wait(110);
  expect((hovers[0] as CustomEvent).detail.position).toBe(20);
  expect(one(element, ".tip").textContent).toContain(valueAt(7, 20).toFixed(3));
  const mark = one(element, ".over").getBoundingClientRect();
  expect(Math.abs(mark.left + mark.width / 2 - x)).toBeLessThan(1.5);
  one(element, "canvas").dispatchEvent(new MouseEvent("click", at));
  await settled(element);
  expect(element.value).toEqual({row: 7, column: 20});
  const focused = (): HTMLElement =>
    (element.renderRoot as ShadowRoot).activeElement as HTMLElement;
  expect(focused().ariaLabel).toBe(`row 7, c 20: ${valueAt(7, 20).toFixed(3)}`);
  for (const key of ["ArrowDown", "ArrowRight", "End"]) {
    press(element, key);
    await settled(element);
  }
  expect(focused().dataset).toMatchObject({row: "8", column: "511"});
  const scroll = one(element, ".scroll");
  expect(scroll.scrollLeft).toBeGreaterThan(6000);
  const [cell, room] = [focused().getBoundingClientRect(), scroll.getBoundingClientRect()];
  expect(cell.right).toBeLessThanOrEqual(room.right);
  press(element, "Enter");
  expect(element.value).toEqual({row: 8, column: 511});
  expect(all(element, '.spot[tabindex="0"]')).toHaveLength(1);
});

test("axe finds nothing, and the unseen twin has every value or says where they are", async () => {
  const element = await mountLarge({rows: 40, columns: 50});
  await settled(element);
  const twin = one(element, "table.hidden");
  expect(twin.querySelectorAll("td")).toHaveLength(2000);
  expect(twin.querySelectorAll("tbody tr")[7]!.children[21]!.textContent).toBe(
    valueAt(7, 20).toFixed(3)
  );
  expect(await faultsOf(element)).toEqual([]);
  element.data = size;
  await settled(element);
  expect(one(element, "p.hidden").textContent).toContain("30 rows by 512 columns");
});
