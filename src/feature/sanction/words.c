/* Measures, and lines of the log, in words. */
#include "sanction/pages.h"

static const char *const words[SANCTION_KINDS] = {
    [SANCTION_NONE] = "none", [SANCTION_WORD] = "word",       [SANCTION_EDIT] = "edit",
    [SANCTION_NOTE] = "note", [SANCTION_HIDE] = "hide",       [SANCTION_REMOVE] = "remove",
    [SANCTION_MUTE] = "mute", [SANCTION_SUSPEND] = "suspend", [SANCTION_BAN] = "ban",
};

const char *sanction_word(enum sanction_kind kind)
{
    return words[kind];
}

enum sanction_kind sanction_word_read(const char *word)
{
    int kind = 0;
    while (kind < SANCTION_KINDS && !text_same(word, words[kind]))
        kind++;
    return (enum sanction_kind)kind;
}

const char *sanction_label(struct view *view, enum sanction_kind kind)
{
    static const char *const labels[SANCTION_KINDS] = {
        [SANCTION_NONE] = N_("Leave it as it is"),
        [SANCTION_WORD] = N_("A private word"),
        [SANCTION_EDIT] = N_("Ask them to change it"),
        [SANCTION_NOTE] = N_("Put a content note before it"),
        [SANCTION_HIDE] = N_("Hide it"),
        [SANCTION_REMOVE] = N_("Remove them from the group"),
        [SANCTION_MUTE] = N_("They can’t write for a while"),
        [SANCTION_SUSPEND] = N_("They can’t take part for a while"),
        [SANCTION_BAN] = N_("They can’t take part any more"),
    };
    return t(view, labels[kind]);
}

const char *sanction_sentence(struct view *view, enum sanction_kind kind)
{
    static const char *const sentences[SANCTION_KINDS] = {
        [SANCTION_NONE] = N_("Nothing was changed."),
        [SANCTION_WORD] = N_("We’d like to say something to you, and nothing else happens."),
        [SANCTION_EDIT] = N_("You’re asked to change what you wrote. It stays where it is."),
        [SANCTION_NOTE] = N_("A content note now stands before what you wrote. Everybody can still open it."),
        [SANCTION_HIDE] = N_("What you wrote is hidden from others. You can still read it."),
        [SANCTION_REMOVE] = N_("You were removed from a group. You can ask to come back."),
        [SANCTION_MUTE] = N_("For a while you can read everything here, and write nothing."),
        [SANCTION_SUSPEND] = N_("For a while you can’t take part here."),
        [SANCTION_BAN] = N_("You can’t take part here any more."),
    };
    return t(view, sentences[kind]);
}

const char *sanction_said(struct view *view, const struct sanction_view *page)
{
    if (!page->sanction.here)
        return sanction_sentence(view, page->sanction.kind);
    return page->group_name ? tf(view, "For a while you can read everything in the group “{1}”, and write nothing there.", page->group_name)
                            : t(view, "For a while you can read everything in one group, and write nothing there.");
}

const char *sanction_scope(struct view *view, const struct sanction *sanction)
{
    switch (sanction->kind) {
    case SANCTION_REMOVE:
        return t(view, "For this group alone.");
    case SANCTION_MUTE:
        if (sanction->here)
            return t(view, "For this group alone, whichever of your names you use.");
        /* fall through */
    case SANCTION_SUSPEND:
    case SANCTION_BAN:
        return t(view, "For the whole place, whichever of your names you use.");
    default:
        return text_same(sanction->thing_kind, "person") ? t(view, "For you alone.") : t(view, "For what you wrote there alone.");
    }
}

const char *sanction_length(struct view *view, const struct sanction *sanction)
{
    if (sanction->until)
        return tf(view, "Until {1}. Then it ends by itself.", date(view, sanction->until, DATE_MOMENT));
    switch (sanction->kind) {
    case SANCTION_NOTE:
    case SANCTION_HIDE:
    case SANCTION_BAN:
        return t(view, "It has no end of its own.");
    case SANCTION_REMOVE:
        return t(view, "Until somebody who looks after the group lets you in again.");
    default:
        return t(view, "Nothing lasts.");
    }
}

/* ---- the log ---- */

const char *sanction_line_value(struct arena *arena, const struct sanction_line *line, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = line->what; *at; at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n'))
        if (!strncmp(at, word, len) && at[len] == ' ')
            return arena_slice(arena, at + len + 1, strcspn(at + len + 1, "\n"));
    return "";
}

const char *sanction_log_text(struct view *view, const struct sanction_line *line)
{
    static const struct {
        const char *kind, *text;
    } kinds[] = {
        { "decision", N_("A decision") },
        { "reversal", N_("A decision was taken back") },
        { "appeal", N_("An appeal came") },
        { "answer", N_("An appeal was answered") },
        { "claim", N_("Somebody took on a case") },
        { "removal", N_("A facilitator removed somebody from a group") },
        { "hidden", N_("A facilitator hid something") },
        { "raid", N_("Raid mode was switched") },
        { "branch", N_("An account that came by an invitation was paused or let go again") },
        { "restored", N_("A facilitator brought something back") },
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (text_same(line->kind, kinds[i].kind))
            return t(view, kinds[i].text);
    return t(view, "Something about a case");
}
