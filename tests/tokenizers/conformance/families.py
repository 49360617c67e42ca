"""Small tokenizer files put together as those of published families are."""

from files import *

GPT2_SPECIALS = ["<|endoftext|>"]
BERT_SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA_SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
LLAMA_SPECIALS = ["<unk>", "<s>", "</s>"]

LLAMA3 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN2 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
QWEN35 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CL100K = r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
O200K = "|".join(
    [
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
TEKKEN = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CLIP = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"
DEEPSEEK3 = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"

FAMILIES = {}


def family(name):
    def keep(make):
        FAMILIES[name] = make
        return make

    return keep


def gpt_like(pre_tokenizer, normalizer=None, post=None, specials=GPT2_SPECIALS, size=560, more=(), **options):
    model = {**byte_bpe(size, normalizer, pre_tokenizer, [t if isinstance(t, str) else t["content"] for t in specials]), **options}
    return with_template(
        post or (lambda ids: BYTES_POST),
        model=model,
        normalizer=normalizer,
        pre_tokenizer=pre_tokenizer,
        decoder=BYTES_DECODER,
        added_tokens=[*specials, *more],
    )


def split_then_bytes(pattern, trim=True):
    return pre(split(regex(pattern)), {**BYTES_ONLY, "trim_offsets": trim})


@family("gpt2")
def gpt2():
    return gpt_like(BYTES, specials=[added("<|endoftext|>", normalized=True)])


@family("roberta")
def roberta():
    specials = [*(added(t, normalized=True) for t in ROBERTA_SPECIALS[:4]), added("<mask>", lstrip=True)]
    return gpt_like(BYTES, specials=specials, post=roberta_post(True, False))


def roberta_post(trim, prefix):
    return lambda ids: {
        "type": "RobertaProcessing",
        "sep": ["</s>", ids["</s>"]],
        "cls": ["<s>", ids["<s>"]],
        "trim_offsets": trim,
        "add_prefix_space": prefix,
    }


@family("opt")
def opt():
    return gpt_like(BYTES, specials=ROBERTA_SPECIALS[:4], post=lambda ids: template(ids, "</s>", "$A"))


@family("starcoder")
def starcoder():
    return gpt_like(pre({"type": "Digits", "individual_digits": True}, BYTES), specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>"])


@family("falcon")
def falcon():
    return gpt_like(
        pre(
            {"type": "Punctuation", "behavior": "Contiguous"},
            BYTES,
            {"type": "Digits", "individual_digits": False},
            split(regex("[0-9][0-9][0-9]")),
        )
    )


@family("bloom")
def bloom():
    return gpt_like(split_then_bytes(r" ?[^(\s|[.,!?…。，、।۔،])]+"), specials=["<unk>", "<s>", "</s>", "<pad>"])


@family("gpt-neox")
def gpt_neox():
    spaces = [added(" " * count, special=False) for count in (8, 4, 3, 2)]
    return gpt_like(BYTES, normalizer={"type": "NFC"}, specials=["<|endoftext|>", "<|padding|>"], more=spaces)


@family("modernbert")
def modernbert():
    specials = [*BERT_SPECIALS[:4], added("[MASK]", lstrip=True)]
    spaces = [added(" " * count, special=False) for count in (4, 2)]
    return gpt_like(
        {**BYTES}, {"type": "NFC"}, lambda ids: template(ids, "[CLS]", "$A", "[SEP]"), specials, more=[*spaces, added("|||EMAIL|||", special=False)]
    )


@family("whisper")
def whisper():
    specials = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|transcribe|>", "<|notimestamps|>"]
    return gpt_like(BYTES, specials=specials, post=lambda ids: template(ids, *specials[1:], "$A", "<|endoftext|>"))


@family("llama3")
def llama3():
    specials = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    post = lambda ids: processors({**BYTES, "trim_offsets": False}, template(ids, "<|begin_of_text|>", "$A"))
    model = gpt_like(split_then_bytes(LLAMA3), post=post, specials=specials, ignore_merges=True)
    # Whole words without the merges that lead to them: ignore_merges finds them all the same.
    for word in ("Ġpneumonoultramicroscopicsilicovolcanoconiosis", "Ġzebra", "supercalifragilistic", "Ġé"):
        model["model"]["vocab"].setdefault(word, max([*model["model"]["vocab"].values(), *(t["id"] for t in model["added_tokens"])]) + 1)
    return model


@family("qwen2")
def qwen2():
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tools = [added("<tool_call>", special=False, normalized=False)]
    return gpt_like(split_then_bytes(QWEN2, trim=False), {"type": "NFC"}, specials=specials, more=tools)


@family("qwen3.5")
def qwen35():
    return gpt_like(split_then_bytes(QWEN35, trim=False), {"type": "NFC"}, specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>"])


@family("gpt-4")
def gpt4():
    return gpt_like(split_then_bytes(CL100K, trim=False))


@family("gpt-4o")
def gpt4o():
    return gpt_like(split_then_bytes(O200K))


@family("mistral-nemo")
def tekken():
    return gpt_like(split_then_bytes(TEKKEN), specials=["<unk>", "<s>", "</s>", "[INST]", "[/INST]"], post=lambda ids: template(ids, "<s>", "$A"))


@family("smollm")
def smollm():
    return gpt_like(pre({"type": "Digits", "individual_digits": True}, BYTES), specials=["<|endoftext|>", "<|im_start|>", "<|im_end|>"], post=None)


@family("cohere")
def cohere():
    specials = ["<PAD>", "<UNK>", "<BOS_TOKEN>", "<EOS_TOKEN>"]
    return gpt_like(
        pre({"type": "Digits", "individual_digits": True}, BYTES), {"type": "NFC"}, lambda ids: template(ids, "<BOS_TOKEN>", "$A"), specials, unk_token=None
    )


@family("deepseek-llm")
def deepseek_llm():
    letters = r"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+"
    return gpt_like(
        pre(
            split(regex(r"[\r\n]")),
            split(regex(letters)),
            split(regex(r"\s?[!-/:-~！-／：-～‘-‟　-。]+")),
            split(regex(r"\s+$")),
            split(regex(r"[一-龥ࠀ-一가-퟿]+")),
            {"type": "Digits", "individual_digits": True},
            BYTES_ONLY,
        ),
        normalizers(),
        lambda ids: template(ids, "<｜begin▁of▁sentence｜>", "$A"),
        ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"],
    )


@family("deepseek-v3")
def deepseek_v3():
    return gpt_like(
        pre(split(regex(r"\p{N}{1,3}")), split(regex(r"[一-龥぀-ゟ゠-ヿ]+")), split(regex(DEEPSEEK3)), BYTES_ONLY),
        normalizers(),
        lambda ids: template(ids, "<｜begin▁of▁sentence｜>", "$A"),
        ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>"],
    )


@family("clip")
def clip():
    normal = normalizers({"type": "NFC"}, replace(regex(r"\s+"), " "), {"type": "Lowercase"})
    cut = pre(split(regex(CLIP), "Removed", True), {**BYTES, "use_regex": True})
    from tokenizers.pre_tokenizers import ByteLevel

    model = bpe(620, normal, cut, ["<|startoftext|>", "<|endoftext|>"], sorted(ByteLevel.alphabet()), end_of_word_suffix="</w>")
    model["unk_token"] = "<|endoftext|>"
    # Every byte with and without the end of the word, as the published vocabulary has them.
    for char in sorted(ByteLevel.alphabet()):
        model["vocab"].setdefault(f"{char}</w>", max(model["vocab"].values()) + 1)
    post = lambda ids: {
        "type": "RobertaProcessing",
        "sep": ["<|endoftext|>", ids["<|endoftext|>"]],
        "cls": ["<|startoftext|>", ids["<|startoftext|>"]],
        "trim_offsets": False,
        "add_prefix_space": False,
    }
    return with_template(
        post, model=model, normalizer=normal, pre_tokenizer=cut, decoder=BYTES_DECODER, added_tokens=["<|startoftext|>", added("<|endoftext|>", normalized=True)]
    )


LLAMA_NORMAL = normalizers({"type": "Prepend", "prepend": "▁"}, replace(string(" "), "▁"))
LLAMA_DECODER = decoders(
    replace(string("▁"), " "), {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}
)


def llama_like(normalizer=LLAMA_NORMAL, cut=None, decoder=LLAMA_DECODER, specials=LLAMA_SPECIALS, more=(), post=("<s>", "$A"), size=720):
    model = fallback_bpe(size, normalizer, cut or split(string("▁"), "MergedWithNext"), [t if isinstance(t, str) else t["content"] for t in specials])
    return with_template(
        lambda ids: template(ids, *post), model=model, normalizer=normalizer, pre_tokenizer=cut, decoder=decoder, added_tokens=[*specials, *more]
    )


@family("llama2")
def llama2():
    return llama_like()


@family("llama2-spaces")
def llama2_spaces():
    """As converted from sentencepiece without the older behaviour."""
    return llama_like(normalizer=None, cut=metaspace("first", False))


@family("mistral-v3")
def mistral_v3():
    return llama_like(normalizer=None, cut=metaspace("first", False), specials=[*LLAMA_SPECIALS, "[INST]", "[/INST]"])


@family("phi3")
def phi3():
    rstrip = [added(token, rstrip=True) for token in ("<|assistant|>", "<|user|>", "<|end|>")]
    return llama_like(specials=["<unk>", "<s>", added("</s>", rstrip=True, special=False, normalized=False), added("<|endoftext|>")], more=rstrip)


@family("tinyllama-normalized")
def tinyllama():
    return llama_like(specials=[added(token, normalized=True) for token in LLAMA_SPECIALS])


GEMMA_DECODER = decoders(replace(string("▁"), " "), {"type": "ByteFallback"}, {"type": "Fuse"})
GEMMA_SPECIALS = ["<pad>", "<eos>", "<bos>", "<unk>", added("<mask>"), "<start_of_turn>", "<end_of_turn>"]


@family("gemma")
def gemma():
    breaks = [added("\n" * count, special=False, normalized=False) for count in (1, 2, 3)]
    return llama_like(replace(string(" "), "▁"), None, GEMMA_DECODER, GEMMA_SPECIALS, breaks, ("<bos>", "$A"))


@family("gemma2")
def gemma2():
    runs = [added("▁" * count, special=False, normalized=False) for count in (2, 3, 4)]
    return llama_like(replace(string(" "), "▁"), split(string(" "), "MergedWithPrevious"), GEMMA_DECODER, GEMMA_SPECIALS, runs, ("<bos>", "$A"))


def spiece(rule, normal, cut, specials, post, size=620, more=(), fallback=False, unk="<unk>", decoder=None):
    """A Unigram tokenizer with sentencepiece's rules; trained without them, since only their effect matters here."""
    names = [t if isinstance(t, str) else t["content"] for t in specials]
    model = unigram(size, {"type": "NFKC"}, metaspace(), names, unk, fallback)
    return with_template(
        lambda ids: template(ids, *post), model=model, normalizer=normal, pre_tokenizer=cut, decoder=decoder or metaspace(), added_tokens=[*specials, *more]
    )


@family("t5")
def t5():
    extra = [added(f"<extra_id_{at}>") for at in range(12)]
    return spiece("nmt_nfkc", precompiled("nmt_nfkc"), pre({"type": "WhitespaceSplit"}, metaspace()), ["<pad>", "</s>", "<unk>"], ("$A", "</s>"), more=extra)


@family("mt5")
def mt5():
    return spiece("nmt_nfkc", normalizers(precompiled("nmt_nfkc"), replace(regex(" {2,}"), " ")), metaspace(), ["<pad>", "</s>", "<unk>"], ("$A", "</s>"), fallback=True,
        decoder=decoders({"type": "ByteFallback"}, metaspace()))


@family("albert")
def albert():
    normal = normalizers(
        replace(string("``"), '"'), replace(string("''"), '"'), {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, precompiled("nfkc")
    )
    specials = ["<pad>", "<unk>", "[CLS]", "[SEP]", added("[MASK]", lstrip=True)]
    return spiece("nfkc", normal, pre({"type": "WhitespaceSplit"}, metaspace()), specials, ("[CLS]", "$A", "[SEP]"))


@family("xlm-roberta")
def xlm_roberta():
    specials = ["<s>", "<pad>", "</s>", "<unk>", added("<mask>", lstrip=True)]
    return spiece("nmt_nfkc", precompiled("nmt_nfkc"), pre({"type": "WhitespaceSplit"}, metaspace()), specials, ("<s>", "$A", "</s>"))


@family("nllb")
def nllb():
    specials = ["<s>", "<pad>", "</s>", "<unk>", "eng_Latn", added("<mask>", lstrip=True)]
    normal = precompiled("nmt_nfkc")
    cut = pre({"type": "WhitespaceSplit"}, metaspace())
    model = bpe(620, {"type": "NFKC"}, metaspace(), [t if isinstance(t, str) else t["content"] for t in specials], limit=200, fuse_unk=True, unk_token="<unk>")
    return with_template(
        lambda ids: template(ids, "eng_Latn", "$A", "</s>"), model=model, normalizer=normal, pre_tokenizer=cut, decoder=metaspace(), added_tokens=specials
    )


@family("pegasus")
def pegasus():
    specials = ["<pad>", "</s>", "<mask_1>", "<mask_2>", "<unk>"]
    return spiece("nmt_nfkc", precompiled("nmt_nfkc"), pre({"type": "WhitespaceSplit"}, metaspace()), specials, ("$A", "</s>"))


@family("deberta-v3")
def deberta_v3():
    normal = normalizers(
        {"type": "Strip", "strip_left": True, "strip_right": True}, precompiled("nmt_nfkc"), replace(regex(" {2,}"), " ")
    )
    specials = ["[PAD]", "[CLS]", "[SEP]", added("[UNK]", normalized=True)]
    return spiece("nmt_nfkc", normal, metaspace(), specials, ("[CLS]", "$A", "[SEP]"), more=["[MASK]"], unk="[UNK]")


@family("deberta-v2-punctuation")
def deberta_v2():
    cut = pre({"type": "Punctuation", "behavior": "Isolated"}, metaspace())
    return spiece("nmt_nfkc", normalizers({"type": "Lowercase"}, precompiled("nmt_nfkc")), cut, ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"], ("[CLS]", "$A", "[SEP]"), unk="[UNK]")


@family("xlnet")
def xlnet():
    normal = normalizers(
        replace(string("``"), '"'), replace(string("''"), '"'), {"type": "NFKD"}, {"type": "StripAccents"}, precompiled("nmt_nfkc")
    )
    specials = ["<unk>", "<s>", "</s>", "<cls>", "<sep>", "<pad>", added("<mask>", lstrip=True)]
    return spiece("nmt_nfkc", normal, metaspace(), specials, ("$A", "<sep>", "<cls>"))


@family("camembert")
def camembert():
    specials = ["<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<s>", "</s>", added("<mask>", lstrip=True, normalized=True)]
    return spiece("nmt_nfkc", precompiled("nmt_nfkc"), pre({"type": "WhitespaceSplit"}, metaspace()), specials, ("<s>", "$A", "</s>"))


@family("bigbird")
def bigbird():
    specials = ["<pad>", "</s>", "<s>", "<unk>", added("[MASK]", lstrip=True), "[SEP]", "[CLS]"]
    return spiece("nmt_nfkc", precompiled("nmt_nfkc"), metaspace(), specials, ("[CLS]", "$A", "[SEP]"))


@family("japanese-llama")
def japanese_llama():
    return spiece("nfkc_cf", precompiled("nfkc_cf"), metaspace("always", False), LLAMA_SPECIALS, ("<s>", "$A"), fallback=True, decoder=LLAMA_DECODER)


@family("reformer-lowercase-rules")
def lowercase_rules():
    return spiece("nmt_nfkc_cf", precompiled("nmt_nfkc_cf"), metaspace(), ["<pad>", "</s>", "<unk>"], ("$A", "</s>"))


@family("own-rules")
def own_rules():
    return spiece("own", precompiled("own"), metaspace(), ["<pad>", "</s>", "<unk>"], ("$A", "</s>"))


def bert_like(normal, specials=BERT_SPECIALS, post=("[CLS]", "$A", "[SEP]"), cut=None, decoder=None, size=700, **options):
    cut = cut or {"type": "BertPreTokenizer"}
    names = [t if isinstance(t, str) else t["content"] for t in specials]
    model = wordpiece(size, normal, cut, names, **options)
    return with_template(
        post if callable(post) else lambda ids: template(ids, *post),
        model=model,
        normalizer=normal,
        pre_tokenizer=cut,
        decoder=decoder or {"type": "WordPiece", "prefix": "##", "cleanup": True},
        added_tokens=specials,
    )


@family("bert-uncased")
def bert_uncased():
    return bert_like(bert())


@family("bert-cased")
def bert_cased():
    return bert_like(bert(lower=False))


@family("bert-chinese")
def bert_chinese():
    return bert_like(bert(lower=False, accents=False), decoder={"type": "WordPiece", "prefix": "##", "cleanup": False})


@family("bert-japanese")
def bert_japanese():
    return bert_like(bert(clean=True, han=False, accents=False, lower=True))


@family("electra")
def electra():
    post = lambda ids: {"type": "BertProcessing", "sep": ["[SEP]", ids["[SEP]"]], "cls": ["[CLS]", ids["[CLS]"]]}
    return bert_like(bert(accents=True), post=post)


@family("mpnet")
def mpnet():
    post = lambda ids: {
        "type": "RobertaProcessing",
        "sep": ["</s>", ids["</s>"]],
        "cls": ["<s>", ids["<s>"]],
        "trim_offsets": True,
        "add_prefix_space": False,
    }
    specials = ["<s>", "<pad>", "</s>", "[UNK]", added("<mask>", lstrip=True)]
    return bert_like(bert(), specials, post)


@family("quick-tour")
def quick_tour():
    cut = {"type": "Whitespace"}
    model = bpe(560, None, cut, ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"], limit=200, unk_token="[UNK]")
    return with_template(
        lambda ids: template(ids, "[CLS]", "$A", "[SEP]"), model=model, pre_tokenizer=cut, added_tokens=["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]
    )


@family("course-wordpiece")
def course_wordpiece():
    normal = normalizers({"type": "NFD"}, {"type": "Lowercase"}, {"type": "StripAccents"})
    cut = pre({"type": "WhitespaceSplit"}, {"type": "Punctuation", "behavior": "Isolated"})
    return bert_like(normal, cut=cut)


@family("course-unigram")
def course_unigram():
    normal = normalizers(
        replace(string("``"), '"'), replace(string("''"), '"'), {"type": "NFKD"}, {"type": "StripAccents"}, replace(regex(" {2,}"), " ")
    )
    specials = ["<cls>", "<sep>", "<unk>", "<pad>", "<mask>", "<s>", "</s>"]
    return spiece(None, normal, metaspace(), specials, ("$A", "<sep>", "<cls>"))


@family("openai-gpt")
def openai_gpt():
    normal = bert()
    cut = {"type": "BertPreTokenizer"}
    model = bpe(560, normal, cut, ["<unk>"], limit=220, end_of_word_suffix="</w>", unk_token="<unk>")
    return whole(model, normal, cut, None, {"type": "BPEDecoder", "suffix": "</w>"}, ["<unk>"])


@family("herbert")
def herbert():
    normal = bert(accents=False, lower=False)
    cut = {"type": "BertPreTokenizer"}
    model = bpe(560, normal, cut, ["<s>", "</s>", "<unk>", "<pad>", "<mask>"], limit=220, end_of_word_suffix="</w>", unk_token="<unk>")
    return with_template(
        lambda ids: template(ids, "<s>", "$A", "</s>"),
        model=model, normalizer=normal, pre_tokenizer=cut, decoder={"type": "BPEDecoder", "suffix": "</w>"}, added_tokens=["<s>", "</s>", "<unk>", "<pad>", "<mask>"],
    )


@family("byte-level-normalizer")
def byte_level_normalizer():
    normal = normalizers({"type": "NFC"}, {"type": "ByteLevel"})
    model = byte_bpe(420, None, BYTES_ONLY, GPT2_SPECIALS)
    return whole(model, normal, None, BYTES_POST, BYTES_DECODER, ["<|endoftext|>", added("new", special=False), added("é", special=False)])


@family("wav2vec2")
def wav2vec2():
    letters = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]
    model = {"type": "WordLevel", "vocab": {letter: at for at, letter in enumerate(letters)}, "unk_token": "<unk>"}
    return whole(
        model,
        replace(string(" "), "|"),
        split(regex("")),
        None,
        {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": True},
        letters[:4],
    )


@family("protein")
def protein():
    letters = ["<cls>", "<pad>", "<eos>", "<unk>", *"LAGVSERTIDPKQNFYMHWCXBUZO.-", "<null_1>", "<mask>"]
    model = {"type": "WordLevel", "vocab": {letter: at for at, letter in enumerate(letters)}, "unk_token": "<unk>"}
    return with_template(
        lambda ids: template(ids, "<cls>", "$A", "<eos>"), model=model, pre_tokenizer=split(string("")), added_tokens=["<cls>", "<pad>", "<eos>", "<unk>", "<mask>"]
    )
