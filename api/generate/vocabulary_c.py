"""The vocabulary as C: gen/vocabulary/<kind>.h, and gen/vocabulary.c with the tables."""
import re

from text import literal, write
from vocabulary import CONVERSIONS, PLACEHOLDER


def constant(code):
    return re.sub(r"[^A-Z0-9]", "_", code.upper())


def header(folder, name, body):
    guard = f"MC_VOCABULARY_{constant(name)}_H"
    write(folder / f"{name}.h", f"schema/vocabulary/{name}.yaml",
          "\n".join([f"#ifndef {guard}", f"#define {guard}", "", *body, "", "#endif"]))


def expression(words, language):
    """The text as C: a literal, or a call of mc_sprintf with the macro's parameters in the order of this language."""
    whole = words.texts[language]
    if not words.placeholders:
        return literal(whole)
    pieces, names, at = [], [], 0
    for match in PLACEHOLDER.finditer(whole):
        pieces += [whole[at:match.start()].replace("%", "%%"), "%" + CONVERSIONS[match.group(2) or "text"]]
        names.append(f"({match.group(1)})")
        at = match.end()
    pieces.append(whole[at:].replace("%", "%%"))
    return f"mc_sprintf(arena, {literal(''.join(pieces))}, {', '.join(names)})"


def parameters(words):
    return f"(arena, {', '.join(words.placeholders)})" if words.placeholders else ""


def problems(folder, file):
    rows = ["/* The problems by their codes; what each says stands in mc_problem_kinds. */", "enum mc_problem_id {",
            "\tMC_PROBLEM_NONE = 0,"]
    rows += [f"\tMC_PROBLEM_{constant(entry.code)}," for entry in file.entries]
    rows += ["\tMC_PROBLEM_COUNT", "};", "", "/* One row of the catalogue. */", "struct mc_problem_kind {",
             "\tconst char *code;", "\tunsigned status; /* of HTTP */", "\tconst char *title_vi;", "\tconst char *title_en;", "};",
             "", "extern const struct mc_problem_kind mc_problem_kinds[MC_PROBLEM_COUNT];"]
    header(folder, file.name, rows)
    table = ["const struct mc_problem_kind mc_problem_kinds[MC_PROBLEM_COUNT] = {"]
    table += [f"\t[MC_PROBLEM_{constant(entry.code)}] = {{{literal(entry.code)}, {entry['status']}, "
              f"{expression(entry.words[''], 'vi')}, {expression(entry.words[''], 'en')}}}," for entry in file.entries]
    return table + ["};"]


def items(folder, file):
    rows = ["/* MC_ITEM_x: rule and words, as mc_problem_add takes them; MC_VI_x and MC_EN_x: the words alone. Words with something",
            " * put in take the arena that holds them; their arguments are evaluated more than once. */"]
    for entry in file.entries:
        name, words = constant(entry.code), entry.words[""]
        given = parameters(words)
        rows += [f"#define MC_{language.upper()}_{name}{given} {expression(words, language)}" for language in words.texts]
        rows += [f"#define MC_ITEM_{name}{given} {literal(entry['code'] or entry.code)}, MC_VI_{name}{given}, MC_EN_{name}{given}"]
    header(folder, file.name, rows)
    return []


def printed(folder, file):
    rows = ["/* The words of printed papers. Those with something put in take the arena that holds them. */"]
    rows += [f"#define MC_PRINTED_{constant(entry.code)}{parameters(entry.words[''])} {expression(entry.words[''], 'vi')}"
             for entry in file.entries]
    header(folder, file.name, rows)
    return []


def birth_provinces(folder, file):
    size = int(max(file.codes)) + 1
    header(folder, file.name, ["/* Indexed by the number; NULL where none was given out. */",
                               f"extern const char *const mc_birth_provinces[{size}];"])
    rows = [f"\t[{int(entry.code)}] = {literal(entry.words[''].texts['vi'])}," for entry in file.entries]
    return [f"const char *const mc_birth_provinces[{size}] = {{", *rows, "};"]


WRITERS = {"problems": problems, "items": items, "printed": printed, "birth_provinces": birth_provinces}


def generate(vocabulary, folder):
    headers = folder / "vocabulary"
    headers.mkdir(exist_ok=True)
    tables = []
    for name, writer in WRITERS.items():
        table = writer(headers, vocabulary[name])
        tables += [f'#include "gen/vocabulary/{name}.h"', "", *table, ""] if table else []
    write(folder / "vocabulary.c", "schema/vocabulary", "\n".join(tables))
