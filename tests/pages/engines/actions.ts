/** Keys and clicks in the words that WebDriver and WebDriver BiDi share. */

export const pressed = (text: string): object => ({
  type: "key",
  id: "keyboard",
  actions: [...text].flatMap((value) => [
    {type: "keyDown", value},
    {type: "keyUp", value}
  ])
});

export const clicked = (x: number, y: number): object => ({
  type: "pointer",
  id: "mouse",
  actions: [
    {type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0},
    {type: "pointerDown", button: 0},
    {type: "pointerUp", button: 0}
  ]
});
