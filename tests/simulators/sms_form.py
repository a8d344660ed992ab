"""The form in which a text goes as a short message, counted without the service's help (3GPP TS 23.038)."""
SMALL = set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
            "¿abcdefghijklmnopqrstuvwxyzäöñüà")
ESCAPED = set("^{}\\[~]|€\f")


def form(text):
    """The encoding that a text needs and its parts, counted without the service's help."""
    if set(text) <= SMALL | ESCAPED:
        name, widths, alone, several = "gsm7", [2 if letter in ESCAPED else 1 for letter in text], 160, 153
    else:
        name, widths, alone, several = "ucs2", [len(letter.encode("utf-16-be")) // 2 for letter in text], 70, 67
    if sum(widths) <= alone:
        return name, 1
    parts, used = 1, 0
    for width in widths:
        if used + width > several:
            parts, used = parts + 1, 0
        used += width
    return name, parts
