/* Prints each page of accept/ into a file. tests/tplc/run writes "prototypes" and "calls". */
#include "tests/tplc/show.h"

#include "prototypes"

/* Not what is tested here. */
const struct text_file text_files[] = { { 0 } };
const size_t text_files_count = 0;

const char *t(struct view *view, const char *text)
{
    (void)view;
    return text;
}

void html_form_fields(struct view *view)
{
    html_literal(view, "<input type=\"hidden\">", 21);
}

void show_link(struct view *view, const char *label)
{
    html_literal(view, "<a>", 3);
    html_text(view, label);
    html_literal(view, "</a>", 4);
}

void show_nothing(struct view *view)
{
    (void)view;
}

static void page(void (*template)(struct view *view), const char *path)
{
    struct arena arena = { 0 };
    struct buf out = { .arena = &arena };
    struct view view = { .out = &out };
    template(&view);
    FILE *file = fopen(path, "w");
    if (!file)
        abort();
    fprintf(file, "%s\n", buf_text(&out));
    fclose(file);
    arena_free(&arena);
}

int main(void)
{
#include "calls"
    return 0;
}
