/* Reading: the list, one story, one's own. */
#include "story/pages.h"

/* ---- the list ---- */

static struct story_key key_read(struct request *request)
{
    struct story_key key = { INT64_MAX, 0 };
    const char *text = query_value(request, "before"), *dot = strchr(text, '.');
    int64_t day, id;
    if (dot && text_int(arena_slice(request->arena, text, (size_t)(dot - text)), 0, INT64_MAX, &day) &&
        text_int(dot + 1, 0, INT64_MAX, &id))
        key = (struct story_key){ day, id };
    return key;
}

static const char *key_text(struct arena *arena, const struct stories *stories)
{
    const struct story *last = &stories->items[stories->count - 1];
    return arena_printf(arena, "%lld.%lld", (long long)last->day, (long long)last->id);
}

static const char *known_lang(const char *code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (text_same(languages[i].code, code))
            return languages[i].code;
    return "";
}

enum status story_list_page(struct request *request)
{
    struct stories stories;
    bool more;
    const struct milestone_kind *kind = milestone_kind_find(query_value(request, "kind"));
    struct story_key before = key_read(request);
    struct story_filter filter = { .kinds = kind ? kind->bit : 0,
                                   .lang = known_lang(query_value(request, "lang")),
                                   .calm = text_same(query_value(request, "notes"), "hide") };
    TRY(story_list(request, &filter, before, &stories, &more));
    struct story_list_view page = { .stories = &stories,
                                    .filter = &filter,
                                    .kind = kind ? kind->code : "",
                                    .first = before.day == INT64_MAX,
                                    .filtered = filter.kinds || *filter.lang || filter.calm };
    if (more)
        page.next = arena_printf(request->arena, "/stories?kind=%s&lang=%s%s&before=%s", page.kind, filter.lang,
                                 filter.calm ? "&notes=hide" : "", key_text(request->arena, &stories));
    story_list_html(&request->view, &page);
    return OK;
}

enum status story_prompts_page(struct request *request)
{
    story_prompts_html(&request->view);
    return OK;
}

/* ---- one story ---- */

static enum status road_find(struct request *request, const struct story *story, struct milestones *road, bool *own)
{
    struct story_sealed sealed;
    struct story_words words;
    *own = false;
    TRY(story_road(request->db, request->arena, story->id, road));
    if (!story->is_mine)
        return OK;
    enum status status = story_sealed_find(request, (struct story_place){ story->id, 0 }, STORY_OWN_ROAD, &sealed, &words);
    if (status == OK) {
        *road = words.road;
        *own = true;
    }
    return status == NOT_FOUND ? OK : status;
}

static void neighbours_find(const struct stories *series, struct story_view *page)
{
    for (size_t i = 0; i < series->count; i++) {
        if (series->items[i].id != page->story->id)
            continue;
        page->before = i ? &series->items[i - 1] : NULL;
        page->after = i + 1 < series->count ? &series->items[i + 1] : NULL;
    }
}

static enum status resonance_find(struct request *request, const struct story *story, struct story_view *page)
{
    int64_t count;
    if (!story->is_mine)
        return OK;
    TRY(story_resonance_count(request->db, request->arena, story->id, &count));
    page->resonance = count ? tn(&request->view, "{n} person said “me too”. Only you can see this.",
                                 "{n} people said “me too”. Only you can see this.", count)
                            : t(&request->view, "Readers can say “me too”. Only you will see how many did.");
    return OK;
}

enum status story_page(struct request *request)
{
    struct story story;
    struct milestones road;
    struct stories series;
    struct story_comments comments;
    struct story_pictures pictures;
    int64_t after = 0;
    bool more;
    struct story_view page = { .story = &story, .road = &road, .pictures = &pictures, .series = &series, .comments = &comments };
    TRY(story_find(request, path_id(request, 0), &story));
    TRY(road_find(request, &story, &road, &page.road_is_own));
    TRY(story_picture_list(request->db, request->arena, story.id, &pictures));
    TRY(story_list_series(request, &story, &series));
    neighbours_find(&series, &page);
    TRY(resonance_find(request, &story, &page));
    (void)text_int(query_value(request, "after"), 0, INT64_MAX, &after);
    TRY(story_comment_list(request, &story, after, &comments, &more));
    page.first = !after;
    if (more)
        page.more = arena_printf(request->arena, "/stories/%lld?after=%lld#answers", (long long)story.id,
                                 (long long)comments.items[comments.count - 1].number);
    story_html(&request->view, &page);
    return OK;
}

/* ---- one's own ---- */

static enum status step_add_stories(struct request *request, const struct stories *stories, struct story_steps *steps)
{
    for (size_t i = stories->count; i-- > 0;) {
        struct milestones *road = arena_alloc(request->arena, sizeof *road);
        const struct story *story = &stories->items[i];
        bool own;
        TRY(road_find(request, story, road, &own));
        for (size_t n = 0; n < road->count; n++)
            steps->items[steps->count++] =
                (struct story_step){ &road->items[n], story->title, story_path(request->arena, story->id, ""), !own };
    }
    return OK;
}

static enum status step_add_kept(struct request *request, const struct story_sealeds *kept, struct story_steps *steps)
{
    for (size_t i = kept->count; i-- > 0;) {
        struct story_words *words = arena_alloc(request->arena, sizeof *words);
        struct story_sealed sealed;
        TRY(story_sealed_by_id(request, kept->items[i].id, &sealed, words));
        const char *path = arena_printf(request->arena, "/stories/kept/%lld", (long long)sealed.id);
        for (size_t n = 0; n < words->road.count; n++)
            steps->items[steps->count++] = (struct story_step){ &words->road.items[n], sealed.title, path, false };
    }
    return OK;
}

enum status story_mine_page(struct request *request)
{
    struct story_sealeds all, drafts, kept;
    struct stories named, unnamed;
    struct story_steps steps = { 0 };
    struct story_key before = key_read(request);
    bool more;
    TRY(story_sealed_list(request, &all));
    TRY(story_list_mine(request, before, STORIES_A_PAGE, &named, &more));
    TRY(story_list_unnamed(request, &unnamed));
    drafts = (struct story_sealeds){ arena_array(request->arena, all.count + 1, sizeof *drafts.items), 0 };
    kept = (struct story_sealeds){ arena_array(request->arena, all.count + 1, sizeof *kept.items), 0 };
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].state == STORY_DRAFT)
            drafts.items[drafts.count++] = all.items[i];
        else if (all.items[i].state == STORY_KEPT)
            kept.items[kept.count++] = all.items[i];
    steps.items = arena_array(request->arena, (named.count + unnamed.count + kept.count) * STORY_MILESTONES + 1, sizeof *steps.items);
    TRY(step_add_kept(request, &kept, &steps));
    TRY(step_add_stories(request, &unnamed, &steps));
    TRY(step_add_stories(request, &named, &steps));
    struct story_mine_view page = { .drafts = &drafts, .kept = &kept, .named = &named, .unnamed = &unnamed, .road = &steps };
    page.first = before.day == INT64_MAX;
    if (more)
        page.next = arena_printf(request->arena, "/stories/mine?before=%s", key_text(request->arena, &named));
    story_mine_html(&request->view, &page);
    return OK;
}
