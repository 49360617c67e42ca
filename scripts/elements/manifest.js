/** The elements as a custom-elements manifest (schema 1.0.0), which editors and frameworks read. */
import {spoken} from "./pages.js";

const member = ({name, type, text, default: value}) => ({
  kind: "field",
  name,
  type: {text: type},
  ...(text ? {description: text} : {}),
  ...(value === undefined ? {} : {default: value})
});
const named = ({name, text}) => ({name, description: text});

/** Returns the manifest of all elements, by the scripts in dist/ that register them. */
export const manifestOf = (elements) => ({
  schemaVersion: "1.0.0",
  readme: "README.txt",
  modules: [...new Set(elements.map(({script}) => script))].map((path) =>
    moduleOf(
      path,
      elements.filter(({script}) => script === path)
    )
  )
});

function moduleOf(path, elements) {
  return {
    kind: "javascript-module",
    path,
    declarations: elements.map((element) => ({
      kind: "class",
      name: element.name,
      tagName: element.tag,
      customElement: true,
      description: element.text,
      attributes: element.fields
        .filter(({attribute}) => attribute !== null)
        .map((field) => ({
          name: field.attribute,
          fieldName: field.name,
          type: {text: field.type},
          ...(field.text ? {description: field.text} : {}),
          ...(field.default === undefined ? {} : {default: field.default})
        })),
      members: [
        ...element.fields.map((field) => ({
          ...member(field),
          ...(field.attribute === null
            ? {}
            : {
                attribute: field.attribute,
                ...(spoken.has(field.attribute) ? {} : {reflects: true})
              })
        })),
        ...element.methods.map(({name, parameters, type, text}) => ({
          kind: "method",
          name,
          description: text,
          ...(parameters ? {parameters: [{name: parameters}]} : {}),
          return: {type: {text: type}}
        }))
      ],
      events: element.events.map(({name, text}) => ({
        name,
        type: {text: name === "input" ? "Event" : "CustomEvent"},
        description: text
      })),
      cssParts: element.parts.map(named),
      cssProperties: element.css.map(named)
    })),
    exports: elements.map(({tag, name}) => ({
      kind: "custom-element-definition",
      name: tag,
      declaration: {name, module: path}
    }))
  };
}
