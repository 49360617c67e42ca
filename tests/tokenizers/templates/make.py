"""Writes templates.json: what Python's transformers makes of small templates. Run with transformers installed."""

import json
from pathlib import Path

from transformers.utils.chat_template_utils import render_jinja_template

# Of each: statements and expressions as published templates have them, and the odd cases beside them.
EXPRESSIONS = r"""
1 == 1.0|1 == true|0 == false|'' == false|'' != false|'1' == 1|none == undefined_name|undefined_name == other_name
none == none|none != false|[] == []|[1, 2] == [1, 2.0]|{'a': 1} == {'a': 1}|(1, 2) == [1, 2]|messages[0] == messages[0]
'a' in 'abc'|'' in 'abc'|'d' not in 'abc'|1 in [1.0]|none in [none]|'a' in {'a': 1}|'x' in undefined_name|1 not in (1, 2)
undefined_name in ['a']|[1] in [[1]]|true in [1]|'a' < 'b'|'B' < 'a'|'\U0001F600' > '\uffff'|[1, 2] < [1, 3]|1 < 1.5|true + true
7 // 2|-7 // 2|7 % 3|-7 % 3|7 % -3|7.5 % 2|1 / 2|4 / 2|2 ** 3|2 ** -1|1e16 * 1.0|0.1 + 0.2|1.0|100000.0 * 1e12|0.00001 * 1.0
'a' * 3|3 * 'ab'|[1] * 2|'a' ~ 1 ~ none ~ true|1 ~ 2.0|'%s and %d' % ('x', 3)|'%s' % 5|'100%%' % ()
true|false|none|[true, none, 'a']|{'a': none, 'b': [1.5, 'x']}|(1,)|(1, 2)|['it\'s']|['\n']|['"']|{'k': 'é'}|['\u00a0']|[[]]|{}
undefined_name|undefined_name ~ 'x'|'x' if false|('x' if false) is defined|undefined_name|length|undefined_name|list
"""
EXPRESSIONS = [one for line in EXPRESSIONS.strip().split("\n") for one in line.split("|")]
EXPRESSIONS += r"""
undefined_name|upper
undefined_name|trim
undefined_name|length
undefined_name|list
undefined_name|join(',')
undefined_name|default('d')
undefined_name|first
undefined_name|tojson
undefined_name.attribute
undefined_name()
undefined_name + 'x'
none + 'x'
'x' + 1
none|length
none|list
none|selectattr('a')|list
none|default('d')
none|default('d', true)
''|default('d', true)
text|length
text[0]
text[-1]
text[1:3]
text[::-1]
text[99]
text.nothing
text|upper
'straße'|upper
'İ'|lower
text|first
text|last
text|list
text|reverse
text|replace('a', 'b')
text|replace('a', 'b', 1)
'aaa'.replace('a', 'b', 2)
'abc'.replace('', '-')
'$&'.replace('$&', '$$')
'  a b  c '.split()
'  a b  c '.split(none, 1)
'a,b,,c'.split(',')
'a,b,c'.split(',', 1)
'a,b,c'.rsplit(',', 1)
'a</think>b</think>c'.split('</think>')[-1]
'a\nb\r\nc\n'.splitlines()
'a=b=c'.partition('=')
'a=b=c'.rpartition('=')
'xxabcxx'.strip('x')
'\u00a0 a\u200b '.strip()
'abc'.lstrip('ab')
'abc'.startswith('ab')
'abc'.startswith(('x', 'a'))
'abc'.endswith('bc')
'abcabc'.find('c')
'abcabc'.rfind('c')
'abc'.find('z')
'abc'.index('z')
'banana'.count('a')
'banana'.count('')
'-'.join(['a', 'b'])
'-'.join([1])
'{} and {}'.format(1, 'b')
'{1}{0}'.format('a', 'b')
'{x}'.format(x=5)
'{{}}'.format()
'hello world'.title()
'hELLO wORLD'|title
"it's o'neil"|title
'hELLO'|capitalize
'hELLO'.capitalize()
'ab1'.isalpha()
'12'.isdigit()
' \t'.isspace()
'ABC'.isupper()
'abc'.removeprefix('a')
'abc'.removesuffix('c')
'a'.center(5)
'a'.zfill(3)
'7'.rjust(3, '0')
messages|length
messages|map(attribute='role')|list
messages|map(attribute='nothing', default='-')|join(',')
['a', 'b']|map('upper')|list
['a', 'b']|map('replace', 'a', 'z')|join
messages|selectattr('role', 'equalto', 'user')|list|length
messages|selectattr('role', 'eq', 'user')|map(attribute='content')|join('/')
messages|rejectattr('role', 'equalto', 'user')|list|length
messages|selectattr('role', 'in', ['user'])|list|length
messages|selectattr('nothing')|list
messages|selectattr('nothing', 'defined')|list|length
messages|selectattr('nothing', 'undefined')|list|length
[0, 1, 2]|select|list
[1, 2, 3]|select('odd')|list
[1, 2, 3]|reject('odd')|list
[1, none, 2]|select('none')|list|length
[3, 1, 2]|sort
['b', 'A', 'c']|sort
['b', 'A', 'c']|sort(case_sensitive=true)
[3, 1, 2]|sort(reverse=true)
messages|sort(attribute='role')|map(attribute='role')|join(',')
['a', 'A', 'b']|unique|list
[1, 2]|sum
[[1], [2]]|sum(start=[])
[1, 5, 2]|max
[1, 5, 2]|min
[]|max
[]|first
[]|last
[1, 2]|join
[1, 2]|join('-')
messages|join(', ', attribute='role')
'abc'|join('-')
{'b': 1, 'a': 2}|dictsort
{'b': 1, 'a': 2}|dictsort(by='value', reverse=true)
{'b': 1, 'a': 2}|items|list
{'b': 1, 'a': 2}|length
{'b': 1, 'a': 2}|list
{'b': 1}|first
{1: 'one', 2: 'two'}[2]
{1: 'one'}
{'items': 5}.items is callable
{'items': 5}['items']
{'a': 1}.get('a')
{'a': 1}.get('b')
{'a': 1}.get('b', 'c')
{'a': 1}.keys()|list
{'a': 1}.values()|list
{'a': 1}.b
{'a': 1}['b'] is defined
[1, 2][5]
[1, 2].append(3)
[1, 2].index(2)
[1, 2].count(2)
[1, 2][1:]
(1, 2, 3)[:2]
[1, 2, 3][::2]
[1, 2, 3][-2:]
'12'|int + 1
'x'|int
'x'|int(7)
'12.7'|int
' 3 '|int
3.9|int
-3.9|int
true|int
'2.5'|float
'x'|float
3|float
-3|abs
2.5|round
3.5|round
2.567|round(2)
2.1|round(method='ceil')
1|string + 'x'
1.5|string
true|string
[1, 'a']|string
none|string
'<a href="x">'|escape
'<b>'|e
'a b c'|wordcount
'a\nb\n\nc'|indent
'a\nb'|indent(2)
'a\nb'|indent(2, true)
'a\n\nb'|indent(2, false, true)
'a\nb'|indent('> ')
'a\n'|indent
{'a': 1, 'b': [true, none, 1.5]}|tojson
{'a': 'é"\n\u2028<'}|tojson
{'b': 1, 'a': 2}|tojson(sort_keys=true)
{'a': [1, {'b': 2}], 'c': [], 'd': {}}|tojson(indent=2)
{'a': 1, 'b': 2}|tojson(separators=(',', ':'))
'é😀'|tojson(ensure_ascii=true)
{1: 2, none: 3, true: 4}|tojson
[1, 2]|tojson(indent=4)
1.0|tojson
'a'|tojson|length
1 is number
1.5 is float
1 is integer
true is integer
true is boolean
'a' is string
none is none
undefined_name is defined
undefined_name is undefined
undefined_name is none
[] is iterable
'a' is iterable
1 is iterable
{} is mapping
[] is mapping
[] is sequence
{} is sequence
3 is odd
4 is even
'ABC' is upper
'abc' is lower
undefined_name is string
range is callable
messages is not string
not ''
not none
1 and 2
0 or 'x'
none or undefined_name or 'last'
'a' and ''
-1|abs
not true == false
1 if true else 2
range(3)|list
range(1, 7, 2)|list
range(5, 0, -2)|list
range(0, 3, 0)|list
dict(a=1, b=2)
dict(a=1).a
namespace(a=1).a
namespace(a=1).b is defined
(namespace({'a': 2})).a
raise_exception('no')
text|nothing_known
text is nothing_known
'a' 'b'
messages[0]['role'] ~ messages[0].role
messages[-1].content|trim|length
messages[0].nothing.more
""".strip().split("\n")

STATEMENTS = r"""
{% for i in [1, 2, 3] %}{{ i }}{% if i == 2 %}{% break %}{% endif %},{% endfor %}
{% for i in [1, 2, 3] %}{{ i }}{% if i == 2 %}x{% continue %}{% endif %},{% endfor %}
{% for i in [1, 2] %}{% continue %}{% else %}none{% endfor %}
{% for i in [] %}a{% else %}none{% endfor %}
{% for i in undefined_name %}a{% else %}none{% endfor %}
{% for i in none %}a{% endfor %}
{% for c in 'aé😀' %}[{{ c }}]{% endfor %}
{% for k in {'a': 1, 'b': 2} %}{{ k }}{% endfor %}
{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}={{ v }};{% endfor %}
{% for k, v in {'a': 1}|items %}{{ k }}={{ v }};{% endfor %}
{% for a, b in [(1, 2), [3, 4]] %}{{ a }}{{ b }}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{{ a }}{% endfor %}
{% for i in [1, 2, 3, 4] if i is even %}{{ loop.index }}{{ i }}{{ loop.last }}{% endfor %}
{% for i in 'abc' %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }};{% endfor %}
{% for i in [1, 2, 3] %}{{ loop.previtem }}<{{ i }}<{{ loop.nextitem }};{% endfor %}
{% for i in [1, 2, 3] %}{{ loop.cycle('a', 'b') }}{% endfor %}
{% for i in [1, 1, 2] %}{% if loop.changed(i) %}{{ i }}{% endif %}{% endfor %}
{% for i in [1, 2] %}{% for j in [1, 2] %}{{ loop.index }}{{ i }};{% endfor %}{{ loop.index }}{% endfor %}
{% for i in [1, 2] %}{% if x is defined %}Y{% endif %}{% set x = i %}{% endfor %}{{ x is defined }}
{% set x = 0 %}{% for i in [1, 2] %}{{ x }}{% set x = i %}{{ x }}{% endfor %}{{ x }}
{% set ns = namespace(x=0) %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}
{% set ns = namespace(x=none) %}{{ ns.x is none }}{{ ns.y is defined }}
{% if true %}{% set x = 1 %}{% endif %}{{ x }}
{% set a, b = 1, 2 %}{{ a }}{{ b }}
{% set x %}in {{ 1 + 1 }}{% endset %}[{{ x }}]{{ x|length }}
{% set d = {'a': 1} %}{% set d.a = 2 %}{{ d.a }}
{% macro m(a, b='B') %}{{ a }}{{ b }}{% endmacro %}{{ m('x') }}{{ m('x', 'y') }}{{ m(b='q', a='p') }}
{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m() }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, c=2) }}
{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, c=2) }}
{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}
{% macro m() %}[{{ i }}]{% endmacro %}{% for i in [1, 2] %}{{ m() }}{% endfor %}
{% macro m() %}{{ messages|length }}{% endmacro %}{{ m() }}
{% macro m() %}a{% endmacro %}{{ m()|upper }}{{ m() == 'a' }}{{ m() is string }}
{% macro r(n) %}{{ n }}{% if n > 0 %}{{ r(n - 1) }}{% endif %}{% endmacro %}{{ r(3) }}
{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}in{% endcall %}
{% macro m() %}<{{ caller(1) }}>{% endmacro %}{% call(x) m() %}in{{ x }}{% endcall %}
{% filter upper %}ab{{ 'c' }}{% endfilter %}
{{ none }}|{{ true }}|{{ 1.0 }}|{{ [1] }}|{{ undefined_name }}
{%- for m in messages %}{{ m['role'] }}: {{ m['content'] }}{{ '\n' if not loop.last }}{% endfor -%}
  {{- 'x' -}}  y
{# comment #}a{#- other -#} b
{% raw %}{{ x }}{% endraw %}
{% if undefined_name %}a{% elif none %}b{% elif 'x' %}c{% else %}d{% endif %}
{{ messages[0].content if messages[0].content is string else 'list' }}
{% if messages[0]['role'] == 'system' and messages[0]['content'] != false %}S{% else %}U{% endif %}
{% set m = messages[1:] %}{{ m|length }}{{ (messages + [{'role': 'x', 'content': 'y'}])|length }}
{% set l = [] %}{% for m in messages %}{% set l = l + [m.role] %}{% endfor %}{{ l }}
{{ {'a': {'b': [1, 2]}}.a.b[1] }}{{ [[1, 2], [3]][1][0] }}
{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('roles must alternate') }}{% endif %}{% endfor %}ok
{% for m in messages|reverse %}{{ m.role[0] }}{% endfor %}
{% generation %}x{% endgeneration %}
{{ strftime_now('%%') }}
{% set first, *rest = [1, 2] %}{{ first }}
{{ 1 if messages }}{{ 2 if not messages }}
{% for i in range(3) -%}  {{ i }}  {%- endfor %}
  {% if true %}  
a
  {% endif %}
b
""".strip("\n")

MESSAGES = [
    {"role": "system", "content": ""},
    {"role": "user", "content": "Hi <there> é"},
    {"role": "assistant", "content": " <think>a</think>b 😀 "},
    {"role": "user", "content": "two\nlines"},
]

statements = [one for one in STATEMENTS.split("\n{") if one]
statements = [one if one.startswith("{") or at == 0 else "{" + one for at, one in enumerate(statements)]
templates = ["{{ " + one + " }}" for one in EXPRESSIONS] + statements


def written(template):
    try:
        (text,), _ = render_jinja_template(
            [MESSAGES], chat_template=template, text="a-é😀b", bos_token="<s>"
        )
        return text
    except Exception:
        return None  # refused


cases = [[template, written(template)] for template in dict.fromkeys(templates)]
rows = ",\n".join("    " + json.dumps(case, ensure_ascii=False) for case in cases)
messages = json.dumps(MESSAGES, ensure_ascii=False)
Path(__file__).with_name("templates.json").write_text(
    f'{{\n  "messages": {messages},\n  "text": "a-é😀b",\n  "cases": [\n{rows}\n  ]\n}}\n'
)
print(len(cases), "templates,", sum(text is None for _, text in cases), "refused")
