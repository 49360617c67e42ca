import {
  architectures,
  listModels,
  listModelsIn,
  removeModel,
  usualStore,
  type CachedModel
} from "@ecco/engine";
import type {Command} from "commander";
import type {GlobalOptions} from "../input/options.ts";
import {print} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";

interface ModelsOptions extends GlobalOptions {
  readonly remove?: string;
}

/** A model in the list, embedded or downloaded. */
interface Listed {
  /** What names it on the command line. */
  readonly name: string;
  readonly kind: "embedded" | "cached";
  readonly architecture: string | null;
  readonly layers: number | null;
  readonly bytes: number | null;
  readonly location: string;
  /** When it was downloaded or kept; null for embedded ones. */
  readonly time: string | null;
}

const megabytes = (bytes: number | null): string =>
  bytes === null ? "–" : `${(bytes / 1e6).toFixed(1)} MB`;

/** Adds `ecco models`. */
export function models(program: Command): void {
  program
    .command("models")
    .description("list embedded and downloaded models, and the architectures that can be read")
    .option("--remove <name>", "remove a downloaded model, and its files with it")
    .action(async (_: unknown, command: Command) => {
      const {json, models: place, remove} = command.optsWithGlobals<ModelsOptions>();
      const store = await usualStore();
      if (remove !== undefined) {
        await removeModel(store, remove);
        return print(json ? JSON.stringify({removed: remove}) : `${remove} is removed`);
      }
      const found: readonly Listed[] = [
        ...(await listModels(place)).map((model): Listed => ({
          ...model,
          kind: "embedded",
          time: null
        })),
        ...(await listModelsIn(store)).map((model) => listed(model, store.path(model.folder) ?? ""))
      ];
      const known = architectures.map(({types, description}) => ({types, description}));
      if (json) return print(JSON.stringify({models: found, architectures: known}));
      show(found, known);
    });
}

const listed = ({record}: CachedModel, location: string): Listed => ({
  name: record.src,
  kind: "cached",
  architecture: null,
  layers: null,
  bytes: record.files.reduce((sum, {bytes}) => sum + bytes, 0),
  location,
  time: record.time
});

function show(
  found: readonly Listed[],
  known: readonly {readonly types: readonly string[]; readonly description: string}[]
): void {
  const right = "right" as const;
  const dim = (text: string) => ({text, style: "dim" as const});
  print(
    table(
      [
        {title: "model"},
        {title: "architecture"},
        {title: "layers", align: right},
        {title: "size", align: right},
        {title: "where"}
      ],
      found.map(({name, architecture, layers, bytes, location}) => [
        name,
        architecture ?? "–",
        String(layers ?? "–"),
        megabytes(bytes),
        dim(location)
      ])
    )
  );
  const cached = found.filter(({kind}) => kind === "cached");
  if (cached.length > 0)
    print(
      paint(
        dim(
          `\ndownloaded: ${megabytes(cached.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0))}; --remove NAME frees it`
        )
      )
    );
  print(
    paint(
      dim(
        "\nmodels of your own: a .gguf file, or a folder with config.json, *.safetensors and tokenizer.json; hf:owner/name from the hub"
      )
    )
  );
  print(
    table(
      [{title: "model_type is"}, {title: "such as"}],
      known.map(({types, description}) => [types.join(", "), description])
    )
  );
}
