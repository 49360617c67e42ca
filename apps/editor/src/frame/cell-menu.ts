/** The menu of a cell: everything its keys do. */
import {cellKinds, cellTypes} from "@ecco/runtime/document";
import type {CellText} from "../protocol/messages.ts";
import type {Commands} from "./commands.ts";
import {openMenu} from "./menu.ts";
import type {MenuItem} from "./menu.ts";

/** Opens the menu of a cell beside *button*. */
export function cellMenu(button: HTMLElement, cell: CellText, commands: Commands): void {
  const kinds = cellKinds.map((type): MenuItem => {
    const {label, key} = cellTypes[type];
    return {
      label,
      ...(key && {key: key.toUpperCase()}),
      checked: cell.type === type,
      act: () => commands.retype(type)
    };
  });
  const common: readonly MenuItem[] = [
    {label: "Insert above", key: "A", act: commands.above},
    {label: "Insert below", key: "B", act: commands.below},
    {label: "Move up", key: "Alt ↑", disabled: !commands.up, act: () => commands.up?.()},
    {label: "Move down", key: "Alt ↓", disabled: !commands.down, act: () => commands.down?.()}
  ];
  const own: readonly MenuItem[] = [
    {label: "Edit", key: "Enter", act: commands.edit},
    {label: cell.pinned ? "Fold code" : "Show all code", key: "P", act: commands.pin},
    ...kinds
  ];
  openMenu(button, [
    ...(cell.type === "raw" ? [] : own),
    ...common,
    {label: "Delete", key: "Del", act: commands.delete}
  ]);
}
