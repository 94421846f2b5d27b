"""That what old browsers do not know is told from what they do: others' tests rely on it."""

from __future__ import annotations

import pytest

from tests.support.baseline import broken_lists, young_in_script, young_in_styles


@pytest.mark.parametrize(
    ("script", "young"),
    [
        ("AbortSignal.timeout(9)", "AbortSignal.timeout"),
        ("list.at(-1)", "at"),
        ("list.flat().at(1)", "at"),
        ("const one={at:1};one.at", ""),
        ("const one={at:1};list.at(2)", "at"),
        ("text.replaceAll(a,b)", "replaceAll"),
        ("list.findLast(f)", "findLast"),
        ("list.toSorted()", "toSorted"),
        ("node.replaceChildren()", "replaceChildren"),
        ("form.requestSubmit()", "requestSubmit"),
        ("new Set(a).union(b)", "union"),
        ("Object.hasOwn(a,b)", "Object.hasOwn"),
        ("Object.groupBy(a,b)", "Object.groupBy"),
        ("Promise.any(a)", "Promise.any"),
        ("Array.fromAsync(a)", "Array.fromAsync"),
        ("URL.canParse(a)", "URL.canParse"),
        ("structuredClone(a)", "structuredClone"),
        ("requestIdleCallback(f)", "requestIdleCallback"),
        ("new WeakRef(a)", "WeakRef"),
        ("scheduler.postTask(f)", "scheduler"),
        ("/(?<=a)b/.test(c)", "(?<="),
        ("new Error(a,{cause:b})", "{ cause }"),
        ("a.matchAll(b);c.flatMap(d);new AbortController();navigator.clipboard.writeText(e)", ""),
        ("new ResizeObserver(f);node.replaceWith(a);Object.fromEntries(b);a.append(b)", ""),
    ],
)
def test_scripts(script: str, young: str) -> None:
    """By the names that they use."""
    assert young in young_in_script(script) if young else young_in_script(script) == []


@pytest.mark.parametrize(
    ("css", "young"),
    [
        ("p:has(a){b:c}", ":has"),
        ("p:focus-visible{b:c}", ":focus-visible"),
        ("p{inset:0}", "inset"),
        ("p{aspect-ratio:1}", "aspect-ratio"),
        ("p{overflow:clip}", "overflow: clip"),
        ("p{color:color-mix(in srgb, red, blue)}", "color-mix()"),
        ("@media print{p{translate:0}}", "translate"),
        ("@container (min-width:1px){p{b:c}}", "@container"),
        ("@layer a{p{b:c}}", "@layer"),
        ("@supports not selector(:where(a)){p{b:c}}", "not selector()"),
        ("@supports not (inset:0){p:not(:first-child)::after{content:'a';display:grid}}", ""),
        ("p{width:calc(1px + var(--inset));margin:0 max(1px,2em);gap:clamp(0px,1em,2em)}", ""),
    ],
)
def test_styles(css: str, young: str) -> None:
    """By selectors, at-rules, properties, and words and functions of values."""
    assert young in young_in_styles(css) if young else young_in_styles(css) == []


@pytest.mark.parametrize(
    ("css", "broken"),
    [
        ("a,b:has(c){d:e}", ["a,b:has(c)"]),
        ("@media print{a:focus-visible,b{d:e}}", ["a:focus-visible,b"]),
        ("a:focus,b:focus-visible{d:e}", ["a:focus,b:focus-visible"]),
        ("a::marker,b::before{d:e}", ["a::marker,b::before"]),
        ("a:focus-visible,b:focus-visible{d:e}", []),
        ("a:hover,b::before{d:e}p:has(c,d){e:f}", []),
    ],
)
def test_lists_of_selectors(css: str, broken: list[str]) -> None:
    """One that is unknown takes the others with it."""
    assert broken_lists(css) == broken
