import {architectures, listModels} from "@ecco/engine";
import type {Command} from "commander";
import type {GlobalOptions} from "../input/options.ts";
import {print} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";

/** Adds `ecco models`. */
export function models(program: Command): void {
  program
    .command("models")
    .description("list the embedded models and the architectures that can be read")
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const found = await listModels(options.models);
      const known = architectures.map(({types, description}) => ({types, description}));
      if (options.json) return print(JSON.stringify({models: found, architectures: known}));
      const rows = found.map(({name, architecture, layers, bytes, location}) => [
        name,
        architecture,
        String(layers ?? "–"),
        bytes === null ? "–" : `${(bytes / 1e6).toFixed(1)} MB`,
        {text: location, style: "dim" as const}
      ]);
      const right = "right" as const;
      const columns = [
        {title: "model"},
        {title: "architecture"},
        {title: "layers", align: right},
        {title: "weights", align: right},
        {title: "where"}
      ];
      print(table(columns, rows));
      print(
        paint({
          text: "\nmodels of your own: a folder with config.json, *.safetensors and tokenizer.json, where config.json's",
          style: "dim"
        })
      );
      print(
        table(
          [{title: "model_type is"}, {title: "such as"}],
          known.map(({types, description}) => [types.join(", "), description])
        )
      );
    });
}
