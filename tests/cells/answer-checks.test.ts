import {expect, test} from "vitest";
import {
  answersOf,
  checks,
  noNumber,
  numbersIn,
  verdictOf
} from "../../packages/cells/src/guided/answer-checks.ts";

const wanted = (answer: string, tolerance = "", exact = false) => ({answer, tolerance, exact});

test.each([
  ["3.5", [3.5]],
  [" +3 ", [3]],
  ["0,5", [0.5]],
  ["−2", [-2]],
  [".5", [0.5]],
  ["1 000", [1000]],
  ["1,000", [1000, 1]],
  ["12,345.6", [12_345.6]],
  ["2e-3", [0.002]],
  ["50 %", [0.5, 50]],
  ["0x10", []],
  ["Infinity", []],
  ["1.2.3", []],
  ["3 apples", []],
  ["", []]
])("%j may mean %j", (text, numbers) => expect(numbersIn(text)).toEqual(numbers));

test.each([
  ["0.3", wanted("0.3"), true],
  ["0.30000000001", wanted("0.3"), true],
  ["0.31", wanted("0.3"), false],
  ["0.31", wanted("0.3", "0.01"), true],
  ["95", wanted("100", "5%"), true],
  ["94", wanted("100", "5%"), false],
  ["-95", wanted("-100", "5%"), true],
  ["50 %", wanted("0.5"), true],
  ["50 %", wanted("50"), true],
  ["0", wanted("0"), true]
])("the number %j for %j: %j", (given, answer, right) =>
  expect(checks.number(given, answer)).toEqual({right})
);

test("what is no number is neither right nor wrong; an answer that is none is the author's mistake", () => {
  expect(checks.number("many", wanted("3"))).toEqual({unclear: noNumber});
  expect(() => checks.number("3", wanted("many"))).toThrow('got "many", expected a number');
});

test.each([
  [" london ", wanted("London"), true],
  ["LONDRES", wanted("London | Londres"), true],
  ["new  york", wanted("New York"), true],
  ["london", wanted("London", "", true), false],
  ["Cafe\u0301", wanted("Café"), true],
  ["Lond", wanted("London"), false],
  ["", wanted("London |"), false]
])("the words %j for %j: %j", (given, answer, right) =>
  expect(checks.text(given, answer)).toEqual({right})
);

test("what a function of the author's returns", () => {
  expect(answersOf("a | b|")).toEqual(["a", "b"]);
  expect(verdictOf(true)).toEqual({right: true});
  expect(verdictOf(undefined)).toEqual({right: false});
  expect(verdictOf("too low")).toEqual({right: false, words: "too low"});
  expect(verdictOf({right: true, words: "well seen"})).toEqual({right: true, words: "well seen"});
});
