"""Tokenizer files that each turn to one component or option, in a composition that shows what it does.

Normalizers stand before a vocabulary of bytes: its tokens show the normalized text whole. Pre-tokenizers stand before a
vocabulary of words: each word without an entry is one unknown token, whose offsets show where the text was cut.
"""

from families import *

OPTIONS = {}


def keep(name, made):
    OPTIONS[name] = made


def seen_as_bytes(normal, tokens=("<|endoftext|>",), post=None):
    model = byte_bpe(420, None, BYTES_ONLY, [t if isinstance(t, str) else t["content"] for t in tokens])
    return whole(model, normal, BYTES_ONLY, post, BYTES_DECODER, tokens)


def each_byte(normal):
    """Without a merge: each byte of the normalized text is a token with a range of its own."""
    model = byte_bpe(256, None, BYTES_ONLY)
    return whole({**model, "merges": []}, normal, BYTES_ONLY, None, BYTES_DECODER, ["<|endoftext|>"])


def seen_as_words(cut, normal=None):
    return whole(wordlevel(260, {"type": "Whitespace"}), normal, cut, None, None, BERT_SPECIALS)


def options_of_normalizers():
    for clean, han, accents, lower in [
        (True, True, None, True),
        (True, True, None, False),
        (False, True, False, True),
        (True, False, True, False),
        (False, False, None, True),
        (False, True, True, True),
        (False, False, False, False),
    ]:
        said = {None: "null", True: "true", False: "false"}
        name = f"normalizer BertNormalizer clean_text={said[clean]} han={said[han]} strip_accents={said[accents]} lowercase={said[lower]}"
        make = each_byte if clean and han and lower else seen_as_bytes
        keep(name, make(bert(clean, han, accents, lower)))
    for kind in ("NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents"):
        make = each_byte if kind in ("NFKD", "Nmt") else seen_as_bytes
        keep(f"normalizer {kind}", make({"type": kind}))
    keep("normalizer ByteLevel", whole(byte_bpe(420, None, BYTES_ONLY), {"type": "ByteLevel"}, None, None, BYTES_DECODER, ["<|endoftext|>"]))
    for left, right in itertools.product((True, False), repeat=2):
        keep(f"normalizer Strip left={left} right={right}", seen_as_bytes({"type": "Strip", "strip_left": left, "strip_right": right}))
    keep("normalizer Prepend", seen_as_bytes({"type": "Prepend", "prepend": "▁x"}))
    keep("normalizer Replace String", seen_as_bytes(replace(string("a"), "<ä>")))
    keep("normalizer Replace String of regex signs", seen_as_bytes(replace(string("."), "\\1$0")))
    keep("normalizer Replace String by nothing", seen_as_bytes(replace(string(" "), "")))
    keep("normalizer Replace Regex", seen_as_bytes(replace(regex(r"(?<letters>\p{L}+)\s+(\d?)"), "$1-\\k<letters>")))
    keep("normalizer Replace Regex of nothing", seen_as_bytes(replace(regex(r"x*"), "_")))
    keep("normalizer Replace Regex at ends", seen_as_bytes(normalizers(replace(regex(r"^\s+|\s+$"), ""), replace(regex(r"(?m)^"), "> "))))
    keep("normalizer Sequence of NFKD and StripAccents", seen_as_bytes(normalizers({"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, {"type": "NFC"})))
    keep("normalizer Sequence that shortens and lengthens", seen_as_bytes(normalizers({"type": "NFKC"}, replace(string("e"), "eee"), replace(regex("[aeiou]+"), "V"), {"type": "Prepend", "prepend": "  "}, {"type": "Strip", "strip_left": True, "strip_right": True})))
    for rule in CHARSMAPS:
        make = each_byte if rule in ("nmt_nfkc", "own") else seen_as_bytes
        keep(f"normalizer Precompiled {rule}", make(precompiled(rule)))


# Written as those of published files are, and as regular expressions of other kinds may be.
PATTERNS = {
    "look-around": r"(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<![0-9])-(?!\d)",
    "hexadecimal and control": r"\h{2,}|\t|\x{e9}|[\x20-\x2f]+|\u00e4",
    "possessive and atomic": r"(?>a+)b?|\w++|\s*+",
    "scripts and properties": r"\p{Han}+|\p{Hiragana}+|\p{Greek}+|\p{Arabic}|\p{^L}|\P{M}",
    "POSIX": r"[[:alpha:]]+|[[:digit:]]+|[[:punct:]]|[[:space:]]+",
    "case-insensitive": r"(?i)étrange|(?i:new|word)+|É",
    "anchors": r"\A.|.\z|^\S+$|\b\w",
    "class set operations": r"[\p{L}&&[^a-z]]+|[^\p{L}\p{N}\s]|[a-c[x-z]]",
    "dot and lines": r".+|\R",
    "back-reference": r"(?<c>.)\k<c>+|(?<q>['\"]).*?\k<q>",
    "of Llama 3": LLAMA3,
    "of Qwen 2": QWEN2,
    "of Qwen 3.5": QWEN35,
    "of GPT-4": CL100K,
    "of GPT-4o": O200K,
    "of Mistral Nemo": TEKKEN,
    "of DeepSeek V3": DEEPSEEK3,
}


def options_of_pre_tokenizers():
    for behaviour, invert in itertools.product(BEHAVIOURS, (False, True)):
        keep(f"pre-tokenizer Split Regex {behaviour} invert={invert}", seen_as_words(split(regex(r"\s+|[,.!?]"), behaviour, invert)))
        keep(f"pre-tokenizer Split String {behaviour} invert={invert}", seen_as_words(split(string(" "), behaviour, invert)))
    for name, pattern in PATTERNS.items():
        keep(f"pre-tokenizer Split Regex {name}", seen_as_words(split(regex(pattern))))
    keep("pre-tokenizer Split Regex of nothing", seen_as_words(split(regex(r"b*"), "Isolated")))
    for behaviour in BEHAVIOURS:
        keep(f"pre-tokenizer Punctuation {behaviour}", seen_as_words({"type": "Punctuation", "behavior": behaviour}))
    keep("pre-tokenizer Punctuation", seen_as_words({"type": "Punctuation"}))
    for delimiter in (" ", "é", "😀"):
        keep(f"pre-tokenizer CharDelimiterSplit {delimiter}", seen_as_words({"type": "CharDelimiterSplit", "delimiter": delimiter}))
    for alone in (True, False):
        keep(f"pre-tokenizer Digits individual={alone}", seen_as_words({"type": "Digits", "individual_digits": alone}))
    for length in (1, 5):
        keep(f"pre-tokenizer FixedLength {length}", seen_as_words({"type": "FixedLength", "length": length}))
    for kind in ("BertPreTokenizer", "UnicodeScripts", "Whitespace", "WhitespaceSplit"):
        keep(f"pre-tokenizer {kind}", seen_as_words({"type": kind}))
    for scheme, cut in itertools.product(("always", "first", "never"), (True, False)):
        made = seen_as_words(metaspace(scheme, cut))
        keep(f"pre-tokenizer Metaspace {scheme} split={cut}", {**made, "decoder": metaspace(scheme, cut)})
    for name, normal in {"Strip": {"type": "Strip", "strip_left": True, "strip_right": True}, "Replace": replace(regex(r"\s+"), "")}.items():
        pieces = unigram(300, None, metaspace())
        keep(f"pre-tokenizer Metaspace first behind {name}", whole(pieces, normal, metaspace("first", False), None, metaspace("first"), ["<pad>", "</s>", "<unk>"]))
    older = {"type": "Metaspace", "replacement": "_", "str_rep": "_", "add_prefix_space": True}
    keep("pre-tokenizer Metaspace of older files", {**seen_as_words(older), "decoder": older})
    keep("pre-tokenizer Metaspace of older files without prefix", seen_as_words({"type": "Metaspace", "replacement": "▁", "add_prefix_space": False, "prepend_scheme": "never"}))
    for prefix, trim, cut in itertools.product((True, False), repeat=3):
        made = {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": trim, "use_regex": cut}
        keep(f"pre-tokenizer ByteLevel add_prefix_space={prefix} trim_offsets={trim} use_regex={cut}", whole(byte_bpe(420, None, made), None, made, made, made, ["<|endoftext|>", added("new", special=False)]))
    older = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True}
    keep("pre-tokenizer ByteLevel of older files", whole(byte_bpe(420, None, older), None, older, older, older, ["<|endoftext|>"]))
    prefixed = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": False}
    keep("post-processor ByteLevel behind a space put before", whole(unigram(300, None, metaspace()), {"type": "Prepend", "prepend": " "}, {"type": "Digits", "individual_digits": False}, prefixed, BYTES_DECODER))
    keep("pre-tokenizer none", seen_as_words(None))
    keep("pre-tokenizer Sequence of none", seen_as_words(pre()))
    keep("pre-tokenizer Sequence in Sequence", seen_as_words(pre(pre({"type": "Whitespace"}, {"type": "UnicodeScripts"}), {"type": "Digits", "individual_digits": True})))


def options_of_models():
    cut = {"type": "Whitespace"}
    english = LANGUAGES["English"] + LANGUAGES["German"]

    def small(**options):
        section = bpe(160, None, cut, ["<unk>"], limit=50)
        return {**section, **options}

    keep("model BPE without unknown token", whole(small(), None, cut))
    keep("model BPE unk_token", whole(small(unk_token="<unk>"), None, cut, None, None, ["<unk>"]))
    keep("model BPE fuse_unk", whole(small(unk_token="<unk>", fuse_unk=True), None, cut, None, None, ["<unk>"]))
    keep("model BPE byte_fallback without unknown token", whole(fallback_bpe(420, None, cut, unk_token=None, fuse_unk=False), None, cut, None, LLAMA_DECODER))
    keep("model BPE byte_fallback of some bytes", whole(fallback_bpe(300, None, cut, bytes_=byte_tokens()[:200], fuse_unk=False), None, cut, None, LLAMA_DECODER, LLAMA_SPECIALS))
    prefixed = bpe(420, None, cut, ["[UNK]"], limit=200, continuing_subword_prefix="##", unk_token="[UNK]")
    keep("model BPE continuing_subword_prefix", whole(prefixed, None, cut, None, {"type": "WordPiece", "prefix": "##", "cleanup": True}, ["[UNK]"]))
    both = bpe(420, None, cut, ["[UNK]"], limit=200, continuing_subword_prefix="@@", end_of_word_suffix="</w>", unk_token="[UNK]")
    keep("model BPE continuing_subword_prefix and end_of_word_suffix", whole(both, None, cut, None, {"type": "BPEDecoder", "suffix": "</w>"}, ["[UNK]"]))
    suffixed = bpe(420, None, cut, ["[UNK]"], limit=200, end_of_word_suffix="</w>", unk_token="[UNK]", fuse_unk=True)
    keep("model BPE end_of_word_suffix", whole(suffixed, None, cut, None, {"type": "BPEDecoder", "suffix": "</w>"}, ["[UNK]"]))
    written = byte_bpe(420)
    keep("model BPE merges written as texts", whole({**written, "merges": [" ".join(pair) for pair in written["merges"]]}, None, BYTES, BYTES_POST, BYTES_DECODER))
    word = byte_bpe(420)
    following = max(word["vocab"].values()) + 1
    word["vocab"].update({piece: following + at for at, piece in enumerate(["Ġquick", "hello", "Ġworld", "Ġword", "æĹ¥æľ¬", "123", "Ġ😀"])})
    keep("model BPE ignore_merges", whole({**word, "ignore_merges": True}, None, BYTES, BYTES_POST, BYTES_DECODER))
    keep("model BPE without type", whole({key: value for key, value in word.items() if key in ("vocab", "merges")}, None, BYTES, None, BYTES_DECODER))
    keep("model BPE of the whole text", whole(byte_bpe(520, None, BYTES_ONLY), None, BYTES_ONLY, None, BYTES_DECODER))
    keep("model Unigram", whole(unigram(300, None, metaspace()), None, metaspace(), None, metaspace(), ["<pad>", "</s>", "<unk>"]))
    keep("model Unigram without unknown token", whole({**unigram(300, None, metaspace()), "unk_id": None}, None, metaspace(), None, metaspace()))
    fallback = unigram(300, None, metaspace(), fallback=True)
    keep("model Unigram byte_fallback", whole(fallback, None, metaspace(), None, LLAMA_DECODER, ["<pad>", "</s>", "<unk>"]))
    keep("model Unigram byte_fallback of some bytes", whole({**fallback, "vocab": [row for row in fallback["vocab"] if row[0] not in byte_tokens()[:230]]}, None, metaspace(), None, LLAMA_DECODER, ["<pad>", "</s>", "<unk>"]))
    keep("model Unigram of the whole text", whole(unigram(300, None, metaspace()), None, None, None, None, ["<pad>", "</s>", "<unk>"]))
    ties = {"type": "Unigram", "unk_id": 0, "byte_fallback": False, "vocab": [["<unk>", 0.0], ["a", -1.0], ["aa", -2.0], ["aaa", -3.0], ["b", -1.5], ["ab", -2.5], ["ba", -2.5], ["h", -2.0], ["ha", -3.0], ["hah", -5.0], [" ", -1.0], ["x", -50.0], ["x ", -51.0]]}
    keep("model Unigram of equal scores", whole(ties, None, None, None, None, ["<unk>"]))
    keep("model WordLevel", whole(wordlevel(300, cut), None, cut, None, None, BERT_SPECIALS))
    keep("model WordLevel without unknown token", whole({**wordlevel(120, cut), "unk_token": "<none>"}, None, cut))
    keep("model WordPiece", whole(wordpiece(500, None, cut), None, cut, None, None, BERT_SPECIALS))
    keep("model WordPiece max_input_chars_per_word", whole(wordpiece(500, None, cut, max_input_chars_per_word=6), None, cut, None, {"type": "WordPiece", "prefix": "##", "cleanup": False}, BERT_SPECIALS))
    for kind, section in {"WordLevel": wordlevel(300, cut), "WordPiece": wordpiece(500, None, cut), "Unigram": unigram(300, None, cut)}.items():
        keep(f"model {kind} without type", whole({key: value for key, value in section.items() if key != "type"}, None, cut))
    bare = wordpiece(500, None, cut)
    pieces = list(dict.fromkeys(piece.removeprefix("##") for piece in bare["vocab"]))
    keep("model WordPiece without prefix", whole({**bare, "continuing_subword_prefix": "", "vocab": {piece: at for at, piece in enumerate(pieces)}}, None, cut, None, {"type": "WordPiece", "prefix": "", "cleanup": True}, BERT_SPECIALS))


def options_of_processors():
    specials = ["<s>", "</s>", "<pad>", "[CLS]", "[SEP]"]
    model = byte_bpe(420, None, BYTES, specials)

    def keep_post(name, make, cut=BYTES):
        keep(f"post-processor {name}", with_template(make, model=model, pre_tokenizer=cut, decoder=BYTES_DECODER, added_tokens=specials))

    for trim, prefix in itertools.product((True, False), repeat=2):
        keep_post(f"RobertaProcessing trim_offsets={trim} add_prefix_space={prefix}", roberta_post(trim, prefix), {**BYTES, "add_prefix_space": prefix})
        keep_post(f"ByteLevel trim_offsets={trim} add_prefix_space={prefix}", lambda ids: {**BYTES, "trim_offsets": trim, "add_prefix_space": prefix}, {**BYTES, "add_prefix_space": prefix})
    keep_post("BertProcessing", lambda ids: {"type": "BertProcessing", "sep": ["[SEP]", ids["[SEP]"]], "cls": ["[CLS]", ids["[CLS]"]]})
    keep_post("TemplateProcessing of several", lambda ids: template(ids, "<s>", "[CLS]", "[CLS]", "$A", "</s>", "<pad>"))
    keep_post("TemplateProcessing of the text alone", lambda ids: template(ids, "$A"))
    keep_post("Sequence", lambda ids: processors({**BYTES, "trim_offsets": True}, template(ids, "<s>", "$A", "</s>")))
    keep_post("none", lambda ids: None)

    def long_special(ids):
        made = template(ids, "<s>", "$A")
        made["special_tokens"]["<s>"] = {"id": "<s>", "ids": [ids["<s>"], ids["[CLS]"]], "tokens": ["<s>", "[CLS]"]}
        return made

    keep_post("TemplateProcessing of two tokens under one name", long_special)


def options_of_decoders():
    cut = {"type": "Whitespace"}
    words = wordpiece(500, None, cut)
    fallback = fallback_bpe(560, LLAMA_NORMAL, split(string("▁"), "MergedWithNext"))
    for name, decoder in {
        "none": None,
        "WordPiece cleanup=True": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "WordPiece cleanup=False": {"type": "WordPiece", "prefix": "##", "cleanup": False},
        "WordPiece of another prefix": {"type": "WordPiece", "prefix": "#", "cleanup": True},
        "BPEDecoder": {"type": "BPEDecoder", "suffix": "g"},
        "CTC": {"type": "CTC", "pad_token": "[UNK]", "word_delimiter_token": "the", "cleanup": True},
        "CTC cleanup=False": {"type": "CTC", "pad_token": "[UNK]", "word_delimiter_token": "the", "cleanup": False},
        "Fuse": {"type": "Fuse"},
        "Replace String": replace(string("##"), ""),
        "Replace Regex": replace(regex(r"^##|[aeiou]"), "_"),
        "Strip": {"type": "Strip", "content": "#", "start": 1, "stop": 0},
        "Strip at both ends": {"type": "Strip", "content": "e", "start": 2, "stop": 1},
        "Metaspace": metaspace(replacement="#"),
        "Metaspace never": metaspace("never", replacement="#"),
        "ByteFallback": {"type": "ByteFallback"},
        "ByteLevel over other characters": BYTES_DECODER,
        "Sequence": decoders(replace(string("##"), "_"), {"type": "Fuse"}, replace(regex("_+"), " "), {"type": "Strip", "content": "t", "start": 1, "stop": 0}),
        "Sequence of none": decoders(),
    }.items():
        keep(f"decoder {name}", whole(words, None, cut, None, decoder, BERT_SPECIALS))
    for name, decoder in {
        "ByteFallback alone": {"type": "ByteFallback"},
        "ByteFallback and Metaspace": decoders({"type": "ByteFallback"}, metaspace()),
        "Fuse before Strip": decoders(replace(string("▁"), " "), {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 2, "stop": 1}),
        "Metaspace first": metaspace("first"),
    }.items():
        keep(f"decoder {name} over bytes", whole(fallback, LLAMA_NORMAL, None, None, decoder, LLAMA_SPECIALS))


def options_of_added_tokens():
    flagged = [
        added("word", special=False, single_word=True),
        added("new", special=False, normalized=True),
        added("NEW", special=False, normalized=False),
        added("tail", special=False, rstrip=True),
        added("head", special=False, lstrip=True),
        added("[MASK]", lstrip=True, rstrip=True),
        added("[ULTRA]", normalized=True),
        added("ab", special=False),
        added("abc", special=False),
        added("abcd", special=False, normalized=False, single_word=True),
        added("straße", special=False, normalized=True),
        added("é", special=False, normalized=True),
        added("<s>", lstrip=False, rstrip=True),
        added("<mask>", lstrip=True),
        added("the", special=True, single_word=True, lstrip=True, rstrip=True, normalized=True),
        added("  ", special=False),
        added("\n", special=False, normalized=False),
        added("で", special=False),
    ]
    ends = [added("\n", special=False, lstrip=True, rstrip=True, normalized=False), added("tail", special=False, lstrip=True, rstrip=True), added("é", special=False, rstrip=True, single_word=True)]
    keep("added tokens that take the spaces around them", seen_as_bytes({"type": "NFC"}, ends))
    keep("added tokens that take the line ends around them", seen_as_bytes(None, [added("\n", lstrip=True, rstrip=True, single_word=True), added(" ", special=False, rstrip=True, normalized=False)]))
    for name, normal in {
        "none": None,
        "Lowercase": {"type": "Lowercase"},
        "NFKC": {"type": "NFKC"},
        "Replace and Prepend": LLAMA_NORMAL,
        "BertNormalizer": bert(),
    }.items():
        keep(f"added tokens before {name}", seen_as_bytes(normal, flagged))
    keep("added tokens before Metaspace", whole(unigram(300, None, metaspace()), None, metaspace("first"), None, metaspace(), ["<pad>", "</s>", "<unk>", *flagged]))
    keep("added tokens before Metaspace always", whole(unigram(300, None, metaspace()), precompiled("own"), metaspace("always"), None, metaspace(), ["<pad>", "</s>", "<unk>", *flagged]))
    keep("added tokens of WordPiece", bert_like(bert(), [*BERT_SPECIALS, added("##ing", special=False), added("naïve café", special=False), added("[unused1]", special=False), added("word", special=False)]))
    keep("added tokens of other ids", renumbered())
    keep("truncation and padding", {
        **bert_like(bert()),
        "truncation": {"direction": "Right", "max_length": 12, "strategy": "LongestFirst", "stride": 0},
        "padding": {"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"},
    })


def renumbered():
    """An added token whose content the vocabulary has too, and ids with gaps between them."""
    made = gpt_like(BYTES, more=[added("Ġthe", special=False), added("the", special=False), added(" a", special=False)])
    for token in made["added_tokens"]:
        if token["content"] == " a":
            token["id"] += 40
    return made


for make in (options_of_normalizers, options_of_pre_tokenizers, options_of_models, options_of_processors, options_of_decoders, options_of_added_tokens):
    make()
