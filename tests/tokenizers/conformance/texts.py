"""The texts of the conformance list: ordinary ones of many scripts, and the odd ones at which tokenizers differ."""

LANGUAGES = {
    "English": [
        "The quick brown fox jumps over the lazy dog.",
        "In 1969, Apollo 11's crew landed on the Moon; 600 million people watched.",
        "She said: “It's not what you think—it's worse…” and left.",
        "hello naïve café, coöperate and façade",
        "Don't you think we've seen they're what I'd call 'twas? He'll, she's, I'm.",
        "DON'T YOU THINK WE'VE SEEN THEY'RE WHAT I'D CALL? HE'LL, SHE'S, I'M.",
        "Dogs’ tails and cats’ don’t, I’VE, we’ll",
        "state-of-the-art mother-in-law, e-mail; well-known",
        "The movie wasn't so good , but the end was !",
    ],
    "German": ["Der Fluß heißt Spree, GROẞE STRASSE; Äpfel, Öl und Übermut.", "Donaudampfschifffahrtsgesellschaftskapitän"],
    "French": ["L’été dernier, où étiez-vous ? À l’œuvre : cœur, garçon, Noël.", "« Ça va ? » dit-il !"],
    "Spanish": ["¿Dónde está el niño? ¡Aquí, señor! El pingüino también."],
    "Portuguese": ["A ação não é só coração e pão."],
    "Polish": ["Zażółć gęślą jaźń, Łódź."],
    "Czech": ["Příliš žluťoučký kůň úpěl ďábelské ódy."],
    "Hungarian": ["Árvíztűrő tükörfúrógép"],
    "Romanian": ["Știința și țara: ș ț ş ţ"],
    "Turkish": ["İstanbul'da ışık ve IĞDIR; iİıI", "DİYARBAKIR ILICA"],
    "Vietnamese": ["Tiếng Việt có nhiều dấu: ờ ữ ặ ễ Đ đ", "Tie\u0302\u0301ng Vie\u0323\u0302t"],
    "Icelandic": ["Þórður Æðarfugl ð þ"],
    "Lithuanian": ["Ė į̇́ ž Ų ĄČĘĖĮŠŲŪŽ J̇́"],
    "Greek": ["Η γρήγορη αλεπού πηδά.", "ΑΘΗΝΑΣ ΟΔΟΣ ΟΔΥΣΣΕΥΣ Σ ΣΣ", "Ἄνδρα μοι ἔννεπε, Μοῦσα, ᾳ ῷ ᾧ", "ο λόγος, ΛΌΓΟΣ. ΛΌΓΟΣ! ΛΌΓΟΣ2"],
    "Russian": ["Съешь же ещё этих мягких французских булок, да выпей чаю.", "Ёлка и ёж; Йод, й"],
    "Ukrainian": ["Щастя, її ґанок і п'ять об'єктів"],
    "Serbian": ["Љубав, њива, џак; Đorđe ǅ ǈ ǋ"],
    "Bulgarian": ["Ах чудна българска земьо"],
    "Armenian": ["Բարեւ աշխարհ։ եւ և ﬓ"],
    "Georgian": ["გამარჯობა მსოფლიო Ⴂ Ა"],
    "Hebrew": ["שלום עולם", "בְּרֵאשִׁית בָּרָא אֱלֹהִים", "״ציטוט״ ש״ח 12:30"],
    "Arabic": ["مرحبا بالعالم", "بِسْمِ اللَّهِ الرَّحْمٰنِ الرَّحِيمِ", "السعر ١٢٣٫٤٥ ريال؟ نعم، لا؛", "ﷺ ﷲ ﻻ ﺍﻟﺴﻼﻡ", "كتـــاب"],
    "Persian": ["می‌خواهم کتاب‌ها را بخوانم ۱۲۳۴"],
    "Urdu": ["یہ ایک جملہ ہے۔"],
    "Hindi": ["नमस्ते दुनिया। क्षत्रिय ज्ञान", "हिन्दी में १२३ और क़ ख़ ड़"],
    "Bengali": ["আমার সোনার বাংলা ড় ঢ় য়"],
    "Tamil": ["வணக்கம் உலகம் கொ கோ"],
    "Telugu": ["నమస్కారం ప్రపంచం"],
    "Kannada": ["ನಮಸ್ಕಾರ ಜಗತ್ತು"],
    "Malayalam": ["നമസ്കാരം ലോകം ൻ ൽ"],
    "Gujarati": ["નમસ્તે દુનિયા"],
    "Punjabi": ["ਸਤ ਸ੍ਰੀ ਅਕਾਲ"],
    "Sinhala": ["ආයුබෝවන් ලෝකය ශ්‍රී"],
    "Thai": ["สวัสดีชาวโลก ภาษาไทยไม่มีวรรค", "น้ำ กำ ๑๒๓"],
    "Lao": ["ສະບາຍດີຊາວໂລກ ໜ"],
    "Khmer": ["សួស្តី​ពិភពលោក"],
    "Burmese": ["မင်္ဂလာပါ ကမ္ဘာ"],
    "Tibetan": ["བཀྲ་ཤིས་བདེ་ལེགས།"],
    "Amharic": ["ሰላም ዓለም፤ እንዴት ነህ?"],
    "Cherokee": ["ᎣᏏᏲ Ꭰ ꭰ Ᏸ"],
    "Mongolian": ["ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠎ᠠ"],
    "Japanese": ["吾輩は猫である。名前はまだ無い。", "東京タワーへ行きました！ｶﾀｶﾅとガギグゲゴ", "カ\u3099キ\u3099ハ\u309Aと が ゛゜", "ー〜・「」『』、。", "で𩸽を𠮟る𠮷野家"],
    "Chinese": ["你好，世界！今天天气很好。", "我有3个苹果和５个橙子。", "臺灣繁體中文與简体中文", "〇〇年，㐀㒨𠀀𪜶𫝀𫠠𬺰𰀀豈", "⼀⼈ ⺀ 兀﨑"],
    "Korean": ["안녕하세요 세계", "대한민국 만세! 값 닭", "한글", "\u1100\u1161\u11A8 \u1112\u1161\u11AB\u1100\u1173\u11AF", "ㅎㅏㄴ ﾡ ㈀"],
    "Mixed": ["I love 🍣 and 寿司, naïve Ωmega жизнь 123!", "日本語のABCと한국어 Ελληνικά", "abcабвαβγ한글漢字かなカナ"],
    "Others": ["ߒߞߏ 𞤀𞤣𞤤𞤢𞤥 ꦗꦮ ᮞᮥᮔ᮪ᮓ ꯃꯤꯇꯩ", "𐌰𐌱𐌲 𐎠𐎡 𓀀𓁐 𒀀𒀁 𐐀𐐨 𝔄𝔅ℭ", "ʻōlelo Hawaiʻi Ŋ ɛ ɔ"],
}

ODD = {
    "empty": [""],
    "spaces": [" ", "  ", "     ", " a", "a ", "  a  b   c    ", "a\u00a0b\u00a0", "\u00a0", "\u2003x\u2009y\u202fz\u3000w\u1680v\u205fu\u2028t\u2029s\u0085r\u180eq", "\u200ba\u200bb\ufeffc\u2060d\u00ade", "a\u200a\u2008\u2007\u2006\u2005\u2004\u2002\u2001\u2000b", "▁a▁b ▁ c▁▁d"],
    "line ends": ["\n", "\n\n", "a\nb", "a\r\nb\r\n", "a\rb", "a \n b", "\n\n\na\n\n", "a\n \nb\n\t\nc", "line\vtab\ffeed\u0085next\u2028sep\u2029par", "\t", "\ta\t\tb\t ", "a\t \n  \n", "a \n\n b\n \n\nc", "\n\n\na\r\n\r\n"],
    "control": ["a\u0000b", "\u0001\u0002\u0003x\u001f\u007f\u0080\u009f", "bell\u0007 back\u0008space esc\u001b[0m", "\ufffda\ufffdb", "\u202aabc\u202c \u202edef\u202c \u2066g\u2069", "\ufff9a\ufffab\ufffb \U000e0001\U000e0041", "\u0600\u06dd\u08e2 \U000110bd"],
    "digits": ["1", "12", "123", "1234567890", "3.14159, 2,718,281.83 and 1e-9", "0123456789" * 6, "½ ¼ ² ³ ₁ ① ⑳ Ⅳ ⅻ ㊿ 𝟘𝟙 ٣ ३ ๓ 〇 十", "v1.2.3 2024-02-29T12:34:56Z +1 (555) 010-9999", "12a34b 5 6  78"],
    "addresses": ["https://www.example.com/path/to?query=value&x=1#frag", "user.name+tag@mail.example.org", "C:\\Users\\me\\file.txt /usr/local/bin ~/.bashrc", "@someone #hashtag $100 50% AT&T 1st/2nd"],
    "code": ["def f(x):\n    return x ** 2  # square\n", "for (let i = 0; i < n; i++) {\n\tsum += a[i];\n}\n", "<div class=\"a\">&nbsp;x</div><!-- c -->", "if (a != b && c || !d) { e->f(); } // ok?", "SELECT * FROM t WHERE a='b' AND c<=3;", "\\frac{a}{b} $x_i^2$ \\n \\t", "camelCaseWord snake_case_word SCREAMING_CASE kebab-case HTTPServer2Go", "{\"a\": [1, 2.5, null], \"b\": \"\\u00e9\"}"],
    "punctuation": ["...", "!!! ??? ?!", "--- ___ === ***", "a.b,c;d:e!f?g", "‘a’ “b” ‹c› «d» „e“ ‚f‘", "(a)[b]{c}<d>", "a—b–c‐d‑e−f", "¡¿§¶†‡•‰′″※", "$ € £ ¥ ₿ ¢ + = < > | ~ ^ `", "､｡「」！？（）：；～＂", "⁅⁆ ⟨⟩ 【】 〔〕 ︵︶ ﹙﹚", "''' \"\"\" ``` '' `` \"a\"", "a_b _c_ d__e", "' t 's 'S'll 'x'"],
    "case": ["ß ẞ ŉ ǰ ΐ ΰ և", "ﬀ ﬁ ﬂ ﬃ ﬄ ﬅ ﬆ", "ſ K Å Ω µ Μ", "ǄǅǆǇǈǉ ᾈᾀ ⅷⅧ Ⓐⓐ", "İ I ı i İİ i̇", "AaBbCc XYZ xYz", "Ꭰꭰ Ᏸᏸ ႠႭ ⴀ Აა 𐐀𐐨 Ａａ"],
    "marks": ["e\u0301 a\u0300 n\u0303 o\u0308 c\u0327", "q\u0307\u0323 q\u0323\u0307", "a\u0301\u0300\u0323\u0327b", "\u0301", "\u0301a", "a \u0301b", "\u0344\u0340\u0341\u0374\u037e\u0387", "Z\u0351\u036b\u0343a\u0335\u0321l\u0334g\u0322o\u0338", "Å Å A\u030a ǻ ṩ s\u0323\u0307 s\u0307\u0323", "x\u20dd y\u20e3 1\ufe0f\u20e3", "\u0958 \u09dc \u0a33 \u0b5c \u0f43 \ufb1d \ufb2a \u2adc", "\u0cbf\u0cc0 \u0bca \u1026 \U000110ab \U0001d15e \U0001d1bb", " \u03b1\u0313\u0345\u03b1\u0313\u0345 \u1f80\u1f80\u0345x", "ΐ ΰ ᾳι Ε\u0345Ν"],
    "emoji": ["😀", "😀😃😄", "👍🏽 👩🏿‍🚀", "👨‍👩‍👧‍👦 👩‍❤️‍💋‍👨", "🏳️‍🌈 🏴‍☠️ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🇩🇪🇫🇷🇯🇵 🇺", "❤ ❤️ ❤︎ ☺️ ☎︎ ✈️", "I 💚 you!!😂😂😂\n🎉", "a🙂b 🙂c d🙂", "🫠🫶🏻🪿🫨", "⌚️🕰️™️©®ℹ️"],
    "width": ["ＡＢＣ１２３ａｂｃ！", "ｶﾞｷﾞﾊﾟ ﾊﾟﾝ", "￥￦￡ ￩￭", "㌀㍿㎏㎡ ㏂ ℃ ℡ № ™", "⁰ⁱⁿ ₐₑ ª º ᵃ", "𝐀𝑎𝓑𝕔 𝟎 𝚣", "Ⅷ ⅓ ㈱ ㊀ 🄰 🅰 🈁", "… ‥ ․ ‼ ⁇ ︙"],
    "private and unassigned": ["\ue000\uf8ff\U000f0000\U0010fffd", "\u0378\u0379\u0557\U0001fffe\U0002fffe\uffff\ufdd0", "\U000e0100a\U000e01ef\ufe00b\ufe0f", "\u0870\u1c89\ua7cb\U00011f00\U0001e030"],
    "unicode growth": ["\u1c8a \ua7da\ua7db \U00010d50\U00010d70 \U00016e40\U00016e60", "\U0001e5d0 \U00011380 \U00010d40 \U0001ccf0 \U000105c0", "\u0870\u0897 \U0001fae9 \u2ffc \u31e4 \u2427 \U0002ebf0 \U000323b0"],
    "long": ["a" * 130, "abcdefghij" * 25, "日本" * 60, "é" * 101, "ha" * 40 + " " + "ho" * 60, "x " * 60, "-" * 80, " " * 40 + "a", "😀" * 30, "pneumonoultramicroscopicsilicovolcanoconiosis " * 3, "\n" * 20, "ا" * 90, "supercalifragilisticexpialidocious" * 4],
    "added tokens": ["a [MASK] b", "[MASK]", "[MASK][MASK]", "the[MASK]end", " [MASK] ", "a  [MASK]  b", "[CLS] x [SEP]", "[mask] [Mask] [ MASK ]", "<mask>", "a <mask> b.", "a<mask>b", "a   <mask>   b", "<s>hello</s>", " <s> hello </s> ", "<s></s><s>", "<pad>x<pad>", "<unk> [UNK] <unk>x", "<|endoftext|>", "one<|endoftext|>two", "one <|endoftext|> two", "<|endoftext|><|endoftext|>\n", "<|endoftext| >", "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|>", "<bos><start_of_turn>user\nhi<end_of_turn>\n", "<|user|>\nhi <|end|>\n<|assistant|>", "<extra_id_0> a <extra_id_1>b", "<extra_id_0><extra_id_10>", "word Word WORD words swordfish word", "keyword wordy the word.", " word\tword\nword", "NEW new New néw NÉW", "ＮＥＷ new ｎｅｗ", "<0x41><0x0A>", "##ing ing ##s", "</w>a</w> Ġa Ċ", "A[ULTRA]b [ultra]c [ULTRA ]", "tail tail  tail\n head  head", "x<sep>y <cls>", "a▁<s>▁b", "<｜begin▁of▁sentence｜>hi<｜end▁of▁sentence｜>", "[INST] hi [/INST] ok</s>", "ab abc abcd abcde", "straße STRASSE Straße", "e\u0301te\u0301 \u00e9t\u00e9"],
}


def texts():
    """Returns [name, text] of each text, in a fixed order."""
    rows = []
    for name, group in [*LANGUAGES.items(), *ODD.items()]:
        for at, text in enumerate(group):
            rows.append([f"{name} {at + 1}" if len(group) > 1 else name, text])
    return rows


if __name__ == "__main__":
    print(len(texts()))
