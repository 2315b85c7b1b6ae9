/* What a member takes along and what they leave: the download of all their data, and the end of the account. */
#include "account/pages.h"

const struct field account_delete_form[] = { { "password", 1, 200, FIELD_SECRET, false }, { "words", 1, 6, FIELD_LINE, false }, { 0 } };

static const struct limit download_limit = { "download", 5, 5.0 / 60 };

/* ---- what the account itself keeps ---- */

static json_t *export_roles(struct view *view, unsigned roles)
{
    static const struct {
        enum role role;
        const char *label;
    } known[] = {
        { ROLE_MODERATOR, N_("Moderator") },
        { ROLE_PRACTITIONER, N_("Practitioner") },
        { ROLE_STEWARD, N_("Steward") },
    };
    json_t *list = json_array();
    for (size_t i = 0; i < COUNT(known); i++)
        if (roles & known[i].role)
            json_array_append_new(list, json_string(t(view, known[i].label)));
    return list;
}

static enum status export_persona(struct request *request, json_t *you)
{
    const struct member *member = request->member;
    struct persona_record persona;
    struct application application;
    TRY(persona_record_find(request->db, request->arena, member->persona, &persona));
    int month = (int)persona.month;
    json_object_set_new(you, N_("Name others see"), json_string(member->name));
    json_object_set_new(you, N_("Picture"), json_integer(member->picture));
    json_object_set_new(you, N_("joined in"), json_string(arena_printf(request->arena, "%d-%02d", 1970 + month / 12, month % 12 + 1)));
    json_object_set_new(you, N_("Role"), export_roles(&request->view, persona.roles));
    enum status asked = application_of(request->db, request->arena, member->persona, &application);
    if (asked == OK)
        json_object_set_new(you, N_("What brings you here?"), json_string(application.why));
    return asked == NOT_FOUND ? OK : asked;
}

static enum status account_export(struct request *request, json_t *data)
{
    const struct member *member = request->member;
    struct account_record record;
    struct account_second_factor factor;
    int64_t devices;
    TRY(account_by_id(request->db, request->arena, member->account, &record));
    TRY(account_second_factor_unseal(request->arena, &member->key, member->account, record.second_factor, &factor));
    TRY(account_session_count(request->db, request->arena, member->account, request->now, &devices));
    json_t *you = json_object(), *settings = json_object();
    json_object_set_new(data, N_("You"), you);
    json_object_set_new(data, N_("Settings"), settings);
    TRY(export_persona(request, you));
    json_object_set_new(you, N_("Sign-in name"), json_string(t(&request->view, "Kept only in a scrambled form that can’t be read.")));
    json_object_set_new(you, N_("Devices signed in"), json_integer(devices));
    json_object_set_new(settings, N_("Language"), json_string(request->view.lang));
    json_object_set_new(settings, N_("Time zone"), json_string(request->view.words.zone ? request->view.words.zone : "UTC"));
    json_object_set_new(settings, N_("Light or dark"), json_string(account_theme_name(&request->view, member->theme)));
    json_object_set_new(settings, N_("Discreet"), json_boolean(member->discreet));
    json_object_set_new(settings, N_("Minutes of rest before signing out"), json_integer(request->rest_minutes));
    json_object_set_new(settings, N_("Second step"), json_boolean(factor.on));
    return OK;
}

/* ---- the readable copy ---- */

/* A moment as date_machine writes it is shown as the reader writes dates; anything else as it is. */
static const char *readable_text(struct view *view, const char *text)
{
    int64_t ms;
    return date_read(text, &ms) ? date(view, ms, DATE_MOMENT) : text;
}

/* A key as people write: "joined_at" has no place on a page. */
static const char *readable_label(struct view *view, const char *key)
{
    char *label = arena_copy(view->words.arena, key[0] ? t(view, key) : key);
    for (char *c = label; *c; c++)
        if (*c == '_')
            *c = ' ';
    return label;
}

static struct account_data_list readable_list(struct request *request, const json_t *value, int depth);

static struct account_data readable(struct request *request, const char *label, const json_t *value, int depth)
{
    struct view *view = &request->view;
    struct account_data data = { .label = label };
    if (json_is_string(value))
        data.text = readable_text(view, json_string_value(value));
    else if (json_is_integer(value))
        data.text = number(view, json_integer_value(value));
    else if (json_is_boolean(value))
        data.text = json_is_true(value) ? t(view, "Yes") : t(view, "No");
    else if (json_is_object(value) || json_is_array(value)) {
        struct account_data_list *inside = arena_alloc(request->arena, sizeof *inside);
        *inside = readable_list(request, value, depth + 1);
        data.inside = inside;
    }
    return data;
}

static struct account_data_list readable_list(struct request *request, const json_t *value, int depth)
{
    enum { DEEPEST = 8 };
    bool object = json_is_object(value);
    size_t most = depth > DEEPEST ? 0 : object ? json_object_size(value) : json_array_size(value);
    struct account_data_list list = { arena_array(request->arena, most + 1, sizeof *list.items), 0 };
    const char *key;
    json_t *member;
    if (object && most)
        json_object_foreach((json_t *)value, key, member) list.items[list.count++] =
            readable(request, readable_label(&request->view, key), member, depth);
    for (size_t i = 0; !object && i < most; i++)
        list.items[list.count++] = readable(request, NULL, json_array_get(value, i), depth);
    return list;
}

static struct bytes data_page(struct request *request, const json_t *data)
{
    struct buf out = { .arena = request->arena };
    struct view view = request->view;
    struct account_data_list list = readable_list(request, data, 0);
    view.out = &out;
    account_data_html(&view, date(&view, request->now, DATE_LONG), &list);
    return (struct bytes){ buf_text(&out), out.len };
}

/* ---- the download ---- */

static enum status data_collect(struct request *request, json_t *data)
{
    for (const struct feature *const *feature = request->app->features; *feature; feature++)
        if ((*feature)->export_data)
            TRY((*feature)->export_data(request, data));
    return OK;
}

struct data_files {
    struct arena *arena;
    const char *folder; /* "Ana/", or "" */
    struct account_file *items;
    size_t count, cap;
};

static void file_add(void *context, const char *name, struct bytes content)
{
    struct data_files *files = context;
    if (files->count == files->cap) {
        struct account_file *more = arena_array(files->arena, files->cap = files->cap * 2 + 8, sizeof *more);
        if (files->count)
            memcpy(more, files->items, files->count * sizeof *more);
        files->items = more;
    }
    files->items[files->count++] = (struct account_file){ arena_printf(files->arena, "%s%s", files->folder, name), content };
}

static enum status files_collect(struct request *request, struct data_files *files)
{
    for (const struct feature *const *feature = request->app->features; *feature; feature++)
        if ((*feature)->export_files)
            TRY((*feature)->export_files(request, file_add, files));
    return OK;
}

static enum status data_add(struct request *request, const json_t *data, struct data_files *files)
{
    size_t len = json_dumpb(data, NULL, 0, JSON_INDENT(2));
    char *json = arena_alloc(request->arena, len + 1);
    if (!len || json_dumpb(data, json, len, JSON_INDENT(2)) != len)
        return BROKEN;
    file_add(files, "data.html", data_page(request, data));
    file_add(files, "data.json", (struct bytes){ json, len });
    return files_collect(request, files);
}

/* All of the name that reads now. */
static enum status name_add(struct request *request, struct data_files *files)
{
    json_t *data = json_object();
    enum status status = data_collect(request, data);
    if (status == OK)
        status = data_add(request, data, files);
    json_decref(data);
    return status;
}

static const char *folder_of(struct request *request)
{
    char *folder = arena_printf(request->arena, "%s/", request->member->name);
    for (char *c = folder; c[1]; c++)
        if (*c == '/' || *c == '\\')
            *c = '-';
    return *folder == '.' ? arena_printf(request->arena, "-%s", folder) : folder;
}

/* One name after the other, each as if it alone had asked: nothing that is read or kept holds two of them. They meet in the archive, which
 * goes to their owner and is stored nowhere. */
static enum status names_add(struct request *request, struct data_files *files)
{
    struct member_personas personas;
    const int64_t speaker = request->member->persona;
    TRY(member_personas(request, &personas));
    for (size_t i = 0; i < personas.count; i++) {
        enum status status = account_read_as(request, personas.items[i]);
        if (status == NOT_FOUND)
            continue;
        TRY(status);
        files->folder = folder_of(request);
        TRY(name_add(request, files));
    }
    return account_read_as(request, speaker);
}

static enum status data_answer(struct request *request)
{
    struct data_files files = { .arena = request->arena, .folder = "" };
    struct bytes archive;
    TRY(request->member->names > 1 ? names_add(request, &files) : name_add(request, &files));
    TRY(account_archive(request->arena, files.items, files.count, request->now, &archive));
    answer_file(request, "application/zip", request->discreet ? "notes.zip" : "kith.zip", archive);
    return OK;
}

enum status account_download(struct request *request)
{
    if (!limit_take(request, &download_limit, member_key_text(request)))
        return limit_refuse(request, 0);
    return data_answer(request);
}

/* ---- the end of an account ---- */

enum status account_delete_page(struct request *request)
{
    account_delete_html(&request->view);
    return OK;
}

enum status persona_erase(struct db *db, struct arena *arena, const struct app *app, int64_t persona, bool remove_words)
{
    for (const struct feature *const *feature = app->features; *feature; feature++)
        if ((*feature)->erase)
            TRY((*feature)->erase(db, arena, persona, remove_words));
    TRY(community_forget(db, arena, persona));
    TRY(live_drop(db, arena, persona));
    return persona_remove(db, arena, persona);
}

static enum status own_erase(struct request *request, int64_t persona, bool remove_words)
{
    for (const struct feature *const *feature = request->app->features; *feature; feature++)
        if ((*feature)->erase_own)
            TRY((*feature)->erase_own(request, persona, remove_words));
    return OK;
}

enum status account_persona_erase(struct request *request, int64_t persona, bool remove_words)
{
    TRY(own_erase(request, persona, remove_words));
    return persona_erase(request->db, request->arena, request->app, persona, remove_words);
}

enum status account_delete(struct request *request)
{
    struct view *view = &request->view;
    const struct member *member = request->member;
    struct account_record record;
    const char *words = form_value(request, "words");
    bool remove = text_same(words, "remove");
    if (!remove && !text_same(words, "keep"))
        return form_reject(request, "words", t(view, "Please choose what happens to what you wrote."));
    TRY(account_confirm(request, "password", &record));
    struct member_personas personas;
    TRY(own_erase(request, 0, remove));
    TRY(member_personas(request, &personas));
    for (size_t i = 0; i < personas.count; i++)
        TRY(account_persona_erase(request, personas.items[i], remove));
    TRY(account_remove(request->db, request->arena, member->account));
    /* So that what was deleted leaves the files too, and not only the tables. */
    TRY(job_add(request->db, request->arena, "account.erased", 0, request->now));
    cookie_set(request, "s", "", -1);
    return redirect_with(request, "/", NOTICE_ACCOUNT_DELETED);
}

/* ---- jobs ---- */

static enum status run_rest(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)subject, (void)app;
    return account_session_expire(db, arena, now);
}

/* The rows are gone; what is left to do is the checkpoint behind it. */
static enum status run_erased(struct db *db, struct arena *arena, int64_t now, int64_t subject, void *app)
{
    (void)db, (void)arena, (void)now, (void)subject, (void)app;
    return OK;
}

static const struct job_kind account_jobs[] = {
    { .name = "session.rest", .run = run_rest, .every = 5 * TIME_MINUTE, .checkpoint = true },
    { .name = "account.erased", .run = run_erased, .checkpoint = true },
    { .name = "persona.renamed", .run = run_erased, .checkpoint = true },
    { 0 },
};

const struct feature account_feature = { .name = "account", .export_data = account_export, .jobs = account_jobs };
