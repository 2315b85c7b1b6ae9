/* The parts that pages share: pictures, icons, fields, choices, pages by key. */
#include "layout/pages.h"

/* ---- pictures ---- */

/* Two small discs of the twelve: lovely on top, lost underneath. */
static bool shape_is_small(char shape)
{
    return shape == 'h' || shape == 'm';
}

static void plate_show(struct view *view, int64_t picture, const char *size, const char *square, bool anonymous)
{
    static const char shapes[12] = "abcdefghjklm";
    static const char *const families[] = { "", " v2", " v3", " v4", " v5", " v6" };
    static const char *const turns[] = { "", " q1", " q2" };
    uint64_t left = (uint64_t)picture;
    char pool[12], pick[3][2] = { 0 };
    memcpy(pool, shapes, sizeof pool);
    for (size_t i = 0; i < 3; i++) {
        size_t n = sizeof pool - i;
        size_t at = left % n;
        left /= n;
        pick[i][0] = pool[at];
        memmove(pool + at, pool + at + 1, n - at - 1);
    }
    for (size_t i = 0; i < 2; i++)
        if (shape_is_small(pick[i][0]) && !shape_is_small(pick[2][0])) {
            char small = pick[i][0];
            pick[i][0] = pick[2][0];
            pick[2][0] = small;
        }
    const char *family = anonymous ? " v0" : families[left % COUNT(families)];
    const char *turn = turns[left / COUNT(families) % COUNT(turns)];
    const char *classes =
        arena_printf(view->words.arena, "av%s%s%s%s%s", family, turn, square, size && size[0] ? " " : "", size ? size : "");
    layout_plate_svg(view, classes, pick[0], pick[1], pick[2]);
}

/* As wide as kith.css makes each size. */
static int plate_side(const char *size)
{
    return text_same(size, "s") ? 36 : text_same(size, "m") ? 44 : text_same(size, "l") ? 96 : 56;
}

void layout_plate(struct view *view, int64_t picture, const char *size)
{
    bool visitor = view->request && !view->request->reader; /* what is written for streams is for members */
    bool drawn = picture >= 0 || (visitor && !(-picture & 1));
    if (drawn)
        plate_show(view, picture < 0 ? -picture : picture, size, "", false);
    else
        layout_plate_own(view, arena_printf(view->words.arena, "av%s%s", size[0] ? " " : "", size), -picture, plate_side(size));
}

void layout_plate_group(struct view *view, int64_t picture, const char *size)
{
    plate_show(view, picture, size, " sq", false);
}

void layout_plate_anonymous(struct view *view, int64_t picture, const char *size)
{
    plate_show(view, picture, size, "", true);
}

/* ---- icons ---- */

/* Arrows point along the reading direction. */
static bool icon_flips(const char *name)
{
    return text_same(name, "leave") || text_same(name, "next");
}

void layout_icon(struct view *view, const char *name)
{
    layout_icon_svg(view, icon_flips(name) ? "i flip" : "i", name);
}

void layout_icon_tint(struct view *view, const char *name)
{
    layout_icon_svg(view, icon_flips(name) ? "i tint flip" : "i tint", name);
}

/* ---- fields ---- */

/* Its id, what is wrong with it, and which texts say more about it. */
static void input_describe(struct request *request, struct layout_input *input)
{
    const struct field_part *field = input->part;
    input->id = field->id ? field->id : arena_printf(request->arena, "f-%s", field->name);
    input->error = form_error(request, field->name);
    if (field->hint && input->error)
        input->described = arena_printf(request->arena, "%s-h %s-e", input->id, input->id);
    else if (field->hint || input->error)
        input->described = arena_printf(request->arena, "%s-%c", input->id, field->hint ? 'h' : 'e');
}

void layout_field(struct view *view, const struct field_part *field)
{
    static const struct {
        const char *type, *complete;
        bool plain, area, secret;
    } looks[] = {
        [LOOK_TEXT] = { .type = "text", .complete = "off" },
        [LOOK_PASSWORD_NEW] = { .type = "password", .complete = "new-password", .plain = true, .secret = true },
        [LOOK_PASSWORD] = { .type = "password", .complete = "current-password", .plain = true, .secret = true },
        [LOOK_AREA] = { .type = "text", .complete = "off", .area = true },
        [LOOK_CODE] = { .type = "text", .complete = "one-time-code", .plain = true },
        [LOOK_USERNAME] = { .type = "text", .complete = "username", .plain = true },
    };
    struct request *request = view->request;
    struct layout_input input = { .part = field,
                                  .type = looks[field->look].type,
                                  .complete = looks[field->look].complete,
                                  .plain = looks[field->look].plain,
                                  .area = looks[field->look].area,
                                  .secret = looks[field->look].secret };
    input.value = form_shown(request, field->name, field->value ? field->value : "");
    input_describe(request, &input);
    layout_input_field(view, &input);
}

void layout_picture_field(struct view *view, const struct field_part *field)
{
    struct layout_input input = { .part = field };
    input_describe(view->request, &input);
    layout_picture_input(view, &input);
}

void layout_open_form(struct view *view, const char *action)
{
    static const char open[] = "<form method=\"post\" action=\"", close[] = "\">";
    html_literal(view, open, sizeof open - 1);
    html_url(view, action);
    html_literal(view, close, sizeof close - 1);
}

void layout_open_form_end(struct view *view)
{
    html_literal(view, "</form>", 7);
}

enum { CHOICES_MAX = 64 };

void layout_choice(struct view *view, const struct choice_part *choice)
{
    struct request *request = view->request;
    bool checked = choice->checked;
    if (form_failed(request)) {
        const char *values[CHOICES_MAX];
        size_t count = form_values(request, choice->name, values, COUNT(values));
        checked = false;
        for (size_t i = 0; i < count; i++)
            checked = checked || text_same(values[i], choice->value);
    }
    layout_choice_row(view, choice, checked);
}

void layout_form_error(struct view *view)
{
    const char *why = form_error(view->request, NULL);
    if (why)
        layout_error_note(view, why);
}

void layout_field_error(struct view *view, const char *field)
{
    const char *why = form_error(view->request, field);
    if (why)
        layout_error_line(view, arena_printf(view->request->arena, "f-%s", field), why);
}

/* ---- lists ---- */

void layout_pages(struct view *view, const char *newer, const char *older, const char *label)
{
    if (newer || older)
        layout_pages_nav(view, newer, older, label);
}

void layout_latest(struct view *view, const char *latest, const char *older, const char *label)
{
    if (latest || older)
        layout_latest_nav(view, latest, older, label);
}

void layout_empty(struct view *view, const char *title, const char *text, const char *href, const char *action)
{
    layout_empty_card(view, title, text, href, action);
}

/* ---- days ---- */

const char *layout_weekday(struct view *view, int64_t day, bool brief)
{
    const char *const whole[] = { t(view, "Monday"), t(view, "Tuesday"),  t(view, "Wednesday"), t(view, "Thursday"),
                                  t(view, "Friday"), t(view, "Saturday"), t(view, "Sunday") };
    const char *const few[] = { tc(view, "weekday", "Mon"), tc(view, "weekday", "Tue"), tc(view, "weekday", "Wed"),
                                tc(view, "weekday", "Thu"), tc(view, "weekday", "Fri"), tc(view, "weekday", "Sat"),
                                tc(view, "weekday", "Sun") };
    return brief ? few[date_weekday(day)] : whole[date_weekday(day)];
}

const char *layout_moment(struct view *view, int64_t at)
{
    return tf(view, "{1}, {2}", layout_weekday(view, date_wall(&view->words, at) / TIME_DAY, false), date(view, at, DATE_MOMENT));
}
