/* Deciding: what can be chosen, what the form says, doing it and taking it back. */
#include "sanction/pages.h"

enum { MUTE_HOURS_MOST = 72, MUTE_DAYS_MOST = 30, SUSPEND_DAYS_MOST = 365, HIDDEN_REASON_MOST = 900 };

const struct field sanction_form[] = { SANCTION_FIELDS, { 0 } };

/* ---- what can be chosen ---- */

static bool is_one_of(const char *kind, const char *const *kinds)
{
    while (*kinds && !text_same(kind, *kinds))
        kinds++;
    return *kinds != NULL;
}

static bool is_words(const char *kind)
{
    static const char *const kinds[] = { "topic",         "post",    "message", "session-word", "story",
                                         "story-comment", "listing", "event",   "reflection",   NULL };
    return is_one_of(kind, kinds);
}

static bool takes_note(const char *kind)
{
    static const char *const kinds[] = { "topic", "post", "story", NULL };
    return is_one_of(kind, kinds);
}

/* "name" and "age" are about a person, too: whoever decides about one decides about the same. */
static const char *thing_kind(const struct reported *thing)
{
    static const char *const kinds[] = { "name", "age", NULL };
    return is_one_of(thing->kind, kinds) ? "person" : thing->kind;
}

enum status sanction_choice_find(struct request *request, const struct reported *thing, struct sanction_choice *choice)
{
    struct rules *rules = arena_alloc(request->arena, sizeof *rules);
    struct group_person member;
    *choice = (struct sanction_choice){ .rules = rules,
                                        .thing = is_words(thing->kind) && !thing->gone,
                                        .note = takes_note(thing->kind) && !thing->gone };
    choice->person = thing->persona != 0;
    choice->scope = choice->person && thing->group && !text_same(thing->kind, "group");
    choice->edit = choice->thing || text_same(thing_kind(thing), "group") || (choice->person && text_same(thing_kind(thing), "person"));
    TRY(account_second_factor_is_on(request, &choice->factor));
    TRY(guideline_rules(request, thing->group, rules));
    if (thing->group && thing->persona) {
        enum status status = membership_find(request->db, request->arena, thing->group, thing->persona, &member);
        if (status != NOT_FOUND)
            TRY(status);
        choice->group = status == OK;
    }
    return sanction_turn(request->db, request->arena, thing_kind(thing), thing->id, &choice->turn);
}

static bool may_choose(const struct sanction_choice *choice, enum sanction_kind kind)
{
    switch (kind) {
    case SANCTION_NONE:
        return true;
    case SANCTION_EDIT:
        return choice->edit;
    case SANCTION_HIDE:
        return choice->thing;
    case SANCTION_NOTE:
        return choice->note;
    case SANCTION_REMOVE:
        return choice->group;
    default:
        return kind < SANCTION_KINDS && choice->person;
    }
}

const struct sanction_measures *sanction_measure_list(struct view *view, const struct sanction_choice *choice)
{
    static const char *const hints[SANCTION_KINDS] = {
        [SANCTION_NONE] = N_("They aren’t told anything."),
        [SANCTION_WORD] = N_("A few kind words that only they read."),
        [SANCTION_EDIT] = N_("They’re asked to change it, and told why."),
        [SANCTION_NOTE] = N_("Readers choose whether to open it."),
        [SANCTION_HIDE] = N_("Its writer keeps a copy. Others don’t see it any more."),
        [SANCTION_REMOVE] = N_("They have to ask before they come back."),
        [SANCTION_MUTE] = N_("Hours or days: they can read everything, and write nothing."),
        [SANCTION_SUSPEND] = N_("Days: they can read this decision, appeal, take their data and leave, and nothing else."),
        [SANCTION_BAN] = N_("The same, without an end."),
    };
    struct sanction_measures *list = arena_alloc(view->words.arena, sizeof *list);
    for (int i = 0; i < SANCTION_KINDS; i++) {
        enum sanction_kind kind = (enum sanction_kind)i;
        if (may_choose(choice, kind))
            list->items[list->count++] =
                (struct sanction_measure){ kind, sanction_word(kind), sanction_label(view, kind), t(view, hints[i]) };
    }
    return list;
}

/* ---- the form ---- */

static enum status length_read(struct request *request, struct sanction *sanction)
{
    struct view *view = &request->view;
    bool hours = text_same(form_value(request, "unit"), "hours");
    int64_t length, most = sanction->kind == SANCTION_SUSPEND ? SUSPEND_DAYS_MOST : hours ? MUTE_HOURS_MOST : MUTE_DAYS_MOST;
    sanction->until = 0;
    if (sanction->kind != SANCTION_MUTE && sanction->kind != SANCTION_SUSPEND)
        return OK;
    if (sanction->kind == SANCTION_SUSPEND && hours)
        return form_reject(request, "length", t(view, "A suspension is counted in days. For hours, choose that they can’t write."));
    if (!text_int(form_value(request, "length"), 1, most, &length))
        return form_reject(request, "length",
                           hours                                ? t(view, "Write a number of hours from 1 to 72.")
                           : sanction->kind == SANCTION_SUSPEND ? t(view, "Write a number of days from 1 to 365.")
                                                                : t(view, "Write a number of days from 1 to 30."));
    sanction->until = request->now + length * (hours ? TIME_HOUR : TIME_DAY);
    return OK;
}

/* A mute can hold in the group alone, where there is one; else it holds in the whole place. */
static enum status scope_read(struct request *request, const struct sanction_choice *choice, struct sanction *sanction)
{
    bool here = text_same(form_value(request, "scope"), "group");
    if (sanction->kind != SANCTION_MUTE || !here)
        return OK;
    sanction->here = choice->scope;
    return choice->scope ? OK : form_reject(request, "scope", t(&request->view, "This isn’t in a group, so it holds for the whole place."));
}

static enum status rule_read(struct request *request, const char *typed, int64_t *id)
{
    struct rule rule;
    enum status status = NOT_FOUND;
    if (text_int(typed, 1, INT64_MAX, id))
        status = guideline_rule_find(request, *id, &rule);
    return status == NOT_FOUND ? form_reject(request, "rule", t(&request->view, "Please choose which rule it is about.")) : status;
}

/* Nobody decides about themselves; and about who looks after the place, only who runs it does. */
static enum status may_decide(struct request *request, const struct reported *thing, enum sanction_kind kind)
{
    static const enum role roles[] = { ROLE_MODERATOR, ROLE_STEWARD };
    struct view *view = &request->view;
    if (thing->mine || (thing->persona && account_name_is_own(request, thing->persona)))
        return form_reject(request, NULL, t(view, "This is about you, so somebody else has to decide it."));
    for (size_t i = 0; kind >= SANCTION_REMOVE && !(request->roles & ROLE_STEWARD) && i < COUNT(roles); i++) {
        int64_t people[APPEAL_MODERATORS];
        size_t count;
        TRY(persona_role_list(request->db, request->arena, roles[i], people, COUNT(people), &count));
        for (size_t n = 0; n < count; n++)
            if (people[n] == thing->persona)
                return form_reject(request, "measure", t(view, "They look after this place, too. Only a steward can decide that."));
    }
    return OK;
}

static enum status words_read(struct request *request, struct sanction *sanction)
{
    struct view *view = &request->view;
    sanction->facts = form_value(request, "facts");
    sanction->note = form_value(request, "note");
    if (!*sanction->facts)
        return form_reject(request, "facts", t(view, "Please say what happened, in plain words. They will read it."));
    if (sanction->kind == SANCTION_WORD && !*sanction->note)
        return form_reject(request, "note", t(view, "Please write what you’d like to say to them."));
    if (sanction->kind == SANCTION_NOTE && (!*sanction->note || text_length(sanction->note) > 80))
        return form_reject(request, "note", t(view, "Please write what the note should say, in at most 80 characters."));
    if (sanction->kind != SANCTION_WORD && sanction->kind != SANCTION_NOTE)
        sanction->note = "";
    return OK;
}

enum status sanction_code_check(struct request *request)
{
    bool factor;
    TRY(account_second_factor_is_on(request, &factor));
    if (!factor)
        return form_reject(request, "code",
                           t(&request->view, "Steps above hiding need a second step on your account. You can set it up in your settings."));
    return account_second_factor_confirm(request, "code");
}

enum status sanction_read(struct request *request, const struct reported *thing, struct sanction *sanction)
{
    struct view *view = &request->view;
    struct sanction_choice choice;
    enum sanction_kind kind = sanction_word_read(form_value(request, "measure"));
    TRY(sanction_choice_find(request, thing, &choice));
    if (kind == SANCTION_KINDS)
        return form_reject(request, "measure", t(view, "Please choose what should happen."));
    if (!may_choose(&choice, kind))
        return form_reject(request, "measure", t(view, "That can’t be done here. Please choose something else."));
    *sanction = (struct sanction){ .kind = kind, .persona = thing->persona, .thing = thing->id, .by = request->reader, .reversed_why = "" };
    sanction->thing_kind = thing_kind(thing);
    sanction->group = thing->group;
    sanction->at = request->now;
    sanction->quote = is_words(thing->kind) ? markdown_excerpt(request->arena, thing->text, SANCTION_QUOTE) : "";
    sanction->automatic = *form_value(request, "automatic");
    TRY(may_decide(request, thing, kind));
    TRY(rule_read(request, form_value(request, "rule"), &sanction->rule));
    TRY(words_read(request, sanction));
    TRY(length_read(request, sanction));
    TRY(scope_read(request, &choice, sanction));
    if (!text_int(form_value(request, "turn"), 1, INT64_MAX, &sanction->turn))
        return form_reject(request, NULL, t(view, "Something in this form didn’t fit. Please try again."));
    return kind > SANCTION_HIDE ? sanction_code_check(request) : OK;
}

/* ---- doing it ---- */

enum status sanction_tell(struct db *db, struct arena *arena, int64_t persona, int64_t sanction, int64_t now)
{
    return persona ? notification_send(db, arena, &(struct notification){ persona, NOTIFICATION_DECISION, 0, sanction }, now) : OK;
}

/* What is about a group, those who look after it read. */
static enum status people_tell(struct request *request, const struct sanction *sanction)
{
    struct group_people people = { .count = 0 };
    if (!text_same(sanction->thing_kind, "group"))
        return sanction_tell(request->db, request->arena, sanction->persona, sanction->id, request->now);
    TRY(facilitator_list(request->db, request->arena, sanction->group, &people));
    for (size_t i = 0; i < people.count; i++)
        TRY(sanction_tell(request->db, request->arena, people.items[i].persona, sanction->id, request->now));
    return OK;
}

enum status sanction_settle(struct db *db, struct arena *arena, int64_t persona, int64_t now)
{
    struct sanction_hold hold;
    if (!persona)
        return OK;
    TRY(sanction_hold_of(db, arena, persona, now, &hold));
    TRY(persona_mute(db, arena, persona, hold.muted));
    TRY(sanction_hold_here(db, arena, persona, now));
    TRY(persona_pause(db, arena, persona, hold.paused, hold.facts));
    return live_drop(db, arena, persona);
}

static enum status ungroup(struct request *request, const struct sanction *sanction)
{
    const struct feature *const *features = request->app->features;
    TRY(membership_remove(request->db, request->arena, sanction->group, sanction->persona, sanction->facts));
    for (size_t i = 0; features[i]; i++)
        if (features[i]->ungrouped)
            TRY(features[i]->ungrouped(request->db, request->arena, sanction->persona, sanction->group));
    return OK;
}

static enum status refused(struct request *request, enum status status)
{
    struct view *view = &request->view;
    if (status == NOT_FOUND || status == INVALID)
        return form_reject(request, "measure", t(view, "That can’t be done here. Please choose something else."));
    if (status == CONFLICT)
        return form_reject(request, "measure",
                           t(view, "They are the last to look after the group. Please find somebody else for that first."));
    return status;
}

/* What the writer reads beside what was hidden: for somebody under a handle that is the whole statement. */
static const char *hidden_reason(struct request *request, const struct sanction *sanction)
{
    struct rule rule;
    const char *name = guideline_rule_find(request, sanction->rule, &rule) == OK ? rule.name : "";
    const char *reason = arena_printf(request->arena, "%s\n\n%s", name, sanction->facts);
    return text_length(reason) > HIDDEN_REASON_MOST ? markdown_excerpt(request->arena, reason, HIDDEN_REASON_MOST) : reason;
}

static enum status measure_do(struct request *request, const struct reported *thing, const struct sanction *sanction)
{
    switch (sanction->kind) {
    case SANCTION_NOTE:
        return reported_note(request, thing->kind, thing->id, sanction->note, true);
    case SANCTION_HIDE:
        return reported_hide(request, thing->kind, thing->id, true, hidden_reason(request, sanction));
    case SANCTION_REMOVE:
        return ungroup(request, sanction);
    case SANCTION_MUTE:
    case SANCTION_SUSPEND:
    case SANCTION_BAN:
        if (sanction->until)
            TRY(job_add(request->db, request->arena, "sanction.end", sanction->id, sanction->until));
        return sanction_settle(request->db, request->arena, sanction->persona, request->now);
    default:
        return OK;
    }
}

static enum status log_it(struct request *request, const char *kind, const struct sanction *sanction)
{
    const struct sanction_entry entry = { .kind = kind,
                                          .sanction = sanction->id,
                                          .case_id = sanction->case_id,
                                          .persona = sanction->persona,
                                          .by = request->reader,
                                          .thing_kind = sanction->thing_kind,
                                          .group = sanction->group,
                                          .rule = sanction->rule,
                                          .word = sanction_word(sanction->kind),
                                          .until = sanction->until,
                                          .automatic = sanction->automatic };
    return sanction_log_add(request->db, request->arena, request->app, &entry, request->now);
}

enum status sanction_take(struct request *request, const struct reported *thing, struct sanction *sanction)
{
    sanction->id = id_at(request->now);
    enum status status = sanction_insert(request->db, request->arena, sanction);
    if (status == CONFLICT)
        return form_reject(request, NULL,
                           t(&request->view, "Somebody else has decided about this a moment ago. Nothing of yours was lost: please look at "
                                             "their decision, and send yours only if it’s still needed."));
    TRY(status);
    status = measure_do(request, thing, sanction);
    if (status != OK)
        return refused(request, status);
    TRY(log_it(request, "decision", sanction));
    return sanction->kind == SANCTION_NONE ? OK : people_tell(request, sanction);
}

enum status sanction_suspend(struct request *request, int64_t persona, const char *rule, int64_t until, const char *facts)
{
    const struct reported person = { .kind = "person", .id = persona, .persona = persona };
    struct sanction sanction = { .kind = SANCTION_SUSPEND, .persona = persona, .thing = persona, .thing_kind = "person" };
    TRY(rule_read(request, rule, &sanction.rule));
    TRY(sanction_turn(request->db, request->arena, person.kind, persona, &sanction.turn));
    sanction.facts = facts;
    sanction.note = sanction.quote = sanction.reversed_why = "";
    sanction.until = until;
    sanction.by = request->reader;
    sanction.at = request->now;
    return sanction_take(request, &person, &sanction);
}

/* ---- taking it back ---- */

/* Another decision may hold the same thing down still. */
static enum status still_holds(struct request *request, const struct sanction *sanction, bool *holds)
{
    struct sanctions list;
    *holds = false;
    TRY(sanction_of_thing(request->db, request->arena, sanction->thing_kind, sanction->thing, &list));
    for (size_t i = 0; i < list.count; i++)
        *holds |= list.items[i].id != sanction->id && list.items[i].kind == sanction->kind && !list.items[i].reversed_at;
    return OK;
}

static enum status measure_undo(struct request *request, const struct sanction *sanction)
{
    bool holds;
    TRY(still_holds(request, sanction, &holds));
    switch (sanction->kind) {
    case SANCTION_NOTE:
        return reported_note(request, sanction->thing_kind, sanction->thing, sanction->note, false);
    case SANCTION_HIDE:
        return holds ? OK : reported_hide(request, sanction->thing_kind, sanction->thing, false, "");
    case SANCTION_REMOVE:
        return sanction->persona
                   ? membership_add(request->db, request->arena, sanction->group, sanction->persona, false, true, request->now)
                   : OK;
    case SANCTION_MUTE:
    case SANCTION_SUSPEND:
    case SANCTION_BAN:
        return sanction_settle(request->db, request->arena, sanction->persona, request->now);
    default:
        return OK;
    }
}

static enum status case_tell(struct request *request, int64_t case_id)
{
    const struct feature *const *features = request->app->features;
    for (size_t i = 0; case_id && features[i]; i++)
        if (features[i]->case_overturned)
            TRY(features[i]->case_overturned(request, case_id));
    return OK;
}

enum status sanction_undo(struct request *request, const struct sanction *sanction, const char *why)
{
    TRY(sanction_store_reversed(request->db, request->arena, sanction->id, request->now, why));
    enum status status = measure_undo(request, sanction);
    if (status != NOT_FOUND && status != INVALID) /* gone meanwhile: nothing is left to bring back */
        TRY(status);
    TRY(log_it(request, "reversal", sanction));
    TRY(case_tell(request, sanction->case_id));
    return sanction->kind == SANCTION_NONE ? OK : people_tell(request, sanction);
}

enum status sanction_reverse(struct request *request, int64_t id, const char *why)
{
    struct view *view = &request->view;
    struct sanction sanction;
    TRY(sanction_find(request->db, request->arena, id, &sanction));
    const struct reported thing = { .kind = sanction.thing_kind, .id = sanction.thing, .persona = sanction.persona };
    TRY(may_decide(request, &thing, sanction.kind));
    if (sanction.at + SANCTION_REVERSE_DAYS * TIME_DAY <= request->now && !(request->roles & ROLE_STEWARD))
        return form_reject(request, NULL, t(view, "That was more than 30 days ago. Now only an appeal can change it."));
    enum status status = sanction_undo(request, &sanction, why);
    return status == CONFLICT ? form_reject(request, NULL, t(view, "Somebody has already taken this back.")) : status;
}

enum status sanction_lift(struct request *request, int64_t persona, const char *why)
{
    struct sanctions list = { .more = true };
    for (int64_t before = 0; list.more; before = list.items[list.count - 1].id) {
        TRY(sanction_of_persona(request->db, request->arena, persona, before, &list));
        for (size_t i = 0; i < list.count; i++) {
            const struct sanction *one = &list.items[i];
            if (one->kind >= SANCTION_SUSPEND && !one->reversed_at && (!one->until || one->until > request->now))
                TRY(sanction_reverse(request, one->id, why));
        }
    }
    return OK;
}

/* ---- outside the web ---- */

enum status sanction_plant(struct db *db, struct arena *arena, const struct app *app, const struct sanction *wish, const char *appealed,
                           int64_t *id)
{
    struct sanction sanction = *wish;
    sanction.id = *id = id_at(wish->at);
    TRY(sanction_turn(db, arena, sanction.thing_kind, sanction.thing, &sanction.turn));
    TRY(sanction_insert(db, arena, &sanction));
    const struct sanction_entry entry = { .kind = "decision",
                                          .sanction = *id,
                                          .persona = sanction.persona,
                                          .by = sanction.by,
                                          .thing_kind = sanction.thing_kind,
                                          .rule = sanction.rule,
                                          .word = sanction_word(sanction.kind) };
    TRY(sanction_log_add(db, arena, app, &entry, sanction.at));
    if (!appealed)
        return OK;
    const struct sanction_entry appeal = { .kind = "appeal", .sanction = *id, .persona = sanction.persona };
    TRY(sanction_log_add(db, arena, app, &appeal, sanction.at + TIME_DAY));
    return appeal_insert(db, arena, &(struct appeal){ .sanction = *id, .body = appealed, .at = sanction.at + TIME_DAY });
}
