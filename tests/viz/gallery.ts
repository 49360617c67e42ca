/** The gallery: every view in every state, from the pictures that the tests draw too. `?only=saliency` shows one chapter. */
import {define} from "../../packages/viz/src/index.ts";
import {chapters} from "./pictures/chapters.ts";
import {statesOf} from "./pictures/picture.ts";
import type {Picture} from "./pictures/picture.ts";

define();

const only = new URLSearchParams(location.search).get("only")?.toLowerCase();
const main = document.querySelector("main")!;

function section(name: string, title: string, pictures: readonly Picture[]): void {
  const box = document.createElement("div");
  box.className = name;
  for (const {tag, properties, wide, name: said} of pictures) {
    const element = Object.assign(document.createElement(tag), properties);
    if (wide) element.className = "wide";
    element.dataset["picture"] = said;
    box.append(element);
  }
  const heading = document.createElement(name === "pair" ? "h2" : "h3");
  heading.textContent = title;
  main.append(heading, box);
}

for (const {title, pictures} of chapters) {
  if (only && !title.toLowerCase().includes(only)) continue;
  section("pair", title, pictures);
  const whole = pictures.find(({states}) => states);
  if (whole) section("three", `${title}: states`, statesOf(whole));
}
