"""The tokenizer files of the conformance list: those of published families, written small, and one for each option."""

import base64
import itertools
import json
import tempfile
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Tokenizer, models, trainers
from texts import LANGUAGES

CORPUS = [text for group in LANGUAGES.values() for text in group] + [
    "user assistant system hello world the and of to in is that for it with as was on are be this have from",
    "a word new end one two three keyword words tail head time people said which their will about would there",
] * 3
# Fewer scripts, so that a small vocabulary has room for all their characters.
UNIGRAM_LANGUAGES = ["English", "German", "French", "Greek", "Russian", "Arabic", "Hindi", "Japanese", "Turkish"]
UNIGRAM_CORPUS = [text for name in UNIGRAM_LANGUAGES for text in LANGUAGES[name]] * 2 + CORPUS[-6:]
BEHAVIOURS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]

BYTES = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
BYTES_ONLY = {**BYTES, "use_regex": False}
BYTES_POST = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
BYTES_DECODER = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True}


def regex(pattern):
    return {"Regex": pattern}


def string(pattern):
    return {"String": pattern}


def split(pattern, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


def replace(pattern, content):
    return {"type": "Replace", "pattern": pattern, "content": content}


def normalizers(*parts):
    return {"type": "Sequence", "normalizers": list(parts)}


def pre(*parts):
    return {"type": "Sequence", "pretokenizers": list(parts)}


def processors(*parts):
    return {"type": "Sequence", "processors": list(parts)}


def decoders(*parts):
    return {"type": "Sequence", "decoders": list(parts)}


def metaspace(prepend_scheme="always", split=True, replacement="▁"):
    return {"type": "Metaspace", "replacement": replacement, "prepend_scheme": prepend_scheme, "split": split}


def bert(clean=True, han=True, accents=None, lower=True):
    return {
        "type": "BertNormalizer",
        "clean_text": clean,
        "handle_chinese_chars": han,
        "strip_accents": accents,
        "lowercase": lower,
    }


def added(content, special=True, single_word=False, lstrip=False, rstrip=False, normalized=None):
    return {
        "content": content,
        "single_word": single_word,
        "lstrip": lstrip,
        "rstrip": rstrip,
        "normalized": (not special) if normalized is None else normalized,
        "special": special,
    }


def names_of(tokens):
    return [added(token) if isinstance(token, str) else token for token in tokens]


def trained(trainer, normalizer=None, pre_tokenizer=None, model=None, corpus=None):
    """Returns the model section that a trainer makes of the corpus."""
    empty = whole(json.loads(Tokenizer(model).to_str())["model"], normalizer, pre_tokenizer)
    tokenizer = Tokenizer.from_str(json.dumps(empty))
    tokenizer.train_from_iterator(corpus or CORPUS, trainer)
    return json.loads(tokenizer.to_str())["model"]


def bpe(size, normalizer=None, pre_tokenizer=None, specials=(), alphabet=(), limit=None, **options):
    train = {key: options[key] for key in ("continuing_subword_prefix", "end_of_word_suffix") if key in options}
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=list(specials),
        initial_alphabet=list(alphabet),
        show_progress=False,
        **({"limit_alphabet": limit} if limit else {}),
        **train,
    )
    section = trained(trainer, normalizer, pre_tokenizer, models.BPE(**train))
    return {**section, **options}


def byte_bpe(size, normalizer=None, pre_tokenizer=BYTES, specials=()):
    from tokenizers.pre_tokenizers import ByteLevel

    return bpe(size, normalizer, pre_tokenizer, specials, sorted(ByteLevel.alphabet()))


def byte_tokens():
    return [f"<0x{byte:02X}>" for byte in range(256)]


def fallback_bpe(size, normalizer=None, pre_tokenizer=None, specials=("<unk>", "<s>", "</s>"), bytes_=None, **options):
    """A BPE model with tokens for bytes, numbered as sentencepiece numbers them."""
    ids = list(specials) + (byte_tokens() if bytes_ is None else bytes_)
    return bpe(
        size, normalizer, pre_tokenizer, ids, limit=160, **{"byte_fallback": True, "fuse_unk": True, "unk_token": "<unk>", **options}
    )


def unigram(size, normalizer=None, pre_tokenizer=None, specials=("<pad>", "</s>", "<unk>"), unk="<unk>", fallback=False):
    ids = list(specials) + (byte_tokens() if fallback else [])
    trainer = trainers.UnigramTrainer(
        vocab_size=size + len(ids), special_tokens=ids, unk_token=unk, show_progress=False, max_piece_length=12
    )
    section = trained(trainer, normalizer, pre_tokenizer, models.Unigram(), UNIGRAM_CORPUS)
    vocab = [[piece, round(score, 5)] for piece, score in section["vocab"]]
    return {**section, "vocab": vocab, "byte_fallback": fallback}


def wordpiece(size, normalizer=None, pre_tokenizer=None, specials=("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), **options):
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=list(specials), show_progress=False, limit_alphabet=260
    )
    section = trained(trainer, normalizer, pre_tokenizer, models.WordPiece(unk_token="[UNK]"))
    return {**section, **options}


def wordlevel(size, pre_tokenizer=None, unk="[UNK]", normalizer=None, specials=("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")):
    trainer = trainers.WordLevelTrainer(vocab_size=size, special_tokens=list(specials), show_progress=False)
    return trained(trainer, normalizer, pre_tokenizer, models.WordLevel(unk_token=unk))


def whole(model, normalizer=None, pre_tokenizer=None, post_processor=None, decoder=None, added_tokens=()):
    """Returns a tokenizer.json; added tokens take their ids from the vocabulary, else behind it."""
    vocab = model["vocab"]
    ids = {piece: at for at, (piece, _) in enumerate(vocab)} if isinstance(vocab, list) else dict(vocab)
    following = max(ids.values(), default=-1) + 1
    tokens = []
    for token in names_of(added_tokens):
        if token["content"] not in ids:
            ids[token["content"]] = following
            following += 1
        tokens.append({"id": ids[token["content"]], **token})
    tokens.sort(key=lambda token: token["id"])
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": tokens,
        "normalizer": normalizer,
        "pre_tokenizer": pre_tokenizer,
        "post_processor": post_processor,
        "decoder": decoder,
        "model": model,
    }


def template(model_ids, *parts):
    """A TemplateProcessing of token names and "$A"; `model_ids` gives the id of each name."""
    single = [
        {"Sequence": {"id": "A", "type_id": 0}} if part == "$A" else {"SpecialToken": {"id": part, "type_id": 0}}
        for part in parts
    ]
    return {
        "type": "TemplateProcessing",
        "single": single,
        "pair": [*single, {"Sequence": {"id": "B", "type_id": 1}}],
        "special_tokens": {
            name: {"id": name, "ids": [model_ids[name]], "tokens": [name]} for name in parts if name != "$A"
        },
    }


def with_template(make_post, **parts):
    """As `whole`, with a post-processor that is made from the ids of its added tokens."""
    made = whole(**parts)
    ids = {token["content"]: token["id"] for token in made["added_tokens"]}
    return {**made, "post_processor": make_post(ids)}


def charsmap(rule=None, rules=None):
    """Returns the precompiled rules of a sentencepiece model: those of a name, or one's own as lines of code points."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text("\n".join(LANGUAGES["English"] * 2), encoding="utf-8")
        options = {"normalization_rule_name": rule} if rule else {"normalization_rule_tsv": str(Path(folder) / "rules.tsv")}
        if rules:
            (Path(folder) / "rules.tsv").write_text(rules, encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus),
            model_prefix=str(Path(folder) / "made"),
            vocab_size=60,
            hard_vocab_limit=False,
            model_type="char",
            minloglevel=2,
            **options,
        )
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString((Path(folder) / "made.model").read_bytes())
        return base64.b64encode(proto.normalizer_spec.precompiled_charsmap).decode()


OWN_RULES = "\n".join(
    [*(f"{ord(upper):X}\t{ord(upper) + 32:X}" for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    + ["E4\t61 65", "F6\t6F 65", "FC\t75 65", "DF\t73 73", "41 300\t61", "2026\t2E 2E 2E", "200B\t", "1F642\t3A 29", "AC00\t1100 1161"]
)


def precompiled(rule):
    """Names rules kept once beside the files (see make.py)."""
    return {"type": "Precompiled", "precompiled_charsmap": f"rules:{rule}"}


CHARSMAPS = {
    "nmt_nfkc": lambda: charsmap("nmt_nfkc"),
    "nfkc": lambda: charsmap("nfkc"),
    "nmt_nfkc_cf": lambda: charsmap("nmt_nfkc_cf"),
    "nfkc_cf": lambda: charsmap("nfkc_cf"),
    "own": lambda: charsmap(rules=OWN_RULES),
}
