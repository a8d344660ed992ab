"""The vocabulary as C: gen/vocabulary/<kind>.h, and gen/vocabulary.c with the tables."""
import datetime
import re

from text import boolean, literal, write
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


def codes(file):
    return [f"#define MC_{constant(file.kind.singular)}_{constant(code)} {literal(code)}" for code in file.codes]


def rows(file, members, values):
    """A table of a kind and the search by code. members: lines of the struct after the code; values: of an entry."""
    name = file.kind.singular
    declared = [*codes(file), "", f"struct mc_{name} {{", "\tconst char *code;", *[f"\t{member}" for member in members], "};", "",
                "/* All rows; the last has no code. */", f"extern const struct mc_{name} mc_{file.name}[{len(file.codes) + 1}];", "",
                "/* The row of a code; NULL if there is none, or for NULL. */", f"const struct mc_{name} *mc_{name}_of(const char *code);"]
    table = [f"const struct mc_{name} mc_{file.name}[{len(file.codes) + 1}] = {{"]
    table += [f"\t{{{', '.join([literal(entry.code), *values(entry)])}}}," for entry in file.entries]
    table += ["\t{0},", "};", "", f"const struct mc_{name} *", f"mc_{name}_of(const char *code)", "{",
              f"\tfor (const struct mc_{name} *row = mc_{file.name}; code != NULL && row->code != NULL; row++) {{",
              "\t\tif (strcmp(row->code, code) == 0)", "\t\t\treturn row;", "\t}", "\treturn NULL;", "}"]
    return declared, table


def roles(folder, file):
    bits = ["/* The roles of callers, as bits: an operation names those that may call it. */", "enum {",
            *[f"\tMC_ROLE_{constant(code)} = 1 << {i}," for i, code in enumerate(file.codes)], "};", ""]
    declared, table = rows(file, ["unsigned bit;"], lambda entry: [f"MC_ROLE_{constant(entry.code)}"])
    header(folder, file.name, [*bits, *declared[len(file.codes) + 1:]])
    return table


def assurances(folder, file):
    levels = ["/* How sure a token makes us of who calls, rising. */", "enum mc_assurance_level {", "\tMC_ASSURANCE_NONE,",
              *[f"\tMC_ASSURANCE_{constant(code)}," for code in file.codes], "};", ""]
    declared, table = rows(file, ["enum mc_assurance_level level;"], lambda entry: [f"MC_ASSURANCE_{constant(entry.code)}"])
    header(folder, file.name, [*levels, *declared[len(file.codes) + 1:]])
    return table


def only_codes(folder, file):
    header(folder, file.name, codes(file))
    return []


def codes_found(folder, file):
    declared, table = rows(file, [], lambda entry: [])
    header(folder, file.name, declared)
    return table


def vietnamese(entry, name):
    return expression(entry.words[name], "vi") if name in entry.words else "NULL"


def channels(folder, file):
    names = ("printed", "printed_returning", "printed_within", "printed_next")
    declared, table = rows(file, ["const char *printed; /* as papers say it */",
                                  "const char *printed_returning; /* where the result is got; NULL: the unit's address */",
                                  "const char *printed_within; /* inside a sentence */",
                                  "const char *printed_next;   /* what the applicant does for the result */"],
                           lambda entry: [vietnamese(entry, name) for name in names])
    header(folder, file.name, declared)
    return table


def payment_methods(folder, file):
    declared, table = rows(file, ["const char *name_vi;", "const char *name_en;",
                                  "const char *printed; /* as an official receipt says it */"],
                           lambda entry: [literal(entry.words[""].texts["vi"]), literal(entry.words[""].texts["en"]),
                                          vietnamese(entry, "printed")])
    header(folder, file.name, declared)
    return table


def papers(folder, file):
    names = ("title", "opening", "closing")
    declared, table = rows(file, ["const char *name;", *[f"const char *{name}; /* of a letter, else NULL */" for name in names]],
                           lambda entry: [literal(entry.words[""].texts["vi"]), *[vietnamese(entry, name) for name in names]])
    header(folder, file.name, declared)
    return table


def steps(folder, file):
    clocks = ["/* What a step is to the clock, see lib/dossier/dossier_clock.h. */", "enum mc_step_clock {", "\tMC_CLOCK_STAYS,",
              "\tMC_CLOCK_ACCEPTED,", "\tMC_CLOCK_EXTENDED,", "\tMC_CLOCK_AWAITED,", "\tMC_CLOCK_ANSWERED,", "\tMC_CLOCK_ASKED,",
              "\tMC_CLOCK_UNASKED,", "\tMC_CLOCK_SUPPLIED,", "};", ""]
    needed = lambda entry: boolean("reason" in (entry["asks"] or []))
    declared, table = rows(file, ["enum mc_step_clock clock;", "bool reason_needed;",
                                  "const char *const *reasons; /* for which it may be taken, then NULL; or NULL: none */"],
                           lambda entry: [f"MC_CLOCK_{constant(entry['clock'] or 'stays')}", needed(entry), texts(entry["reasons"])])
    header(folder, file.name, ["#include <stdbool.h>", "", *clocks, *declared])
    return table


def texts(given):
    return f"(const char *const[]){{{', '.join([*map(literal, given), 'NULL'])}}}" if given else "NULL"


def reasons(folder, file):
    declared, table = rows(file, ["bool explained; /* whether who takes the step must say more */"],
                           lambda entry: [boolean(entry["explained"])])
    header(folder, file.name, ["#include <stdbool.h>", "", *declared])
    return table


def message_channels(folder, file):
    lines = ["#include <string.h>", "", *codes(file), "", "/* What is sent, in a language (\"vi\" or \"en\"), in the arena; of a text, what stands in it for",
             " * what somebody typed. */"]
    for entry in file.entries:
        for name in ("text", "brief", "instead", "code"):
            if name in entry.words:
                words = entry.words[name]
                given = f"({', '.join([*(['arena'] if words.placeholders else []), 'language', *words.placeholders])})"
                lines.append(f"#define MC_MESSAGE_{name.upper()}_{constant(entry.code)}{given} \\\n"
                             f"\t(strcmp((language), \"en\") == 0 ? {expression(words, 'en')} \\\n\t\t: {expression(words, 'vi')})")
    header(folder, file.name, lines)
    return []


def widgets(folder, file):
    takes = ["string", "choice", "boolean", "integer", "date", "address"]
    kinds = ["/* The kinds of answer that a widget suits. */", "enum {",
             *[f"\tMC_TAKES_{constant(name)} = 1 << {i}," for i, name in enumerate(takes)], "};", ""]
    declared, table = rows(file, ["unsigned takes;", "bool options; /* offers the values, each with a label */"], lambda entry: [
        " | ".join(f"MC_TAKES_{constant(name)}" for name in entry["takes"]), boolean(entry["options"])])
    header(folder, file.name, ["#include <stdbool.h>", "", *kinds, *declared])
    return table


def file_kinds(folder, file):
    accepted = [entry.words[""].texts["vi"] for entry in file.entries if entry["media_type"]]
    size = sum(len(entry["starts"] or []) for entry in file.entries if not entry["blanks_first"])
    declared = ["#include <stddef.h>", "", "enum mc_file_kind {", "\tMC_FILE_UNKNOWN,",
                *[f"\tMC_FILE_{constant(code)}," for code in file.codes], "\tMC_FILE_KIND_COUNT,", "};", "",
                "struct mc_file_kind_row {", "\tconst char *media_type; /* NULL: never accepted */",
                "\tconst char *extension;", "};", "", "extern const struct mc_file_kind_row mc_file_kinds[MC_FILE_KIND_COUNT];", "",
                "/* What people call all that are accepted. */",
                f"#define MC_FILE_KINDS_ACCEPTED {literal(', '.join(accepted))}", "",
                "/* First bytes that decide alone. */", "struct mc_file_start {", "\tsize_t offset;", "\tconst char *bytes;",
                "\tsize_t length;", "\tenum mc_file_kind kind;", "};", "",
                f"extern const struct mc_file_start mc_file_starts[{size}];"]
    table = ["const struct mc_file_kind_row mc_file_kinds[MC_FILE_KIND_COUNT] = {", '\t[MC_FILE_UNKNOWN] = {NULL, NULL},']
    table += [f"\t[MC_FILE_{constant(entry.code)}] = {{{literal(entry['media_type'])}, "
              f"{literal(entry['extension'])}}}," for entry in file.entries]
    table += ["};", "", f"const struct mc_file_start mc_file_starts[{size}] = {{"]
    for entry in file.entries:
        for at, start in entry["starts"] or []:
            if not entry["blanks_first"]:
                octal = "".join(f"\\{byte:03o}" for byte in start)
                table += [f'\t{{{at}, "{octal}", {len(start)}, MC_FILE_{constant(entry.code)}}},']
    header(folder, file.name, declared)
    return table + ["};"]


def seconds(day):
    """The beginning of a day in Việt Nam"""
    return int((datetime.datetime(day.year, day.month, day.day) - datetime.datetime(1970, 1, 1)).total_seconds()) - 7 * 3600


def time_units(folder, file):
    declared = ["enum mc_time_unit {", *[f"\tMC_TIME_{constant(code)}," for code in file.codes], "\tMC_TIME_UNIT_COUNT,", "};", "",
                "struct mc_time_unit_row {", "\tconst char *code;", "\tconst char *name_vi;", "\tconst char *name_en;", "\tconst char *one_en; /* of one */", "};", "",
                "extern const struct mc_time_unit_row mc_time_units[MC_TIME_UNIT_COUNT];"]
    header(folder, file.name, declared)
    return ["const struct mc_time_unit_row mc_time_units[MC_TIME_UNIT_COUNT] = {",
            *[f"\t[MC_TIME_{constant(entry.code)}] = {{{literal(entry.code)}, {vietnamese(entry, '')}, "
              f"{literal(entry.words[''].texts['en'])}, {literal(entry.words.get('one', entry.words['']).texts['en'])}}}," for entry in file.entries], "};"]


def rules(folder, file):
    choices = [f"\tMC_{constant(entry.code)}_{constant(choice)}," for entry in file.entries for choice in entry["choices"] or []]
    declared = ["#include <stddef.h>", "#include <stdint.h>", "", "enum mc_rule {",
                *[f"\tMC_RULE_{constant(code)}," for code in file.codes], "\tMC_RULE_COUNT,", "};", "",
                "/* Between what rules choose. */", "enum mc_rule_choice {", "\tMC_RULE_COUNTS, /* it chooses nothing */", *choices, "};", "",
                "/* What a rule says from an instant (seconds since 1970) on. */", "struct mc_rule_value {",
                "\tconst char *law; /* a code of laws.yaml: for its procedures alone; NULL: for all */",
                "\tconst char *channel; /* for what came by it alone; NULL: however it came */", "\tint64_t valid_from;",
                "\tint64_t amount;", "\tconst char *unit; /* a code of time_units; NULL: a count */",
                "\tenum mc_rule_choice choice;", "};", "",
                "/* The values of each rule, those of laws first, the latest first. */", "struct mc_rule_values {",
                "\tconst struct mc_rule_value *values;", "\tsize_t count;", "};", "",
                "extern const struct mc_rule_values mc_rule_values[MC_RULE_COUNT];"]
    header(folder, file.name, declared)
    table = []
    counts = {}
    for entry, law, channel, value in file.rows:
        if entry.code not in counts:
            table += [*(["};", ""] if counts else []), f"static const struct mc_rule_value rule_{entry.code}[] = {{"]
        counts[entry.code] = counts.get(entry.code, 0) + 1
        choice = "MC_RULE_COUNTS" if value.choice is None else f"MC_{constant(entry.code)}_{constant(value.choice)}"
        table.append(f"\t{{{literal(law)}, {literal(channel)}, {seconds(value.valid_from)}, {value.amount or 0}, "
                     f"{literal(value.unit or entry['unit'])}, {choice}}},")
    return [*table, "};", "", "const struct mc_rule_values mc_rule_values[MC_RULE_COUNT] = {",
            *[f"\t[MC_RULE_{constant(code)}] = {{rule_{code}, {count}}}," for code, count in counts.items()], "};"]


def alerts(folder, file):
    size = len(file.codes)
    declared = ["#include <stdbool.h>", "#include <stdint.h>", "", f"enum {{ MC_ALERT_COUNT = {size} }};", "", "struct mc_alert {",
                "\tconst char *code; /* its page is runbook/alerts/<code>.md */", "\tconst char *name_vi;", "\tconst char *name_en;",
                "\tconst char *figure;", "\tdouble bound;", "\tbool above; /* told above the bound, else below it */",
                "\tint64_t seconds; /* so long it lasts first */", "\tbool urgent; /* to be acted on now, by night too */", "};", "",
                "extern const struct mc_alert mc_alerts[MC_ALERT_COUNT];"]
    header(folder, file.name, declared)
    table = ["const struct mc_alert mc_alerts[MC_ALERT_COUNT] = {"]
    for entry in file.entries:
        above = entry["above"] is not None
        words = ", ".join(literal(entry.words[""].texts[language]) for language in ("vi", "en"))
        table.append(f"\t{{{literal(entry.code)}, {words}, {literal(entry['figure'])}, {entry['above'] if above else entry['below']}, "
                     f"{boolean(above)}, {entry['seconds']}, {boolean(entry['level'] == 'act')}}},")
    return table + ["};"]


def figures(folder, file):
    header(folder, file.name, ["#include <stdbool.h>", "", f"enum {{ MC_FIGURE_COUNT = {len(file.codes)} }};", "",
                               "/* In the order of the administrator's page. */", "struct mc_figure_kind {", "\tconst char *name;",
                               "\tbool each; /* every instance has its own */", "};", "",
                               "extern const struct mc_figure_kind mc_figure_kinds[MC_FIGURE_COUNT];"])
    return ["const struct mc_figure_kind mc_figure_kinds[MC_FIGURE_COUNT] = {",
            *(f"\t{{{literal(entry.code)}, {boolean(bool(entry['each']))}}}," for entry in file.entries), "};"]


def limits(folder, file):
    header(folder, file.name, [f"#define MC_LIMIT_{constant(entry.code)} {entry['value']}" for entry in file.entries])
    return []



WRITERS = {"problems": problems, "items": items, "printed": printed, "birth_provinces": birth_provinces, "channels": channels,
           "payment_methods": payment_methods, "steps": steps, "papers": papers, "reasons": reasons, "message_channels": message_channels,
           "widgets": widgets, "roles": roles, "assurances": assurances, "fee_states": only_codes, "states": only_codes, "file_kinds": file_kinds, "rules": rules, "time_units": time_units, "limits": limits,
           "alerts": alerts, "figures": figures, "delivery_causes": codes_found}


def generate(vocabulary, folder):
    headers = folder / "vocabulary"
    headers.mkdir(exist_ok=True)
    tables = ["#include <string.h>", ""]
    for name, writer in WRITERS.items():
        table = writer(headers, vocabulary[name])
        tables += [f'#include "gen/vocabulary/{name}.h"', "", *table, ""] if table else []
    write(folder / "vocabulary.c", "schema/vocabulary", "\n".join(tables))


if __name__ == "__main__":  # which headers there are, as a list of CMake
    print(";".join(WRITERS), end="")
