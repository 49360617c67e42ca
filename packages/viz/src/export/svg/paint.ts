/** Computed colours and gradients in words that every drawing program understands. */

type Define = (definition: (id: string) => string) => string;

/** A colour as #rrggbb, and how much of it covers, from 0 to 1. */
export interface Colour {
  readonly hex: string;
  readonly alpha: number;
}

interface Stop {
  readonly colour: Colour;
  readonly at: number;
}

/** Splits at commas outside of parentheses. */
export const splitList = (list: string): readonly string[] =>
  list
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter(Boolean);

const sides: Readonly<Record<string, number>> = {
  "to top": 0,
  "to right": 90,
  "to bottom": 180,
  "to left": 270
};

export class Paint {
  readonly #define: Define;
  readonly #known = new Map<string, Colour>();
  readonly #context: CanvasRenderingContext2D;

  constructor(define: Define) {
    this.#define = define;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    this.#context = canvas.getContext("2d", {willReadFrequently: true})!;
  }

  /** Returns a computed colour, in whatever space it is written, as it is shown. */
  colour(css: string): Colour {
    const known = this.#known.get(css);
    if (known) return known;
    const context = this.#context;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = "#000";
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
    const hex = `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
    const colour = {hex, alpha: Math.round((a / 255) * 1000) / 1000};
    this.#known.set(css, colour);
    return colour;
  }

  /** Returns the attributes that fill (or stroke) with a computed colour; undefined when nothing would be seen. */
  fill(css: string, name: "fill" | "stroke" = "fill"): Record<string, string> | undefined {
    const {hex, alpha} = this.colour(css);
    if (alpha === 0) return undefined;
    return alpha === 1 ? {[name]: hex} : {[name]: hex, [`${name}-opacity`]: String(alpha)};
  }

  /** Returns what fills with a computed linear gradient in a box; undefined for other images. */
  gradient(
    image: string,
    box: {
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
    }
  ): string | undefined {
    const [, repeating, inner] = /^(repeating-)?linear-gradient\((.*)\)$/s.exec(image) ?? [];
    if (inner === undefined) return undefined;
    const parts = [...splitList(inner)];
    const turn = /^([-\d.]+)deg$/.exec(parts[0] ?? "");
    const side = sides[parts[0] ?? ""];
    if (turn || side !== undefined) parts.shift();
    const angle = turn ? Number(turn[1]) : (side ?? 180);
    const radians = (angle * Math.PI) / 180;
    const length =
      Math.abs(box.width * Math.sin(radians)) + Math.abs(box.height * Math.cos(radians));
    const stops = this.#stops(parts, length);
    const centre = {x: box.left + box.width / 2, y: box.top + box.height / 2};
    const period = repeating ? (stops.at(-1)?.at ?? 0) : length;
    if (!(period > 0)) return undefined;
    // From the corner where the gradient begins, along its direction.
    const half = {x: (Math.sin(radians) * length) / 2, y: (-Math.cos(radians) * length) / 2};
    const start = {x: centre.x - half.x, y: centre.y - half.y};
    const end = {
      x: start.x + Math.sin(radians) * period,
      y: start.y - Math.cos(radians) * period
    };
    const id = this.#define(
      (name) =>
        `<linearGradient id="${name}" gradientUnits="userSpaceOnUse" x1="${start.x}" y1="${start.y}" x2="${end.x}" y2="${end.y}"${repeating ? ' spreadMethod="repeat"' : ""}>${stops
          .map(
            ({colour: {hex, alpha}, at}) =>
              `<stop offset="${at / period}" stop-color="${hex}" stop-opacity="${alpha}"/>`
          )
          .join("")}</linearGradient>`
    );
    return `url(#${id})`;
  }

  #stops(parts: readonly string[], length: number): readonly Stop[] {
    const stops: {colour: Colour; at: number | undefined}[] = [];
    for (const part of parts) {
      const places = [...part.matchAll(/\s([-\d.]+)(px|%)(?=\s|$)/g)];
      const colour = this.colour(part.replace(/(\s[-\d.]+(px|%))+$/, ""));
      if (!places.length) stops.push({colour, at: undefined});
      for (const [, value, unit] of places)
        stops.push({colour, at: unit === "%" ? (Number(value) / 100) * length : Number(value)});
    }
    // Those without a place are spread evenly; only the ends and the middle ever are.
    return stops.map(({colour, at}, i) => ({
      colour,
      at: at ?? (i / Math.max(1, stops.length - 1)) * length
    }));
  }
}
