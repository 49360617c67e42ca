"""Writes the conformance list: what Python's `tokenizers` makes of each text with each tokenizer file.

    pip install tokenizers==0.23.3 sentencepiece==0.2.3 protobuf brotli
    python tests/tokenizers/conformance/make.py            # keeps the tokenizer files, takes new ones and all texts
    python tests/tokenizers/conformance/make.py --anew     # writes the tokenizer files anew too

tokenizers.json.br holds the files (and sentencepiece's rules, once each), texts.json the texts, expected.json.br for
each file: the ids put before and behind every text, and for each text its ids, its offsets as pairs of (characters
since the end of the token before, length), and its decoded text (0: the text itself; null: the
reference fails inside). In place of a text's results
stands null where the reference refuses it with an error, and 0 where it fails inside (a panic, which says nothing).
"""

import json
import sys
from pathlib import Path

import brotli
from tokenizers import Tokenizer
from texts import texts

here = Path(__file__).parent


def pack(name, value):
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    (here / name).write_bytes(brotli.compress(data, quality=11, lgwin=24))


def unpack(name):
    file = here / name
    return json.loads(brotli.decompress(file.read_bytes())) if file.exists() else {"rules": {}, "files": {}}


def with_rules(value, rules):
    """Returns a tokenizer.json with the rules that it names put in."""
    if isinstance(value, list):
        return [with_rules(item, rules) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: with_rules(item, rules) for key, item in value.items()}
    named = made.get("precompiled_charsmap")
    if named is not None:
        made["precompiled_charsmap"] = rules[named.removeprefix("rules:")]
    return made


def gaps(offsets):
    """Returns offsets as they are stored."""
    flat, last = [], 0
    for start, end in offsets:
        flat += [start - last, end - start]
        last = end
    return flat


def decoded(tokenizer, ids, special):
    """Returns the text of ids without special ones, null where the reference fails inside.

    They are left out here, not by skip_special_tokens: the reference no longer knows a special token as one where the
    normalizer changes its name ("<s>" to "▁<s>"), and would show it.
    """
    try:
        return tokenizer.decode([id for id in ids if id not in special], skip_special_tokens=False)
    except BaseException:
        return None


def row(tokenizer, text, around, special):
    """Returns [ids, offsets, decoded text] of a text; null where the tokenizer refuses it, 0 where it fails inside."""
    try:
        inner = tokenizer.encode(text, add_special_tokens=False)
    except Exception:
        return None
    except BaseException:
        return 0
    whole = tokenizer.encode(text)
    before, after = around
    assert whole.ids == before + inner.ids + after, text
    until = len(whole.ids) - len(after)
    assert whole.offsets[len(before) : until] == inner.offsets, text
    shown = decoded(tokenizer, whole.ids, special)
    return [inner.ids, gaps(inner.offsets), 0 if shown == text else shown]


def ids_around(tokenizer):
    """Returns the ids that are put before and behind every text: those of the text that is read first of all."""
    for text in ("a", "A", "1", " "):
        try:
            inner = tokenizer.encode(text, add_special_tokens=False).ids
            ids = tokenizer.encode(text).ids
        except BaseException:
            continue
        for at in range(len(ids) - len(inner) + 1):
            if inner and ids[at : at + len(inner)] == inner:
                return ids[:at], ids[at + len(inner) :]
    return [], []


def expected(file, rows):
    tokenizer = Tokenizer.from_str(json.dumps(file))
    # What a file says of cutting and filling up is for batches; a model is given the whole text.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    around = ids_around(tokenizer)
    special = {id for id, token in tokenizer.get_added_tokens_decoder().items() if token.special}
    results = [row(tokenizer, text, around, special) for _, text in rows]
    return {"before": around[0], "after": around[1], "rows": results}


def main():
    from files import CHARSMAPS
    from options import FAMILIES, OPTIONS

    kept = unpack("tokenizers.json.br") if "--anew" not in sys.argv else {"rules": {}, "files": {}}
    rules = {name: kept["rules"].get(name) or make() for name, make in CHARSMAPS.items()}
    files = {name: kept["files"].get(name) or make() for name, make in FAMILIES.items()}
    files |= {name: kept["files"].get(name) or made for name, made in OPTIONS.items()}
    rows = texts()
    results = {name: expected(with_rules(file, rules), rows) for name, file in files.items()}
    pack("tokenizers.json.br", {"rules": rules, "files": files})
    pack("expected.json.br", results)
    lines = ",\n".join("  " + json.dumps(each) for each in rows)
    (here / "texts.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    thrown = {name: sum(not each for each in made["rows"]) for name, made in results.items()}
    print(f"{len(files)} files, {len(rows)} texts,", sum(len(each[0]) for made in results.values() for each in made["rows"] if each), "tokens")
    print("thrown:", {name: count for name, count in thrown.items() if count})


if __name__ == "__main__":
    main()
