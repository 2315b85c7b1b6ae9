/* What members are told of asking and agreeing to connect: how it stands between the two now. */
#include "contact/contact.h"

static enum status subject_find(struct request *request, const char *kind, int64_t id, struct subject *subject)
{
    struct persona person;
    struct bytes note;
    bool blocked, connected, waits;
    if (!text_same(kind, "connection"))
        return NOT_FOUND;
    TRY(persona_find(request->db, request->arena, id, &person));
    TRY(block_between(request->db, request->arena, request->reader, id, &blocked));
    TRY(connection_between(request->db, request->arena, request->reader, id, &connected));
    TRY(connection_waits(request->db, request->arena, request->reader, id, &waits, &note));
    if (blocked || (!connected && !waits))
        return NOT_FOUND;
    subject->path = contact_path(request->arena, id, "");
    subject->text = connected ? tf(&request->view, "You and {1} know each other now", person.name)
                              : tf(&request->view, "{1} would like to connect with you", person.name);
    return OK;
}

const struct feature contact_feature = { .name = "contact", .subject = subject_find };
